package takeback_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/takeback"
)

// bySession is a link to an object of AWS that a session of its own signed.
func bySession(n int, key string) share.Record {
	return record(id(n), aws(func(r *share.Record) {
		r.Temporary, r.Spec.Target.Key = true, key
		r.Spec.Mandate = share.Mandate{Kind: share.KindAWSSession, Key: "ASIA" + id(n)}
	}))
}

// credentials are some for what is below 2026/ in the bucket b of AWS.
func credentials(n int) share.Record {
	r := bySession(n, "2026/")
	r.Spec.Operation, r.Spec.Mandate.Allow = share.Grant, []share.Access{share.AccessList, share.AccessGet}
	return r
}

// by takes some back in the way of that name.
func (s *scene) by(t *testing.T, how string, shares ...ledger.Entry) takeback.Account {
	t.Helper()
	step, err := s.taker().Prepare(t.Context(), how, shares)
	if err != nil {
		t.Fatal(err)
	}
	s.asked = map[string]int{}
	return s.taker().Do(t.Context(), step, "", func(takeback.News) {})
}

// revoked has an entry of the scene as the log would have it then.
func (s *scene) revoked(t *testing.T, i int) ledger.Entry {
	t.Helper()
	e := &s.entries[i]
	e.State, e.Events = ledger.StateRevoked, nil
	for _, line := range s.events {
		if detail, ok := strings.CutPrefix(line, e.ID+" revoked "); ok {
			e.Events = append(e.Events, ledger.Event{Kind: ledger.Revoked, Detail: detail})
		}
	}
	return *e
}

// undo opens an entry again, and says how many others do.
func (s *scene) undo(t *testing.T, i int) (others int) {
	t.Helper()
	e := s.revoked(t, i)
	s.answers[e.ID], s.asked = []takeback.Answer{says(206, "")}, map[string]int{}
	u, err := s.taker().Undo(t.Context(), e)
	if err == nil {
		_, err = u.Do(t.Context(), s.taker(), "")
	}
	if err != nil {
		t.Fatal(err)
	}
	s.entries[i].State = ledger.StateOpen
	s.answers[e.ID] = []takeback.Answer{says(206, ""), says(403, "AccessDenied")}
	return len(u.Others)
}

// What denies a session stands beside what denies links, which is about others too.
func TestASessionAndItsLinkHaveTwoStatements(t *testing.T) {
	s := newScene(bySession(1, "one"), bySession(2, "two"))
	s.by(t, "policy", s.entries...)
	s.undo(t, 0)
	if a := s.by(t, "", s.entries[0]); a.Left() > 0 || !strings.Contains(s.policy, "b/two") || !strings.Contains(s.policy, `"*:signet-`+id(1)+`"`) {
		t.Errorf("the other link opens again: %s", s.policy)
	}
	s.undo(t, 0)
	if strings.Contains(s.policy, id(1)+`Session"`) || !strings.Contains(s.policy, "b/two") {
		t.Errorf("%s", s.policy)
	}
}

// A link to the same object whose session is denied does not open with another one.
func TestADeniedSessionStaysDenied(t *testing.T) {
	s := newScene(bySession(1, "k"), bySession(2, "k"), record(id(3), aws(nil)))
	s.by(t, "session", s.entries[:2]...)
	s.by(t, "policy", s.entries[2])
	s.revoked(t, 0)
	s.revoked(t, 1)
	if n := s.undo(t, 2); n != 0 || !strings.Contains(s.policy, id(1)) || !strings.Contains(s.policy, id(2)) {
		t.Errorf("%d other links open again: %s", n, s.policy)
	}
}

// Credentials are denied all that they may do, with the bucket and below the prefix, and
// open again whole; nothing that is said of links is offered for them.
func TestCredentialsAreTakenBack(t *testing.T) {
	s := newScene(credentials(1))
	a := s.by(t, "", s.entries...)
	d, err := policy.ReadDocument(s.policy)
	own, ok := d.Own(takeback.SidOfSession(id(1)))
	if err != nil || !ok || a.Left() > 0 || !slices.Equal(own.Resources, []string{"arn:aws:s3:::b", "arn:aws:s3:::b/2026/*"}) || slices.Contains(own.Actions, "") {
		t.Fatalf("%s, %v", s.policy, err)
	}
	if s.undo(t, 0); s.policy != "" {
		t.Errorf("undone, and it is denied still: %s", s.policy)
	}
	for _, how := range []string{"policy", "object", "age"} {
		if w, err := s.taker().Choose(t.Context(), how, s.entries[0]); err == nil {
			t.Errorf("credentials end by %s", w.Name)
		}
	}
	point := credentials(1)
	point.Spec.Target.Bucket = "arn:aws:s3:eu-west-1:123456789012:accesspoint/p"
	if _, err := newScene().taker().Choose(t.Context(), "session", ledger.Entry{Record: point}); err == nil {
		t.Error("the policy of a bucket that is not known is to deny credentials")
	}
}

// A session that began for a link began after the link was signed.
func TestARoleIsRevokedUntilNow(t *testing.T) {
	way, _ := takeback.Find("role")
	plain := record(id(1), aws(func(r *share.Record) { r.Temporary = true }))
	later := record(id(2), aws(func(r *share.Record) { r.Temporary, r.Spec.SignedAt = true, at(11) }))
	for until, rec := range map[string][]share.Record{"08:00:00Z": {plain}, "09:00:01Z": {bySession(3, "k"), later}} {
		for _, r := range rec {
			if c := way.Commands(r, "", at(9)); !strings.Contains(c[0][len(c[0])-1], until) {
				t.Errorf("%s: %v, want %s", r.ID, c, until)
			}
		}
	}
	newer := bySession(4, "other")
	newer.Spec.SignedAt = at(9)
	if !way.Reaches(bySession(3, "k"), newer) || way.Reaches(plain, newer) {
		t.Error("a session that began since does not end with its role, or one of another role does")
	}
}

// What ended by itself while it was waited for proves nothing.
func TestWhatEndsByItselfProvesNothing(t *testing.T) {
	s := newScene(record(id(1), nil), record(id(2), nil))
	taker, now := s.taker(), at(11)
	taker.Clock = func() time.Time { return now }
	taker.Wait = func(context.Context, time.Duration) error { now = at(12); return nil }
	s.answers[id(1)] = []takeback.Answer{says(206, ""), says(206, ""), says(403, "AccessDenied")}
	step, err := taker.Prepare(t.Context(), "", s.entries[:1])
	if err != nil {
		t.Fatal(err)
	}
	if a := taker.Do(t.Context(), step, "", func(takeback.News) {}); a.Outcomes[0].State != takeback.Unproved || strings.Contains(strings.Join(s.events, "\n"), " revoked ") {
		t.Errorf("%+v\n%s", a, strings.Join(s.events, "\n"))
	}
}

// An object is deleted at one server: a front before another bucket of its name is left.
func TestAnObjectOfThatNameElsewhere(t *testing.T) {
	front := record(id(2), func(r *share.Record) {
		r.Spec.Endpoint.URL, r.Spec.Mandate.Kind = "https://d1.cloudfront.net", share.KindCloudFront
	})
	s := newScene(record(id(1), nil), front)
	s.stored = takeback.Stored{There: true}
	step, err := s.taker().Prepare(t.Context(), "object", s.entries)
	if err != nil || len(step.Changes) != 2 {
		t.Errorf("two objects, %d changes, %v", len(step.Changes), err)
	}
	if step, err = s.taker().Prepare(t.Context(), "object", s.entries[:1]); err != nil || len(step.Changes[0].Others) != 0 {
		t.Errorf("%+v, %v", step.Changes, err)
	}
}

// writesOnce is a store that takes one policy and no other.
type writesOnce struct{ *scene }

func (w writesOnce) SetPolicy(ctx context.Context, bucket, text string) error {
	if w.puts > 0 {
		return nil
	}
	return w.scene.SetPolicy(ctx, bucket, text)
}

// That a policy is as it was before is said of one that was read again.
func TestAPolicyIsPutBackOnlyIfItIs(t *testing.T) {
	s := newScene(record(id(1), nil))
	s.answers[id(1)] = []takeback.Answer{says(206, "")}
	if a := s.by(t, "", s.entries...); s.policy != "" || len(a.Notes) != 1 || !strings.Contains(a.Notes[0], "as it was before") {
		t.Errorf("%q, %+v", s.policy, a)
	}
	s.puts, s.asked = 0, map[string]int{}
	taker := s.taker()
	taker.Store = func(context.Context, ledger.Entry) (takeback.Store, error) { return writesOnce{s}, nil }
	step, err := taker.Prepare(t.Context(), "", s.entries)
	if err != nil {
		t.Fatal(err)
	}
	a := taker.Do(t.Context(), step, "", func(takeback.News) {})
	if len(a.Notes) != 0 || len(a.Problems) != 1 || !strings.Contains(a.Problems[0].Err.Error(), "could not be put back") {
		t.Errorf("%+v", a)
	}
}
