package ui

import (
	"context"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"signet/share"
	"signet/share/handoff"
)

// worldRoom is a hand-off that nobody serves, and worldRooms opens such.
type worldRoom struct {
	terms   handoff.Terms
	stopped atomic.Bool
}

func (r *worldRoom) URL() share.Secret {
	return share.NewSecret("http://192.168.178.23:8443/abcdefghij")
}

func (r *worldRoom) Terms() handoff.Terms { return r.terms }
func (r *worldRoom) Stop()                { r.stopped.Store(true) }

func (r *worldRoom) State() handoff.State {
	if r.stopped.Load() {
		return handoff.State{Why: handoff.Stopped}
	}
	return handoff.State{Left: r.terms.Uses}
}

type worldRooms struct {
	w     *world
	clock func() time.Time
}

func (o worldRooms) Ways() []handoff.Way {
	return []handoff.Way{{Interface: "wlan0", Address: netip.MustParseAddr("192.168.178.23")}}
}

func (worldRooms) Tunnel(uint16) string { return "" }

func (o worldRooms) Open(_ context.Context, order handoff.Order) (Room, error) {
	o.w.note("handed off %s", order.Request.Target.URI())
	return &worldRoom{terms: order.Terms(o.clock())}, nil
}

// A hand-off that is kept is in the header of every screen, is one key away, and is not
// lost by quitting without a question.
func TestKeptHandOff(t *testing.T) {
	w := newWorld(t)
	r := w.at(t, spot{keys: []string{"down", "enter", "1", "ctrl+s", "o", "right", "ctrl+s", "K", "esc", "esc", "esc"}})
	if s := r.screen(); !strings.Contains(s, "hand-off: 1 left, 10 min") || strings.Contains(r.titles(), "hand-off") {
		t.Errorf("%s\n%s", r.titles(), s)
	}
	r.press("q")
	if !r.parting.open() {
		t.Error("it is lost without a question")
	}
	r.press("n", "o")
	if !strings.HasSuffix(r.titles(), "hand-off") {
		t.Errorf("%s\n%s", r.titles(), r.screen())
	}
	r.press("x")
	r.press("esc")
	if s := r.screen(); strings.Contains(s, "hand-off:") {
		t.Errorf("it was stopped:\n%s", s)
	}
}

// A hand-off that is not kept is not ended by q or esc without a question, nor is what was
// typed into its form lost.
func TestHandOffEndsByNoSlip(t *testing.T) {
	r := newWorld(t).at(t, spot{keys: []string{"down", "enter", "1", "ctrl+s", "o", "down", "down"}})
	r.types("2")
	r.press("esc")
	if s := r.screen(); !r.parting.open() || !strings.Contains(s, "what was typed into the form") {
		t.Errorf("what was typed is lost:\n%s", s)
	}
	r.press("n", "backspace", "up", "up", "right", "ctrl+s")
	for _, k := range []string{"q", "esc"} {
		r.press(k)
		if s := r.screen(); !r.parting.open() || !strings.Contains(s, "the hand-off, which ends with its screen") {
			t.Errorf("%s ends it:\n%s", k, s)
		}
		r.press("n")
	}
	r.press("esc", "y")
	if strings.HasSuffix(r.titles(), "hand-off") {
		t.Errorf("%s\n%s", r.titles(), r.screen())
	}
}

// A second one is not kept: the first would go on unseen, and no key would stop it.
func TestOneHandOffIsKept(t *testing.T) {
	w := newWiring(Parts{})
	first, second, third := &worldRoom{}, &worldRoom{}, &worldRoom{}
	keep := w.handOffDeps().Keep
	if !keep(first) || keep(second) || w.held != Room(first) || first.State().Why != handoff.Running {
		t.Errorf("kept: %p, the first is %p", w.held, first)
	}
	first.Stop()
	if !keep(third) || w.held != Room(third) {
		t.Error("after the first was stopped none is kept")
	}
}

// Where something is typed the help is in the footer, however narrow it is.
func TestHelpIsInTheFooterOfAForm(t *testing.T) {
	r := newWorld(t).at(t, spot{keys: []string{"U"}})
	lines := strings.Split(r.screen(), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, "f1 help") || !strings.Contains(last, "esc back") {
		t.Error(last)
	}
}
