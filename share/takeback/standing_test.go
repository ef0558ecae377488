package takeback_test

import (
	"testing"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// A new link is warned of only if a statement of signet's denies it as well.
func TestDeniedBefore(t *testing.T) {
	revoked := func(detail string, change func(*share.Record)) []ledger.Entry {
		return []ledger.Entry{{Record: record(id(1), change), Events: []ledger.Event{{Kind: ledger.Revoked, Detail: detail}}}}
	}
	const own = "a Deny in the policy of the bucket, statement signet0samzyhyqbk01; proved: x"
	at1 := share.Endpoint{URL: "http://127.0.0.1:9000"}
	for what, c := range map[string]struct {
		revoked []ledger.Entry
		warns   bool
	}{
		"by its statement":         {revoked(own, nil), true},
		"with another one":         {revoked("with 0samzyhyqbk02, by the same statement in the policy of the bucket", nil), true},
		"its session, by the name": {revoked("a Deny of its session in the policy of the bucket, statement signet0samzyhyqbk01Session; proved: x", nil), false},
		"by hand":                  {revoked("deleted the object", nil), false},
		"another object":           {revoked(own, func(r *share.Record) { r.Spec.Target.Key = "k2" }), false},
		"another operation":        {revoked(own, func(r *share.Record) { r.Spec.Operation = share.Upload }), false},
		"another server":           {revoked(own, func(r *share.Record) { r.Spec.Endpoint.URL = "http://127.0.0.1:9001" }), false},
	} {
		r := share.Request{Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download}
		if got := takeback.Denied(r, at1, c.revoked, at(9)); (len(got) > 0) != c.warns {
			t.Errorf("%s: %v", what, got)
		}
	}
}

// A session that was denied by its name opens again alone.
func TestUndoOfASession(t *testing.T) {
	session := func(r *share.Record) {
		aws(nil)(r)
		r.Temporary, r.Spec.Mandate.Kind = true, share.KindAWSSession
	}
	s := newScene(record(id(1), session), record(id(2), session))
	step, err := s.taker().Prepare(t.Context(), "session", s.entries)
	if err != nil {
		t.Fatal(err)
	}
	if a := s.taker().Do(t.Context(), step, "", func(takeback.News) {}); a.Left() > 0 {
		t.Fatalf("%+v", a)
	}
	for i := range s.entries {
		s.entries[i].State = ledger.StateRevoked
		s.entries[i].Events = []ledger.Event{{Kind: ledger.Revoked, Detail: "a Deny of its session in the policy of the bucket, statement " + takeback.SidOfSession(s.entries[i].ID) + "; proved: x"}}
	}
	s.answers[id(1)] = []takeback.Answer{says(206, "")}
	u, err := s.taker().Undo(t.Context(), s.entries[0])
	if err != nil || len(u.Others) != 0 {
		t.Fatalf("%v, %d others", err, len(u.Others))
	}
	if words, err := u.Do(t.Context(), s.taker(), ""); err != nil || words == "" {
		t.Errorf("%s, %v", words, err)
	}
}

// The warning names the share whose statement it is, and whose links its end opens again.
func TestDeniedNamesWhoseItIs(t *testing.T) {
	entry := func(n int, to, detail string) ledger.Entry {
		return ledger.Entry{Record: record(id(n), func(r *share.Record) { r.Recipient = to }), Events: []ledger.Event{{Kind: ledger.Revoked, Detail: detail}}}
	}
	all := []ledger.Entry{
		entry(2, "Mr Tanaka", "with "+id(1)+", by the same statement in the policy of the bucket"),
		entry(1, "Ms Ito", "a Deny in the policy of the bucket, statement "+takeback.Sid(id(1))+"; proved: x"),
	}
	r := share.Request{Target: share.Target{Bucket: "b", Key: "k"}, Operation: share.Download}
	got := takeback.Denied(r, share.Endpoint{URL: "http://127.0.0.1:9000"}, all, at(9))
	want := "share a copy of the object; or undo the revoking of " + id(1) + ", which also opens what was revoked for Mr Tanaka, Ms Ito again"
	if len(got) != 1 || got[0].Next != want {
		t.Errorf("%+v", got)
	}
}
