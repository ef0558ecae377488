package below_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/below"
	"signet/ui/kit"
)

// shelf lists so many pages of two keys; page fails, once, where it is told to.
type shelf struct {
	pages int
	fails map[int]error
	asked int
}

func (s *shelf) List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	at, _ := strconv.Atoi(r.Token)
	s.asked++
	if err := ctx.Err(); err != nil {
		return s3browser.Page{}, err
	}
	if err := s.fails[at]; err != nil {
		delete(s.fails, at)
		return s3browser.Page{}, err
	}
	name := strconv.Itoa(at + 100)
	page := s3browser.Page{Entries: []s3browser.Entry{{Key: name + "a"}, {Key: name + "b"}}, Done: at+1 == s.pages}
	if !page.Done {
		page.Next = strconv.Itoa(at + 1)
	}
	return page, nil
}

// reader is what a screen does with a reading.
type reader struct {
	*below.Reading[int]
	keys int // that were made something of
}

func newReader(s *shelf) *reader {
	env := kit.Env{ID: 1, Ctx: context.Background()}
	return &reader{Reading: below.New(env, s, "b", "", func(p s3browser.Page) int { return len(p.Entries) })}
}

// run takes answers until nothing is asked for, or until so many came.
func (r *reader) run(cmd tea.Cmd, most int) tea.Cmd {
	for ; cmd != nil && most > 0; most-- {
		reply, _ := cmd().(kit.Reply)
		made, ok, next := r.Take(reply.Msg.(below.Came[int]))
		if ok {
			r.keys += made
		}
		cmd = next
	}
	return cmd
}

func (r *reader) is(t *testing.T, keys int, running, done bool) {
	t.Helper()
	if r.Keys != keys || r.keys != keys || r.Running() != running || r.Done() != done {
		t.Errorf("%d keys, %d of them taken, running %v, done %v; want %d, %v, %v", r.Keys, r.keys, r.Running(), r.Done(), keys, running, done)
	}
}

func TestReadsToTheEnd(t *testing.T) {
	r := newReader(&shelf{pages: 5})
	r.run(r.Begin(), 99)
	r.is(t, 10, false, true)
	if r.Proceed() != nil {
		t.Error("it goes on past the end")
	}
}

// What is stopped goes on where it was, and no page counts twice: neither the one that
// was under way.
func TestStopsAndGoesOn(t *testing.T) {
	r := newReader(&shelf{pages: 5})
	next := r.run(r.Begin(), 2)
	r.Stop()
	if r.Running() {
		t.Error("it runs on")
	}
	if again := r.Proceed(); again != nil {
		t.Error("a second page is asked for while one is on its way")
	}
	r.run(next, 99)
	r.is(t, 10, false, true)
}

func TestAFailureIsKeptAndTriedAgain(t *testing.T) {
	lost := errors.New("connection lost")
	r := newReader(&shelf{pages: 3, fails: map[int]error{1: lost}})
	r.run(r.Begin(), 99)
	if r.is(t, 2, false, false); !errors.Is(r.Err, lost) {
		t.Errorf("it failed with %v", r.Err)
	}
	r.run(r.Proceed(), 99)
	if r.is(t, 6, false, true); r.Err != nil {
		t.Errorf("the failure stays: %v", r.Err)
	}
}

// Answers of an earlier beginning count for nothing.
func TestABeginningForgetsTheOneBefore(t *testing.T) {
	r := newReader(&shelf{pages: 3})
	late := r.run(r.Begin(), 1)
	first := r.Begin()
	r.keys = 0
	r.run(late, 1)
	r.is(t, 0, true, false)
	r.run(first, 99)
	r.is(t, 6, false, true)
}
