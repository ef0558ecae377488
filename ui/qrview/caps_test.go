package qrview_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"signet/share/qr"
	"signet/ui/qrview"
)

func TestEnvironment(t *testing.T) {
	dark := qr.Terminal{Colors: true, DarkBackground: true}
	with := func(change func(*qr.Terminal)) qr.Terminal { t := dark; change(&t); return t }
	for _, tt := range []struct {
		env  string
		want qr.Terminal
	}{
		{"LANG=en_GB.UTF-8", with(func(t *qr.Terminal) { t.UTF8 = true })},
		{"LC_CTYPE=C.utf8 LANG=C", with(func(t *qr.Terminal) { t.UTF8 = true })},
		{"LC_ALL=C LANG=en_GB.UTF-8", dark},
		{"LC_ALL= LANG=en_GB.UTF-8", with(func(t *qr.Terminal) { t.UTF8 = true })},
		{"", dark},
		{"OS=Windows_NT", with(func(t *qr.Terminal) { t.UTF8 = true })},
		{"NO_COLOR=1", with(func(t *qr.Terminal) { t.Colors = false })},
		{"TERM=dumb", with(func(t *qr.Terminal) { t.Colors, t.Plain, t.Name = false, true, "dumb" })},
		{"TMUX=/tmp/x,1,0 TERM_PROGRAM=iTerm.app", with(func(t *qr.Terminal) { t.InTmux = true })},
		{"TERM_PROGRAM=iTerm.app", with(func(t *qr.Terminal) { t.ITerm2, t.Name = true, "iTerm.app" })},
		{"TERM=linux", with(func(t *qr.Terminal) { t.Console, t.Name = true, "linux" })},
		{"TERM=xterm-256color VTE_VERSION=7000", with(func(t *qr.Terminal) { t.Name = "vte" })},
		{"LC_TERMINAL=iTerm2", with(func(t *qr.Terminal) { t.ITerm2 = true })},
		{"TERM=screen-256color LC_TERMINAL=iTerm2", dark},
	} {
		if got := qrview.NewCaps(strings.Fields(tt.env), nil).Terminal(0, 0); got != tt.want {
			t.Errorf("%q: %+v", tt.env, got)
		}
	}
}

// TestQueries: which terminals are asked what, and only once; kitty's question,
// which old terminals print over the code, goes only to those that say a name.
func TestQueries(t *testing.T) {
	for env, named := range map[string]bool{
		"TERM=xterm-256color": true, "TERM=rxvt-unicode": true, "TERM=xterm TMUX=x": false, "TERM=screen": false,
		"TERM_PROGRAM=Apple_Terminal": false, "TERM=linux": false,
	} {
		caps := qrview.NewCaps(strings.Fields(env), func() (int, int) { return 8, 16 })
		sent := feed(caps, caps.Observe(tea.WindowSizeMsg{Width: 80, Height: 24}))
		if strings.Contains(sent, "\x1b_G") || strings.Contains(sent, qr.AskName) != named || strings.Count(sent, "\x1b[c") != 1 {
			t.Errorf("%s: %q", env, sent)
		}
		if again := feed(caps, caps.Observe(tea.WindowSizeMsg{Width: 81, Height: 24})); again != "" {
			t.Errorf("%s: asked again: %q", env, again)
		}
		sent = feed(caps, caps.Observe(tea.TerminalVersionMsg{Name: "kitty(0.36.4)"}))
		if strings.Contains(sent, qr.AskKitty) != named {
			t.Errorf("%s, named: %q", env, sent)
		}
		if again := feed(caps, caps.Observe(tea.TerminalVersionMsg{Name: "kitty(0.36.4)"})); again != "" {
			t.Errorf("%s: asked again: %q", env, again)
		}
	}
	dumb := qrview.NewCaps([]string{"TERM=dumb"}, nil)
	if sent := feed(dumb, dumb.Observe(tea.WindowSizeMsg{Width: 80, Height: 24})); sent != "" || dumb.Measure() != nil {
		t.Errorf("a dumb terminal was asked %q", sent)
	}
}

// TestTheFence: a kitty answer counts only before the device attributes, and
// only as an answer to our question.
func TestTheFence(t *testing.T) {
	ok, other := uv.KittyGraphicsEvent{Payload: []byte("OK")}, uv.KittyGraphicsEvent{Payload: []byte("OK")}
	ok.Options.ID, other.Options.ID = 31, 7
	refused := ok
	refused.Payload = []byte("ENOTSUPPORTED")
	fence, name := uv.PrimaryDeviceAttributesEvent{62, 4}, tea.TerminalVersionMsg{Name: "a(1)"}
	for label, tt := range map[string]struct {
		msgs         []tea.Msg
		kitty, sixel bool
	}{
		"both":     {[]tea.Msg{name, fence, ok, fence}, true, true},
		"late":     {[]tea.Msg{name, fence, fence, ok}, false, true},
		"other":    {[]tea.Msg{name, fence, other, fence}, false, true},
		"refused":  {[]tea.Msg{name, fence, refused, fence}, false, true},
		"none":     {[]tea.Msg{name, ok}, false, false},
		"nameless": {[]tea.Msg{fence, ok, fence}, false, true},
	} {
		caps := qrview.NewCaps(utf8(), func() (int, int) { return 8, 16 })
		resize(caps, 80, 24)
		for _, m := range tt.msgs {
			caps.Observe(m)
		}
		if got := caps.Terminal(0, 0); got.Kitty != tt.kitty || got.Sixel != tt.sixel {
			t.Errorf("%s: %+v", label, got)
		}
	}
}

// TestCellSize: the kernel first, then the terminal's own answers, the best of
// them whatever the order.
func TestCellSize(t *testing.T) {
	for name, tt := range map[string]struct {
		kernel int
		msgs   []tea.Msg
		want   int
	}{
		"kernel":   {17, nil, 17},
		"16t":      {0, []tea.Msg{uv.CellSizeEvent{Width: 8, Height: 16}, uv.PixelSizeEvent{Width: 700, Height: 360}}, 16},
		"14t":      {0, []tea.Msg{uv.PixelSizeEvent{Width: 640, Height: 360}}, 15},
		"14t, 16t": {0, []tea.Msg{uv.PixelSizeEvent{Width: 640, Height: 360}, uv.CellSizeEvent{Width: 8, Height: 16}}, 16},
		"sixel":    {0, []tea.Msg{uv.UnknownCsiEvent("\x1b[?2;0;640;408S")}, 17},
		"refused":  {0, []tea.Msg{uv.UnknownCsiEvent("\x1b[?2;3;0S")}, 0},
		"nobody":   {0, nil, 0},
	} {
		caps := qrview.NewCaps(utf8(), func() (int, int) { return tt.kernel / 2, tt.kernel })
		sent := feed(caps, caps.Observe(tea.WindowSizeMsg{Width: 80, Height: 24}))
		if asked := strings.Contains(sent, "\x1b[16t\x1b[14t"); asked != (tt.kernel == 0) {
			t.Errorf("%s: asked %v", name, asked)
		}
		for _, m := range tt.msgs {
			caps.Observe(m)
		}
		if got := caps.Terminal(0, 0).CellH; got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// TestWidthOfABlock: the answer decides over the environment, inside tmux only
// about the width, and a cursor position that nobody asked for about nothing.
func TestWidthOfABlock(t *testing.T) {
	for _, tt := range []struct {
		env         string
		column      int
		asked, utf8 bool
		width       int
	}{
		{"LANG=C.UTF-8", 2, true, true, 1},
		{"LANG=C.UTF-8", 3, true, true, 2},
		{"", 2, true, true, 1},
		{"TMUX=x", 2, true, false, 1},
		{"LANG=C.UTF-8", 5, true, false, 2},
		{"LANG=C.UTF-8", 3, false, true, 0},
	} {
		caps := qrview.NewCaps(strings.Fields(tt.env), func() (int, int) { return 8, 16 })
		resize(caps, 80, 24)
		if tt.asked && caps.Measure() == nil {
			t.Errorf("%q: nothing is asked", tt.env)
		}
		caps.Observe(tea.CursorPositionMsg{X: tt.column, Y: 1})
		if got := caps.Terminal(0, 0); got.UTF8 != tt.utf8 || got.BlockWidth != tt.width {
			t.Errorf("%q, column %d: %+v", tt.env, tt.column, got)
		}
		if tt.asked && caps.Measure() != nil {
			t.Errorf("%q: asked twice", tt.env)
		}
	}
}

func TestProfilesAndBackground(t *testing.T) {
	caps := qrview.NewCaps(utf8(), nil)
	for profile, want := range map[colorprofile.Profile]qr.Terminal{
		colorprofile.TrueColor: {Colors: true}, colorprofile.ANSI: {Colors: true},
		colorprofile.Ascii: {}, colorprofile.NoTTY: {Plain: true},
	} {
		caps.Observe(tea.ColorProfileMsg{Profile: profile})
		if got := caps.Terminal(0, 0); got.Colors != want.Colors || got.Plain != want.Plain {
			t.Errorf("%v: %+v", profile, got)
		}
	}
}

// TestTmux is asked at every change of the window, once at a time: another
// terminal may show it by then.
func TestTmux(t *testing.T) {
	caps := qrview.NewCaps([]string{"TMUX=x", "LANG=C.UTF-8"}, func() (int, int) { return 8, 17 })
	kitty := qr.Client{Type: "kitty(0.36.4)", Name: "xterm-kitty", UTF8: true}
	asked, clients := 0, []qr.Client{kitty}
	caps.AskTmux(func() qr.Tmux { asked++; return qr.Tmux{Passthrough: true, Clients: clients} })
	for _, want := range []qr.Style{qr.Kitty, qr.None} {
		resize(caps, 80, 24)
		caps.Observe(uv.PrimaryDeviceAttributesEvent{62})
		if got := qr.Fit(69, caps.Terminal(80, 24), qr.Auto).Style; got != want {
			t.Errorf("%v, want %v", got, want)
		}
		clients = append(clients, qr.Client{Type: "XTerm(379)", Name: "xterm", UTF8: true})
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
	waits := caps.Observe(tea.WindowSizeMsg{Width: 80, Height: 24}) // not answered yet
	feed(caps, caps.Observe(tea.WindowSizeMsg{Width: 81, Height: 24}))
	if asked != 2 || waits == nil {
		t.Errorf("asked %d times, while one answer is awaited", asked)
	}
	outside := qrview.NewCaps(utf8(), nil)
	outside.AskTmux(func() qr.Tmux { t.Error("asked outside of tmux"); return qr.Tmux{} })
	resize(outside, 80, 24)
}
