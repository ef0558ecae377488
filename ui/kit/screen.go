// Package kit is the vocabulary that every screen and widget of signet shares:
// Screen and Step, Env and Reply, Theme, Clean. It knows no screen and no S3.
package kit

import (
	"context"
	"io"

	"charm.land/bubbles/v2/help"
	tea "charm.land/bubbletea/v2"

	"signet/share"
)

// Screen is one full-screen page on the root's stack. Screens are pointers;
// they never do IO in Update and never know each other.
type Screen interface {
	// Init returns the first command, usually env.Do(load).
	Init() tea.Cmd
	// Update handles a key, paste, tick or an answer to an earlier env.Do, and
	// returns what it wants of the root. The root applies the step at once.
	Update(tea.Msg) (Step, tea.Cmd)
	// View draws exactly w by h cells, or fewer, at any size including 0x0, and
	// returns where the text cursor is (nil: none), relative to its own corner.
	View(w, h int) (string, *tea.Cursor)
	// Keys is the one source of keys, help and enabledness.
	Keys() help.KeyMap
	// Capturing reports that printable keys are text now, so that global keys
	// such as q and ? must not be taken away.
	Capturing() bool
	// Title is the screen's part of the breadcrumb, already cleaned.
	Title() string
}

// Pointed is the ability of a screen to be pointed at. The root takes the mouse while
// the screen on top says so, and never else: where a link, a code or details are shown,
// people select text with it. The wheel comes as the keys that go up and down.
type Pointed interface{ Pointed() bool }

// Click is sent to a screen that is pointed at: a cell of its own corner. The second
// one at the same place does what opens.
type Click struct {
	X, Y   int
	Double bool
}

// Maker gives birth to a screen: the root makes the Env. Screens get the makers
// of the screens that they lead to as functions, from ui/run.go.
type Maker func(Env) Screen

// Step is what a screen wants of the root: stay, or one of the structs below.
type Step interface{ step() }

// Stay changes nothing; nil means the same.
type Stay struct{}

// Push opens a screen above this one. Says, if it has a text, is said as it opens.
type Push struct {
	Make Maker
	Says Notify
}

// Pop leaves this screen. Then, if set, is delivered to the screen below, in
// the same Update.
type Pop struct{ Then tea.Msg }

// Replace leaves this screen and opens another in its stead.
type Replace struct{ Make Maker }

// Start leaves all screens and begins anew with one, as a switch to another place does.
type Start struct{ Make Maker }

// Notify shows a message in the status line.
type Notify struct {
	Kind Kind
	Text string // cleaned
}

// Copy sends text to the clipboard; the root says how it went. What names it
// for the message ("link", "curl command"); the text is never shown.
type Copy struct {
	Text share.Secret
	What string
}

// Print leaves the alternate screen, prints the text on the normal one and
// waits for a key, so that it can be selected with the terminal's own means.
type Print struct{ Text share.Secret }

// Outside leaves the alternate screen for Run, which has the normal one, and waits for a
// key when that went well. Done makes of what Run returned what the screen is told.
type Outside struct {
	Run  func(ctx context.Context, says io.Writer) error
	Done func(error) tea.Msg
}

// Quit ends the program.
type Quit struct{}

func (Stay) step()    {}
func (Push) step()    {}
func (Pop) step()     {}
func (Replace) step() {}
func (Start) step()   {}
func (Notify) step()  {}
func (Copy) step()    {}
func (Print) step()   {}
func (Outside) step() {}
func (Quit) step()    {}

// Kind of a notification. Infos fade; problems stay until a key.
type Kind int

// The kinds.
const (
	Info Kind = iota
	Good
	Problem
)
