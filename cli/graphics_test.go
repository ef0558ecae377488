package cli

import (
	"strings"
	"testing"

	"signet/share/qr"
)

// The answers are those of real terminals.
func TestUnderstand(t *testing.T) {
	before := qr.Terminal{Cols: 80, Rows: 21, Kept: 3, UTF8: true, Colors: true}
	with := func(change func(*qr.Terminal)) qr.Terminal { t := before; change(&t); return t }
	asked := func(change func(*qr.Terminal)) qr.Terminal {
		return with(func(t *qr.Terminal) {
			t.Asked = true
			change(t)
		})
	}
	for name, tt := range map[string]struct {
		answer string
		want   qr.Terminal
	}{
		"nothing":        {"", before},
		"xterm":          {"\x1b[2;1R\x1b[2;3R\x1bP>|XTerm(379)\x1b\\\x1b[?2;3;0S\x1b[?64;1;2;6;22c", asked(func(t *qr.Terminal) { t.BlockWidth, t.Name, t.Named = 1, "XTerm(379)", true })},
		"xterm as vt340": {"\x1b[2;1R\x1b[2;3R\x1b[?2;0;640;408S\x1b[?63;1;2;4;6;22c", asked(func(t *qr.Terminal) { t.BlockWidth, t.Sixel, t.CellW, t.CellH = 1, true, 8, 17 })},
		"kitty":          {"\x1b_Gi=31;OK\x1b\\\x1b[6;17;8t\x1b[4;408;640t\x1b[?62;c", asked(func(t *qr.Terminal) { t.Kitty, t.CellW, t.CellH = true, 8, 17 })},
		"mlterm":         {"\x1b[4;360;640t\x1b[?63;1;2;3;4;6c", asked(func(t *qr.Terminal) { t.Sixel, t.CellW, t.CellH = true, 8, 15 })},
		"wezterm":        {"\x1bP>|WezTerm 20240203\x1b\\\x1b[?65;4;6c", asked(func(t *qr.Terminal) { t.Sixel, t.ITerm2, t.Name, t.Named = true, true, "WezTerm 20240203", true })},
		"wide blocks":    {"\x1b[7;10R\x1b[7;13R\x1b[?62c", asked(func(t *qr.Terminal) { t.BlockWidth = 2 })},
		"no UTF-8":       {"\x1b[7;1R\x1b[7;6R\x1b[?62c", asked(func(t *qr.Terminal) { t.BlockWidth, t.UTF8 = 2, false })},
		"a line break":   {"\x1b[7;80R\x1b[8;2R\x1b[?62c", asked(func(*qr.Terminal) {})},
		"refused":        {"\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?1;24c", asked(func(*qr.Terminal) {})},
		"black":          {"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62c", asked(func(t *qr.Terminal) { t.DarkBackground, t.Background = true, true })},
		"short black":    {"\x1b]11;rgb:1/2/3\a\x1b[?62c", asked(func(t *qr.Terminal) { t.DarkBackground, t.Background = true, true })},
		"white":          {"\x1b]11;rgb:ffff/ffff/eeee\a\x1b[?62c", asked(func(t *qr.Terminal) { t.Background = true })},
		"no colour":      {"\x1b]11;rgb:fffff/0/0\a\x1b[?62c", asked(func(t *qr.Terminal) { t.DarkBackground, t.Background = true, true })},
		"no size at all": {"\x1b[6;0;0t\x1b[4;0;0t\x1b[?62c", asked(func(*qr.Terminal) {})},
	} {
		if got := understand(tt.answer, before); got != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	local := before // where LANG says nothing, the terminal does
	local.UTF8 = false
	if got := understand("\x1b[7;1R\x1b[7;3R\x1b[?62c", local); !got.UTF8 || got.BlockWidth != 1 {
		t.Errorf("LANG=C in a terminal of UTF-8: %+v", got)
	}
	known := asked(func(t *qr.Terminal) { t.CellW, t.CellH = 9, 18 })
	if got := understand("\x1b[6;1;1t\x1b[?62c", known); got != known {
		t.Errorf("the kernel's cells are better known: %+v", got)
	}
}

// Nobody is asked what they would print, or take for a title; kitty's question,
// which old terminals print, waits for a name.
func TestQuestions(t *testing.T) {
	for env, want := range map[string]string{
		"TERM=xterm-256color":         askWidth + qr.AskName + askBackground + qr.AskSizes + askAttributes,
		"TERM=rxvt-unicode-256color":  askWidth + qr.AskName + askBackground + qr.AskSizes + askAttributes,
		"TERM=screen":                 askWidth + askBackground + qr.AskSizes + askAttributes,
		"TERM=tmux-256color":          askWidth + askBackground + qr.AskSizes + askAttributes,
		"TERM=linux":                  askWidth + askBackground + qr.AskSizes + askAttributes,
		"TERM_PROGRAM=Apple_Terminal": askWidth + askBackground + qr.AskSizes + askAttributes,
	} {
		a := &app{IO: IO{Env: environment(env)}}
		if got := a.questions(qr.Terminal{}); got != want || strings.Contains(got, "\x1b_") {
			t.Errorf("%s: %q", env, got)
		}
	}
	a := &app{IO: IO{Env: environment("")}}
	if got := a.questions(qr.Terminal{CellW: 8, CellH: 17, Colors: true}); got != askWidth+qr.AskName+askAttributes {
		t.Errorf("size known: %q", got)
	}
}

// environment is NAME=value pairs, separated by blanks.
func environment(pairs string) func(string) string {
	return func(name string) string {
		for _, p := range strings.Fields(pairs) {
			if v, ok := strings.CutPrefix(p, name+"="); ok {
				return v
			}
		}
		return ""
	}
}

// What was asked for is kept to; what the settings say is a preference.
func TestStyleFor(t *testing.T) {
	home(t)
	for _, tt := range []struct {
		settings, flag string
		want           qr.Style
		firm           bool
	}{
		{"", "", qr.Auto, false},
		{"", defaultStyle, qr.Auto, false},
		{"full", defaultStyle, qr.Full, false},
		{"sixel", "", qr.Sixel, false},
		{"full", "auto", qr.Auto, false},
		{"full", "half", qr.Half, true},
	} {
		t.Setenv("SIGNET_QR", tt.settings)
		a := &app{IO: IO{Env: environment("SIGNET_QR=" + tt.settings)}, places: newRegistry()}
		want, firm, err := a.styleFor(tt.flag)
		if err != nil || want != tt.want || firm != tt.firm {
			t.Errorf("settings %q, flag %q: %v, %v, %v", tt.settings, tt.flag, want, firm, err)
		}
	}
}
