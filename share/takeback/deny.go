package takeback

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/policy"
)

// sidMark begins the names of signet's own statements; the id of the share follows, or of
// the first of several that one statement ends. sidSession ends those that deny a session:
// the statement that denies links may stand beside it, for others too.
const (
	sidMark    = "signet"
	sidSession = "Session"
)

// Sid is the name of the statement of a share.
func Sid(id string) string { return sidMark + id }

// SidOfSession is the name of the statement that denies the session of a share.
func SidOfSession(id string) string { return Sid(id) + sidSession }

// shareOf is the share whose statement has that name; empty: none has.
func shareOf(sid string) string {
	id, ok := strings.CutPrefix(strings.TrimSuffix(sid, sidSession), sidMark)
	if !ok || len(id) != share.IDLen || strings.Trim(id, share.IDAlphabet) != "" {
		return ""
	}
	return id
}

// ownSids are the names of the statements of shares that a policy has.
func ownSids(d policy.Document) []string {
	return slices.DeleteFunc(d.Sids(), func(sid string) bool { return shareOf(sid) == "" })
}

// Deny is the statement that ends a share: it denies what the link does with its object,
// to everybody who comes by a link, until it and the others that it ends would have ended.
// No policy can tell an older link from a new one, so new ones are denied until then too.
func Deny(rec share.Record, others []share.Record) policy.Statement {
	info := rec.Spec.Operation.Info()
	s := policy.Statement{Sid: Sid(rec.ID), Actions: []string{info.Action}, Resources: resources(rec), AuthType: authType(rec), Until: rec.Terms.Ends}
	for _, other := range others {
		if other.Terms.Ends.After(s.Until) {
			s.Until = other.Terms.Ends
		}
	}
	s.Until = s.Until.Truncate(time.Second).Add(time.Minute) // well after the links' last second
	if info.Versioned {                                      // a version is opened by another right
		s.Actions = append(s.Actions, info.Action+"Version")
	}
	return s
}

// DenySession is the statement that ends a share alone: it denies the session that signed
// it, which has the share's id in its name, until the link would have ended.
func DenySession(rec share.Record, _ []share.Record) policy.Statement {
	s := Deny(rec, nil)
	s.Sid, s.AuthType, s.UserID = SidOfSession(rec.ID), "", "*:"+share.SessionName(rec.ID)
	if isGrant(rec) { // of whatever they may
		s.Actions = []string{"s3:*"}
	}
	return s
}

// resources are what the statement of a share is about: of credentials, the bucket, and all
// that is below their prefix.
func resources(rec share.Record) []string {
	if isGrant(rec) {
		return grantResources(rec)
	}
	return []string{resource(rec)}
}

// grantResources are the bucket of credentials, and all that is below their prefix.
func grantResources(rec share.Record) []string {
	all := resource(rec) + "*"
	bucket, _, _ := strings.Cut(all, "/")
	return []string{bucket, all}
}

// resource names the object of a share as policies do, or all below the prefix of a form.
func resource(rec share.Record) string {
	t := rec.Spec.Target
	partition := cmp.Or(address.Partition(rec.Spec.Endpoint.Region), "aws")
	if address.OwnServer(rec.Spec.Endpoint.URL) {
		partition = "aws"
	}
	name := t.Bucket + "/" + policy.Literal(t.Key)
	if rec.Spec.Options.KeyPrefix {
		name += "*"
	}
	return address.ARN{Partition: partition, Service: "s3", Resource: name}.String()
}

func authType(rec share.Record) string {
	if rec.Spec.Operation.Info().Policy {
		return "POST"
	}
	return "REST-QUERY-STRING"
}

// joined are statements of which each denies the same until the same time, of as many
// objects as there are: the policy of a bucket has room for some sixty statements alone.
// by says, for each that was given, which of them denies it; the name is the first one's.
func joined(all []policy.Statement) (out []policy.Statement, by []int) {
	for _, s := range all {
		i := slices.IndexFunc(out, func(o policy.Statement) bool { return alike(o, s) && o.Until.Equal(s.Until) })
		if i < 0 {
			i, out = len(out), append(out, s)
		} else {
			out[i].Resources = union(out[i].Resources, s.Resources)
		}
		by = append(by, i)
	}
	return out, by
}

// alike: both deny the same actions to the same.
func alike(a, b policy.Statement) bool {
	return slices.Equal(a.Actions, b.Actions) && a.AuthType == b.AuthType && a.UserID == b.UserID
}

func union(a, b []string) []string {
	a = slices.Clone(a)
	for _, text := range b {
		if !slices.Contains(a, text) {
			a = append(a, text)
		}
	}
	return a
}
