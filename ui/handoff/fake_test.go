package handoff_test

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"signet/share"
	rules "signet/share/handoff"
	"signet/ui/handoff"
	"signet/ui/kit"
	"signet/ui/qrview"
	"signet/ui/uitest"
)

// room is a hand-off of which the test says how it stands.
type room struct {
	terms rules.Terms
	mu    sync.Mutex
	state rules.State
	ended chan struct{} // closed when it is stopped
}

func (r *room) URL() share.Secret    { return share.NewSecret(r.terms.Listens + "/abcdefghij") }
func (r *room) Terms() rules.Terms   { return r.terms }
func (r *room) State() rules.State   { r.mu.Lock(); defer r.mu.Unlock(); return r.state }
func (r *room) set(s rules.State)    { r.mu.Lock(); defer r.mu.Unlock(); r.state = s }
func (r *room) stopped() bool        { return r.State().Why == rules.Stopped }
func (r *room) origin(port string)   { r.terms.Listens = "http://192.168.178.23:" + port }
func address(text string) netip.Addr { return netip.MustParseAddr(text) }

// Stop ends it.
func (r *room) Stop() {
	s := r.State()
	s.Why = rules.Stopped
	r.set(s)
	close(r.ended)
}

// world opens rooms.
type world struct {
	change func(*share.Request) // what is handed off
	env    func() time.Time
	orders []rules.Order
	err    error
	room   *room
	kept   []handoff.Room
	full   bool // another one is kept already
	tunnel string
}

func (w *world) Ways() []rules.Way {
	return []rules.Way{{Interface: "wlan0", Address: address("192.168.178.23")}, {Interface: "this machine alone", Address: address("127.0.0.1")}}
}

func (w *world) Tunnel(uint16) string { return w.tunnel }

func (w *world) Open(_ context.Context, o rules.Order) (handoff.Room, error) {
	w.orders = append(w.orders, o)
	if w.err != nil {
		return nil, w.err
	}
	w.room = &room{terms: o.Terms(w.env()), state: rules.State{Left: o.Uses}, ended: make(chan struct{})}
	w.room.origin("8443")
	if o.SelfSigned {
		w.room.terms.Listens = "https://192.168.178.23:8443"
		w.room.terms.Fingerprint = "AB:CD"
	}
	return w.room, nil
}

var errNoPort = errors.New("listen on 192.168.178.23:8443: port 8443 is taken by another program")

// start opens the screen on a terminal of that size and environment.
func start(t *testing.T, w *world, cols, rows int, environ ...string) (*uitest.Driver, *qrview.Caps) {
	t.Helper()
	caps := qrview.NewCaps(append([]string{"LANG=C.UTF-8", "TERM=xterm-256color"}, environ...), func() (int, int) { return 8, 17 })
	caps.Observe(tea.WindowSizeMsg{Width: cols, Height: rows})
	for _, e := range environ {
		if e == "NO_COLOR=1" {
			caps.Observe(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
		}
	}
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		w.env = env.Now
		r := share.Request{Operation: share.Download, Target: share.Target{Place: "work", Bucket: "acme", Key: "2026/q3.pdf"}, Note: "the numbers"}
		if w.change != nil {
			w.change(&r)
		}
		return handoff.New(env, handoff.Of{Request: r, Until: env.Now().Add(time.Hour), Share: "0samz"}, handoff.Deps{Caps: caps, Opener: w, Keep: func(r handoff.Room) bool {
			if !w.full {
				w.kept = append(w.kept, r)
			}
			return !w.full
		}})
	})
	d.Hear = func(m tea.Msg) { caps.Observe(m) }
	return d, caps
}
