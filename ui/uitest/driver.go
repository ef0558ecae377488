// Package uitest drives one screen without a program, a terminal or time: keys
// go in by name, commands run until nothing is left to run, steps are kept as
// data, and a frame is plain text or cells.
//
//	d := uitest.New(t, func(env kit.Env) kit.Screen { return objects.New(env, ...) })
//	d.Press("down", "enter")        // each key, then every command it led to
//	d.Type("contracts")             // text, one key press a rune
//	d.Paste("s3://acme/hr/")        // tea.PasteMsg
//	step := d.Step()                // the last step the screen asked for
//	uitest.Golden(t, "folder-80x24", d.View(80, 24))
//	uitest.Sizes(t, d.Screen)       // 0x0 to 300x100: no panic, no overflow
//	uitest.CheckKeys(t, d.Screen.Keys())
//
// Answers can be held back to test what happens when they come late or in the
// wrong order: with d.Hold set, commands queue up instead of running.
//
//	d.Hold = true
//	d.Press("r", "r")               // two loads asked for
//	late := d.Run(0)                // the first one's answer, kept in hand
//	d.Settle()                      // the second one answers
//	d.Deliver(late...)              // and only now the first
//
// Nothing here waits for time to pass: a command that does not return within
// five minutes never will, and fails the test.
package uitest

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// timeout is how long a single command may take before the test fails. It only
// ends what would never end.
const timeout = 5 * time.Minute

// budget is how many commands one Settle runs before it calls them endless.
const budget = 100_000

// Driver runs one screen. Its fields are for reading, except Hold.
type Driver struct {
	Screen kit.Screen
	Env    kit.Env
	Clock  *Clock
	Steps  []kit.Step // every step but Stay, oldest first
	Sent   []tea.Msg  // what commands returned for the program, not for the screen
	Hold   bool       // keep commands instead of running them

	// Hear is told what colours the terminal has before a picture is drawn for it;
	// nil: the screen draws the same for all.
	Hear func(tea.Msg)

	t       testing.TB
	leave   context.CancelFunc
	pending []tea.Cmd
}

// New gives birth to a screen, runs its Init and everything that follows.
func New(t testing.TB, mk kit.Maker) *Driver {
	t.Helper()
	d := NewHeld(t, mk)
	d.Hold = false
	d.Settle()
	return d
}

// NewHeld is New with Hold set from the start: Init's command is pending.
func NewHeld(t testing.TB, mk kit.Maker) *Driver {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	theme := kit.NewTheme(true)
	clock := NewClock()
	env := kit.Env{ID: 7, Ctx: ctx, Theme: &theme, Clock: clock.Now}
	d := &Driver{Env: env, Clock: clock, Hold: true, t: t, leave: cancel}
	d.Screen = mk(env)
	d.queue(d.Screen.Init())
	return d
}

// Leave cancels the screen's context, as the root does when a screen goes.
func (d *Driver) Leave() { d.leave() }

// Press sends keys by name ("down", "G", "ctrl+o", "space"), settling after each.
func (d *Driver) Press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		msg, err := Key(k)
		if err != nil {
			d.t.Fatal(err)
		}
		d.Send(msg)
	}
}

// Type sends text, one key press per rune.
func (d *Driver) Type(text string) {
	d.t.Helper()
	for _, r := range text {
		d.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Paste sends text as one bracketed paste.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.Send(tea.PasteMsg{Content: text})
}

// Tick advances the clock and tells the screen.
func (d *Driver) Tick(by time.Duration) {
	d.t.Helper()
	d.Send(kit.Tick{Now: d.Clock.Advance(by)})
}

// Send gives the screen one message, and settles unless held.
func (d *Driver) Send(msg tea.Msg) {
	d.t.Helper()
	step, cmd := d.Screen.Update(msg)
	switch step.(type) {
	case nil, kit.Stay:
	default:
		d.Steps = append(d.Steps, step)
	}
	d.queue(cmd)
	if !d.Hold {
		d.Settle()
	}
}

// Deliver gives the screen messages that Run returned, addressed or not, and
// drops what is addressed to another screen.
func (d *Driver) Deliver(msgs ...tea.Msg) {
	d.t.Helper()
	for _, m := range msgs {
		d.deliver(m)
	}
	if !d.Hold {
		d.Settle()
	}
}

// Step returns the last step since the previous call, or nil.
func (d *Driver) Step() kit.Step {
	if len(d.Steps) == 0 {
		return nil
	}
	s := d.Steps[len(d.Steps)-1]
	d.Steps = nil
	return s
}

// Pending is the number of commands that wait to be run.
func (d *Driver) Pending() int { return len(d.pending) }

// Settle runs commands, oldest first, until none is left, batches and sequences
// included, even when held.
func (d *Driver) Settle() {
	d.t.Helper()
	for n := 0; len(d.pending) > 0; n++ {
		if n == budget {
			d.t.Fatalf("uitest: still busy after %d commands", budget)
		}
		for _, m := range d.Run(0) {
			d.deliver(m)
		}
	}
}

// Run runs the i-th pending command and returns its message without delivering
// it. The commands of a batch or a sequence take its place in the queue.
func (d *Driver) Run(i int) []tea.Msg {
	d.t.Helper()
	if i >= len(d.pending) {
		d.t.Fatalf("uitest: no command %d, only %d pending", i, len(d.pending))
	}
	cmd := d.pending[i]
	rest := append([]tea.Cmd(nil), d.pending[i+1:]...)
	d.pending = d.pending[:i]
	msg := d.call(cmd)
	if more, ok := commands(msg); ok {
		for _, c := range more {
			d.queue(c)
		}
		msg = nil
	}
	d.pending = append(d.pending, rest...)
	if msg == nil {
		return nil
	}
	return []tea.Msg{msg}
}

func (d *Driver) deliver(msg tea.Msg) {
	d.t.Helper()
	reply, ok := msg.(kit.Reply)
	switch {
	case !ok:
		d.Sent = append(d.Sent, msg)
	case reply.To == d.Env.ID && d.Env.Ctx.Err() == nil:
		d.apply(reply.Msg)
	}
}

func (d *Driver) apply(msg tea.Msg) {
	hold := d.Hold
	d.Hold = true // the caller's loop settles
	d.Send(msg)
	d.Hold = hold
}

func (d *Driver) queue(cmd tea.Cmd) {
	if cmd != nil {
		d.pending = append(d.pending, cmd)
	}
}

// call runs one command beside the test, so that one that hangs or panics is
// reported instead of taking the test binary with it.
func (d *Driver) call(cmd tea.Cmd) tea.Msg {
	d.t.Helper()
	type result struct {
		msg   tea.Msg
		panic string
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{panic: fmt.Sprintf("%v\n%s", p, debug.Stack())}
			}
		}()
		done <- result{msg: cmd()}
	}()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case r := <-done:
		if r.panic != "" {
			d.t.Fatalf("uitest: a command panicked: %s", r.panic)
		}
		return r.msg
	case <-timer.C:
		d.t.Fatalf("uitest: a command is still running after %s", timeout)
		return nil
	}
}

// commands unwraps a batch or a sequence. The sequence's type is not exported,
// so it is known by its shape.
func commands(msg tea.Msg) ([]tea.Cmd, bool) {
	if b, ok := msg.(tea.BatchMsg); ok {
		return b, true
	}
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil, false
	}
	cmds := make([]tea.Cmd, v.Len())
	for i := range cmds {
		cmds[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return cmds, true
}
