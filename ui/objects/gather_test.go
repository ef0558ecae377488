package objects

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/kit"
)

// never is a span that does not end.
func never() <-chan time.Time { return nil }

// In a large folder pages come several to a message, so that a page is not a picture.
// None is asked for twice, and none is left out.
func TestPagesOfALargeFolderAreGathered(t *testing.T) {
	b := newBucket(numbered(12_345)...)
	_, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	s.gatherFrom, s.span = 2000, never
	messages := 0
	for v := s.top(); !v.load.done; messages++ {
		reply, ok := s.page(v, nil)().(kit.Reply)
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
	s.gatherFrom, s.span = 0, never
	v := s.top()
	for v.load.running {
		s.Update(s.page(v, nil)().(kit.Reply).Msg)
	}
	if v.list.Total() != 5_000 || v.load.err == nil {
		t.Errorf("%d rows, %v", v.list.Total(), v.load.err)
	}
	b.fail = nil
	for s.proceed(v); v.load.running; {
		s.Update(s.page(v, nil)().(kit.Reply).Msg)
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
	s.enough, s.gatherFrom, s.span = 1_000, 0, never
	v := s.top()
	v.load.until = s.enough
	s.awaits = v
	for v.load.running {
		s.Update(s.page(v, nil)().(kit.Reply).Msg)
	}
	if n := v.list.Total(); n != 5_000 || v.load.done || s.awaits != nil {
		t.Errorf("%d rows, done: %v", n, v.load.done)
	}
}

// gate is a bucket that answers when the test says.
type gate struct {
	*bucket
	asked chan string   // the token of each page that is asked for
	pass  chan struct{} // one answer each
}

func (g gate) List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	g.asked <- r.Token
	select {
	case <-g.pass:
		if ctx.Err() != nil { // both were ready: the answer is for another
			g.pass <- struct{}{}
			return s3browser.Page{}, ctx.Err()
		}
		return g.bucket.List(ctx, r)
	case <-ctx.Done():
		return s3browser.Page{}, ctx.Err()
	}
}

// gated is a folder whose server answers when the test says, and the end of the span.
func gated(t *testing.T) (*Screen, gate, chan time.Time) {
	g := gate{newBucket(numbered(9_000)...), make(chan string, 20), make(chan struct{}, 20)}
	_, s, _ := startHeld(t, g.bucket, Location{Bucket: "acme-legal", Prefix: "logs/"})
	over := make(chan time.Time)
	s.source, s.gatherFrom, s.span = g, 0, func() <-chan time.Time { return over }
	return s, g, over
}

func started(cmd tea.Cmd) <-chan tea.Msg {
	answer := make(chan tea.Msg, 1)
	go func() { answer <- cmd().(kit.Reply).Msg }()
	return answer
}

// A page that was read is not held back until the server answers again, and the page that
// was asked for ahead is waited for, not asked for again.
func TestAPageIsNotHeldBackByTheNextOne(t *testing.T) {
	s, g, over := gated(t)
	v := s.top()
	first := started(s.page(v, nil))
	g.pass <- struct{}{}
	<-g.asked
	<-g.asked // the second is under way and does not come
	over <- time.Time{}
	msg := (<-first).(gathered)
	if len(msg.pages) != 1 || msg.ahead == nil {
		t.Fatalf("%d pages", len(msg.pages))
	}
	s.Update(msg)
	if v.list.Total() != 1_000 || !v.load.running {
		t.Fatalf("%d rows, running: %v", v.list.Total(), v.load.running)
	}
	for range 8 {
		g.pass <- struct{}{}
	}
	s.Update(<-started(s.page(v, msg.ahead)))
	if v.list.Total() != 9_000 || !v.load.done || len(g.lists) != 9 {
		t.Errorf("%d rows by %d requests", v.list.Total(), len(g.lists))
	}
}

// What was read when the load is stopped is kept, also when it is to go on before that
// has arrived; the page under way ends with it and is asked for again.
func TestWhatWasReadIsNotAskedForAgain(t *testing.T) {
	for _, soon := range []bool{false, true} {
		s, g, _ := gated(t)
		v := s.top()
		first := started(s.page(v, nil))
		g.pass <- struct{}{}
		g.pass <- struct{}{}
		for range 3 {
			<-g.asked
		}
		v.stop()
		if soon && s.proceed(v) != nil {
			t.Error("asked before it is known what was read")
		}
		s.Update(<-first)
		if v.list.Total() != 2_000 || v.load.err != nil || v.load.running != soon {
			t.Errorf("%d rows, %v, running: %v", v.list.Total(), v.load.err, v.load.running)
		}
		for range 7 {
			g.pass <- struct{}{}
		}
		cmd := tea.Cmd(nil)
		if soon {
			cmd = s.page(v, nil)
		} else {
			cmd = s.proceed(v)
		}
		s.Update(<-started(cmd))
		if v.list.Total() != 9_000 || !v.load.done || len(g.lists) != 9 {
			t.Errorf("%d rows by %d requests", v.list.Total(), len(g.lists))
		}
	}
}

// A load that begins anew wants nothing of the one before.
func TestANewBeginningTakesNothingOfTheOldOne(t *testing.T) {
	s, g, _ := gated(t)
	v := s.top()
	first := started(s.page(v, nil))
	g.pass <- struct{}{}
	<-g.asked
	<-g.asked
	if s.begin(v) == nil {
		t.Fatal("nothing was asked")
	}
	if s.Update(<-first); v.list.Total() != 0 || !v.load.running {
		t.Errorf("%d rows of the load before", v.list.Total())
	}
}

// panics is a store that does what must not happen.
type panics struct{ Source }

func (panics) List(context.Context, s3browser.ListRequest) (s3browser.Page, error) {
	panic("the store")
}

// A panic off the loop is one of the command, so that the terminal is restored.
func TestAPanicOfAPageIsTheCommands(t *testing.T) {
	_, s, _ := startHeld(t, newBucket(numbered(3)...), Location{Bucket: "acme-legal", Prefix: "logs/"})
	s.source = panics{s.source}
	defer func() {
		if p := recover(); p != "the store" {
			t.Errorf("the command panicked with %v", p)
		}
	}()
	s.page(s.top(), nil)()
}
