package ledger

import (
	"context"
	"testing"
	"time"

	"signet/share"
)

func TestStates(t *testing.T) {
	f := newFixture(t)
	made := map[State]string{}
	put := func(s State, edit func(*share.Record), events ...string) {
		r := sample(len(made), noon.Add(-30*time.Minute))
		edit(&r)
		made[s] = f.record(r)
		for _, k := range events {
			f.append(made[s], Event{Kind: k})
		}
	}
	put(StateOpen, func(*share.Record) {}, Copied, ObjectGone, Checked, Shown)
	put(StateLater, func(r *share.Record) { r.Terms.Starts, r.Terms.Ends = noon.Add(time.Hour), noon.Add(2*time.Hour) })
	put(StateEnded, func(r *share.Record) { r.Terms.Ends = noon }, Checked)
	put(StateEarly, func(*share.Record) {}, Checked, CredentialGone, Copied)
	put(StateRevoked, func(*share.Record) {}, Revoked, Checked)
	put(StateFailed, func(r *share.Record) { r.Failure, r.Terms = "no credentials", share.Terms{} })
	for want, id := range made {
		if got := f.get(id).State; got != want {
			t.Errorf("%s: state %s", want, got)
		}
		page, err := f.Query(context.Background(), Query{State: want})
		if err != nil || len(page.Entries) != 1 || page.Entries[0].ID != id {
			t.Errorf("%s: filter found %d entries: %v", want, len(page.Entries), err)
		}
	}
	f.now = noon.Add(time.Hour + time.Minute) // later opens, open ends
	if got := f.get(made[StateLater]).State; got != StateOpen {
		t.Errorf("after its start: %s", got)
	}
	if got := f.get(made[StateOpen]).State; got != StateEnded {
		t.Errorf("after its end: %s", got)
	}
}

func TestStateMovesOnWithoutAsking(t *testing.T) {
	e := Entry{State: StateLater, Record: share.Record{Terms: share.Terms{Starts: noon, Ends: noon.Add(time.Hour)}}}
	for _, c := range []struct {
		after time.Duration
		want  State
		left  time.Duration
	}{{-time.Second, StateLater, 0}, {0, StateOpen, time.Hour}, {59 * time.Minute, StateOpen, time.Minute}, {time.Hour, StateEnded, 0}} {
		now := noon.Add(c.after)
		if got := e.StateAt(now); got != c.want || e.Left(now) != c.left {
			t.Errorf("%v after its start: %s, %v left", c.after, got, e.Left(now))
		}
	}
	e.State = StateRevoked
	if e.StateAt(noon) != StateRevoked {
		t.Error("a revoked link opened by itself")
	}
}

func TestSummaryAndKeys(t *testing.T) {
	f := newFixture(t)
	put := func(user, key string, ends time.Duration, events ...string) {
		r := sample(0, noon.Add(-time.Minute))
		r.Who.User, r.Spec.AccessKeyID, r.Terms.Ends = user, key, noon.Add(ends)
		id := f.record(r)
		for _, k := range events {
			f.append(id, Event{Kind: k})
		}
	}
	put("me", "A", 30*time.Minute) // not soon, unless the user says so
	put("me", "A", 5*time.Hour)
	put("you", "B", 30*time.Hour)
	put("you", "B", 31*time.Hour, Revoked)
	put("you", "B", 32*time.Hour, ObjectGone)
	put("you", "B", 29*time.Hour, ObjectGone, Checked) // it is there again
	put("gone", "C", -time.Second)
	s, err := f.Summary(context.Background(), noon)
	if err != nil {
		t.Fatal(err)
	}
	if s.Open != 4 || s.Today != 2 || s.Soon != 0 || s.Later != 0 || s.Capped || !s.Next.Equal(noon.Add(30*time.Minute)) {
		t.Errorf("%+v", s)
	}
	f.options.Soon = 6 * time.Hour // the user's own
	if wider, err := f.Summary(context.Background(), noon); err != nil || wider.Soon != 2 || wider.Within != 6*time.Hour {
		t.Errorf("%+v %v", wider, err)
	}
	if len(s.ByWhom) != 2 || s.ByWhom[0] != (By{"me", 2}) || s.ByWhom[1] != (By{"you", 2}) {
		t.Errorf("by whom %+v", s.ByWhom)
	}
	later := sample(0, noon)
	later.Spec.AccessKeyID, later.Terms.Starts, later.Terms.Ends = "B", noon.Add(10*time.Hour), noon.Add(20*time.Hour)
	f.record(later)
	keys, err := f.Keys(context.Background())
	if err != nil || len(keys) != 2 || keys[0].AccessKeyID != "B" || keys[0].Open != 3 || keys[1].Open != 2 {
		t.Fatalf("%+v %v", keys, err)
	}
	if !keys[1].Last.Equal(noon.Add(5*time.Hour)) || !keys[1].Example.Terms.Ends.Equal(keys[1].Last) {
		t.Errorf("the last link of A ends %v, the example %v", keys[1].Last, keys[1].Example.Terms.Ends)
	}
	for _, k := range keys { // what is counted is listed
		if got := len(f.all(Query{Key: k.AccessKeyID, State: StateRunning})); got != k.Open {
			t.Errorf("%s: %d links counted, %d listed", k.AccessKeyID, k.Open, got)
		}
	}
}

// TestALinkEndsAtItsSecond: at the very second of its end a link is ended, in
// every list and count, and may be pruned.
func TestALinkEndsAtItsSecond(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	id := f.record(sample(1, noon)) // for an hour
	end := noon.Add(time.Hour)
	for _, c := range []struct {
		at    time.Time
		state State
		open  int
	}{{end.Add(-time.Millisecond), StateOpen, 1}, {end, StateEnded, 0}} {
		f.now = c.at
		e := f.get(id)
		if e.State != c.state || e.StateAt(c.at) != c.state || (Entry{State: StateOpen, Record: e.Record}).StateAt(c.at) != c.state {
			t.Errorf("at %s: %s, %s", c.at, e.State, e.StateAt(c.at))
		}
		s, err := f.Summary(ctx, c.at)
		if err != nil || s.Open != c.open {
			t.Errorf("at %s: %d open, %v", c.at, s.Open, err)
		}
		keys, err := f.Keys(ctx)
		if err != nil || len(keys) != c.open {
			t.Errorf("at %s: %d keys, %v", c.at, len(keys), err)
		}
		for state, want := range map[State]int{StateOpen: c.open, StateRunning: c.open, StateEnded: 1 - c.open, StateOver: 1 - c.open} {
			if got := len(f.all(Query{State: state})); got != want {
				t.Errorf("at %s: %d %s, want %d", c.at, got, state, want)
			}
		}
		if got := len(f.all(Query{Sort: EndsFirst})); got != c.open {
			t.Errorf("at %s: %d end first", c.at, got)
		}
		if can, err := f.CanPrune(ctx, c.at); err != nil || can.Entries != int64(1-c.open) || can.Kept != int64(c.open) {
			t.Errorf("at %s: %+v, %v", c.at, can, err)
		}
	}
	if p, err := f.Prune(ctx, end, nil); err != nil || p.Entries != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}
