package takeback

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// Denied warns of a link that the policy of its bucket denies because of one that was
// revoked, as far as the log knows; nil: it knows of none. No server is asked.
func Denied(r share.Request, endpoint share.Endpoint, revoked []ledger.Entry, now time.Time) []say.Remark {
	link := share.Record{Spec: share.Spec{Target: r.Target, Operation: r.Operation, Options: r.Options, Endpoint: endpoint}}
	way, _ := Find("policy")
	var at string // the share whose statement it is
	var whose []string
	var until time.Time
	for _, e := range revoked {
		sid, with := statementOf(e)
		by := cmp.Or(with, strings.TrimPrefix(sid, sidMark))
		if by == "" || byName(e) || !way.Reaches(e.Record, link) || at != "" && at != by {
			continue
		}
		at = by
		if name := recipient(e); !slices.Contains(whose, name) {
			whose = append(whose, name)
		}
		if own := Deny(e.Record, nil).Until; own.After(until) { // or later, of others that it ended
			until = own
		}
	}
	if at == "" {
		return nil
	}
	return []say.Remark{{
		Code: "denied", Level: say.Warning,
		Text: "a link like this one was revoked, and the policy of the bucket denies the new one as well, at least until " + say.Moment(until, now),
		Next: "share a copy of the object; or undo the revoking of " + at + ", which also opens what was revoked for " + strings.Join(whose, ", ") + " again",
	}}
}
