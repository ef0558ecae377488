package ledger

import (
	"context"
	"testing"
	"time"
)

// The uses of a whole page are read at once, and each belongs to its own share.
func TestUsesOfAPage(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	uses := []int{2, 0, 1, 0, 3, 0}
	for i, n := range uses {
		id := f.record(sample(i, noon.Add(time.Duration(i)*time.Second)))
		for u := range n {
			at := noon.Add(time.Duration(10*i+u) * time.Minute)
			if err := f.Append(ctx, id, Event{Kind: Used, At: at, From: "203.0.113." + string(rune('0'+i))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	got := f.all(Query{Sort: Oldest})
	for i, n := range uses {
		e := got[i]
		last := noon.Add(time.Duration(10*i+n-1) * time.Minute)
		if e.Uses != n || n > 0 && (!e.LastUse.At.Equal(last) || e.LastUse.From != "203.0.113."+string(rune('0'+i))) || n == 0 && !e.LastUse.At.IsZero() {
			t.Errorf("share %d: %d uses, last %v from %q; want %d", i, e.Uses, e.LastUse.At, e.LastUse.From, n)
		}
	}
}
