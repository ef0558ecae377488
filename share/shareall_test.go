package share

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
)

// requestsFor hands out a request for every key.
func requestsFor(keys ...string) func(func(Request) bool) {
	return func(yield func(Request) bool) {
		for _, key := range keys {
			r := request()
			r.Target.Key = key
			if !yield(r) {
				return
			}
		}
	}
}

// What is kept of a share that fails does not depend on how many were asked for.
func TestWhatFailsIsKeptAloneAndAmongOthers(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		kept int // of three
	}{
		"no credentials": {errors.New("no credentials found"), 3},
		"interrupted":    {context.Canceled, 0},
		"refused":        {&RefusedError{}, 0},
		"nothing wrong":  {nil, 3},
	} {
		alone, p, one := newService()
		p.err = c.err
		for range 3 {
			_, _ = alone.Share(t.Context(), request())
		}
		among, p, all := newService()
		p.err = c.err
		failed := 0
		err := among.ShareAll(t.Context(), requestsFor("a", "b", "c"), func(o Outcome) error {
			if o.Err != nil {
				failed++
			}
			return nil
		})
		if err != nil || (failed == 3) != (c.err != nil) {
			t.Errorf("%s: %d failed, %v", name, failed, err)
		}
		for where, records := range map[string][]Record{"alone": one.records, "among others": all.records} {
			same := func(r Record) bool {
				return (r.Failure != "") == (c.err != nil) && r.ID != "" && r.Note == "for the audit"
			}
			if len(records) != c.kept || len(records) > 0 && !same(records[0]) {
				t.Errorf("%s, %s: kept %+v", name, where, records)
			}
		}
		if c.kept > 0 && (one.records[0].Group != "" || all.records[0].Group == "" || all.records[0].Group != all.records[2].Group) {
			t.Errorf("%s: a share alone has a group, or those of a batch have none in common", name)
		}
	}
}

// A link has the id of its own record, whatever failed before it, and that which
// the log gave.
func TestIDsAreThoseOfTheLog(t *testing.T) {
	s, _, b := newService()
	s.Recorder = renamed{b}
	r, bad := request(), request()
	bad.Target.Key = ""
	var ids []string
	err := s.ShareAll(t.Context(), slices.Values([]Request{r, bad, r}), func(o Outcome) error {
		ids = append(ids, o.Link.ID)
		return nil
	})
	if err != nil || len(ids) != 3 || ids[0] != b.records[0].ID || ids[1] != "" || ids[2] != b.records[1].ID || ids[0][0] != 'x' {
		t.Errorf("%q, %v", ids, err)
	}
}

// renamed is a log that has all under other ids.
type renamed struct{ *book }

func (r renamed) RecordAll(ctx context.Context, records []Record) error {
	for i := range records {
		records[i].ID = "x" + records[i].ID
	}
	return r.book.RecordAll(ctx, records)
}

func TestWhyALinkIsNotInTheLog(t *testing.T) {
	s, _, b := newService()
	b.err = errors.New("disk full")
	why := func() (warning string, why error) {
		err := s.ShareAll(t.Context(), requestsFor("a"), func(o Outcome) error {
			why, warning = o.Unlogged, o.Link.Warnings[0].Text
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return warning, why
	}
	if says, err := why(); !errors.Is(err, b.err) || says != "the link is good, but it is not in the share log: disk full" {
		t.Errorf("%v, %q", err, says)
	}
	s.Recorder = nil
	if says, err := why(); err == nil || says != "not recorded: there is no share log" {
		t.Errorf("%v, %q", err, says)
	}
}

// A session that is renewed just then signs a single share too.
func TestASessionIsRenewedUnderASingleShare(t *testing.T) {
	s, p, b := newService()
	s.Tracks = func(string) bool { // asked between the plan and the signature
		p.id.AccessKeyID = "AKIA2"
		return false
	}
	if _, err := s.Share(t.Context(), request()); err != nil || len(b.records) != 1 || b.records[0].Spec.AccessKeyID != "AKIA2" {
		t.Errorf("%v, %+v", err, b.records)
	}
}

// A full chunk is recorded beside the signing of the next: this log waits until a link
// of that is asked for.
func TestChunksAreRecordedBesideTheNext(t *testing.T) {
	s, _, b := newService()
	asked := make(chan struct{})
	s.Recorder = recording(func(ctx context.Context, r []Record) error {
		<-asked // for ever, where nobody goes on meanwhile
		return b.RecordAll(ctx, r)
	})
	var keys, got []string
	err := s.ShareAll(t.Context(), func(yield func(Request) bool) {
		for i := range 2*batchChunk + 1 {
			if i == firstChunk+1 {
				close(asked)
			}
			r := request()
			r.Target.Key = fmt.Sprintf("k%d", i)
			if keys = append(keys, r.Target.Key); !yield(r) {
				return
			}
		}
	}, func(o Outcome) error {
		got = append(got, o.Request.Target.Key)
		return o.Unlogged
	})
	if err != nil || !slices.Equal(got, keys) || len(b.records) != len(keys) {
		t.Errorf("%v: %d of %d links, %d records", err, len(got), len(keys), len(b.records))
	}
}

// Whoever takes no more links is given none, and what was signed meanwhile is in no log:
// nobody has it.
func TestWhatNobodyTakesIsNotRecorded(t *testing.T) {
	s, _, b := newService()
	full := errors.New("disk full")
	keys := make([]string, 3*batchChunk)
	for i := range keys {
		keys[i] = "k"
	}
	n := 0
	err := s.ShareAll(t.Context(), requestsFor(keys...), func(Outcome) error { n++; return full })
	if !errors.Is(err, full) || n != 1 || len(b.records) != firstChunk {
		t.Errorf("%v: %d given, %d recorded", err, n, len(b.records))
	}
}

// A log that panics does so where the terminal is restored.
func TestALogThatPanics(t *testing.T) {
	s, _, _ := newService()
	s.Recorder = recording(func(context.Context, []Record) error { panic("the log") })
	keys := make([]string, firstChunk+1)
	for i := range keys {
		keys[i] = "k"
	}
	defer func() {
		if p := recover(); p != "the log" {
			t.Errorf("it panicked with %v", p)
		}
	}()
	_ = s.ShareAll(t.Context(), requestsFor(keys...), func(Outcome) error { return nil })
}

type recording func(context.Context, []Record) error

func (f recording) RecordAll(ctx context.Context, r []Record) error { return f(ctx, r) }

// A source that panics leaves nothing behind that is still being recorded.
func TestNothingIsRecordedAfterAPanic(t *testing.T) {
	s, _, b := newService()
	left := make(chan struct{})
	s.Recorder = recording(func(ctx context.Context, r []Record) error {
		<-left
		return b.RecordAll(ctx, r)
	})
	defer func() {
		if p := recover(); p != "the source" || len(b.records) != firstChunk {
			t.Errorf("it panicked with %v, and %d are recorded", p, len(b.records))
		}
	}()
	_ = s.ShareAll(t.Context(), func(yield func(Request) bool) {
		for range firstChunk {
			yield(request())
		}
		close(left)
		panic("the source")
	}, func(Outcome) error { return nil })
}

// A log that ends its goroutine has said nothing of the records.
func TestALogThatGivesNoAnswer(t *testing.T) {
	s, _, _ := newService()
	s.Recorder = recording(func(context.Context, []Record) error { runtime.Goexit(); return nil })
	var unlogged []error
	err := s.ShareAll(t.Context(), func(yield func(Request) bool) {
		for range firstChunk {
			yield(request())
		}
	}, func(o Outcome) error { unlogged = append(unlogged, o.Unlogged); return nil })
	if err != nil || len(unlogged) != firstChunk || unlogged[0] == nil {
		t.Errorf("%v: %d, %v", err, len(unlogged), unlogged)
	}
}

// Before a request that may be long in coming all is given out that is recorded, and what is
// a chunk's worth is recorded.
func TestNobodyWaitsForARequestThatIsNotThere(t *testing.T) {
	for _, c := range []struct{ asked, given int }{
		{firstChunk - 1, 0}, {firstChunk, firstChunk}, {firstChunk + 1, firstChunk}, {2*firstChunk - 1, firstChunk}, {2 * firstChunk, 2 * firstChunk}, {firstChunk + batchChunk, firstChunk + batchChunk},
	} {
		s, _, _ := newService()
		given := 0
		err := s.ShareAll(t.Context(), func(yield func(Request) bool) {
			for i := range c.asked {
				r := request()
				r.Last = i == c.asked-1
				yield(r)
			}
			if given != c.given {
				t.Errorf("%d of %d are given out, not %d", given, c.asked, c.given)
			}
		}, func(o Outcome) error {
			given++
			if o.Request.Last || o.Link.Request.Last {
				t.Error("a link keeps that it was the last")
			}
			return nil
		})
		if err != nil || given != c.asked {
			t.Errorf("%d of %d, %v", given, c.asked, err)
		}
	}
}
