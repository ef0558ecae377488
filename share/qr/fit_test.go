package qr_test

import (
	"strings"
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// TestLadder is the table of what real links get in real windows.
func TestLadder(t *testing.T) {
	cells := func(cols, rows int) qr.Terminal {
		return qr.Terminal{Cols: cols, Rows: rows, CellW: 8, CellH: 17, Colors: true, DarkBackground: true, UTF8: true, BlockWidth: 1}
	}
	with := func(t qr.Terminal, change func(*qr.Terminal)) qr.Terminal { change(&t); return t }
	sixel := func(t *qr.Terminal) { t.Sixel = true }
	tests := []struct {
		name  string
		bytes int
		term  qr.Terminal
		want  qr.Plan // Style, Top, Side, Pixels, Near are compared
	}{
		{"154 bytes of any kind are the most for 80x24", 154, cells(80, 24), qr.Plan{Style: qr.Half, Top: 1, Side: 4}},
		{"165 is too many", 165, cells(80, 24), qr.Plan{Style: qr.None}},
		{"a long-lived key at 120x40", 384, cells(120, 40), qr.Plan{Style: qr.Half, Top: 3, Side: 4}},
		{"with a file name", 464, cells(120, 40), qr.Plan{Style: qr.Half, Top: 3, Side: 4}},
		{"520 is the most for 120x40", 520, cells(120, 40), qr.Plan{Style: qr.Half, Top: 1, Side: 4}},
		{"narrow margins", 520, cells(79, 60), qr.Plan{Style: qr.Half, Top: 3, Side: 1}},
		{"a token at 200x50", 780, cells(200, 50), qr.Plan{Style: qr.Half, Top: 3, Side: 4}},
		{"sixel at 80x24", 384, with(cells(80, 24), sixel), qr.Plan{Style: qr.Sixel, Top: 2, Side: 2, Pixels: 5}},
		{"sixel with a token", 1464, with(cells(80, 24), sixel), qr.Plan{Style: qr.Sixel, Top: 2, Side: 2, Pixels: 3}},
		{"sixel with a long token", 2006, with(cells(80, 24), sixel), qr.Plan{Style: qr.Sixel, Top: 2, Side: 2, Pixels: 2, Near: true}},
		{"text before pictures", 384, with(cells(120, 40), sixel), qr.Plan{Style: qr.Half, Top: 3, Side: 4}},
		{"kitty before sixel", 384, with(cells(80, 24), func(t *qr.Terminal) { t.Kitty, t.Sixel, t.ITerm2 = true, true, true }), qr.Plan{Style: qr.Kitty, Top: 2, Side: 2, Pixels: 5}},
		{"a picture that tmux does not pass on", 384, with(cells(80, 24), func(t *qr.Terminal) { t.InTmux, t.Closed = true, true }), qr.Plan{Style: qr.None}},
		{"one that it does", 384, with(cells(80, 24), func(t *qr.Terminal) { t.Kitty, t.InTmux = true, true }), qr.Plan{Style: qr.Kitty, Top: 2, Side: 2, Pixels: 5}},
		{"a console", 384, with(cells(200, 90), func(t *qr.Terminal) { t.Console = true }), qr.Plan{Style: qr.Full, Top: 4, Side: 4}},
		{"a console that is too small", 384, with(cells(128, 48), func(t *qr.Terminal) { t.Console = true }), qr.Plan{Style: qr.None}},
		{"no pictures without a cell size", 384, with(cells(80, 24), func(t *qr.Terminal) { t.Sixel, t.CellW = true, 0 }), qr.Plan{Style: qr.None}},
		{"wide blocks", 384, with(cells(200, 90), func(t *qr.Terminal) { t.BlockWidth = 2 }), qr.Plan{Style: qr.Full, Top: 4, Side: 4}},
		{"no UTF-8", 384, with(cells(150, 71), func(t *qr.Terminal) { t.UTF8 = false }), qr.Plan{Style: qr.Full, Top: 1, Side: 2}},
		{"no UTF-8 and no colours", 384, with(cells(200, 90), func(t *qr.Terminal) { t.UTF8, t.Colors = false, false }), qr.Plan{Style: qr.Full, Top: 4, Side: 4}},
		{"no UTF-8, nothing at all", 384, with(cells(200, 90), func(t *qr.Terminal) { t.UTF8, t.Colors, t.Plain = false, false, true }), qr.Plan{Style: qr.None}},
		{"cells too tall for half blocks", 384, with(cells(200, 90), func(t *qr.Terminal) { t.CellW, t.CellH = 8, 24 }), qr.Plan{Style: qr.Full, Top: 4, Side: 4}},
		{"but distorted is better than nothing", 384, with(cells(120, 40), func(t *qr.Terminal) { t.CellW, t.CellH = 8, 24 }), qr.Plan{Style: qr.Half, Top: 3, Side: 4}},
		{"no window yet", 384, qr.Terminal{UTF8: true, Colors: true}, qr.Plan{Style: qr.None}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := encode(t, qrtest.Link(tt.bytes))
			got := qr.Fit(c.Size(), tt.term, qr.Auto)
			if got.Style != tt.want.Style || got.Top != tt.want.Top && got.Fits() || got.Side != tt.want.Side && got.Fits() ||
				got.Pixels != tt.want.Pixels || got.Near != tt.want.Near {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got.Fits() != (got.Problem() == "") {
				t.Errorf("fits %v, problem %q", got.Fits(), got.Problem())
			}
			if got.Fits() && (got.Cols > tt.term.Cols || got.Rows > tt.term.Rows) {
				t.Errorf("takes %dx%d of %dx%d", got.Cols, got.Rows, tt.term.Cols, tt.term.Rows)
			}
		})
	}
}

// TestDrawingHasThePlannedSize for every style, version and a range of windows,
// and never draws a part.
func TestDrawingHasThePlannedSize(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and decodes for long, in one goroutine")
	}
	for _, n := range []int{53, 384, 1464, 2953} {
		c := encode(t, qrtest.Link(n))
		for cols := 0; cols < 400; cols += 23 {
			for rows := 0; rows < 200; rows += 13 {
				term := modern()
				term.Cols, term.Rows = cols, rows
				for _, style := range []qr.Style{qr.Auto, qr.Half, qr.Full} {
					p := qr.Fit(c.Size(), term, style)
					drawing := qr.Draw(c, p, term)
					if !p.Fits() {
						if drawing != "" || p.NeedCols <= cols && p.NeedRows <= rows {
							t.Fatalf("%dx%d %v: drawn, or would fit: %+v", cols, rows, style, p)
						}
						continue
					}
					lines := strings.Split(drawing, "\n")
					if len(lines) != p.Rows || p.Rows > rows || p.Cols > cols {
						t.Fatalf("%dx%d %v: %d lines for %+v", cols, rows, style, len(lines), p)
					}
					for _, l := range lines {
						if w := strings.Count(l, "▀") + strings.Count(l, " "); w != p.Cols {
							t.Fatalf("%dx%d %v: a line of %d columns for %+v", cols, rows, style, w, p)
						}
					}
				}
			}
		}
	}
}

// TestHalfBlocksAreAllOneGlyph: no coloured spaces, whatever the module.
func TestHalfBlocksAreAllOneGlyph(t *testing.T) {
	c := encode(t, qrtest.Link(384))
	drawing := qr.Draw(c, qr.Fit(c.Size(), modern(), qr.Half), modern())
	if strings.ContainsAny(drawing, " ▄█") {
		t.Error("half blocks drawn with something else than ▀")
	}
	for _, line := range strings.Split(drawing, "\n") {
		if !strings.HasPrefix(line, "\x1b[38;5;") || !strings.HasSuffix(line, "▀\x1b[m") {
			t.Fatalf("a line that is not complete in itself: %.30q", line)
		}
	}
}

func TestNextCyclesThroughWhatIsPossible(t *testing.T) {
	term := modern()
	term.CellW, term.CellH, term.Sixel = 8, 17, true
	n := encode(t, qrtest.Link(384)).Size()
	shown, seen := qr.Fit(n, term, qr.Auto).Style, []string{}
	for range 3 {
		seen = append(seen, shown.String())
		shown = qr.Next(n, term, shown)
	}
	if got := strings.Join(seen, " "); got != "half full sixel" || shown != qr.Half {
		t.Errorf("cycle %q, then %v", got, shown)
	}
	term.Cols, term.Rows = 80, 24
	if got := qr.Next(n, term, qr.Sixel); got != qr.Sixel {
		t.Errorf("the only style is followed by %v", got)
	}
	if got := qr.Next(n, qr.Terminal{}, qr.Half); got != qr.None {
		t.Errorf("nothing is possible, next is %v", got)
	}
}

func TestProblemNamesBothSizes(t *testing.T) {
	p := qr.Fit(encode(t, qrtest.Link(1464)).Size(), qr.Terminal{Cols: 80, Rows: 24, UTF8: true, Colors: true}, qr.Auto)
	if got := p.Problem(); got != "the code needs 127 columns and 64 rows, the terminal has 80 and 24" {
		t.Error(got)
	}
}

func TestParseStyle(t *testing.T) {
	for _, s := range qr.Styles() {
		if got, err := qr.ParseStyle(s.String()); got != s || err != nil {
			t.Errorf("%v: %v, %v", s, got, err)
		}
	}
	if s, err := qr.ParseStyle(""); s != qr.Auto || err != nil {
		t.Errorf("empty: %v, %v", s, err)
	}
	if _, err := qr.ParseStyle("braille"); err == nil || !strings.Contains(err.Error(), "auto, half, full") {
		t.Errorf("braille: %v", err)
	}
}

// TestInTmux: the pictures that tmux keeps in its pane, and no others.
func TestInTmux(t *testing.T) {
	client := func(kind, name, features string) qr.Client {
		return qr.Client{Type: kind, Name: name, Features: features, UTF8: true}
	}
	kitty := client("kitty(0.36.4)", "xterm-kitty", "256,RGB")
	xterm := client("XTerm(379)", "xterm-256color", "256")
	for name, tt := range map[string]struct {
		mux    qr.Tmux
		sixel  bool // in tmux's own attributes
		change func(*qr.Terminal)
		want   string
	}{
		"kitty":                  {qr.Tmux{Passthrough: true, Clients: []qr.Client{kitty}}, false, nil, "kitty"},
		"kitty 0.28":             {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("kitty(0.28.1)", "xterm-kitty", "")}}, false, nil, "kitty"},
		"kitty 1":                {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("kitty(1.0.0)", "xterm-kitty", "")}}, false, nil, "kitty"},
		"ghostty":                {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("ghostty 1.1.0", "xterm-ghostty", "")}}, false, nil, "kitty"},
		"kitty before 0.28":      {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("kitty(0.26.5)", "xterm-kitty", "")}}, false, nil, "none"},
		"kitty of no version":    {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("kitty", "xterm-kitty", "")}}, false, nil, "none"},
		"not passed on":          {qr.Tmux{Clients: []qr.Client{kitty}}, false, nil, "none, closed"},
		"another terminal, too":  {qr.Tmux{Passthrough: true, Clients: []qr.Client{kitty, xterm}}, false, nil, "none"},
		"nobody looks":           {qr.Tmux{Passthrough: true}, true, nil, "none"},
		"foot":                   {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("foot(1.13.1)", "foot", "256,sixel")}}, false, nil, "none"},
		"tmux's own sixels":      {qr.Tmux{Clients: []qr.Client{client("foot(1.13.1)", "foot", "256,sixel")}}, true, nil, "sixel"},
		"of a terminal without":  {qr.Tmux{Clients: []qr.Client{xterm}}, true, nil, "none"},
		"of one of two":          {qr.Tmux{Clients: []qr.Client{client("foot(1.13.1)", "foot", "sixel"), xterm}}, true, nil, "none"},
		"a tmux in a tmux":       {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("tmux 3.5a", "tmux-256color", "256,sixel")}}, true, nil, "none"},
		"WezTerm":                {qr.Tmux{Passthrough: true, Clients: []qr.Client{client("WezTerm 20240203", "xterm-256color", "256")}}, false, nil, "none"},
		"no colours":             {qr.Tmux{Passthrough: true, Clients: []qr.Client{kitty}}, false, func(t *qr.Terminal) { t.Colors = false }, "none"},
		"sixteen colours":        {qr.Tmux{Passthrough: true, Clients: []qr.Client{kitty}}, false, func(t *qr.Terminal) { t.FewColors = true }, "none"},
		"outside of tmux, kitty": {qr.Tmux{}, false, func(t *qr.Terminal) { t.InTmux, t.Kitty = false, true }, "kitty"},
	} {
		term := qr.Terminal{Cols: 80, Rows: 24, CellW: 8, CellH: 17, Colors: true, UTF8: true, InTmux: true}
		if tt.change != nil {
			tt.change(&term)
		}
		term = term.Tmux(tt.mux, tt.sixel)
		got := qr.Fit(69, term, qr.Auto).Style.String()
		if term.Closed {
			got += ", closed"
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// TestClientsDecideAboutLetters: what the terminals around tmux cannot show.
func TestClientsDecideAboutLetters(t *testing.T) {
	for want, c := range map[qr.Style]qr.Client{
		qr.Half: {Type: "XTerm(379)", Name: "xterm", UTF8: true},
		qr.Full: {Type: "", Name: "linux", UTF8: true},
	} {
		term := qr.Terminal{Cols: 200, Rows: 90, Colors: true, UTF8: true, InTmux: true}.Tmux(qr.Tmux{Clients: []qr.Client{c}}, false)
		if got := qr.Fit(69, term, qr.Auto).Style; got != want {
			t.Errorf("%+v: %v, want %v", c, got, want)
		}
		c.UTF8 = false
		if got := qr.Fit(69, term.Tmux(qr.Tmux{Clients: []qr.Client{c}}, false), qr.Auto).Style; got != qr.Full {
			t.Errorf("%+v: %v, want full cells", c, got)
		}
	}
}

// TestAStyleThatTheTerminalLacks is refused with the reason.
func TestAStyleThatTheTerminalLacks(t *testing.T) {
	term := qr.Terminal{Cols: 120, Rows: 40, CellW: 8, CellH: 17, Colors: true, UTF8: true}
	for _, s := range []qr.Style{qr.Kitty, qr.Sixel, qr.ITerm2} {
		for why, change := range map[string]func(*qr.Terminal){
			"was asked, and did not answer": func(t *qr.Terminal) { t.Asked = true },
			"there is no terminal":          func(*qr.Terminal) {},
			"not stay in its pane":          func(t *qr.Terminal) { t.InTmux, t.Asked = true, true },
		} {
			term := term
			change(&term)
			if p := qr.Fit(69, term, s); p.Fits() || !strings.Contains(p.Problem(), why) {
				t.Errorf("%v: %q, want %q", s, p.Problem(), why)
			}
		}
	}
}

func TestEnlarge(t *testing.T) {
	for name, want := range map[string]string{
		"kitty(0.26.5)": "ctrl+shift+minus", "vscode xterm-256color": "panel", "xterm.js(5.5.0)": "panel", "XTerm(379)": "right mouse button",
		"vte": "(ctrl+minus)", "Apple_Terminal xterm-256color": "(cmd+minus)", "iTerm.app xterm-256color": "(cmd+minus)", "iTerm2 3.5": "(cmd+minus)",
		"rxvt-unicode-256color": "-fn", "st-256color": "page down", "windows terminal": "(ctrl+minus)", "foot(1.13.1)": "(ctrl+minus)", "xterm-ghostty": "cmd+minus",
		"WezTerm 20240203": "cmd+minus", "alacritty": "cmd+minus", "xterm-256color": "make the letters smaller", "": "make the letters smaller",
	} {
		got := qr.Terminal{Name: name}.Enlarge()
		if !strings.Contains(got, want) || strings.HasPrefix(want, "make") && strings.Contains(got, "(") {
			t.Errorf("%q: %s", name, got)
		}
	}
	if got := (qr.Terminal{Name: "foot", Zoom: "ctrl+a z"}).Enlarge(); !strings.HasPrefix(got, "zoom the pane (ctrl+a z)") {
		t.Error(got)
	}
	if got := (qr.Terminal{Name: "linux", Console: true}).Enlarge(); !strings.Contains(got, "setfont") {
		t.Error(got)
	}
}
