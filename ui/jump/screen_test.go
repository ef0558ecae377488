package jump

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/prompt"
	"signet/ui/uitest"
)

// Where one was is a key away, and nothing is asked of a server for it.
func TestTheWayBack(t *testing.T) {
	d := &desk{ways: known()}
	drv, s := start(t, d)
	drv.Goldens("empty")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	drv.Press("down", "enter")
	if _, ok := drv.Step().(kit.Replace); !ok || d.opened.Name != "this year" || len(d.asked) != 0 {
		t.Errorf("opened %+v, asked %q", d.opened, d.asked)
	}
	drv.Press("up", "up", "enter") // the field is above the rows
	if v := drv.View(80, 24); drv.Step() != nil || !strings.Contains(v, "no bucket in that") {
		t.Error(v)
	}
}

func TestCompletion(t *testing.T) {
	d := &desk{ways: known()}
	drv, s := start(t, d)
	drv.Type("ac")
	drv.Press("tab") // to what all have in common
	if s.text != "acme-" {
		t.Errorf("completed to %q", s.text)
	}
	drv.Type("c")
	drv.Press("tab")
	if s.text != "s3://acme-contracts/" {
		t.Errorf("completed to %q", s.text)
	}
	drv.Goldens("bucket")
	uitest.Sizes(t, s)
	drv.Type("2026/")
	drv.Type("B")
	drv.Press("tab")
	if s.text != "s3://acme-contracts/2026/Brü" {
		t.Errorf("completed to %q", s.text)
	}
	drv.Goldens("objects")
	drv.Press("down", "tab")
	if s.text != "s3://acme-contracts/2026/Brücke.pdf" {
		t.Errorf("took %q", s.text)
	}
	if drv.Press("enter"); d.gone != s.text {
		t.Errorf("went to %q", d.gone)
	}
	// A whole answer serves for what is typed on, up to the next folder.
	if got := strings.Join(d.asked, " "); got != "buckets acme-contracts/ acme-contracts/2026/" {
		t.Errorf("asked %s", got)
	}
	if s.Busy() != "" {
		t.Error("still busy")
	}
}

// What stands below the field where there is nothing to choose from, and why.
func TestNothingToChooseFrom(t *testing.T) {
	denied := &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied listing s3://acme-hr", Hint: "needs s3:ListBucket"}
	for name, c := range map[string]struct {
		d    *desk
		text string
	}{
		"nothing-known":  {&desk{}, ""},
		"no-match":       {&desk{ways: known()}, "nothing like it"},
		"no-object":      {&desk{ways: known()}, "s3://acme-contracts/2027/"},
		"denied":         {&desk{ways: known(), list: denied}, "s3://acme-hr/"},
		"buckets-denied": {&desk{ways: known(), buckets: denied}, "zet"},
		"unreadable":     {&desk{err: errors.New("bookmarks.toml:3: no such place\x1b[2J")}, ""},
		"first-of-many":  {&desk{more: true}, "s3://acme-contracts/2026/"},
	} {
		t.Run(name, func(t *testing.T) {
			drv, s := start(t, c.d)
			drv.Type(c.text)
			drv.Goldens(name)
			uitest.Sizes(t, s)
			rows := strings.Split(drv.View(120, 38), "\n")
			if foot := strings.Join(rows[len(s.rows)+5:], ""); foot != "" {
				t.Errorf("something stands at the bottom edge of an empty page: %q", foot)
			}
			if name == "no-object" { // what is said of enter
				if drv.Press("enter"); c.d.gone != c.text {
					t.Errorf("enter goes to %q", c.d.gone)
				}
			}
		})
	}
}

func TestNamesAndPartsFindBookmarks(t *testing.T) {
	for text, want := range map[string]string{
		"THIS": "acme-contracts/2026/", "views": "acme-hr/reviews/", "b.PDF": "zeta/x/b.pdf", "s3://zeta/x": "zeta/x/b.pdf",
	} {
		d := &desk{ways: known(), buckets: errors.New("no")}
		drv, s := start(t, d)
		drv.Type(text)
		drv.Press("down")
		if w, ok := s.chosen(); !ok || !strings.HasPrefix(w.Bucket+"/"+w.Key, want) {
			t.Errorf("%q found %+v", text, s.rows)
		}
	}
}

// An address of another place means something else here: it is opened there.
func TestAnotherPlace(t *testing.T) {
	d := &desk{ways: known()}
	drv, _ := start(t, d)
	drv.Press("down", "down")
	drv.View(80, 24)
	if k := drv.Screen.Keys().ShortHelp()[2]; k.Help().Desc != "open it at attic" {
		t.Errorf("tab is said to %s", k.Help().Desc)
	}
	if drv.Press("tab"); d.opened.Place != "attic" {
		t.Errorf("opened %+v", d.opened)
	}
	drv, _ = start(t, d)
	drv.Type("https://minio/x")
	drv.Press("enter")
	if k := drv.Screen.Keys().ShortHelp()[2]; k.Help().Desc != "open it at attic" {
		t.Errorf("tab is said to %s", k.Help().Desc)
	}
	drv.Goldens("elsewhere")
	drv.Press("tab")
	if _, ok := drv.Step().(kit.Replace); !ok {
		t.Error("not opened there")
	}
}

// A bookmark of a place that is gone says so and is not opened.
func TestAPlaceThatIsGone(t *testing.T) {
	d := &desk{ways: known()}
	drv, _ := start(t, d)
	drv.Press("down", "down", "down", "enter")
	n, ok := drv.Step().(kit.Notify)
	if !ok || !strings.Contains(n.Text, "its place is gone") || d.opened.Place != "" {
		t.Errorf("%+v, opened %+v", n, d.opened)
	}
}

func TestForgetting(t *testing.T) {
	d := &desk{ways: known()}
	drv, s := start(t, d)
	drv.Press("delete") // in the field: nothing is chosen
	drv.Press("down", "delete")
	if len(d.forgot) != 1 || d.forgot[0].Name != "this year" || len(s.rows) != 4 {
		t.Errorf("forgot %+v, left %+v", d.forgot, s.rows)
	}
	if n, ok := drv.Step().(kit.Notify); !ok || n.Kind != kit.Good {
		t.Error("it is not said")
	}
}

// Errors are quiet, and true.
func TestWhatCannotBeListed(t *testing.T) {
	denied := &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied listing"}
	d := &desk{buckets: denied, list: denied}
	drv, _ := start(t, d)
	drv.Type("ac")
	if v := drv.View(80, 24); !strings.Contains(v, "buckets cannot be listed here: access denied listing") {
		t.Error(v)
	}
	drv.Press("ctrl+u")
	drv.Type("s3://acme/20/26")
	if v := drv.View(80, 24); !strings.Contains(v, "nothing can be completed there: access denied listing") {
		t.Error(v)
	}
	if got := strings.Join(d.asked, " "); got != "buckets acme/" {
		t.Errorf("a bucket that is denied was asked again: %s", got)
	}
	d = &desk{more: true}
	drv, _ = start(t, d)
	drv.Type("s3://acme/")
	if v := drv.View(80, 24); !strings.Contains(v, "the first 2 there are; type on") {
		t.Error(v)
	}
	d = &desk{err: errors.New("bookmarks.toml:3: this is not TOML; mend the file")}
	drv, _ = start(t, d)
	if v := drv.View(80, 24); !strings.Contains(v, "bookmarks.toml:3") {
		t.Error(v)
	}
}

// The last text that was typed wins: what was asked for another one is cancelled, and
// its answer is not shown, however late it comes.
func TestASlowAnswerForAnOldText(t *testing.T) {
	d := &desk{}
	drv, s := startHeld(t, d)
	drv.Settle()
	drv.Paste("s3://acme/2025")
	late := drv.Run(drv.Pending() - 1)
	drv.Press("ctrl+u")
	drv.Paste("s3://other/2026/")
	if len(d.ctxs) != 1 || d.ctxs[0].Err() == nil {
		t.Error("what was asked for the old text goes on")
	}
	drv.Deliver(late...)
	if len(s.rows) != 0 || s.answer.told {
		t.Errorf("shows %+v", s.rows)
	}
	drv.Settle()
	drv.Deliver(late...)
	if len(s.rows) != 3 || s.rows[0].Bucket != "other" {
		t.Errorf("shows %+v", s.rows)
	}
	drv.Press("ctrl+u")
	drv.Paste("s3://third/")
	drv.Run(drv.Pending() - 1)
	drv.Leave()
	if d.ctxs[len(d.ctxs)-1].Err() == nil {
		t.Error("leaving left a request running")
	}
}

// A question that appears by itself takes no keys that were typed ahead.
func TestUnasked(t *testing.T) {
	d := &desk{ways: known()}
	drv, s := start(t, d, func(o *Options) { o.Unasked = "no right to list buckets is needed to open one by its name" })
	drv.Press("down", "enter", "j")
	if drv.Step() != nil || s.at >= 0 || s.text != "" {
		t.Error("keys typed ahead were heard")
	}
	drv.Clock.Advance(prompt.Grace)
	drv.Goldens("unasked")
	drv.Type("acme")
	if drv.Press("enter"); d.gone != "acme" {
		t.Errorf("went to %q", d.gone)
	}
	drv.Press("esc")
	if _, ok := drv.Step().(kit.Pop); !ok {
		t.Error("esc does not leave")
	}
}

func TestNoPlaceIsOpen(t *testing.T) {
	d := &desk{ways: known()}
	drv, _ := start(t, d, func(o *Options) { o.Place, o.Label = "", "" })
	drv.Type("s3://acme/")
	if v := drv.View(80, 24); len(d.asked) != 0 || strings.Contains(v, "cannot") {
		t.Errorf("asked %q:\n%s", d.asked, v)
	}
}

func TestTheMouse(t *testing.T) {
	d := &desk{ways: known()}
	drv, s := start(t, d)
	drv.View(80, 24)
	drv.Send(kit.Click{X: 5, Y: s.head + 1})
	if w, ok := s.chosen(); !ok || w.Place != "attic" {
		t.Errorf("chose %+v", w)
	}
	drv.Send(kit.Click{X: 5, Y: s.head + 1, Double: true})
	if d.opened.Place != "attic" {
		t.Errorf("opened %+v", d.opened)
	}
	drv.Send(kit.Click{X: 5, Y: s.head + 15})
	drv.Send(kit.Click{X: 5, Y: 0})
	if len(s.rows) == 0 || s.rows[s.at].Place != "attic" {
		t.Error("a click beside the rows chose one")
	}
}

// Many rows are scrolled through, and none is drawn twice.
func TestManyRows(t *testing.T) {
	d := &desk{}
	for i := range 1_000 {
		d.ways = append(d.ways, Way{Kind: Bookmark, Place: "work", Bucket: "b", Key: strings.Repeat("x", i) + "/"})
	}
	drv, s := start(t, d)
	drv.View(80, 24)
	drv.Press("pgdown", "pgdown", "down")
	if v := drv.View(80, 24); !strings.Contains(v, "of 1,000") || !strings.Contains(v, "›") {
		t.Error(v)
	}
	for range 1_100 {
		drv.Press("down")
	}
	drv.View(80, 24)
	if s.at != 999 {
		t.Errorf("at %d", s.at)
	}
	drv.Send(tea.KeyPressMsg{Code: tea.KeyPgUp})
	drv.Send(tea.KeyPressMsg{Code: tea.KeyBackspace})
	uitest.Sizes(t, s)
}

// A key that the field would change is opened by its row, and never completed to another.
func TestAKeyThatTheFieldChanges(t *testing.T) {
	for _, k := range []string{"reports/a\tb.pdf", "reports/a\nb.pdf", "reports/x\x1b[31m.pdf", "reports/\xff.pdf"} {
		d := &desk{ways: []Way{{Kind: Recent, Place: "work", Bucket: "acme", Key: k}}}
		drv, s := start(t, d)
		drv.Press("down", "tab")
		if d.opened.Key != k {
			t.Errorf("%q: opened %q, the field says %q", k, d.opened.Key, s.prompt.Value())
		}
		d = &desk{ways: d.ways}
		drv, s = start(t, d)
		drv.Type("s3://acme/rep")
		drv.Press("tab") // no row is chosen
		if s.text != "s3://acme/rep" || s.prompt.Value() != s.text {
			t.Errorf("%q is completed to %q", k, s.prompt.Value())
		}
	}
}
