package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// attacked is a log of some entries, with events, batches and a text index; ids
// are those that were acknowledged, and what was written of each.
func attacked(t *testing.T, entries int) (content []byte, bodies map[int64][]byte) {
	t.Helper()
	f := from(t, fmt.Sprint("attacked ", entries), func(f *fixture) {
		records := make([]share.Record, entries)
		for i := range records {
			records[i] = sample(i, noon.Add(time.Duration(i)*time.Second))
			if i%50 == 0 {
				records[i].Source = strings.Repeat("long ", 2000) // goes on on other pages
			}
			if i%3 == 0 {
				records[i].Group = fmt.Sprint("g", i/30)
			}
		}
		if err := f.RecordAll(context.Background(), records); err != nil {
			f.t.Fatal(err)
		}
		for i := 0; i < entries; i += 40 {
			f.append(formatID(firstAt(noon.Add(time.Duration(i)*time.Second))), Event{Kind: Copied})
		}
		if err := f.Index(context.Background()); err != nil {
			f.t.Fatal(err)
		}
	})
	content = f.content()
	return content, readable(t, content)
}

// readable are the entries, by when they were made and their bodies, that SQLite reads in a file, from both ends.
func readable(t *testing.T, content []byte) map[int64][]byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db := database(path, 0, "mode=ro&immutable=1", 1)
	defer func() { _ = db.Close() }()
	out := map[int64][]byte{}
	for _, order := range []string{"", " DESC"} {
		rows, err := db.QueryContext(context.Background(), "SELECT entry, at || body FROM log WHERE kind = 'created' ORDER BY seq"+order+" LIMIT 10000")
		if err != nil {
			continue
		}
		for rows.Next() {
			var n int64
			var body []byte
			if rows.Scan(&n, &body) != nil {
				break
			}
			out[n] = body
		}
		_ = errors.Join(rows.Err(), rows.Close())
	}
	return out
}

// damagedSomehow truncates, flips bits, or exchanges, copies or blanks pages.
func damagedSomehow(rng *rand.Rand, way int, whole []byte) (content []byte, how string) {
	content = bytes.Clone(whole)
	pages := len(content) / 4096
	page := func(n int) []byte { return content[n*4096 : (n+1)*4096] }
	switch way % 6 {
	case 0:
		size := rng.IntN(len(content))
		return content[:size], fmt.Sprint("cut to ", size)
	case 1:
		n := 1 + rng.IntN(20)
		for range n {
			content[rng.IntN(len(content))] ^= 1 << rng.IntN(8)
		}
		return content, fmt.Sprint(n, " bits")
	case 2:
		a, b := rng.IntN(pages), rng.IntN(pages)
		kept := bytes.Clone(page(a))
		copy(page(a), page(b))
		copy(page(b), kept)
		return content, fmt.Sprint("pages ", a, " and ", b, " exchanged")
	case 3:
		a, b := rng.IntN(pages), rng.IntN(pages)
		copy(page(a), page(b))
		return content, fmt.Sprint("page ", a, " is ", b)
	case 4:
		a := rng.IntN(pages)
		clear(page(a)[rng.IntN(4096):])
		return content, fmt.Sprint("page ", a, " is blank")
	}
	header := rng.IntN(100)
	content[header] = byte(rng.IntN(256))
	return content, fmt.Sprint("byte ", header, " of the header")
}

// lists reads all lists, and some entries one by one.
func lists(l *Ledger) error {
	ctx := context.Background()
	i := 0
	for _, q := range []Query{{}, {Sort: Oldest}, {Fold: true}, {Text: "übersicht"}, {State: StateOpen}, {Sort: EndsFirst}, {Bucket: "acme"}} {
		if err := l.Each(ctx, q, func(e Entry) error {
			if i++; i%100 != 0 {
				return nil
			}
			_, err := l.Get(ctx, e.ID)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// attack damages a log, reads it, and writes to it; what SQLite can read must be
// there afterwards.
func attack(t *testing.T, content []byte, bodies map[int64][]byte, how string) {
	t.Helper()
	f := &fixture{t: t, now: noon.Add(time.Hour), path: filepath.Join(t.TempDir(), "log.db")}
	f.fill(content)
	want := readable(t, content)
	l, err := Open(f.path, Options{ReadOnly: true})
	if err == nil {
		_ = l.Each(context.Background(), Query{}, func(Entry) error { return nil })
		_, _ = l.Verify(context.Background())
		_, _ = l.Find(context.Background(), linkOf(7, noon.Add(7*time.Second)))
	}
	_ = l.Close()
	f.Ledger, err = Open(f.path, Options{Clock: func() time.Time { return f.now }, Salvage: time.Hour})
	var g *fixture
	id := ""
	if IsKind(err, Foreign) || IsKind(err, Newer) { // by its header: it is left alone
		g = elsewhere(f, how)
	} else {
		g, id = goneOnWith(f, how)
	}
	if r := g.verify(); r.Broken != nil {
		t.Errorf("%s: %v", how, r.Broken)
	}
	have := map[string]bool{}
	for _, e := range g.all(Query{Limit: 500}) {
		have[e.ID] = true
	}
	lost := 0
	for n, body := range want {
		if bytes.Equal(body, bodies[n]) && !have[formatID(n)] {
			lost++
		}
	}
	if lost > 0 || id != "" && !have[id] {
		t.Errorf("%s: %d of %d entries that could be read are lost; the new one is there: %v", how, lost, len(want), have[id])
	}
	_ = g.Ledger.Close()
	_ = f.Ledger.Close()
}

// goneOnWith reads a damaged log and writes to it, as its user would, and returns
// the log that is there in the end, and the share that was made meanwhile.
func goneOnWith(f *fixture, how string) (g *fixture, id string) {
	f.t.Helper()
	ctx := context.Background()
	_ = lists(f.Ledger)
	_, _ = f.Find(ctx, linkOf(7, noon.Add(7*time.Second)))
	id = f.record(sample(1, noon.Add(24*time.Hour)))
	_ = lists(f.Ledger) // what this finds, the next to open mends
	f.reopen()
	if err := lists(f.Ledger); err != nil {
		f.t.Errorf("%s: the log is stuck: %v", how, err)
	}
	if _, err := f.Verify(ctx); IsKind(err, Damaged) {
		f.reopen() // as it says
	}
	if r := f.verify(); r.Broken != nil { // nobody who wrote has met it: its user hears of it
		_ = f.Ledger.Close()
		return elsewhere(f, how), id
	}
	return f, id
}

// elsewhere is a new log that has taken over the damaged one.
func elsewhere(f *fixture, how string) *fixture {
	f.t.Helper()
	g := newFixture(f.t)
	g.now = f.now
	if _, err := g.TakeOver(context.Background(), f.path); err != nil {
		f.t.Errorf("%s: it cannot be taken over: %v", how, err)
	}
	return g
}

// TestNoDamageLosesWhatCanBeRead: files that were cut, whose bits were turned or
// whose pages were exchanged are read to an end, and written to. What SQLite alone
// could still read of them is there afterwards.
func TestNoDamageLosesWhatCanBeRead(t *testing.T) {
	whole, bodies := attacked(t, 80)
	rng := rand.New(rand.NewPCG(1, 2))
	for way := range 6 {
		content, how := damagedSomehow(rng, way, whole)
		attack(t, content, bodies, how)
	}
}
