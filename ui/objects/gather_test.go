package objects

import (
	"fmt"
	"testing"
	"time"

	"signet/ui/kit"
)

// In a large folder pages come several to a message, so that a page is not a picture.
// None is asked for twice, and none is left out.
func TestPagesOfALargeFolderAreGathered(t *testing.T) {
	b := newBucket(numbered(12_345)...)
	_, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	s.gatherFrom, s.gathering = 2000, time.Hour
	messages := 0
	for v := s.top(); !v.load.done; messages++ {
		reply, ok := s.page(v)().(kit.Reply)
		if !ok {
			t.Fatal("no answer")
		}
		s.Update(reply.Msg)
	}
	if n := s.top().list.Total(); n != 12_345 || len(b.lists) != 13 {
		t.Errorf("%d rows by %d requests", n, len(b.lists))
	}
	if messages > 6 {
		t.Errorf("%d messages for 13 pages", messages)
	}
	i := 0
	for r := range s.top().list.Shown().All() {
		if r.key != fmt.Sprintf("logs/%06d.json", i) {
			t.Fatalf("row %d is %s", i, r.key)
		}
		i++
	}
}

// A page that fails ends the load where the pages before it ended.
func TestGatheredPagesEndWithAFailure(t *testing.T) {
	b := newBucket(numbered(9_000)...)
	b.fail[5] = refused()
	_, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	s.gatherFrom, s.gathering = 0, time.Hour
	v := s.top()
	for v.load.running {
		s.Update(s.page(v)().(kit.Reply).Msg)
	}
	if v.list.Total() != 5_000 || v.load.err == nil {
		t.Errorf("%d rows, %v", v.list.Total(), v.load.err)
	}
	b.fail = nil
	for s.proceed(v); v.load.running; {
		s.Update(s.page(v)().(kit.Reply).Msg)
	}
	if v.list.Total() != 9_000 || !v.load.done {
		t.Errorf("%d rows after going on", v.list.Total())
	}
}

// Where the end is waited for, to share what matches, a million rows are no reason to
// stop; five million are, and S reads on.
func TestAwaitedListingGoesOn(t *testing.T) {
	b := newBucket(numbered(9_000)...)
	_, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	s.enough, s.gatherFrom, s.gathering = 1_000, 0, time.Hour
	v := s.top()
	v.load.until = s.enough
	s.awaits = v
	for v.load.running {
		s.Update(s.page(v)().(kit.Reply).Msg)
	}
	if n := v.list.Total(); n != 5_000 || v.load.done || s.awaits != nil {
		t.Errorf("%d rows, done: %v", n, v.load.done)
	}
}
