package qrview

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"signet/share/qr"
)

// Caps is what is known of the terminal. There is one per program: the root
// lets Observe see every message, the screens read it.
type Caps struct {
	term  qr.Terminal
	cells func() (w, h int)
	want  qr.Style // that the user prefers
	// tmux asks the tmux around the program; nil: there is none.
	tmux    func() qr.Tmux
	waiting bool // for its answer

	skipName bool // would print the question for its name
	asked    bool // the queries are out
	measured bool // the width of ▀ was asked for
	fences   int  // how many answers that end queries are awaited
	named    bool // it said its name, and was asked for kitty's graphics
	graphics bool // and answered
	mux      qr.Tmux
	sixel    bool // in the attributes, which in tmux are tmux's own

	erase string // removes the picture that is on the terminal; empty: there is none
}

// Erase is what removes a picture that was left on the terminal, for the end of
// the program: kitty keeps those that came through tmux beyond it.
func (c *Caps) Erase() string { return c.erase }

// NewCaps starts from the environment (as os.Environ gives it) and a function
// that returns the size of a cell in pixels, as the kernel knows it from the
// terminal (TIOCGWINSZ), or zeros; nil for none. It is called in a command.
func NewCaps(environ []string, cells func() (w, h int)) *Caps {
	env := qr.Environment(func(name string) string {
		for _, e := range environ {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				return v
			}
		}
		return ""
	})
	if cells == nil {
		cells = func() (int, int) { return 0, 0 }
	}
	return &Caps{cells: cells, skipName: !env.TakesNameQuery(), term: env.Terminal()}
}

// Prefer sets the style in which codes are drawn where it fits; Auto leaves the
// choice to qr.Fit.
func (c *Caps) Prefer(s qr.Style) { c.want = s }

// AskTmux gives the way to ask the tmux around the program about itself and the
// terminals that show it: nothing that is sent through tmux can find that out. It
// is called in a command, if at all, and again when the window changes: another
// terminal may show it by then.
func (c *Caps) AskTmux(ask func() qr.Tmux) {
	if c.term.InTmux {
		c.tmux = ask
	}
}

// Terminal is what is known, for an area of w by h cells.
func (c *Caps) Terminal(w, h int) qr.Terminal {
	t := c.term.Tmux(c.mux, c.sixel)
	t.Cols, t.Rows = w, h
	return t
}

// invert changes the background that is assumed, for terminals that do not tell
// theirs. It matters without colours only.
func (c *Caps) invert() { c.term.DarkBackground = !c.term.DarkBackground }

// Screen is the size of the whole terminal in cells.
func (c *Caps) Screen() (w, h int) { return c.term.Cols, c.term.Rows }

// cellSize is the answer of the kernel.
type cellSize struct{ w, h int }

// Observe learns from a message, whoever else it is for. The first window size
// sends the queries, and every one asks for the size of the cells again.
func (c *Caps) Observe(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		c.term.Cols, c.term.Rows = msg.Width, msg.Height
		cells := c.cells
		measure := func() tea.Msg { w, h := cells(); return cellSize{w, h} }
		return tea.Batch(measure, c.ask(), c.askTmux())
	case qr.Tmux:
		c.mux, c.waiting = msg, false
	case tea.TerminalVersionMsg:
		return c.name(msg.Name)
	case cellSize:
		if msg.w <= 0 || msg.h <= 0 {
			return c.request(qr.AskSizes)
		}
		c.term.Cell(msg.w, msg.h)
	case uv.CellSizeEvent:
		c.term.Cell(msg.Width, msg.Height)
	case uv.PixelSizeEvent:
		c.divide(msg.Width, msg.Height)
	case uv.UnknownCsiEvent:
		var w, h int
		if n, _ := fmt.Sscanf(string(msg), "\x1b[?2;0;%d;%dS", &w, &h); n == 2 {
			c.divide(w, h)
		}
	case tea.ColorProfileMsg:
		c.term.Colors = msg.Profile >= colorprofile.ANSI
		c.term.FewColors = msg.Profile == colorprofile.ANSI
		c.term.Plain = msg.Profile == colorprofile.NoTTY
	case tea.BackgroundColorMsg:
		c.term.DarkBackground = msg.IsDark()
	default:
		c.answer(msg)
	}
	return nil
}

// divide learns the size of a cell from that of the window, if nothing better
// is known.
func (c *Caps) divide(w, h int) {
	if c.term.CellW == 0 && c.term.Cols > 0 && c.term.Rows > 0 {
		c.term.Cell(w/c.term.Cols, h/c.term.Rows)
	}
}

// answer takes the answers to the queries. Primary device attributes come from
// every terminal and in order, so that what has not answered before them never
// will.
func (c *Caps) answer(msg tea.Msg) {
	switch msg := msg.(type) {
	case uv.KittyGraphicsEvent:
		if c.named && c.fences > 0 && msg.Options.ID == qr.KittyQuery && string(msg.Payload) == "OK" {
			c.graphics = true
		}
	case uv.PrimaryDeviceAttributesEvent:
		if c.fences == 0 {
			return
		}
		c.fences--
		c.sixel = slices.Contains(msg, 4)
		c.term.Asked = true
		if !c.term.InTmux {
			c.term.Kitty, c.term.Sixel = c.graphics, c.sixel
			c.term.ITerm2 = c.term.ITerm2 || qr.ITerm2Named(c.term.Name, c.sixel)
		}
	case tea.CursorPositionMsg:
		c.width(msg)
	}
}

// ask sends the queries, once.
func (c *Caps) ask() tea.Cmd {
	if c.asked || c.term.Plain {
		return nil
	}
	c.asked = true
	c.fences++
	query := ansi.RequestPrimaryDeviceAttributes
	if !c.skipName {
		query = qr.AskName + query
	}
	return c.request(query)
}

// name is what the terminal calls itself: it is one that takes the question for
// kitty's graphics, and does not print it.
func (c *Caps) name(name string) tea.Cmd {
	if c.named || !c.asked || c.skipName {
		return nil
	}
	c.named, c.term.Name = true, name
	c.fences++
	return c.request(qr.AskKitty + ansi.RequestPrimaryDeviceAttributes)
}

func (c *Caps) askTmux() tea.Cmd {
	ask := c.tmux
	if ask == nil || c.waiting {
		return nil
	}
	c.waiting = true
	return func() tea.Msg { return ask() }
}

func (c *Caps) request(sequence string) tea.Cmd {
	if c.term.Plain {
		return nil
	}
	return tea.Raw(sequence)
}

// The probe of widths is written here: not in the first row, where the answer
// would be the same as a function key.
const probeRow = 1

// Measure asks, once, how the terminal counts two characters: ñ, whose bytes
// are two columns without UTF-8, and ▀, which is two where ambiguous characters
// are wide. They stand on the screen until it is cleared at once, so this is
// for the moment when a code is about to be shown.
func (c *Caps) Measure() tea.Cmd {
	if c.measured || c.term.Plain || c.term.Rows <= probeRow {
		return nil
	}
	c.measured = true
	probe := ansi.SaveCursor + ansi.CursorPosition(1, probeRow+1) + qr.Probe + ansi.RequestCursorPositionReport + ansi.RestoreCursor
	return tea.Sequence(c.request(probe), tea.ClearScreen)
}

// width judges the answer to Measure. Inside tmux it is tmux that answers, for
// its own grid, so that it says nothing about the terminal's encoding.
func (c *Caps) width(at tea.CursorPositionMsg) {
	if !c.measured || at.Y != probeRow || c.term.BlockWidth != 0 {
		return
	}
	c.term.Measured(at.X)
}
