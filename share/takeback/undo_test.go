package takeback_test

import (
	"strings"
	"testing"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// A statement that the log knows of is taken out whatever the log says of the link: only
// what was never written, or is undone, there is nothing to undo of.
func TestUndoOfWhatIsNotProved(t *testing.T) {
	const mark = "a Deny in the policy of the bucket, statement "
	began := ledger.Event{Kind: ledger.Revoking, Detail: mark + takeback.Sid(id(1))}
	unproved := ledger.Event{Kind: ledger.Revoking, Detail: "the policy is written, and it is not proved that the server heeds it: a link that writes is never tried"}
	for what, c := range map[string]struct {
		state  ledger.State
		after  []ledger.Event
		fails  string // empty: it is undone
		leaves bool   // it stays revoked
	}{
		"not proved":         {ledger.StateOpen, []ledger.Event{unproved}, "", false},
		"noted by hand":      {ledger.StateRevoked, []ledger.Event{unproved, {Kind: ledger.Revoked}}, "", false},
		"ended otherwise":    {ledger.StateRevoked, []ledger.Event{unproved, {Kind: ledger.Revoked, Detail: "deleted the key"}}, "ended in another way too: deleted the key", true},
		"undone":             {ledger.StateOpen, []ledger.Event{unproved, {Kind: ledger.Restored}}, "nothing to undo", false},
		"never written":      {ledger.StateOpen, []ledger.Event{{Kind: ledger.Revoking, Detail: "nothing was changed: access denied"}}, "nothing to undo", false},
		"put back as it was": {ledger.StateOpen, []ledger.Event{{Kind: ledger.Revoking, Detail: "the server lets the link through whatever the policy says"}}, "nothing to undo", false},
	} {
		s := newScene(record(id(1), func(r *share.Record) { r.Spec.Operation = share.Upload }))
		s.do(t, 1)
		s.entries[0].State, s.entries[0].Events = c.state, append([]ledger.Event{began}, c.after...)
		s.events = nil
		u, err := s.taker().Undo(t.Context(), s.entries[0])
		if err == nil {
			_, err = u.Do(t.Context(), s.taker(), "")
		}
		gone, restored := s.policy == "", strings.Contains(strings.Join(s.events, "\n"), id(1)+" restored ")
		switch {
		case c.fails == "" && (err != nil || !gone || !restored):
			t.Errorf("%s: %v, the policy is %q, %q", what, err, s.policy, s.events)
		case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails) || gone != c.leaves || restored):
			t.Errorf("%s: %v, the policy is %q, %q", what, err, s.policy, s.events)
		}
	}
}
