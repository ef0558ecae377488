// Package below reads all that lies below a prefix, a page at a time, for the screens
// that look through it: it is stopped and goes on, and no page counts twice.
package below

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/kit"
)

// Reading is a listing that a screen goes through. What it makes of a page is made off
// the loop.
type Reading[T any] struct {
	Keys int // that have been looked at
	Err  error

	env    kit.Env
	source s3browser.Lister
	ask    s3browser.ListRequest
	make   func(s3browser.Page) T

	pages  *s3browser.Pages
	seq    int  // of the listing: a new beginning is another
	asking bool // for a page
	wanted bool
	done   bool
	cancel context.CancelFunc
}

// Came is one page, or why there is none.
type Came[T any] struct {
	seq, keys int
	made      T
	done      bool
	err       error
}

// New prepares a reading of all that is below a prefix.
func New[T any](env kit.Env, source s3browser.Lister, bucket, prefix string, makes func(s3browser.Page) T) *Reading[T] {
	return &Reading[T]{env: env, source: source, make: makes, ask: s3browser.ListRequest{Bucket: bucket, Prefix: prefix, Recursive: true}}
}

// Begin reads from the beginning.
func (r *Reading[T]) Begin() tea.Cmd {
	r.Stop()
	r.seq++
	r.pages, r.asking, r.done, r.Keys = s3browser.NewPages(r.ask), false, false, 0
	return r.Proceed()
}

// Proceed goes on where the reading stopped or failed.
func (r *Reading[T]) Proceed() tea.Cmd {
	r.Err = nil
	if r.pages == nil || r.done {
		return nil
	}
	r.wanted = true
	return r.next()
}

// Stop ends the reading; what is under way is given up.
func (r *Reading[T]) Stop() {
	r.wanted = false
	r.release()
}

// release ends the context of the page that came, or is given up: thousands of them
// would be kept by that of the screen.
func (r *Reading[T]) release() {
	if r.cancel != nil {
		r.cancel()
		r.cancel = nil
	}
}

// Running reports that pages are being read.
func (r *Reading[T]) Running() bool { return r.wanted }

// Done reports that everything has been read.
func (r *Reading[T]) Done() bool { return r.done }

// next asks for a page, unless one is still on its way: two must not be read at once.
func (r *Reading[T]) next() tea.Cmd {
	if r.asking {
		return nil
	}
	ctx, cancel := context.WithCancel(r.env.Ctx) //nolint:gosec // release ends it
	r.cancel, r.asking = cancel, true
	seq, pages, source, makes := r.seq, r.pages, r.source, r.make
	return r.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		page, err := pages.Next(ctx, source)
		return Came[T]{seq, len(page.Entries), makes(page), pages.Done(), err}
	})
}

// Take is what was made of a page that came; ok is false for one of an earlier
// beginning. The command reads on.
func (r *Reading[T]) Take(msg Came[T]) (made T, ok bool, cmd tea.Cmd) {
	if msg.seq != r.seq {
		return made, false, nil
	}
	r.asking = false
	r.release()
	r.Keys += msg.keys
	r.done = msg.done
	var known *s3browser.Error
	given := errors.Is(msg.err, context.Canceled) || errors.As(msg.err, &known) && known.Kind == s3browser.Cancelled
	switch {
	case msg.err != nil && !given:
		r.wanted, r.Err = false, msg.err
	case msg.done && msg.err == nil:
		r.wanted = false
	case r.wanted:
		return msg.made, true, r.next()
	}
	return msg.made, true, nil
}
