package demo

import (
	"net/http"
	"sync"
)

// budget bounds the bytes of bodies that are on their way in at the same time.
type budget struct {
	mu   sync.Mutex
	left int64
}

func newBudget(n int64) *budget { return &budget{left: n} }

// take reserves n bytes, or reports that there is no room for them.
func (b *budget) take(n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n > b.left {
		return false
	}
	b.left -= n
	return true
}

func (b *budget) give(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left += n
}

func slowDown() *refusal {
	return refuse(http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate: too many uploads at once.")
}
