package takeback

import (
	"cmp"
	"errors"
	"fmt"
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
	Deny     policy.Statement // what is to stand there for the share
	Comes    string           // the statement that is new; empty: it stands there already
	Instead  string           // what stood there for the share, and says something else
	Goes     []string         // the statements of other shares that go
}

// Plan is the change after which a statement stands in a policy, and those of signet's
// that deny nothing any more do not. Nothing is left to do where To is From. Somebody may
// have revoked by a statement that lasts longer: it is never made shorter.
func Plan(text string, deny policy.Statement, now time.Time) (Change, error) {
	from, err := policy.ReadDocument(text)
	if err != nil {
		return Change{}, err
	}
	if until := from.Until(deny.Sid); until.After(deny.Until) {
		deny.Until = until
	}
	c := Change{From: from, Deny: deny}
	gone := c.ended(now)
	if standing := from.Statement(deny.Sid); !policy.Equal(standing, deny.String()) {
		c.Comes, c.Instead = deny.String(), standing
		gone = append(gone, deny.Sid)
	}
	if c.To, err = from.Without(gone...); err != nil {
		return Change{}, err
	}
	if c.Comes != "" {
		if c.To, err = c.To.With(deny); err != nil {
			return Change{}, err
		}
	}
	if n := len(c.To.String()); n > policy.MaxBucketPolicy {
		return Change{}, fmt.Errorf("the policy would have %s, and may have %s", say.Things(n, "byte"), say.Count(policy.MaxBucketPolicy))
	}
	return c, nil
}

// ended notes the statements of other shares that deny nothing any more, and names them.
func (c *Change) ended(now time.Time) (sids []string) {
	for _, id := range sharesOf(c.From) {
		sid := Sid(id)
		if until := c.From.Until(sid); sid != c.Deny.Sid && !until.IsZero() && !until.After(now) {
			sids = append(sids, sid)
			c.Goes = append(c.Goes, c.From.Statement(sid))
		}
	}
	return sids
}

// Back is a policy that was read, now, as it was before the change. If anybody else has
// changed it since, only the statement of the share goes.
func (c Change) Back(now string) (to policy.Document, whole bool, err error) {
	if policy.Equal(now, c.To.String()) {
		return c.From, true, nil
	}
	there, err := policy.ReadDocument(now)
	if err != nil {
		return policy.Document{}, false, err
	}
	to, err = there.Without(c.Deny.Sid)
	return to, false, err
}

// Written reports whether a policy that was read back has the statement, and it says what
// was written: a server may write it in its own way.
func Written(text string, deny policy.Statement) error {
	d, err := policy.ReadDocument(text)
	if err != nil {
		return err
	}
	switch standing := d.Statement(deny.Sid); {
	case standing == "":
		return errors.New("the policy was written, and read back it does not have the statement " + deny.Sid)
	case !policy.Equal(standing, deny.String()):
		return errors.New("the policy was written, and read back it says something else in the statement " + deny.Sid)
	}
	return nil
}
