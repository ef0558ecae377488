package ledger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// fillAtRandom makes n shares with few distinct values, so that filters overlap, in an
// order that is not the one of time.
func fillAtRandom(f *fixture, rng *rand.Rand, n int) []Entry {
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	records := make([]share.Record, n)
	for i := range records {
		r := sample(i, noon.Add(-time.Duration(rng.IntN(200*3600))*time.Second))
		r.Spec.Target.Bucket = pick("acme", "acme-legal", "photos")
		r.Spec.Target.Key = pick("Reports", "in", "ÄÖ") + fmt.Sprintf("/%03d %s.pdf", i, pick("Contract", `qu"ote`, "plan_%", "🙂"))
		r.Spec.Operation = share.Operation(pick("get", "get", "get", "put", "head"))
		r.Spec.AccessKeyID = pick("AKIA1", "AKIA2")
		r.Recipient, r.Note = pick("", "Anna@example.com", "bob", "Zoë"), pick("", "ticket 12", "Ticket 123", "x")
		r.Terms.Ends = r.Created.Add(time.Duration(1+rng.IntN(300)) * time.Hour)
		if rng.IntN(10) == 0 {
			r.Terms.Starts = r.Created.Add(100 * time.Hour)
		}
		if rng.IntN(12) == 0 {
			r.Failure, r.Terms, r.SignatureSHA256 = "denied", share.Terms{}, ""
		}
		if rng.IntN(4) == 0 {
			r.Group = pick("g1", "g2", "g3")
		}
		records[i] = r
	}
	if err := f.RecordAll(context.Background(), records); err != nil {
		f.t.Fatal(err)
	}
	var entries []Entry
	for _, e := range f.all(Query{}) {
		if rng.IntN(6) == 0 {
			f.append(e.ID, Event{Kind: pick(Revoked, ObjectGone, ObjectChanged, Checked, Copied)})
		}
		entries = append(entries, f.get(e.ID))
	}
	return entries
}

// expected answers the query the slow way.
func expected(all []Entry, q Query, now time.Time) []Entry {
	contains := func(s, part string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(part)) }
	var keep []Entry
	for _, e := range all {
		t := e.Spec.Target
		text := strings.Join([]string{t.Key, e.Note, e.Recipient, t.Bucket, e.Who.User}, "\x1f")
		over := q.State == StateOver && slices.Contains([]State{StateEnded, StateEarly, StateRevoked}, e.State)
		running := q.State == StateRunning && (e.State == StateOpen || e.State == StateLater)
		ok := (q.State == "" || e.State == q.State || over || running) && (q.Bucket == "" || t.Bucket == q.Bucket) &&
			(q.Operation == "" || e.Spec.Operation == q.Operation) && (q.Key == "" || e.Spec.AccessKeyID == q.Key) &&
			(q.Group == "" || e.Group == q.Group) && contains(e.Recipient, q.Recipient) && contains(e.Note, q.Note) && contains(text, q.Text) &&
			(q.Since.IsZero() || !e.Created.Before(q.Since)) && (q.Until.IsZero() || e.Created.Before(q.Until)) &&
			(q.Sort != EndsFirst || e.Terms.Ends.After(now) && e.Record.Failure == "")
		if ok {
			keep = append(keep, e)
		}
	}
	slices.SortFunc(keep, func(a, b Entry) int {
		switch q.Sort {
		case Oldest:
			return strings.Compare(a.ID, b.ID)
		case EndsFirst:
			if c := a.Terms.Ends.Truncate(time.Millisecond).Compare(b.Terms.Ends.Truncate(time.Millisecond)); c != 0 {
				return c
			}
			return strings.Compare(a.ID, b.ID)
		}
		return strings.Compare(b.ID, a.ID)
	})
	if q.Fold && q.Text == "" && q.Group == "" {
		keep = foldedSlowly(keep, q)
	}
	return keep
}

// foldedSlowly keeps the first of each group: by the chain if nothing else is
// asked for, else the one that ends or was made first.
func foldedSlowly(entries []Entry, q Query) []Entry {
	before := func(a, b Entry) bool { return a.ID < b.ID }
	switch {
	case q.Sort == EndsFirst:
		before = func(a, b Entry) bool {
			return a.Terms.Ends.Before(b.Terms.Ends) || a.Terms.Ends.Equal(b.Terms.Ends) && a.ID < b.ID
		}
	case !q.narrows():
		before = func(a, b Entry) bool { return a.Seq < b.Seq }
	}
	first, members := map[string]Entry{}, map[string]int{}
	for _, e := range entries {
		if f, ok := first[e.Group]; !ok || before(e, f) {
			first[e.Group] = e
		}
		members[e.Group]++
	}
	var keep []Entry
	for _, e := range entries {
		if e.Group == "" || first[e.Group].ID == e.ID {
			if e.Group != "" {
				e.Batch = members[e.Group]
			}
			keep = append(keep, e)
		}
	}
	return keep
}

func idsOf(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

// TestQueryAgainstTheSlowWay holds random queries, in pages of five and with a
// budget so small that most pages end early, against a plain loop.
func TestQueryAgainstTheSlowWay(t *testing.T) {
	for _, budget := range []int{budget, 20} {
		f := newFixture(t)
		rng := rand.New(rand.NewPCG(1, uint64(budget)))
		entries := fillAtRandom(f, rng, 100)
		f.budget = budget
		maybe := func(of ...string) string {
			if rng.IntN(3) > 0 {
				return ""
			}
			return of[rng.IntN(len(of))]
		}
		for range 120 {
			q := Query{
				State: State(maybe("open", "ended", "revoked", "ended-early", "failed", "opens-later", "over", "running")), Bucket: maybe("acme", "photos", "none"),
				Recipient: maybe("ANNA", "zoë", "o"), Note: maybe("ticket", "123", "x"), Operation: share.Operation(maybe("get", "put")),
				Key: maybe("AKIA1"), Group: maybe("", "g1"), Text: maybe("contract", `qu"o`, "plan_%", "🙂", "äö/", "0", "example.com", "zzz"),
				Sort: Sort(rng.IntN(3)), Fold: rng.IntN(2) == 0,
			}
			if rng.IntN(4) == 0 {
				q.Since = noon.Add(-100 * time.Hour)
			}
			if rng.IntN(4) == 0 {
				q.Until = noon.Add(-50 * time.Hour)
			}
			q.Limit = 1 + rng.IntN(40) // of a page
			got, want := f.all(q), expected(entries, q, noon)
			if !slices.Equal(idsOf(got), idsOf(want)) {
				t.Fatalf("budget %d, %+v:\ngot  %v\nwant %v", budget, q, idsOf(got), idsOf(want))
			}
			for i := range got {
				if q.Fold && f.budget > len(entries) && got[i].Batch != want[i].Batch {
					t.Fatalf("%+v: %s stands for %d, want %d", q, got[i].ID, got[i].Batch, want[i].Batch)
				}
			}
		}
	}
}

// TestABatchIsFoundByAnyOfItsLinks: that the first of a batch was revoked says
// nothing about the others.
func TestABatchIsFoundByAnyOfItsLinks(t *testing.T) {
	f := newFixture(t)
	var ids []string
	for i := range 18 {
		r := sample(i, noon.Add(time.Duration(i)*time.Millisecond))
		r.Group = "g"
		ids = append(ids, f.record(r))
	}
	f.append(ids[0], Event{Kind: Revoked})
	for _, c := range []struct {
		q     Query
		first string
		batch int
	}{
		{Query{State: StateOpen}, ids[1], 17},
		{Query{State: StateOpen, Sort: Oldest}, ids[1], 17},
		{Query{Sort: EndsFirst}, ids[0], 18},
		{Query{Sort: EndsFirst, State: StateOpen}, ids[1], 17},
		{Query{State: StateRevoked}, ids[0], 1},
		{Query{Note: "ticket 17"}, ids[17], 1},
		{Query{Bucket: "acme"}, ids[0], 18},
		{Query{Since: noon.Add(4 * time.Millisecond)}, ids[4], 14},
		{Query{}, ids[0], 18},
	} {
		c.q.Fold = true
		got := f.all(c.q)
		if len(got) != 1 || got[0].ID != c.first || got[0].Batch != c.batch {
			t.Errorf("%+v: got %v, want %s for %d", c.q, got, c.first, c.batch)
		}
	}
	f.budget = 10 // too little to count them
	if got := f.all(Query{State: StateOpen, Fold: true}); len(got) != 1 || got[0].Batch != 18 {
		t.Errorf("a batch larger than what is looked at: %v", got)
	}
}

func TestTextIsFoundBeforeAndAfterIndexing(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	f.record(sample(1, noon))
	find := func() int { return len(f.all(Query{Text: "übersicht", Limit: 100})) }
	if find() != 1 {
		t.Error("a new share is not found")
	}
	if n, err := backlog(ctx, f.r); err != nil || n != 0 {
		t.Errorf("the search left %d rows unindexed: %v", n, err)
	}
	f.record(sample(2, noon))
	if find() != 2 {
		t.Error("a share made after indexing is not found")
	}
	var many []share.Record
	for i := range indexNow + 500 { // more than a search indexes by itself
		many = append(many, sample(i, noon))
	}
	if err := f.RecordAll(ctx, many); err != nil {
		t.Fatal(err)
	}
	if n := find(); n != 2+len(many) {
		t.Errorf("%d found while the index is behind, want %d", n, 2+len(many))
	}
	f.tenders.Wait()
	if n, _ := backlog(ctx, f.r); n != 0 {
		t.Errorf("%d rows still unindexed", n)
	}
	if n := find(); n != 2+len(many) {
		t.Errorf("%d found, want %d", n, 2+len(many))
	}
}

func TestAPageIsShortRatherThanLate(t *testing.T) {
	f := newFixture(t)
	for i := range 30 {
		f.record(sample(i, noon.Add(time.Duration(i)*time.Second)))
	}
	f.budget = 10
	p, err := f.Query(context.Background(), Query{Text: "Q0"}) // two characters: looked for one by one
	if err != nil || len(p.Entries) != 0 || !p.Next.More() {
		t.Fatalf("%d entries, more %v, %v", len(p.Entries), p.Next.More(), err)
	}
	if want := noon.Add(20 * time.Second); !p.Searched.Equal(want) {
		t.Errorf("searched back to %v, want %v", p.Searched, want)
	}
}
