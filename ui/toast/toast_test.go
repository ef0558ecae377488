package toast

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

func TestLifetimes(t *testing.T) {
	theme := kit.NewTheme(true)
	start := time.Date(2026, 3, 4, 15, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		name         string
		kind         kit.Kind
		after        time.Duration
		key, visible bool
		mark         string
	}{
		{"an info stays a while", kit.Info, Lifetime, false, true, "· "},
		{"an info fades", kit.Info, Lifetime + 1, false, false, ""},
		{"a key leaves an info alone", kit.Info, 0, true, true, "· "},
		{"a success fades", kit.Good, Lifetime + 1, false, false, ""},
		{"a success is marked", kit.Good, 0, false, true, "✓ "},
		{"a problem does not fade", kit.Problem, 24 * time.Hour, false, true, "✗ "},
		{"a problem goes with a key", kit.Problem, 0, true, false, ""},
	} {
		var m Model
		m.Show(c.kind, "words", start)
		m.Tick(start.Add(c.after))
		if c.key {
			m.Key()
		}
		lines := m.View(&theme, 40, MaxLines)
		if (len(lines) > 0) != c.visible {
			t.Errorf("%s: lines %q", c.name, lines)
		}
		if c.visible && ansi.Strip(lines[0]) != c.mark+"words" {
			t.Errorf("%s: %q, want mark %q", c.name, lines[0], c.mark)
		}
	}
}

func TestTheLastMessageWins(t *testing.T) {
	theme := kit.NewTheme(true)
	var m Model
	now := time.Now()
	m.Show(kit.Problem, "first", now)
	m.Show(kit.Good, "second", now.Add(Lifetime))
	m.Tick(now.Add(Lifetime + time.Second))
	if got := ansi.Strip(strings.Join(m.View(&theme, 40, MaxLines), "")); got != "✓ second" {
		t.Errorf("got %q", got)
	}
}

func TestLongMessagesAreWrappedAndBounded(t *testing.T) {
	theme := kit.NewTheme(true)
	var m Model
	m.Show(kit.Problem, strings.Repeat("word ", 40)+strings.Repeat("x", 300), time.Now())
	for w := -1; w < 130; w++ {
		lines := m.View(&theme, w, MaxLines)
		if len(lines) > MaxLines {
			t.Fatalf("%d lines at width %d", len(lines), w)
		}
		for _, l := range lines {
			if ansi.StringWidth(l) > w {
				t.Errorf("%d cells at width %d", ansi.StringWidth(l), w)
			}
		}
	}
	if lines := m.View(&theme, 80, MaxLines); !strings.HasSuffix(ansi.Strip(lines[2]), "…") {
		t.Errorf("what was cut does not show: %q", lines[2])
	}
	if lines := m.View(&theme, 80, 1); len(lines) != 1 || !strings.HasSuffix(ansi.Strip(lines[0]), "…") {
		t.Errorf("in one line: %q", lines)
	}
	var none Model
	if none.View(&theme, 80, MaxLines) != nil {
		t.Error("the zero Model shows something")
	}
}

// What has gone well is about the page that it came up on; a problem is to be read.
func TestAMessageGoesWithItsPage(t *testing.T) {
	theme := kit.NewTheme(true)
	for kind, stays := range map[kit.Kind]bool{kit.Info: false, kit.Good: false, kit.Problem: true} {
		var m Model
		m.On("acme")
		m.Show(kind, "words", time.Now())
		m.On("") // a page may have no name
		m.On("")
		if m.View(&theme, 40, MaxLines) == nil {
			t.Errorf("kind %d goes though nothing changed", kind)
		}
		m.On("places")
		if got := m.View(&theme, 40, MaxLines) != nil; got != stays {
			t.Errorf("kind %d on another page: shown %v", kind, got)
		}
	}
}

// What was copied on one page is not said on another.
func TestAMessageAboutAPageGoesWithIt(t *testing.T) {
	theme := kit.NewTheme(true)
	var m Model
	m.Show(kit.Good, "copied", time.Now())
	m.About("link")
	if m.On("link"); len(m.View(&theme, 40, MaxLines)) == 0 {
		t.Error("gone on its own page")
	}
	if m.On("log"); len(m.View(&theme, 40, MaxLines)) != 0 {
		t.Error("still there on another")
	}
}

// Whoever goes on working has read it.
func TestAMessageGoesAfterSomeKeys(t *testing.T) {
	theme := kit.NewTheme(true)
	for _, kind := range []kit.Kind{kit.Info, kit.Good} {
		var m Model
		for range Keys {
			m.Key() // before it
		}
		m.Show(kind, "words", time.Now())
		for range Keys {
			m.Key()
		}
		if m.View(&theme, 40, MaxLines) == nil {
			t.Errorf("kind %d goes after %d keys", kind, Keys)
		}
		if m.Key(); m.View(&theme, 40, MaxLines) != nil {
			t.Errorf("kind %d is still there after %d keys", kind, Keys+1)
		}
	}
}
