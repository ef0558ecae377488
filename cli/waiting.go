package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// unsaid is how long nothing is said while a server is waited for.
const unsaid = 300 * time.Millisecond

// waiting says what a server is asked for, where a terminal shows it and once it takes
// longer than a moment. done takes the line away again.
func (a *app) waiting(doing string) (done func()) {
	p := a.progressAlone()
	if p.w == nil {
		return func() {}
	}
	var mu sync.Mutex
	said, over := false, false
	timer := time.AfterFunc(unsaid, func() {
		mu.Lock()
		defer mu.Unlock()
		if said = !over; said {
			_, _ = fmt.Fprint(p.w, doing, " …") // nothing depends on it
		}
	})
	return func() {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		if over = true; said {
			_, _ = io.WriteString(p.w, "\r\x1b[K")
		}
	}
}
