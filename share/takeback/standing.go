package takeback

import (
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
	for _, e := range revoked {
		if sid, with := statementOf(e); sid == "" && with == "" || byName(e) || !way.Reaches(e.Record, link) {
			continue
		}
		until := Deny(e.Record, nil).Until // or later, of others that it ended
		return []say.Remark{{
			Code: "denied", Level: say.Warning,
			Text: "a link like this one was revoked, and the policy of the bucket denies the new one as well, at least until " + say.Moment(until, now),
			Next: "signet revoke " + e.ID + " --undo, or share a copy of the object",
		}}
	}
	return nil
}
