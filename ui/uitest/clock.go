package uitest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is told otherwise.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at Wednesday, 4 March 2026, 15:04:05 UTC.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.March, 4, 15, 4, 5, 0, time.UTC)}
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock and returns what it shows then.
func (c *Clock) Advance(by time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
	return c.now
}
