package many

import (
	"errors"
	"strconv"
	"sync"
	"testing"

	"signet/share"
)

// TestAheadKeepsTheOrder, looks at several at a time, and stops when nobody wants more.
func TestAheadKeepsTheOrder(t *testing.T) {
	odd := errors.New("odd")
	from := func(yield func(Found) bool) error {
		for i := range 100 {
			if !yield(Found{Target: share.Target{Key: strconv.Itoa(i)}}) {
				return nil
			}
		}
		return odd
	}
	var meet sync.WaitGroup
	meet.Add(3) // none of the first three goes on alone
	look := func(f Found) Found {
		if n, _ := strconv.Atoi(f.Target.Key); n < 3 {
			meet.Done()
			meet.Wait()
		}
		f.Object.Known = true
		return f
	}
	n := 0
	err := Ahead(from, 4, look)(func(f Found) bool {
		if f.Target.Key != strconv.Itoa(n) || !f.Object.Known {
			t.Fatalf("%d: %+v", n, f)
		}
		n++
		return true
	})
	if n != 100 || !errors.Is(err, odd) {
		t.Errorf("%d %v", n, err)
	}
	meet.Add(3)
	n = 0
	if err := Ahead(from, 4, look)(func(Found) bool { n++; return n < 5 }); n != 5 || err != nil {
		t.Errorf("stopped after %d: %v", n, err)
	}
}
