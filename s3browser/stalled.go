package s3browser

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// defaultTimeout is how long a server may keep silent where the settings do not
// say otherwise.
const defaultTimeout = 30 * time.Second

// leastRate is the slowest that an answer may come, in bytes a second.
const leastRate = 1000

// stalledError is a server that keeps silent, or lets its answer drip.
type stalledError struct {
	host  string
	after time.Duration
	begun bool // the answer had begun
}

func (e *stalledError) Error() string {
	if e.begun {
		return fmt.Sprintf("the answer from %s came too slowly: less than 1 kB/s over %s", e.host, spell(e.after))
	}
	return fmt.Sprintf("no answer from %s within %s", e.host, spell(e.after))
}

// Timeout makes it a timeout for whoever asks.
func (e *stalledError) Timeout() bool { return true }

// spell is a duration as the settings write it, such as 30 s or 1.5 s.
func spell(d time.Duration) string { return fmt.Sprintf("%g s", d.Seconds()) }

// budget is what is left of the timeout of one call: its attempts share it, so
// that a server that makes each of them wait gains nothing.
type budget struct{ left time.Duration }

type budgetKey struct{}

// withBudget gives all attempts made with a context one budget.
func (c *Client) withBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, &budget{left: c.timeout()})
}

func (c *Client) timeout() time.Duration {
	if c.conn.Timeout > 0 {
		return c.conn.Timeout
	}
	return defaultTimeout
}

// watch ends a request whose server stalls. Only the time in which somebody waits
// for the server counts: a reader who takes a pause blames nobody.
type watch struct {
	context.Context
	cancel  context.CancelFunc
	timer   *time.Timer
	stalled atomic.Bool
	budget  *budget
	timeout time.Duration
	host    string

	left time.Duration // to wait for the rest of due
	due  int64         // bytes
}

func newWatch(r *http.Request, timeout time.Duration) *watch {
	w := &watch{timeout: timeout, host: r.URL.Host}
	w.Context, w.cancel = context.WithCancel(r.Context())
	var shared bool
	if w.budget, shared = r.Context().Value(budgetKey{}).(*budget); !shared {
		w.budget = &budget{left: timeout}
	}
	w.timer = time.AfterFunc(max(w.budget.left, 0), func() {
		w.stalled.Store(true)
		w.cancel()
	})
	return w
}

// until waits for do, which blocks for as long as the server does, and takes the
// time from left. The error of a server that stalled takes the place of others.
func (w *watch) until(left *time.Duration, begun bool, do func() error) error {
	w.timer.Reset(max(*left, 0))
	began := time.Now()
	err := do()
	w.timer.Stop()
	*left -= time.Since(began)
	if err != nil && w.stalled.Load() {
		return &stalledError{host: w.host, after: w.timeout, begun: begun}
	}
	return err
}

// answer waits for the head of the answer, and watches over its body.
func (w *watch) answer(send func(context.Context) (*http.Response, error)) (response *http.Response, err error) {
	err = w.until(&w.budget.left, false, func() (err error) {
		response, err = send(w) //nolint:bodyclose // whoever gets the answer closes it
		return err
	})
	if err != nil {
		w.cancel()
		return nil, err
	}
	w.renew()
	response.Body = &watched{response.Body, w}
	return response, nil
}

// renew begins a new span in which so many bytes are due.
func (w *watch) renew() { w.left, w.due = w.timeout, int64(w.timeout.Seconds()*leastRate) }

// watched is a body that must not drip.
type watched struct {
	body io.ReadCloser
	*watch
}

// Read reads, and fails when less came than was due.
func (b *watched) Read(p []byte) (n int, err error) {
	err = b.until(&b.left, true, func() (err error) {
		n, err = b.body.Read(p)
		return err
	})
	if b.due -= int64(n); b.due <= 0 {
		b.renew()
	}
	return n, err
}

// Close ends the request.
func (b *watched) Close() error {
	b.timer.Stop()
	err := b.body.Close()
	b.cancel()
	return err
}
