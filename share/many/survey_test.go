package many

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
)

func railed() share.Rails {
	return share.Rails{Rules: share.Rules{{Name: "hr", Bucket: "b", Prefix: "hr/", MaxLife: time.Hour}, {Name: "none", Bucket: "b", Prefix: "x/", NoBatches: true}}}
}

func TestTake(t *testing.T) {
	chosen := func(key, class string, size int64) Chosen {
		return Chosen{Target: share.Target{Bucket: "b", Key: key}, Object: share.Object{Known: true, Size: size, StorageClass: class}}
	}
	list := []Chosen{chosen("a", "", 2000), chosen("hr/b", "GLACIER", 3000), chosen("hr/c", "", 0), chosen("a", "", 2000), chosen("z", "GLACIER_IR", 500)}
	s, err := Take(t.Context(), slices.Values(list), nil, railed(), func(s string) string { return s }, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if want := "4 objects, 5.5 kB together · 1 archived, which must be restored before their links work · 1 of zero size"; s.Words() != want {
		t.Errorf("got %s", s.Words())
	}
	if s.First.Key != "a" || s.Last.Key != "z" || len(s.Railed) != 2 || s.Railed[0].Objects != 2 || s.Railed[1].First.Target.Key != "hr/b" {
		t.Errorf("%+v", s)
	}
	var keys []string
	_ = s.Source()(func(f Found) bool { keys = append(keys, f.Target.Key); return true })
	if got := strings.Join(keys, " "); got != "a hr/b hr/c z" {
		t.Errorf("signed: %s", got)
	}
}

func TestSentenceOfAll(t *testing.T) {
	now := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	plan := func(n int, life time.Duration, reason share.Reason) Planned {
		p := share.Plan{Request: share.Request{Operation: share.Download}, Terms: share.Terms{Starts: now, Asked: now.Add(8 * time.Hour), Ends: now.Add(life), Reason: reason, Detail: "guard rail hr"}}
		return Planned{Railed: Railed{Objects: n, First: Found{Target: share.Target{Bucket: "b", Key: "k"}}}, Plan: p}
	}
	no := Planned{Railed: Railed{Objects: 3, First: Found{Target: share.Target{Bucket: "b", Key: "x/k"}}}, Err: errors.New("refused")}
	for want, all := range map[string][]Planned{
		"11 links, one for each object: whoever has one can download its object, as often as they like, until today 17:00 UTC (8 h).":                                                                                                                              {plan(11, 8*time.Hour, "")},
		"13 links, one for each object: whoever has one can download its object, as often as they like, until today 10:00 UTC at the soonest and today 17:00 UTC at the latest (8 h). 2 of them end earlier than asked for, because guard rail hr allows no more.": {plan(11, 8*time.Hour, ""), plan(2, time.Hour, share.ByGuard), no},
		"": {no},
	} {
		if got := Sentence(all, now, func(s string) string { return s }); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got := Refused([]Planned{no}, func(s string) string { return s }); len(got) != 1 || got[0] != "3 objects will not be shared, the first s3://b/x/k: refused" {
		t.Errorf("%q", got)
	}
}

func BenchmarkTakeAMillion(b *testing.B) {
	page := make([]Entry, 1000)
	for i := range page {
		page[i] = Entry{Key: "hr/" + strings.Repeat("x", i%40) + string(rune('a'+i%26)), Size: 10}
	}
	chosen := func(yield func(Chosen) bool) {
		for i := range 1_000_000 {
			if !yield(Chosen{Target: share.Target{Bucket: "b", Key: "hr/" + time.Duration(i).String()}, Object: share.Object{Known: true, Size: 1}}) {
				return
			}
		}
	}
	for b.Loop() {
		if _, err := Take(b.Context(), chosen, nil, railed(), func(s string) string { return s }, func(int) {}); err != nil {
			b.Fatal(err)
		}
	}
}
