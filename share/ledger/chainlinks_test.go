package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWhatMayOpenYet, at its moment and at others.
func TestWhatMayOpenYet(t *testing.T) {
	of := func(state State, starts, ends time.Duration) Entry {
		var e Entry
		e.State, e.Terms.Starts, e.Terms.Ends = state, noon.Add(starts), noon.Add(ends)
		return e
	}
	for _, c := range []struct {
		e    Entry
		want State
		may  bool
		left time.Duration
	}{
		{of(StateOpen, 0, time.Hour), StateOpen, true, time.Hour},
		{of(StateOpen, 0, 0), StateEnded, false, 0},
		{of(StateLater, time.Minute, time.Hour), StateLater, true, 0},
		{of(StateLater, 0, time.Hour), StateOpen, true, time.Hour},
		{of(StateEarly, 0, time.Hour), StateEarly, true, 0},
		{of(StateEarly, 0, 0), StateEarly, false, 0},
		{of(StateRevoked, 0, time.Hour), StateRevoked, false, 0},
		{of(StateFailed, 0, time.Hour), StateFailed, false, 0},
		{of(StateStarting, 0, time.Hour), StateStarting, false, 0},
		{of(StateEnded, 0, time.Hour), StateEnded, false, 0},
	} {
		if c.e.StateAt(noon) != c.want || c.e.MayOpen(noon) != c.may || c.e.Left(noon) != c.left {
			t.Errorf("%s: %s, %v, %v", c.e.State, c.e.StateAt(noon), c.e.MayOpen(noon), c.e.Left(noon))
		}
	}
	if got := States(); len(got) != 7 || slices.Contains(got, "") {
		t.Errorf("%v", got)
	}
}

// TestTheChainCanBeFollowed by who has the links of one entry alone, and a change of any
// of them leads elsewhere, or nowhere.
func TestTheChainCanBeFollowed(t *testing.T) {
	f := eventful(t)
	id := formatID(firstAt(noon))
	var links []Link
	var before, head Head
	err := f.Extract(t.Context(), id, func(got string, b, h Head) error {
		if before, head = b, h; got != id {
			t.Errorf("it begins for %s", got)
		}
		return nil
	}, func(l Link) error { links = append(links, l); return nil })
	if err != nil || len(links) == 0 {
		t.Fatal(err)
	}
	follow := func(links []Link) (Head, error) {
		h := before
		for _, l := range links {
			var err error
			if h, err = h.Follow(l); err != nil {
				return h, err
			}
			if h.Seq != l.Last() {
				t.Errorf("after link %d the head is %d", l.Last(), h.Seq)
			}
		}
		return h, nil
	}
	if got, err := follow(links); err != nil || got != head {
		t.Fatalf("%v, want %v: %v", got, head, err)
	}
	if rec, err := ReadBody(links[0].Body); err != nil || rec.Spec.Target.Key == "" || !json.Valid(Said(links[0].Body)) {
		t.Errorf("%+v, %v", rec, err)
	}
	for name, change := range map[string]func(*Link){
		"another number":        func(l *Link) { l.Seq++ },
		"another time":          func(l *Link) { l.At++ },
		"another end":           func(l *Link) { l.Ends++ },
		"another kind":          func(l *Link) { l.Kind = "copied." },
		"another entry":         func(l *Link) { l.Entry = formatID(7) },
		"an id that is none":    func(l *Link) { l.Entry = "u" },
		"an id in capitals":     func(l *Link) { l.Entry = strings.ToUpper(l.Entry) },
		"another body":          func(l *Link) { l.Body = bytes.Replace(l.Body, []byte("{"), []byte("{ "), 1) },
		"no body":               func(l *Link) { l.Body = nil },
		"a digest besides":      func(l *Link) { l.Digest = make([]byte, 32) },
		"a hash besides":        func(l *Link) { l.Hash = make([]byte, 32) },
		"more than one":         func(l *Link) { l.Through = l.Seq },
		"the first form":        func(l *Link) { l.First = true },
		"a digest too short":    func(l *Link) { l.Body, l.Digest = nil, make([]byte, 31) },
		"that of a lost row":    func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, Hash: make([]byte, 32)} },
		"a lost row, no hash":   func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, First: true} },
		"a lost row, no end":    func(l *Link) { *l = Link{Seq: l.Seq, First: true, Hash: make([]byte, 32)} },
		"a lost row, a time":    func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, First: true, Hash: make([]byte, 32), At: 1} },
		"a lost row, an end":    func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, First: true, Hash: make([]byte, 32), Ends: 1} },
		"a lost row, a kind":    func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, First: true, Hash: make([]byte, 32), Kind: "x"} },
		"a lost row, too short": func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, First: true, Hash: make([]byte, 31)} },
		"a lost row, backwards": func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq - 1, First: true, Hash: make([]byte, 32)} },
		"a lost row, an id":     func(l *Link) { *l = Link{Seq: l.Seq, Through: l.Seq, First: true, Hash: make([]byte, 32), Entry: id} },
	} {
		changed := slices.Clone(links)
		change(&changed[0])
		got, err := follow(changed)
		if err == nil && got == head {
			t.Errorf("%s leads to the same head", name)
		}
		if err == nil && strings.Contains(name, "a lost row") {
			t.Errorf("%s is followed", name)
		}
	}
	lost := Link{Seq: 4, Through: 6, First: true, Hash: bytes.Repeat([]byte{7}, 32)}
	if got, err := (Head{Seq: 3}).Follow(lost); err != nil || got.Seq != 6 || got.Hash != [32]byte(lost.Hash) || lost.Last() != 6 {
		t.Errorf("rows of the first form that are gone: %v, %v", got, err)
	}
	stop := errors.New("enough")
	if err := f.Extract(t.Context(), id, func(string, Head, Head) error { return stop }, nil); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	if err := f.Extract(t.Context(), id, func(string, Head, Head) error { return nil }, func(Link) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	if err := f.Extract(t.Context(), formatID(7), nil, nil); !IsKind(err, NotFound) {
		t.Errorf("%v", err)
	}
}

// TestHeadsOfEarlier are what the log had at a row, and none where it had none.
func TestHeadsOfEarlier(t *testing.T) {
	f, _ := story(t)
	last, err := f.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for seq, want := range map[int64]bool{0: true, 1: true, last.Seq: true, last.Seq + 1: false, -1: false} {
		h, ok, err := f.HeadAt(t.Context(), seq)
		if err != nil || ok != want || ok && h.Seq != seq {
			t.Errorf("%d: %v, %v, %v", seq, h, ok, err)
		}
	}
	if h, _, _ := f.HeadAt(t.Context(), last.Seq); h != last {
		t.Errorf("%v, want %v", h, last)
	}
}

// TestPagesOfEverySize that SQLite knows are read without it.
func TestPagesOfEverySize(t *testing.T) {
	for _, size := range []int{512, 1024, 65536} {
		f, _ := story(t)
		long := sample(9, noon.Add(time.Hour))
		long.Note = strings.Repeat("long ", 500) // goes on on other pages where they are small
		f.record(long)
		want, err := f.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "old.db")
		(&fixture{t: t, path: path}).fill(f.content())
		db := database(path, 0, "mode=rw", 1)
		for _, q := range []string{"PRAGMA journal_mode = DELETE", fmt.Sprintf("PRAGMA page_size = %d", size), "VACUUM"} {
			if _, err := db.ExecContext(t.Context(), q); err != nil {
				t.Fatal(q, err)
			}
		}
		_ = db.Close()
		whole, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			t.Fatalf("pages of %d: %v", size, err)
		}
		if head, err := whole.Head(t.Context()); err != nil || head != want || whole.Notice() != "" {
			t.Errorf("pages of %d: %v, %v", size, head, err)
		}
		_ = whole.Close()
		into := newFixture(t)
		s, err := into.TakeOver(t.Context(), path)
		if err != nil || s.Entries != 4 || s.Events != 4 || s.Lost != 0 || s.OldHead != want {
			t.Errorf("pages of %d: %+v, %v", size, s, err)
		}
		if again, err := into.TakeOver(t.Context(), into.path); err == nil || !strings.Contains(err.Error(), "it is the log itself") {
			t.Errorf("%+v, %v", again, err)
		}
	}
}

// TestNumbersOfARecord are read as SQLite writes them, of each width.
func TestNumbersOfARecord(t *testing.T) {
	for _, c := range []struct {
		serial int64
		body   string
		n      int64
		bytes  string
		length int
		ok     bool
	}{
		{0, "", 0, "", 0, true},
		{8, "", 0, "", 0, true},
		{9, "", 1, "", 0, true},
		{10, "x", 0, "", 0, false},
		{11, "x", 0, "", 0, false},
		{1, "\xff", -1, "", 1, true},
		{1, "", 0, "", 0, false},
		{2, "\x01\x00", 256, "", 2, true},
		{2, "\x01", 0, "", 0, false},
		{3, "\x01\x00\x00", 1 << 16, "", 3, true},
		{4, "\x80\x00\x00\x00", -1 << 31, "", 4, true},
		{5, "\x00\x01\x00\x00\x00\x00", 1 << 32, "", 6, true},
		{5, "\x00\x01\x00\x00\x00", 0, "", 0, false},
		{6, "\x00\x00\x01\x00\x00\x00\x00\x00", 1 << 40, "", 8, true},
		{7, "\x40\x00\x00\x00\x00\x00\x00\x00", 0, "", 8, true},
		{7, "\x40", 0, "", 0, false},
		{12, "", 0, "", 0, true},
		{13, "ab", 0, "", 0, true},
		{14, "ab", 0, "a", 1, true},
		{17, "ab", 0, "ab", 2, true},
		{18, "ab", 0, "", 0, false},
		{-1, "ab", 0, "", 0, false},
	} {
		v, length, ok := valueOf(c.serial, []byte(c.body))
		if ok != c.ok || ok && (v.n != c.n || string(v.bytes) != c.bytes || length != c.length) {
			t.Errorf("serial %d of %q: %+v, %d, %v", c.serial, c.body, v, length, ok)
		}
	}
	for text, want := range map[string][2]int64{"\x00": {0, 1}, "\x7f": {127, 1}, "\x81\x00": {128, 2}, "\x81": {0, 0}, "": {0, 0}, "\xff\xff\xff\xff\xff\xff\xff\xff\xff": {-1, 9}, "\xff\xff\xff\xff\xff\xff\xff\xff": {0, 0}, "\x80\x01x": {1, 2}} {
		if n, length := varint([]byte(text)); n != want[0] || int64(length) != want[1] {
			t.Errorf("%q: %d, %d", text, n, length)
		}
	}
}

// TestWhatHappenedTwiceIsListedOnce: a list of what was revoked has each share once, page
// by page, however often it was taken back and given again.
func TestWhatHappenedTwiceIsListedOnce(t *testing.T) {
	f := newFixture(t)
	var want []string
	for i := range 7 {
		id := f.record(sample(i, noon.Add(time.Duration(i)*time.Second)))
		for range i % 3 {
			f.append(id, Event{Kind: Revoked})
			f.append(id, Event{Kind: Restored})
			f.append(id, Event{Kind: Revoked})
		}
		if i%3 > 0 {
			want = append(want, id)
		}
	}
	for _, limit := range []int{1, 2, 3, 50} {
		for _, order := range []Sort{Newest, Oldest, EndsFirst} {
			got := idsOf(f.all(Query{State: StateRevoked, Limit: limit, Sort: order}))
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%d at a time, order %v: %v, want %v", limit, order, got, want)
			}
		}
	}
}

// TestRowsOfTheFirstFormAreOneLink for whoever may not see them: they cannot be computed,
// and what follows goes on from the last of them.
func TestRowsOfTheFirstFormAreOneLink(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	buildOld(t, path, len(steps())-1)
	f := &fixture{t: t, now: noon, path: path}
	f.open()
	defer func() { _ = f.Ledger.Close() }()
	f.record(sample(7, noon.Add(time.Hour)))
	var links []Link
	h := Head{}
	var head Head
	if err := f.Extract(t.Context(), formatID(firstAt(noon)), func(_ string, before, last Head) error { h, head = before, last; return nil },
		func(l Link) error { links = append(links, l); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(links) < 3 || !links[0].First || !links[0].Computed() || links[1].Computed() || links[1].Seq != 2 || links[1].Last() != 3 || links[2].Seq != 4 {
		t.Fatalf("%+v", links)
	}
	for _, l := range links {
		var err error
		if h, err = h.Follow(l); err != nil {
			t.Fatal(err)
		}
	}
	if h != head {
		t.Errorf("%v, want %v", h, head)
	}
}
