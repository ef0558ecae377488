package prompt

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
	"signet/ui/uitest"
)

func theme() *kit.Theme {
	th := kit.NewTheme(true)
	return &th
}

func feed(t testing.TB, p *Prompt, keys ...string) Outcome {
	t.Helper()
	out := Open
	for _, k := range keys {
		m, err := uitest.Key(k)
		if err != nil {
			t.Fatal(err)
		}
		out = p.Update(m, time.Time{})
	}
	return out
}

func TestAnswer(t *testing.T) {
	p := New(Spec{Value: "docs/"})
	if out := feed(t, p, "a", "space", "b", "enter"); out != Accepted || p.Value() != "docs/a b" {
		t.Errorf("%v %q", out, p.Value())
	}
	if out := feed(t, p, "q", "?", "esc"); out != Cancelled {
		t.Errorf("%v", out)
	}
}

func TestPasteIsOneLineAndKeepsEverythingElse(t *testing.T) {
	p := New(Spec{})
	p.Problem = "no such bucket"
	p.Update(tea.PasteMsg{Content: "s3://acme/a b/ü.pdf\r\n"}, time.Time{})
	if p.Value() != "s3://acme/a b/ü.pdf" || p.Problem != "" {
		t.Errorf("%q, problem %q", p.Value(), p.Problem)
	}
}

func TestPromptThatNobodyAskedForIsDeafAtFirst(t *testing.T) {
	clock := uitest.NewClock()
	p := New(Spec{}).Unasked(clock.Now())
	for _, m := range []tea.Msg{tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: 'a', Text: "a"}, tea.PasteMsg{Content: "x"}} {
		if out := p.Update(m, clock.Advance(Grace/4)); out != Open || p.Value() != "" {
			t.Errorf("%v got through: %v %q", m, out, p.Value())
		}
	}
	if out := p.Update(tea.KeyPressMsg{Code: tea.KeyEnter}, clock.Advance(Grace/4)); out != Accepted {
		t.Errorf("after the grace period: %v", out)
	}
}

func TestCursorStandsWhereTheTextIs(t *testing.T) {
	for _, c := range []struct {
		text string
		left int
		want int
	}{
		{"abc", 0, 5}, {"abc", 1, 4}, {"日本", 0, 6}, {"日本", 1, 4}, {"a\u202eb", 0, 10}, {`C:\new`, 0, 8}, {strings.Repeat("x", 50), 0, 19}, {"", 0, 2},
	} {
		p := New(Spec{Label: "/ ", Value: c.text})
		for range c.left {
			feed(t, p, "left")
		}
		line, cursor := p.Line(20, theme())
		if cursor.X != c.want || ansi.StringWidth(line) != 20 {
			t.Errorf("%q: cursor at %d of %q, want %d", c.text, cursor.X, ansi.Strip(line), c.want)
		}
	}
}

func TestFitsEverySize(t *testing.T) {
	for _, text := range []string{"", "abc", strings.Repeat("日本語/", 30), "\x1b]52;c;x\a"} {
		p := New(Spec{Title: "open", Hint: "a hint that is rather long for a small window", Label: "> ", Value: text})
		p.Problem = strings.Repeat("a problem that needs several lines ", len(text)%4)
		for w := range 90 {
			for h := range 12 {
				body := strings.TrimSuffix(strings.Repeat(strings.Repeat(" ", w)+"\n", h), "\n")
				view, cursor := p.Over(body, w, h, theme())
				if err := uitest.Fits(view, cursor, w, h); err != nil {
					t.Fatalf("%q at %dx%d: %v", text, w, h, err)
				}
			}
		}
	}
}

func TestWhatIsCutSaysSo(t *testing.T) {
	p := New(Spec{Title: "save", Hint: strings.Repeat("the file holds the link ", 9)})
	for _, problem := range []string{"", strings.Repeat("there is such a file already ", 9)} {
		p.Problem = problem
		view, _ := p.Over("", 50, 7, theme())
		if s := uitest.Plain(view); strings.Count(s, "…") != 1 {
			t.Error(s)
		}
	}
}

func TestProblemStandsInsteadOfTheHint(t *testing.T) {
	p := New(Spec{Title: "open a bucket", Hint: "s3://BUCKET/KEY", Does: "open"})
	p.Problem = "no bucket named"
	view, _ := p.Over("", 40, 8, theme())
	if s := uitest.Plain(view); !strings.Contains(s, "no bucket named") || strings.Contains(s, "s3://BUCKET") || !strings.Contains(s, "enter open") {
		t.Error(s)
	}
	p.Problem = "the address is at another server than this place; use the place of that server"
	view, _ = p.Over("", 40, 9, theme())
	if s := uitest.Plain(view); !strings.Contains(s, "address is at another") || !strings.Contains(s, "that server") || !strings.Contains(s, "enter open") {
		t.Errorf("not told to the end:\n%s", s)
	}
	feed(t, p, "x")
	view, _ = p.Over("", 40, 8, theme())
	if !strings.Contains(uitest.Plain(view), "s3://BUCKET") {
		t.Error("the problem outlived the next key")
	}
}

// Nothing important stands at the bottom edge of an empty page.
func TestTheBoxStandsBelowTheText(t *testing.T) {
	p := New(Spec{Title: "save", Hint: "a hint"})
	for name, c := range map[string]struct {
		body string
		top  int
	}{
		"an empty page":        {"", 1},
		"a text":               {"title\n\nmore\n", 4},
		"a list with its foot": {"name\na\nb" + strings.Repeat("\n", 27) + "3 of 3", 4},
		"a list and a card":    {"name" + strings.Repeat("\n"+strings.Repeat(" ", 70)+"│ fact │", 29), 2},
		"a narrow gap":         {strings.Repeat(strings.Repeat(" ", 40)+"│ fact │\n", 30), 30 - boxHeight},
		"a full page":          {strings.Repeat("row\n", 30), 30 - boxHeight},
		"room for part of it":  {strings.Repeat("row\n", 25), 30 - boxHeight},
	} {
		view, cursor := p.Over(c.body, 120, 30, theme())
		lines := strings.Split(uitest.Plain(view), "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "╭") })
		if name == "a list and a card" && strings.Count(view, "│ fact │") != 29 {
			t.Errorf("the card is covered:\n%s", view)
		}
		if at != c.top || cursor.Y != at+2 || len(lines) != 30 {
			t.Errorf("%s: the box is in row %d of %d, the cursor in %d:\n%s", name, at, len(lines), cursor.Y, strings.Join(lines, "\n"))
		}
	}
	view, _ := p.Over("", 200, 60, theme())
	for _, line := range strings.Split(uitest.Plain(view), "\n") {
		if ansi.StringWidth(line) > kit.CardMost {
			t.Errorf("%d cells: %s", ansi.StringWidth(line), line)
		}
	}
}

func TestPathsBeginAtHome(t *testing.T) {
	t.Setenv("HOME", "/home/ana")
	for typed, want := range map[string]string{"~/a b.txt": "/home/ana/a b.txt", " x~/y ": "x~/y", "~": "~", "": ""} {
		if got := New(Spec{Value: typed}).Path(); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestKeysAreReal(t *testing.T) { uitest.CheckKeys(t, New(Spec{}).Keys()) }
