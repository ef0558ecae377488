package takeback

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/policy"
	"signet/share/say"
)

// sidMark begins the names of signet's own statements; the id of the share follows.
const sidMark = "signet"

// Sid is the name of the statement of a share.
func Sid(id string) string { return sidMark + id }

// sharesOf are the ids of the shares whose statements a policy has.
func sharesOf(d policy.Document) (ids []string) {
	for _, sid := range d.Sids() {
		if id, ok := strings.CutPrefix(sid, sidMark); ok && len(id) == share.IDLen && strings.Trim(id, share.IDAlphabet) == "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// Deny is the statement that ends a share: it denies what the link does with its object,
// to everybody who comes by a link, until it and the others that it ends would have ended.
// No policy can tell an older link from a new one, so new ones are denied until then too.
func Deny(rec share.Record, others []share.Record) policy.Statement {
	t, info := rec.Spec.Target, rec.Spec.Operation.Info()
	partition := cmp.Or(address.Partition(rec.Spec.Endpoint.Region), "aws")
	if address.OwnServer(rec.Spec.Endpoint.URL) {
		partition = "aws"
	}
	s := policy.Statement{Sid: Sid(rec.ID), Actions: []string{info.Action}, AuthType: authType(rec), Until: rec.Terms.Ends}
	for _, other := range others {
		if other.Terms.Ends.After(s.Until) {
			s.Until = other.Terms.Ends
		}
	}
	s.Until = s.Until.Truncate(time.Second).Add(time.Minute) // well after the links' last second
	if info.Versioned {                                      // a version is opened by another right
		s.Actions = append(s.Actions, info.Action+"Version")
	}
	resource := t.Bucket + "/" + policy.Literal(t.Key)
	if rec.Spec.Options.KeyPrefix {
		resource += "*"
	}
	s.Resource = address.ARN{Partition: partition, Service: "s3", Resource: resource}.String()
	return s
}

func authType(rec share.Record) string {
	if rec.Spec.Operation.Info().Policy {
		return "POST"
	}
	return "REST-QUERY-STRING"
}

// Change is what is to become of a policy.
type Change struct {
	From, To policy.Document
	Comes    string   // the statement that is new; empty: none
	Goes     []string // the statements that go
}

// Plan is the change that adds a statement, and takes out those of signet's that deny
// nothing any more. Nothing is left to do where To is From.
func Plan(text string, deny policy.Statement, now time.Time) (Change, error) {
	from, err := policy.ReadDocument(text)
	if err != nil {
		return Change{}, err
	}
	c := Change{From: from, To: from}
	var sids []string
	for _, id := range sharesOf(from) {
		if until := from.Until(Sid(id)); !until.IsZero() && !until.After(now) {
			sids = append(sids, Sid(id))
			c.Goes = append(c.Goes, from.Statement(Sid(id)))
		}
	}
	if c.To, err = from.Without(sids...); err != nil {
		return Change{}, err
	}
	if c.To.Statement(deny.Sid) == "" {
		c.Comes = deny.String()
		if c.To, err = c.To.With(deny); err != nil {
			return Change{}, err
		}
	}
	if n := len(c.To.String()); n > policy.MaxBucketPolicy {
		return Change{}, fmt.Errorf("the policy would have %s, and may have %s", say.Things(n, "byte"), say.Count(policy.MaxBucketPolicy))
	}
	return c, nil
}

// Written reports whether a policy that was read back is what was written, as far as
// signet's statements go: a server may space the rest as it likes.
func Written(text string, rec share.Record) error {
	d, err := policy.ReadDocument(text)
	if err != nil {
		return err
	}
	if !slices.Contains(sharesOf(d), rec.ID) {
		return errors.New("the policy was written, and read back it does not have the statement " + Sid(rec.ID))
	}
	return nil
}
