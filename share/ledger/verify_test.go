package ledger

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// story is a log with three shares and some events: rows 1 to 7.
func story(t *testing.T) (f *fixture, ids []string) {
	t.Helper()
	f = from(t, "story", func(f *fixture) {
		var ids []string
		for i := range 3 {
			ids = append(ids, f.record(sample(i, noon.Add(time.Duration(i)*time.Minute)))) // rows 1, 2, 3
		}
		f.append(ids[0], Event{Kind: Copied})                                        // 4
		f.append(ids[1], Event{Kind: Revoked, Detail: "by hand"})                    // 5
		f.append(ids[0], Event{Kind: Used, From: "203.0.113.9"})                     // 6
		f.append(ids[2], Event{Kind: Checked, Status: 206, At: noon.Add(time.Hour)}) // 7
	})
	for i := range 3 {
		ids = append(ids, formatID(firstAt(noon.Add(time.Duration(i)*time.Minute))))
	}
	return f, ids
}

func (f *fixture) verify(kept ...Head) Report {
	f.t.Helper()
	r, err := f.Verify(context.Background(), kept...)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

func TestVerifyFindsNothingInAnHonestLog(t *testing.T) {
	f, _ := story(t)
	head, err := f.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r := f.verify(head)
	if r.Broken != nil || r.Rows != 7 || r.Entries != 3 || r.Events != 4 || r.Head != head {
		t.Errorf("%+v", r)
	}
	back, err := ParseHead(" " + head.String() + "\n")
	if err != nil || back != head {
		t.Errorf("head %v came back as %v: %v", head, back, err)
	}
	f.append(formatID(firstAt(noon)), Event{Kind: Copied})
	if r := f.verify(head); r.Broken != nil || r.Rows != 8 {
		t.Errorf("a log that only grew: %+v", r)
	}
}

func TestVerifyOfAnEmptyLog(t *testing.T) {
	if r := newFixture(t).verify(); r.Broken != nil || r.Rows != 0 {
		t.Errorf("%+v", r)
	}
}

// TestVerifyNamesTheFirstBrokenRow edits the file as someone with the sqlite3
// shell would.
func TestVerifyNamesTheFirstBrokenRow(t *testing.T) {
	for _, c := range []struct {
		name, edit string
		seq        int64
		says       string
	}{
		{"recipient of a share", `UPDATE log SET body = replace(body, 'Anna', 'Otto') WHERE seq = 2`, 2, "changed"},
		{"recipient in the table", `UPDATE entry SET recipient = 'otto' WHERE seq = 2`, 2, "something else"},
		{"end in the table", `UPDATE entry SET ends = ends + 1 WHERE seq = 3`, 3, "something else"},
		{"a share unfailed", `UPDATE entry SET failed = 1 WHERE seq = 1`, 1, "something else"},
		{"signature forgotten", `UPDATE entry SET sig = NULL WHERE seq = 1`, 1, "something else"},
		{"time of an event", `UPDATE log SET at = at + 1 WHERE seq = 4`, 4, "changed"},
		{"kind of an event", `UPDATE log SET kind = 'shown' WHERE seq = 4`, 4, "changed"},
		{"an event given to another share", `UPDATE log SET entry = (SELECT entry FROM log WHERE seq = 3) WHERE seq = 6`, 6, "changed"},
		{"unrevoked by its mark", `UPDATE log SET mark = NULL WHERE seq = 5`, 5, "mark"},
		{"address of a use", `UPDATE log SET body = '{}' WHERE seq = 6`, 6, "changed"},
		{"a hash", `UPDATE log SET hash = zeroblob(32) WHERE seq = 3`, 3, "changed"},
		{"a share deleted from the table", `DELETE FROM entry WHERE seq = 2`, 2, "entry table"},
		{"a share deleted altogether", `DELETE FROM entry WHERE seq = 2; DELETE FROM log WHERE seq = 2`, 2, "missing"},
		{"an event deleted", `DELETE FROM log WHERE seq = 5`, 5, "missing"},
		{"two rows swapped", `UPDATE log SET seq = -1 WHERE seq = 4; UPDATE log SET seq = 4 WHERE seq = 5; UPDATE log SET seq = 5 WHERE seq = -1`, 4, "changed"},
		{"the end cut off", `DELETE FROM log WHERE seq = 7`, 0, "cut off"},
		{"a share made up", `INSERT INTO entry SELECT n + 1, seq, starts, ends, failed, later, first, op, bucket, access_key, who, grp, sig, object, note, recipient FROM entry WHERE seq = 1`, 0, "4 entries"},
		{"an event made up", `INSERT INTO log SELECT 8, entry, at, kind, mark, uniq, body, hash, ends FROM log WHERE seq = 7`, 8, "changed"},
		{"a hole made up", `DELETE FROM log WHERE seq = 5; INSERT INTO hole SELECT 5, 5, hash, (SELECT hash FROM log WHERE seq = 6), 7 FROM log WHERE seq = 4`, 5, "missing"},
		{"a hole without a tombstone", `INSERT INTO hole SELECT 5, 5, (SELECT hash FROM log WHERE seq = 4), hash, 9 FROM log WHERE seq = 5; DELETE FROM log WHERE seq = 5`, 5, "missing"},
		{"the tail as a hole", `INSERT INTO hole SELECT 7, 7, (SELECT hash FROM log WHERE seq = 6), hash, 9 FROM log WHERE seq = 7; DELETE FROM log WHERE seq = 7`, 7, "missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := story(t)
			f.exec(c.edit)
			r := f.verify()
			if r.Broken == nil {
				t.Fatal("not noticed")
			}
			if r.Broken.Seq != c.seq || !strings.Contains(r.Broken.String(), c.says) {
				t.Errorf("got %q, want row %d and %q", r.Broken, c.seq, c.says)
			}
		})
	}
}

// TestVerifyChecksWhatIsReadOffTheChain: an edit of the other tables hides shares
// from lists and searches, although the chain holds.
func TestVerifyChecksWhatIsReadOffTheChain(t *testing.T) {
	for _, c := range []struct{ name, edit, says string }{
		{"a share hidden when folded", `UPDATE entry SET first = 0 WHERE note LIKE 'ticket 1%'`, "hides it"},
		{"a share hidden by another number", `UPDATE entry SET first = 2 WHERE seq = 1`, "hides it"},
		{"a batch hidden", `UPDATE entry SET first = 0 WHERE grp = 'g'`, "batches"},
		{"a batch shown twice", `UPDATE entry SET first = 1 WHERE grp = 'g'`, "batches"},
		{"the batches deleted", `DELETE FROM batch`, "batches"},
		{"a batch made smaller", `UPDATE batch SET entries = 1`, "batches"},
		{"a batch made up", `INSERT INTO batch VALUES ('other', 2)`, "batches"},
		{"a share taken from the text index", `DELETE FROM words WHERE rowid IN (SELECT n FROM entry WHERE seq = 2)`, "text index"},
		{"a share with another text in the index", `INSERT OR REPLACE INTO words (rowid, t) SELECT n, 'something else' FROM entry WHERE seq = 2`, "text index"},
		{"two texts of the index exchanged", `INSERT OR REPLACE INTO words (rowid, t) SELECT n, (SELECT ` + words + ` FROM entry e WHERE e.seq + entry.seq = 3) FROM entry WHERE seq IN (1, 2)`, "text index"},
		{"the text index emptied", `DELETE FROM words`, "text index"},
		{"the inside of the text index emptied", `DELETE FROM words_data`, "text index"},
		{"the text index dropped", `DROP TABLE words`, "table words"},
		{"an index that leaves shares out", `DROP INDEX entry_first; CREATE INDEX entry_first ON entry(n) WHERE first = 1 AND bucket <> 'acme'`, "index entry_first"},
		{"the entries dropped", `DROP TABLE entry`, "table entry"},
		{"a trigger", `CREATE TRIGGER gone AFTER INSERT ON log BEGIN DELETE FROM words; END`, "trigger"},
		{"future shares kept out of the text index", `UPDATE indexed SET seq = 99999`, "text index"},
		{"the text index without its place", `DELETE FROM indexed`, "text index"},
		{"a use that will not be taken again", `UPDATE log SET uniq = x'00' WHERE seq = 6`, "row 6"},
		{"another row in the place of a use", `UPDATE log SET uniq = x'00' WHERE seq = 1`, "row 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := from(t, "batched", func(f *fixture) {
				whole, _ := story(t)
				_ = f.Ledger.Close()
				f.fill(whole.content())
				f.open()
				for i := range 3 {
					r := sample(10+i, noon.Add(time.Hour))
					r.Group = "g"
					f.record(r)
				}
				if err := f.Index(context.Background()); err != nil {
					t.Fatal(err)
				}
				if r := f.verify(); r.Broken != nil {
					t.Fatal(r.Broken)
				}
			})
			f.exec(c.edit)
			if r := f.verify(); r.Broken == nil || !strings.Contains(r.Broken.String(), c.says) {
				t.Errorf("got %v, want %q", r.Broken, c.says)
			}
		})
	}
}

// TestTextsOfAllScriptsAreVerified: the index folds case in its own way, and
// Verify must not take that for an edit.
func TestTextsOfAllScriptsAreVerified(t *testing.T) {
	f := newFixture(t)
	rng := rand.New(rand.NewPCG(1, 2))
	const odd = "sſSkK\u212aσςΣẞßİıiIéÉ\u0301ǅǆǄάΆ漢字🙂\ufffe\uffff\ufffd\u00a0%\"'_\x00ÅåÅΩω\u2126µμΜ\U00010400\U00010428"
	for i := range 300 {
		r := sample(i, noon.Add(time.Duration(i)*time.Second))
		var text []rune
		for range 1 + rng.IntN(12) {
			from := []rune(odd)
			r := from[rng.IntN(len(from))]
			if rng.IntN(3) == 0 {
				r = rune(rng.IntN(0x11000))
			}
			text = append(text, r)
		}
		r.Spec.Target.Key, r.Note, r.Who.User = string(text), strings.ToUpper(string(text)), string(text)
		f.record(r)
	}
	if err := f.Index(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}

func TestVerifyNamesTheEntry(t *testing.T) {
	f, ids := story(t)
	f.exec(`UPDATE log SET body = replace(body, 'by hand', 'by hook') WHERE seq = 5`)
	if b := f.verify().Broken; b == nil || b.ID != ids[1] {
		t.Errorf("got %v, want entry %s", b, ids[1])
	}
}

// TestKeptHeadsShowARewrite: a whole new chain is consistent in itself, only a
// head kept elsewhere tells it from the old one.
func TestKeptHeadsShowARewrite(t *testing.T) {
	f, _ := story(t)
	kept, _ := f.Head(context.Background())
	other, _ := story(t)
	other.exec(`UPDATE log SET body = '{}' WHERE seq = 5`)
	rechain(t, other)
	if r := other.verify(); r.Broken != nil {
		t.Fatalf("the rewritten log is not even consistent: %v", r.Broken)
	}
	if r := other.verify(kept); r.Broken == nil || r.Broken.Seq != 7 {
		t.Errorf("a rewrite was not noticed: %+v", r)
	}
	f.exec(`DELETE FROM log WHERE seq = 7`)
	f.exec(`UPDATE head SET seq = 6, hash = (SELECT hash FROM log WHERE seq = 6)`)
	if r := f.verify(); r.Broken != nil {
		t.Fatalf("%v", r.Broken)
	}
	if r := f.verify(kept); r.Broken == nil || !strings.Contains(r.Broken.What, "cut off") {
		t.Errorf("a cut was not noticed: %+v", r)
	}
	for _, bad := range []string{"", "7", "x:00", "7:zz", "-1:" + strings.Repeat("0", 64)} {
		if _, err := ParseHead(bad); err == nil {
			t.Errorf("%q is a head", bad)
		}
	}
}

// rechain computes all hashes anew, as a forger would.
func rechain(t *testing.T, f *fixture) {
	t.Helper()
	ctx := context.Background()
	var head Head
	for {
		r := row{seq: head.Seq + 1}
		err := f.w.QueryRowContext(ctx, "SELECT entry, at, kind, ends, body FROM log WHERE seq = ?", r.seq).Scan(&r.entry, &r.at, &r.kind, &r.ends, &r.body)
		if err != nil {
			break
		}
		head = head.next(r)
		f.exec("UPDATE log SET hash = ? WHERE seq = ?", head.Hash[:], head.Seq)
	}
	f.exec("UPDATE head SET hash = ?", head.Hash[:])
}

func TestPruneLeavesATombstone(t *testing.T) {
	f, ids := story(t)
	ctx := context.Background()
	kept, _ := f.Head(ctx)
	f.now = noon.Add(61*time.Minute + time.Second) // all but share 2 have ended
	for i := range 2 {
		r := sample(10+i, noon.Add(30*time.Second))
		r.Group, r.Note = "g", "Verzichtserklärung"
		ids = append(ids, f.record(r))
	}
	can, err := f.CanPrune(ctx, noon.Add(10*time.Minute))
	if err != nil || can != (Pruning{Entries: 4, Rows: 7, Kept: 1}) {
		t.Fatalf("would prune %+v: %v", can, err)
	}
	if r := f.verify(); r.Broken != nil || r.Entries != 5 {
		t.Fatalf("asking changed something: %+v", r)
	}
	did, err := f.Prune(ctx, noon.Add(45*time.Second), nil)
	if err != nil || did.Entries != 3 || did.Rows != 5 {
		t.Fatalf("pruned %+v: %v", did, err)
	}
	r := f.verify(kept)
	if r.Broken != nil || r.Pruned != 5 || r.Entries != 2 {
		t.Errorf("%+v", r)
	}
	if left := idsOf(f.all(Query{})); len(left) != 2 || left[0] != ids[2] || left[1] != ids[1] {
		t.Errorf("left %v", left)
	}
	if n := len(f.all(Query{Text: "verzicht"})) + len(f.all(Query{Group: "g"})); n != 0 {
		t.Errorf("%d pruned shares are still found", n)
	}
	f.now = noon.Add(time.Hour * 10)
	if did, err = f.Prune(ctx, f.now, nil); err != nil || did.Entries != 2 {
		t.Errorf("pruned %+v: %v", did, err)
	}
	if r := f.verify(kept); r.Broken != nil || r.Entries != 0 || r.Pruned != 9 {
		t.Errorf("%+v %v", r, r.Broken)
	}
	f.exec("UPDATE gone SET digest = zeroblob(32) WHERE seq = (SELECT min(seq) FROM gone)")
	if f.verify().Broken == nil {
		t.Error("what is left of a row was edited, and it is not noticed")
	}
}

func TestPruneFindsANewFirstOfAGroup(t *testing.T) {
	f := newFixture(t)
	for i := range 3 {
		r := sample(i, noon.Add(time.Duration(i)*time.Hour))
		r.Group = "g"
		f.record(r)
	}
	f.now = noon.Add(90 * time.Minute)
	if p, err := f.Prune(context.Background(), noon.Add(time.Minute), nil); err != nil || p.Entries != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	folded := f.all(Query{Fold: true})
	if len(folded) != 1 || folded[0].Batch != 2 {
		t.Errorf("folded %+v", folded)
	}
}

// TestPruneLeavesNothingBehind: neither room nor text, not even in the lists of
// the text index.
func TestPruneLeavesNothingBehind(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	records := make([]share.Record, 1200)
	for i := range records {
		records[i] = sample(i, noon.Add(time.Duration(i)*time.Millisecond))
		records[i].Note, records[i].Group = "zebrafinch", "g"
	}
	if err := f.RecordAll(ctx, records); err != nil {
		t.Fatal(err)
	}
	kept := f.record(sample(1, noon.Add(24*time.Hour)))
	if err := f.Index(ctx); err != nil {
		t.Fatal(err)
	}
	f.reopen()
	before := statFile(f.path).Size()
	f.now = noon.Add(24*time.Hour + time.Minute)
	var told []Pruning
	p, err := f.Prune(ctx, noon.Add(time.Hour), func(p Pruning) { told = append(told, p) })
	if err != nil || p.Entries != 1200 {
		t.Fatalf("%+v %v", p, err)
	}
	if len(told) < 3 || told[0] != (Pruning{}) || !told[len(told)-1].Tidying {
		t.Errorf("told %+v", told)
	}
	f.exec("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, row)")
	var left int
	if err := f.w.QueryRowContext(ctx, "SELECT count(*) FROM temp.terms WHERE term IN ('zeb', 'nch')").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d parts of the note are left in the text index: %v", left, err)
	}
	f.reopen()
	if after := statFile(f.path).Size(); after > before/4 {
		t.Errorf("the file had %d bytes and has %d", before, after)
	}
	if content, err := os.ReadFile(f.path); err != nil || bytes.Contains(content, []byte("zebrafinch")) {
		t.Errorf("the note is still in the file: %v", err)
	}
	if e := f.all(Query{Text: "übersicht"}); len(e) != 1 || e[0].ID != kept {
		t.Errorf("left %v", e)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}

// TestRevokedIsNotEnded: a note in the log closes no link.
func TestRevokedIsNotEnded(t *testing.T) {
	f := newFixture(t)
	id := f.record(sample(1, noon))
	f.append(id, Event{Kind: Revoked})
	f.now = noon.Add(30 * time.Minute)
	if p, err := f.CanPrune(context.Background(), f.now); err != nil || p != (Pruning{Kept: 1}) {
		t.Errorf("%+v %v", p, err)
	}
}
