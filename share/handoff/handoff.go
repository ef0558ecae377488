package handoff

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"signet/share"
)

// World is what a hand-off needs of the rest of the program.
type World struct {
	// Share checks, signs and records: share.Service's.
	Share func(ctx context.Context, r share.Request) (share.Link, error)
	// Look says why the object cannot be handed off at this moment; nil: it can, or nobody
	// knows. It is asked at each press.
	Look func(ctx context.Context, r share.Request) error
	// Use notes in the share log that a link was pressed for, which is one use, or what of
	// it went through here, which is none more.
	Use func(ctx context.Context, id string, u Use) error
	// Never notes that nobody got a link that was signed, and why.
	Never func(ctx context.Context, id, why string) error
	// Fetch sends one request to the store and follows no redirect; it is needed for streams.
	Fetch func(*http.Request) (*http.Response, error)
	Clock func() time.Time
}

// Use is what the log learns of a use.
type Use struct {
	At     time.Time
	From   string // address
	Agent  string
	Status int
	Detail string
	Sent   bool // what went through here, of a press that is noted already
}

// GoneError says that the object is not there any more, or that the share by whose terms
// it was handed off is not open any more.
type GoneError struct{ Cause error }

func (e *GoneError) Error() string { return e.Cause.Error() }
func (e *GoneError) Unwrap() error { return e.Cause }

// HandOff is one document behind one address. It is safe for concurrent use.
type HandOff struct {
	terms Terms
	world World
	path  string
	hosts []string // that requests may name
	pages pages

	mu      sync.Mutex
	limits  limits
	why     Why // only Stopped is kept; the others follow from the rest
	left    int
	taking  int // presses under way
	presses []Press
	streams map[string]*stream // by the token of their press
	looked  int
	wrong   int
	from    netip.Addr
	problem string
	failed  time.Time
	counts  bool // the press that problem is of
	trouble string
	changed chan struct{} // closed at the next change
}

// New makes a hand-off under an address of its own.
func New(t Terms, w World) (*HandOff, error) {
	if err := t.Check(w.Clock()); err != nil {
		return nil, err
	}
	t.Request.Starts, t.Request.Lifetime = time.Time{}, share.For(Opens)
	h := &HandOff{terms: t, world: w, path: "/" + newPath(), left: t.Uses, streams: map[string]*stream{}, changed: make(chan struct{})}
	for _, origin := range []string{t.Listens, t.Public} {
		if host := hostOf(origin); host != "" {
			h.hosts = append(h.hosts, host)
		}
	}
	var err error
	h.pages, err = newPages(t)
	return h, err
}

// URL is the address, as the code carries it. Whoever has it may press.
func (h *HandOff) URL() share.Secret { return share.NewSecret(h.terms.origin() + h.path) }

// Terms are what was agreed.
func (h *HandOff) Terms() Terms { return h.terms }

// Stop ends it at once; what is on its way breaks off.
func (h *HandOff) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.why = Stopped
	for _, s := range h.streams {
		s.stop()
	}
	h.tell()
}

// State is how it stands.
func (h *HandOff) State() State {
	h.mu.Lock()
	defer h.mu.Unlock()
	return State{
		Why: h.over(h.world.Clock()), Left: h.left, Presses: slices.Clone(h.presses), Looked: h.looked,
		Wrong: h.wrong, From: h.from, Problem: h.problem, Counts: h.counts, Failed: h.failed, Trouble: h.trouble,
	}
}

// Changed is closed when the state is another one. The end by the clock closes nothing.
func (h *HandOff) Changed() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changed
}

// SetTrouble says what keeps everybody from it at this moment; empty: nothing does.
func (h *HandOff) SetTrouble(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.trouble != text {
		h.trouble = text
		h.tell()
	}
}

// tell wakes whoever waits for a change; the lock is held.
func (h *HandOff) tell() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// over says why nothing can be had any more; the lock is held. A stream that may be
// resumed keeps it going until its end.
func (h *HandOff) over(now time.Time) Why {
	switch {
	case h.why != Running:
		return h.why
	case !now.Before(h.terms.Ends):
		return Ended
	case h.left > 0 || h.taking > 0:
		return Running
	case slices.ContainsFunc(h.presses, func(p Press) bool { return p.Stream.open() }):
		return Running
	}
	return Used
}
