package takeback_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/takeback"
)

// aws makes a record one of AWS, signed at eight.
func aws(change func(*share.Record)) func(*share.Record) {
	return func(r *share.Record) {
		r.Spec.Endpoint, r.Spec.SignedAt = share.Endpoint{Region: "eu-central-1"}, at(8)
		if change != nil {
			change(r)
		}
	}
}

// What signet only describes is exact: the documents can be read, deny what they say, and
// end what is said of them.
func TestDescribedWays(t *testing.T) {
	older := func(r *share.Record) { r.Spec.Target.Key, r.Spec.SignedAt = "k2", at(7) }
	newer := func(r *share.Record) { r.Spec.Target.Key, r.Spec.SignedAt = "k2", at(9) }
	session := func(key string) func(*share.Record) {
		return func(r *share.Record) { r.Temporary, r.Spec.AccessKeyID, r.Source = true, key, "profile x" }
	}
	s := newScene(record(id(1), aws(session("ASIA1"))), record(id(2), aws(older)), record(id(3), aws(newer)), record(id(4), aws(session("ASIA2"))))
	offers, err := s.taker().Offers(t.Context(), s.entries[:1])
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"age": id(2) + " " + id(4), "role": id(4)}
	for _, o := range offers {
		ends, ok := want[o.Name]
		if !ok {
			continue
		}
		delete(want, o.Name)
		var got []string
		for _, e := range o.Others {
			got = append(got, e.ID)
		}
		if strings.Join(got, " ") != ends || o.Here || !o.ByName {
			t.Errorf("%s ends %v, want %s", o.Name, got, ends)
		}
		switch o.Name {
		case "age":
			if len(o.Statements) != 1 || !strings.Contains(o.Statements[0], `"Resource":"arn:aws:s3:::b/*","Condition":{"NumericGreaterThan":{"s3:signatureAge":"3599000"}}`) || !json.Valid([]byte(o.Statements[0])) {
				t.Errorf("%q", o.Statements)
			}
			rules, err := policy.ReadRules([]byte(`{"Version":"`+policy.Version+`","Statement":[`+o.Statements[0]+`]}`), policy.OfBucket)
			if err != nil {
				t.Fatal(err)
			}
			for age, verdict := range map[string]policy.Verdict{"3600000": policy.Denied, "3000000": policy.Silent} {
				q := policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/any", Context: map[string]string{policy.SignatureAge: age}}
				if rules.Judge(q) != verdict {
					t.Errorf("a link %s ms old: %v", age, rules.Judge(q))
				}
			}
		case "role":
			document := o.Commands[0][len(o.Commands[0])-1]
			if !json.Valid([]byte(document)) || !strings.Contains(document, `"aws:TokenIssueTime":"2026-05-04T08:00:00Z"`) {
				t.Errorf("%q", o.Commands)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("there is no way %v", want)
	}
	if step, err := s.taker().Prepare(t.Context(), "age", s.entries[:1]); err != nil || step.Ready() || len(step.Changes) != 1 || len(step.Changes[0].Hand.Statements) != 1 {
		t.Errorf("%+v, %v", step, err)
	}
}

// Statements of ended shares go, those that deny something yet stay; and what was begun
// and has no outcome is told from what has.
func TestSweep(t *testing.T) {
	s := newScene(many(5)...)
	sid := func(n int) string { return takeback.Sid(id(n)) }
	statement := func(n int, until time.Time) string {
		d := takeback.Deny(s.entries[n].Record, nil)
		d.Until = until
		return d.String()
	}
	s.policy = `{"Version":"` + policy.Version + `","Statement":[{"Sid":"theirs"},` + statement(0, at(8)) + `,` + statement(1, at(12)) + `,` + statement(2, at(12)) + `]}`
	for i, event := range []ledger.Event{
		{Kind: ledger.Revoked, Detail: "a Deny in the policy of the bucket, statement " + sid(0) + "; proved: x"},
		{Kind: ledger.Revoked, Detail: "a Deny in the policy of the bucket, statement " + sid(1) + "; proved: x"},
		{Kind: ledger.Revoking, Detail: "why; a Deny in the policy of the bucket, statement " + sid(2)},
		{Kind: ledger.Revoking, Detail: "a Deny in the policy of the bucket, statement " + sid(3)},
		{Kind: ledger.Revoking, Detail: "nothing was changed: access denied"},
	} {
		s.entries[i].Events = []ledger.Event{event}
	}
	all, err := s.taker().Sweep(t.Context(), s.entries)
	if err != nil || len(all) != 1 || all[0].Problem != nil || len(all[0].Lines) != 1 || len(all[0].Begun) != 2 || !all[0].Begun[0].Stands || all[0].Begun[1].Stands {
		t.Fatalf("%+v, %v", all[0], err)
	}
	if err := all[0].Do(t.Context()); err != nil {
		t.Error(err)
	}
	if d, err := policy.ReadDocument(s.policy); err != nil || strings.Join(d.Sids(), " ") != "theirs "+sid(1)+" "+sid(2) {
		t.Errorf("%s, %v", s.policy, err)
	}
}
