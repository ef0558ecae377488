package takeback_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/refusal"
	"signet/share/takeback"
)

// scene is a bucket with a policy, a log, and links that answer as they are told.
type scene struct {
	policy  string
	puts    int
	entries []ledger.Entry
	events  []string // id, kind and detail
	answers map[string][]takeback.Answer
	asked   map[string]int
	waits   int
	refuses error // what changing the policy fails with
	full    int   // events that the log takes yet; 0: all
	stored  takeback.Stored
	sticks  bool  // what is deleted stays
	stops   error // what waiting fails with
	sum     string
}

func (s *scene) Sum(context.Context, string, string, string) (sum string, there bool, err error) {
	return s.sum, s.stored.There, nil
}

func newScene(entries ...share.Record) *scene {
	s := &scene{answers: map[string][]takeback.Answer{}, asked: map[string]int{}}
	for _, r := range entries {
		s.entries = append(s.entries, ledger.Entry{Record: r, State: ledger.StateOpen})
		s.answers[r.ID] = []takeback.Answer{says(206, ""), says(403, "AccessDenied")}
	}
	return s
}

func says(status int, code string) takeback.Answer {
	return takeback.Answer{Opens: status < 300, Answer: refusal.Answer{Status: status, Code: code}}
}

func (s *scene) Append(_ context.Context, id string, e ledger.Event) error {
	if s.full > 0 {
		if s.full--; s.full == 0 {
			return errors.New("no room")
		}
	}
	s.events = append(s.events, id+" "+e.Kind+" "+e.Detail)
	return nil
}

func (s *scene) Each(_ context.Context, q ledger.Query, yield func(ledger.Entry) error) error {
	for _, e := range s.entries {
		if q.Key != "" && q.Key != e.Spec.AccessKeyID {
			continue
		}
		if q.Recipient != "" && !strings.Contains(strings.ToLower(e.Recipient), strings.ToLower(q.Recipient)) {
			continue
		}
		if early := e.State == ledger.StateEarly; q.State == ledger.StateRunning && early || q.State == ledger.StateEarly && !early {
			continue
		}
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}

func (s *scene) Policy(context.Context, string) (string, error) { return s.policy, nil }

func (s *scene) SetPolicy(_ context.Context, _, text string) error {
	if s.refuses == nil {
		s.puts++
		s.policy = text
	}
	return s.refuses
}

func (s *scene) Get(_ context.Context, id string) (ledger.Entry, error) {
	for _, e := range s.entries {
		if e.ID == id {
			return e, nil
		}
	}
	return ledger.Entry{}, errors.New("none")
}

func (s *scene) taker() *takeback.Taker {
	return &takeback.Taker{
		Log: s, Clock: func() time.Time { return at(9) },
		Store:    func(context.Context, ledger.Entry) (takeback.Store, error) { return s, nil },
		Endpoint: func(context.Context, ledger.Entry) string { return "" },
		Link:     func(_ context.Context, r share.Record) (share.Link, error) { return share.Link{ID: r.ID}, nil },
		Ask: func(_ context.Context, l share.Link) (takeback.Answer, error) {
			all := s.answers[l.ID]
			n := min(s.asked[l.ID], len(all)-1)
			s.asked[l.ID]++
			return all[n], nil
		},
		Wait: func(context.Context, time.Duration) error { s.waits++; return s.stops },
	}
}

// do takes the first n entries back.
func (s *scene) do(t *testing.T, n int) takeback.Account {
	t.Helper()
	step, err := s.taker().Prepare(t.Context(), "", s.entries[:n])
	if err != nil {
		t.Fatal(err)
	}
	return s.taker().Do(t.Context(), step, "", func(takeback.News) {})
}

func states(a takeback.Account) (out []takeback.State) {
	for _, o := range a.Outcomes {
		out = append(out, o.State)
	}
	return out
}

// id is the nth id of thirteen letters.
func id(n int) string {
	return "0samzyhyqbk" + string(share.IDAlphabet[n/32]) + string(share.IDAlphabet[n%32])
}

func many(n int) (all []share.Record) {
	for i := range n {
		all = append(all, record(id(i), func(r *share.Record) { r.Spec.Target.Key = fmt.Sprintf("documents/%04d.pdf", i) }))
	}
	return all
}

// A link is dead once it is denied; what it answers instead proves nothing.
func TestProof(t *testing.T) {
	open := says(206, "")
	for what, c := range map[string]struct {
		answers []takeback.Answer
		state   takeback.State
		waits   int
	}{
		"at once":                  {[]takeback.Answer{open, says(403, "AccessDenied")}, takeback.Proved, 0},
		"after HEAD, without code": {[]takeback.Answer{open, says(403, "")}, takeback.Proved, 0},
		"after a while":            {[]takeback.Answer{open, open, says(503, "SlowDown"), says(403, "AccessDenied")}, takeback.Proved, 2},
		"never":                    {[]takeback.Answer{open}, takeback.LivesOn, 2},
		"for another reason":       {[]takeback.Answer{open, says(403, "ExpiredToken"), says(403, "RequestTimeTooSkewed"), says(404, "NoSuchKey")}, takeback.Unproved, 2},
		"it was dead before":       {[]takeback.Answer{says(403, "AccessDenied")}, takeback.Unproved, 0},
	} {
		s := newScene(record(id(1), nil))
		s.answers[id(1)] = c.answers
		if got := states(s.do(t, 1)); len(got) != 1 || got[0] != c.state || s.waits != c.waits {
			t.Errorf("%s: %v after %d waits", what, got, s.waits)
		}
	}
	s := newScene(record(id(1), nil))
	s.answers[id(1)], s.stops = []takeback.Answer{open}, context.Canceled
	if a := s.do(t, 1); a.Outcomes[0].State != takeback.Unproved || !strings.Contains(a.Outcomes[0].Says(), "nobody waited") {
		t.Errorf("it waits on: %+v", a)
	}
}

// AWS says that policies count: what could not be tried there is noted as revoked.
func TestAWSIsBelieved(t *testing.T) {
	aws := func(r *share.Record) { r.Spec.Endpoint.URL = "https://s3.eu-central-1.amazonaws.com" }
	for words, change := range map[string]func(*share.Record){
		"done, not proved: a link that writes is never tried":                                         func(r *share.Record) { aws(r); r.Spec.Operation = share.Upload },
		"done, not proved: the link still answered 206; AWS says that a policy may take some minutes": aws,
	} {
		s := newScene(record(id(1), change))
		s.answers[id(1)] = []takeback.Answer{says(206, "")}
		a := s.do(t, 1)
		if a.Left() > 0 || a.Outcomes[0].State != takeback.Believed || !strings.Contains(a.Outcomes[0].Says(), id(1)+" is revoked; "+words) || !strings.HasPrefix(s.events[len(s.events)-1], id(1)+" revoked ") {
			t.Errorf("%s: %+v, %q", words, a, s.events)
		}
	}
}

// Many shares in one bucket are denied by one statement, written once, and each is proved
// by itself; links that were not chosen and end too are noted with the share they ended by.
func TestManyByOneStatement(t *testing.T) {
	all := many(100)
	other := record(id(200), func(r *share.Record) { r.Spec.Target.Key = all[7].Spec.Target.Key })
	s := newScene(append(all, other)...)
	a := s.do(t, 100)
	d, err := policy.ReadDocument(s.policy)
	if err != nil || s.puts != 1 || len(d.Sids()) != 1 || a.Left() != 0 || len(a.Problems) != 0 {
		t.Fatalf("%d writes, %v, %s, %+v", s.puts, d.Sids(), a.Sum(), a.Problems)
	}
	if own, ok := d.Own(takeback.Sid(id(0))); !ok || len(own.Resources) != 100 {
		t.Errorf("%s", s.policy)
	}
	if a.Sum() != "100 of 100 shares revoked, 100 of them proved" {
		t.Error(a.Sum())
	}
	want := id(200) + " revoked with " + id(7) + ", by the same statement in the policy of the bucket"
	if log := strings.Join(s.events, "\n"); !strings.Contains(log, want) {
		t.Errorf("the log lacks %q", want)
	}
}

// What the policy has no room for is refused before anything is written, with how many fit.
func TestTooManyForOnePolicy(t *testing.T) {
	s := newScene(many(600)...)
	_, err := s.taker().Prepare(t.Context(), "policy", s.entries)
	var n int
	if err == nil || s.puts > 0 || len(s.events) > 0 {
		t.Fatalf("%v, %d writes, %d events", err, s.puts, len(s.events))
	}
	if _, scan := fmt.Sscanf(err.Error()[strings.Index(err.Error(), "the first "):], "the first %d", &n); scan != nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Fatal(err)
	}
	if _, err := s.taker().Prepare(t.Context(), "policy", s.entries[:n]); err != nil {
		t.Errorf("%d are said to fit: %v", n, err)
	}
	if _, err := s.taker().Prepare(t.Context(), "policy", s.entries[:n+1]); err == nil {
		t.Errorf("%d fit, and %d are said to", n+1, n)
	}
}

// A refused change is told the log as its outcome, and what somebody else is to write.
func TestRefusedChange(t *testing.T) {
	s := newScene(many(2)...)
	s.refuses = errors.New("access denied changing the policy")
	a := s.do(t, 2)
	if a.Left() != 2 || len(a.Problems) != 1 || len(a.Problems[0].Hand.Statements) != 1 {
		t.Errorf("%+v", a)
	}
	for _, i := range []int{0, 1} {
		if want := id(i) + " revoking nothing was changed: access denied changing the policy"; !strings.Contains(strings.Join(s.events, "\n"), want) {
			t.Errorf("the log lacks %q: %q", want, s.events)
		}
	}
}

// What stands for several shares is not made smaller when one of them is revoked again.
func TestStatementOfSeveralStays(t *testing.T) {
	s := newScene(many(2)...)
	s.do(t, 2)
	was := s.policy
	s.do(t, 1)
	if s.policy != was {
		t.Errorf("%s became %s", was, s.policy)
	}
}

func TestLogThatIsFull(t *testing.T) {
	s := newScene(many(1)...)
	s.full = 1
	if a := s.do(t, 1); s.puts > 0 || a.Left() != 1 || !strings.Contains(a.Problems[0].Err.Error(), "nothing was changed") {
		t.Errorf("%+v", a)
	}
	s = newScene(many(1)...)
	s.full = 3 // the intent and the try
	if a := s.do(t, 1); s.puts != 1 || !strings.Contains(a.Problems[0].Err.Error(), "signet log revoked "+id(0)) || !a.Failed() {
		t.Errorf("%+v", a)
	}
}

func TestSelection(t *testing.T) {
	to := func(name string) func(*share.Record) { return func(r *share.Record) { r.Recipient = name } }
	s := newScene(record(id(1), to("Ms Ito")), record(id(2), to("Mr Itoh")), record(id(3), to("ms ito")), record(id(4), to("Ms Ito")), record(id(5), func(r *share.Record) { r.Recipient, r.Terms.Ends = "Ms Ito", at(8) }))
	s.entries[3].State, s.entries[4].State = ledger.StateEarly, ledger.StateEarly // the object changed: it opens what is there now
	got, err := takeback.Open(t.Context(), s, takeback.Selection{Recipient: "Ms Ito"}, at(9))
	if err != nil || len(got) != 3 || got[2].ID != id(4) {
		t.Errorf("%d, %v", len(got), err)
	}
	if _, err := takeback.Open(t.Context(), s, takeback.Selection{Recipient: "Ito"}, at(9)); err == nil || !strings.Contains(err.Error(), "Mr Itoh") {
		t.Errorf("part of a name: %v", err)
	}
	made := byOwnKey(4, share.Download)
	s = newScene(made, byOwnKey(5, share.Download))
	if got, err := takeback.Open(t.Context(), s, takeback.Selection{Key: made.Spec.Mandate.Key}, at(9)); err != nil || len(got) != 1 || got[0].ID != made.ID {
		t.Errorf("by the key that stands in the link: %d, %v", len(got), err)
	}
}
