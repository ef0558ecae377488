package ui

import (
	"bytes"
	"io"
	"runtime"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The title of the window belongs to whoever had it before: terminals keep it on
// a stack. https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (XTWINOPS)
const (
	keepTitle = "\x1b[22;0t"
	backTitle = "\x1b[23;0t"
)

// terminal is the terminal behind the interface, which lends it to a child, to a
// printed link, and to the shell while the program is stopped.
type terminal struct {
	out io.Writer
	// interrupts hands what ctrl+c sends to another, until back is called; nil:
	// nobody listens to it here.
	interrupts func(typed func()) (back func())

	mu   sync.Mutex
	lent bool          // the terminal is as the shell left it
	wake chan struct{} // closed when the program goes on; nil: nothing stops it
	own  chan struct{} // closed when the signal comes that we have sent ourselves
}

// take makes the terminal the interface's: what Bubble Tea does not keep is kept.
func (t *terminal) take() {
	t.setLent(false)
	_, _ = io.WriteString(t.out, keepTitle)
}

// give leaves the terminal as it was found. Bubble Tea has undone what it had set,
// but for two things: it empties the title, and if it is stopped before it has
// drawn, it resets the keyboard first and sets it afterwards. A shell does not
// know the keys of that mode, not even ctrl+c.
func (t *terminal) give() {
	_, _ = io.WriteString(t.out, ansi.ResetModifyOtherKeys+backTitle)
	t.setLent(true)
}

// torn is what Bubble Tea sets, undone: the end of a frame that may have begun, the
// keyboard of the other screen, that screen, cursor and wrapping, mouse, focus and pastes.
const torn = "\x1b\\\x1b[?2026l\x1b[<u\x1b[?1049l\x1b[0m\x1b[?25h\x1b[?7h" +
	"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?2027l\x1b[?2031l\x1b[?2048l\x1b]9;4;0\a"

// tear leaves the terminal as it was found without waiting for whoever draws on it. The
// process ends right after.
func (t *terminal) tear() {
	t.mu.Lock()
	lent := t.lent
	t.mu.Unlock()
	if !lent {
		_, _ = io.WriteString(unwired(t.out), torn+ansi.ResetModifyOtherKeys+backTitle)
	}
}

func (t *terminal) setLent(lent bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lent = lent
}

// exec runs a command on the normal screen. An interrupt is the command's from
// before it gets the terminal until the interface has it again; typed hears of it.
func (t *terminal) exec(c tea.ExecCommand, typed func(), done tea.ExecCallback) tea.Cmd {
	return func() tea.Msg {
		back := func() {}
		if t.interrupts != nil {
			back = t.interrupts(typed)
		}
		return t.lend(c, func(err error) tea.Msg {
			back()
			return done(err)
		})
	}
}

// lend is the message that has Bubble Tea wait while a command has the terminal.
func (t *terminal) lend(c tea.ExecCommand, done tea.ExecCallback) tea.Msg {
	return tea.Exec(loan{c, t}, done)()
}

// loan is a command that has the terminal as it was found.
type loan struct {
	tea.ExecCommand
	t *terminal
}

// SetStdout gives the command the terminal for what it has to complain about,
// too: standard error leads nowhere while the interface runs.
func (l loan) SetStdout(w io.Writer) {
	w = unwired(w)
	l.ExecCommand.SetStdout(w)
	l.ExecCommand.SetStderr(w)
}

// SetStderr does nothing; see SetStdout.
func (loan) SetStderr(io.Writer) {}

// Run is called when Bubble Tea has left the terminal.
func (l loan) Run() error {
	l.t.give()
	defer l.t.take()
	defer awaitDrawn()
	return l.ExecCommand.Run()
}

// awaitDrawn waits until nobody draws any more. The goroutine that drew before
// stops the clock of all drawing on its way out; if it came to that after the next
// one had started the clock, nothing would ever be drawn again. Bubble Tea does not
// wait for it (Program.startRenderer in v2.1.1), and nothing but its stack tells
// that it is still there. It needs a moment, or several on a busy machine: the
// bound is for another program in this process, which would go on drawing.
func awaitDrawn() {
	const atMost, step = 5 * time.Second, time.Millisecond
	for waited := time.Duration(0); drawing() && waited < atMost; waited += step {
		time.Sleep(step)
	}
}

// drawing reports whether a goroutine of Bubble Tea draws.
func drawing() bool {
	for size := 1 << 18; ; size *= 2 {
		stacks := make([]byte, size)
		if n := runtime.Stack(stacks, true); n < size {
			return bytes.Contains(stacks[:n], []byte("bubbletea/v2.(*Program).startRenderer.func1("))
		}
	}
}

// stopMsg asks the program to stop, redrawMsg to set and draw everything again.
type (
	stopMsg   struct{}
	redrawMsg struct{}
)

// filter has Bubble Tea suspend and redraw in the way of this terminal.
func (t *terminal) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	resumed := func(error) tea.Msg { return tea.ResumeMsg{} }
	switch msg.(type) {
	case tea.SuspendMsg:
		return t.lend(t.stop(), resumed)
	case redrawMsg:
		return t.lend(pause(nil), resumed)
	}
	return msg
}

// pause is a command that reads and writes nothing; nil: none at all.
type pause func()

// SetStdin does nothing.
func (pause) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (pause) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (pause) SetStderr(io.Writer) {}

// Run waits.
func (p pause) Run() error {
	if p != nil {
		p()
	}
	return nil
}
