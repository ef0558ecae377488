package takeback_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
)

// delete takes all entries back by deleting their objects.
func (s *scene) delete(t *testing.T) (takeback.Step, takeback.Account) {
	t.Helper()
	step, err := s.taker().Prepare(t.Context(), "object", s.entries)
	if err != nil {
		t.Fatal(err)
	}
	return step, s.taker().Do(t.Context(), step, "", func(takeback.News) {})
}

// Nobody is led to a way that destroys more than links.
func TestNothingIsDeletedUnnamed(t *testing.T) {
	front := func(r *share.Record) {
		r.Spec.Endpoint.URL, r.Spec.Mandate.Kind = "https://d1.cloudfront.net", share.KindCloudFront
	}
	s := newScene(record(id(1), front))
	step, err := s.taker().Prepare(t.Context(), "", s.entries)
	if err != nil || step.Ready() || len(step.Not) != 1 || !strings.Contains(step.Not[0].Why.Error(), "has to be named: object or key-group (which signet only describes)") {
		t.Errorf("%+v, %v", step, err)
	}
	if _, err := s.taker().Choose(t.Context(), "object", s.entries[0]); err != nil {
		t.Error(err)
	}
}

// An object is deleted once, whoever has links to it, and looked for afterwards.
func TestDeletedObject(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*scene)
		state  takeback.State
		says   string
	}{
		"it is gone":       {func(s *scene) {}, takeback.Proved, "404 NoSuchKey after"},
		"it may not":       {func(s *scene) { s.refuses = errors.New("access denied deleting") }, takeback.Untouched, "nothing was changed: access denied"},
		"it was not there": {func(s *scene) { s.stored = takeback.Stored{} }, takeback.Untouched, ""},
		"it stays":         {func(s *scene) { s.sticks = true }, takeback.Unknown, "has it still"},
		"a link writes on": {func(s *scene) { s.answers[id(1)] = []takeback.Answer{says(503, "")} }, takeback.Believed, "done, not proved: the link answered 503"},
	} {
		s := newScene(record(id(1), nil), record(id(2), nil))
		s.stored = takeback.Stored{There: true, Version: "v1"}
		for _, one := range []string{id(1), id(2)} {
			s.answers[one] = []takeback.Answer{says(206, ""), says(404, "NoSuchKey")}
		}
		c.change(s)
		step, a := s.delete(t)
		if log := strings.Join(s.events, "\n"); len(step.Changes) != 1 || states(a)[0] != c.state || !strings.Contains(log, c.says) {
			t.Errorf("%s: %d changes, %+v\n%s", what, len(step.Changes), a, log)
		}
	}
}

// A front that serves its copy on is said to, with what empties it.
func TestFrontWithACopy(t *testing.T) {
	s := newScene(record(id(1), func(r *share.Record) {
		r.Spec.Endpoint.URL, r.Spec.Mandate.Kind = "https://d1.cloudfront.net", share.KindCloudFront
	}))
	s.stored = takeback.Stored{There: true}
	s.answers[id(1)] = []takeback.Answer{says(206, "")}
	_, a := s.delete(t)
	if states(a)[0] != takeback.LivesOn || len(a.Problems) != 1 || len(a.Problems[0].Hand.Commands) != 1 || a.Problems[0].Hand.Commands[0][1] != "cloudfront" {
		t.Errorf("%+v", a)
	}
	if log := strings.Join(s.events, "\n"); strings.Contains(log, " revoked ") {
		t.Error(log)
	}
}

// What is revoked opens again only with an event that says so.
func TestUndo(t *testing.T) {
	s := newScene(many(2)...)
	s.do(t, 2)
	for i := range s.entries {
		s.entries[i].State = ledger.StateRevoked
		s.entries[i].Events = []ledger.Event{{Kind: ledger.Revoked, Detail: "a Deny in the policy of the bucket, statement " + takeback.Sid(id(0)) + "; proved: x"}}
	}
	s.answers[id(1)] = []takeback.Answer{says(206, "")}
	u, err := s.taker().Undo(t.Context(), s.entries[1])
	if err != nil || len(u.Others) != 0 {
		t.Fatalf("%v, %d others", err, len(u.Others))
	}
	words, err := u.Do(t.Context(), s.taker(), "")
	last := s.events[len(s.events)-1]
	if err != nil || !strings.HasPrefix(last, id(1)+" restored ") || !strings.Contains(words, "206") || strings.Contains(s.policy, "0001.pdf") || !strings.Contains(s.policy, "0000.pdf") {
		t.Errorf("%s, %v\n%s\n%s", words, err, last, s.policy)
	}
	s.refuses = errors.New("access denied")
	if u, err = s.taker().Undo(t.Context(), s.entries[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Do(t.Context(), s.taker(), ""); err == nil || strings.Contains(s.events[len(s.events)-1], "restored") {
		t.Errorf("it was refused, and the log has it as open: %v", err)
	}
	s.refuses, s.policy = nil, ""
	s.answers[id(0)] = []takeback.Answer{says(404, "NoSuchKey")}
	if u, err = s.taker().Undo(t.Context(), s.entries[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Do(t.Context(), s.taker(), ""); err == nil || !strings.Contains(err.Error(), "stays revoked") {
		t.Errorf("there is no statement, and it does not open: %v", err)
	}
	s.entries[0].Events[0].Detail = "by hand"
	if _, err := s.taker().Undo(t.Context(), s.entries[0]); err == nil {
		t.Error("what was ended by hand is undone")
	}
}

var _ takeback.Log = (*scene)(nil)

func (s *scene) Look(context.Context, string, string, string) (takeback.Stored, error) {
	return s.stored, nil
}

func (s *scene) Delete(context.Context, string, string, string) error {
	if s.refuses == nil && !s.sticks {
		s.stored = takeback.Stored{}
	}
	return s.refuses
}

// What is in the way of several shares is said once for all of them.
func TestWhyNotIsSaidOnce(t *testing.T) {
	front := func(r *share.Record) {
		r.Spec.Endpoint.URL, r.Spec.Mandate.Kind = "https://d1.cloudfront.net", share.KindCloudFront
	}
	s := newScene(record(id(1), front), record(id(2), front))
	if a := s.do(t, 2); len(a.Problems) != 1 || len(a.Problems[0].Shares) != 2 || strings.Contains(a.Problems[0].Err.Error(), "\n") {
		t.Errorf("%+v", a.Problems)
	}
}
