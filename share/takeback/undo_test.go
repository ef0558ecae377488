package takeback_test

import (
	"errors"
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

// Two statements about one object do not wait for each other: the shorter one goes first,
// and the link stays closed, in the log too, until the longer one is undone.
func TestUndoOfTwoStatements(t *testing.T) {
	s := newScene(record(id(1), nil), record(id(2), nil))
	for i := range s.entries {
		s.entries[i].Terms.Ends = at(12 + 8*i) // the second is shared when the first is revoked
		step, err := s.taker().Prepare(t.Context(), "policy", s.entries[i:i+1])
		if err != nil {
			t.Fatal(err)
		}
		s.taker().Do(t.Context(), step, "", func(takeback.News) {})
	}
	for i := range s.entries {
		s.entries[i].State = ledger.StateRevoked
		s.entries[i].Events = []ledger.Event{{Kind: ledger.Revoked, Detail: "a Deny in the policy of the bucket, statement " + takeback.Sid(s.entries[i].ID)}}
	}
	var first *takeback.UndoFirstError
	if _, err := s.taker().Undo(t.Context(), s.entries[1]); !errors.As(err, &first) || first.Share != id(1) {
		t.Fatalf("the longer one: %v\n%s", err, s.policy)
	}
	s.events = nil
	u, err := s.taker().Undo(t.Context(), s.entries[0])
	if err != nil || u.Opens() || !strings.Contains(u.Also(func(s string) string { return s }), "stays closed") {
		t.Fatalf("the shorter one: %v", err)
	}
	if _, err = u.Do(t.Context(), s.taker(), ""); !errors.As(err, &first) || first.Share != id(2) {
		t.Errorf("the shorter one: %v", err)
	}
	if log := strings.Join(s.events, "\n"); strings.Contains(log, "restored") || strings.Contains(s.policy, takeback.Sid(id(1))) || !strings.Contains(s.policy, takeback.Sid(id(2))) {
		t.Errorf("%s\n%s", s.policy, log)
	}
	s.answers[id(2)] = []takeback.Answer{says(206, "")}
	u, err = s.taker().Undo(t.Context(), s.entries[1])
	if err != nil || !u.Opens() || len(u.Others) != 1 {
		t.Fatalf("%v, %d others", err, len(u.Others))
	}
	if _, err := u.Do(t.Context(), s.taker(), ""); err != nil || s.policy != "" || strings.Count(strings.Join(s.events, "\n"), " restored ") != 2 {
		t.Errorf("%v, %q, %q", err, s.policy, s.events)
	}
}
