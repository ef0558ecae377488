package form

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
	"signet/ui/uitest"
)

func newForm() *Model {
	theme := kit.NewTheme(true)
	return New(
		&theme,
		Field{ID: "op", Label: "allow", Kind: Choice, Options: []string{"download", "upload", "delete"}},
		Field{ID: "to", Label: "to", Kind: Text, Hint: "who gets it"},
		Field{ID: "pin", Label: "pin", Kind: Switch, Hint: "the version stays"},
		Field{ID: "note", Label: "note", Kind: Text, Hint: "what for"},
	)
}

func press(t *testing.T, m *Model, keys ...string) (changed bool) {
	t.Helper()
	for _, k := range keys {
		msg, err := uitest.Key(k)
		if err != nil {
			t.Fatal(err)
		}
		changed = m.Update(msg)
	}
	return changed
}

func typed(m *Model, text string) {
	for _, r := range text {
		m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func TestMoving(t *testing.T) {
	for _, c := range []struct {
		name string
		keys string
		want string
	}{
		{"down from a choice", "down", "to"},
		{"j and k where nothing is typed", "j k j", "to"},
		{"through a text field", "down down", "pin"},
		{"tab through all", "tab tab tab", "note"},
		{"tab goes around", "tab tab tab tab", "op"},
		{"shift+tab goes around", "shift+tab", "note"},
		{"arrows stop above", "up", "op"},
		{"arrows stop below", "down down down down down", "note"},
		{"up while typing", "down a b up", "op"},
		{"letters are text", "down j k h l", "to"},
		{"left and right stay in the text", "down a left right left", "to"},
	} {
		m := newForm()
		press(t, m, strings.Fields(c.keys)...)
		if m.Focus() != c.want {
			t.Errorf("%s: in %q, want %q", c.name, m.Focus(), c.want)
		}
	}
}

func TestChoosingSwitchingTyping(t *testing.T) {
	m := newForm()
	if !press(t, m, "right") || m.Chosen("op") != 1 || !press(t, m, "space") || m.Chosen("op") != 2 {
		t.Errorf("right and space choose: %d", m.Chosen("op"))
	}
	if press(t, m, "right") || m.Chosen("op") != 2 {
		t.Error("past the last choice something changed")
	}
	if !press(t, m, "h", "left") || m.Chosen("op") != 0 || press(t, m, "left") {
		t.Errorf("back: %d", m.Chosen("op"))
	}
	press(t, m, "down")
	if !press(t, m, "a") || press(t, m, "left") {
		t.Error("a letter is a change, a cursor key is not")
	}
	typed(m, "q? ")
	if m.Value("to") != "q? a" {
		t.Errorf("typed %q", m.Value("to"))
	}
	press(t, m, "down")
	if !press(t, m, "space") || !m.On("pin") || !press(t, m, "space") || m.On("pin") {
		t.Error("space does not switch")
	}
}

func TestPaste(t *testing.T) {
	m := newForm()
	if m.Update(tea.PasteMsg{Content: "x"}) {
		t.Error("a choice took a paste")
	}
	press(t, m, "down")
	if !m.Update(tea.PasteMsg{Content: "  two\r\nlines\x1b[2J\x7f "}) || m.Value("to") != "two  lines [2J" {
		t.Errorf("pasted %q", m.Value("to"))
	}
	m.Update(tea.PasteMsg{Content: strings.Repeat("x", 5000)})
	if n := len(m.Value("to")); n != maxRunes {
		t.Errorf("%d runes are kept", n)
	}
}

func TestHiddenFields(t *testing.T) {
	m := newForm()
	m.SetValue("to", "me")
	m.Turn("pin", true)
	m.Show("to", false)
	m.Show("pin", false)
	if m.Value("to") != "" || m.On("pin") {
		t.Error("a hidden field has a value")
	}
	press(t, m, "down")
	if m.Focus() != "note" {
		t.Errorf("in %q", m.Focus())
	}
	m.Show("to", true)
	m.Show("pin", true)
	if m.Value("to") != "me" || !m.On("pin") {
		t.Error("what was typed is lost")
	}
	m.FocusOn("to")
	m.Show("to", false)
	if m.Focus() != "op" || m.Capturing() {
		t.Errorf("the focus rests on a hidden field or beyond: %q", m.Focus())
	}
	m.FocusOn("to")
	if m.Focus() != "op" {
		t.Error("the focus went to a hidden field")
	}
	for _, id := range []string{"op", "to", "pin", "note"} {
		m.Show(id, false)
	}
	press(t, m, "tab", "up", "x")
	if view, _ := m.View(80, 24); view != "" {
		t.Errorf("drawn: %q", view)
	}
}

func TestProblems(t *testing.T) {
	m := newForm()
	m.Complain("note", "too long")
	if !m.Complains() {
		t.Error("no problem")
	}
	m.Show("note", false)
	if m.Complains() {
		t.Error("a hidden field complains")
	}
	m.Show("note", true)
	view, _ := m.View(80, 24)
	if !strings.Contains(uitest.Plain(view), "  note         (what for)\n               ✗ too long") {
		t.Errorf("got\n%s", uitest.Plain(view))
	}
	m.FocusOn("note")
	press(t, m, "left")
	if !m.Complains() {
		t.Error("moving the cursor cured the problem")
	}
	press(t, m, "a")
	if m.Complains() {
		t.Error("the problem stays while it is mended")
	}
	m.Complain("note", "again")
	m.Complain("note", "")
	if m.Complains() {
		t.Error("the problem cannot be removed")
	}
}

func TestEmptyAndUnknown(t *testing.T) {
	theme := kit.NewTheme(true)
	m := New(&theme)
	press(t, m, "tab", "up", "space", "x")
	m.Choose("nothing", 3)
	m.Turn("nothing", true)
	m.Complain("nothing", "x")
	m.Show("nothing", false)
	if m.Capturing() || m.Value("nothing") != "" || m.Chosen("nothing") != 0 || m.Focus() != "" {
		t.Error("an empty form has something")
	}
	if view, c := m.View(80, 24); view != "" || c != nil {
		t.Errorf("drawn %q", view)
	}
	f := newForm()
	f.Choose("op", 3)
	f.Choose("op", -1)
	if f.Chosen("op") != 0 {
		t.Errorf("chose %d of three", f.Chosen("op"))
	}
}

func TestHelpNamesTheKeysOfTheField(t *testing.T) {
	for focus, want := range map[string]string{"op": "←/→ ↓ ↑", "to": "↓ ↑", "pin": "space ↓ ↑"} {
		m := newForm()
		m.FocusOn(focus)
		var got []string
		for _, b := range m.Bindings() {
			if b.Enabled() {
				got = append(got, b.Help().Key)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", focus, got, want)
		}
	}
}

func TestViewFitsAndShowsTheFocus(t *testing.T) {
	m := newForm()
	m.SetValue("to", strings.Repeat("日本 Ünïcode \u202e", 20))
	m.Complain("note", strings.Repeat("a long complaint ", 20))
	m.Choose("op", 2)
	for _, focus := range []string{"op", "to", "pin", "note"} {
		m.FocusOn(focus)
		for _, w := range []int{0, 1, 2, 5, 14, 15, 16, 17, 20, 40, 80, 200} {
			for h := range 10 {
				view, cursor := m.View(w, h)
				if err := uitest.Fits(view, cursor, w, h); err != nil {
					t.Errorf("%s at %dx%d: %v", focus, w, h, err)
				}
				if w > 2 && h > 0 && !strings.Contains(view, "▸") {
					t.Errorf("%s at %dx%d: the field in focus is not shown:\n%s", focus, w, h, view)
				}
				if (cursor != nil) != (m.Capturing() && w > 0 && h > 0) {
					t.Errorf("%s at %dx%d: cursor %v", focus, w, h, cursor)
				}
				if strings.Contains(view, "\u202e") {
					t.Error("an override reaches the terminal")
				}
			}
		}
	}
}

// The cursor stands after what was typed, whatever the width of the characters.
func TestCursorStandsWhereTextGoes(t *testing.T) {
	for text, want := range map[string]int{"": 15, "ab": 17, "日本": 19, "\u202e": 15 + len(`\u202e`), strings.Repeat("x", 100): 39} {
		m := newForm()
		m.FocusOn("to")
		m.SetValue("to", text)
		if _, c := m.View(40, 10); c == nil || c.X != want || c.Y != 1 {
			t.Errorf("after %q the cursor is at %+v, want column %d", text, c, want)
		}
	}
	m := newForm()
	m.Complain("to", "one line of trouble")
	m.FocusOn("note")
	if _, c := m.View(80, 10); c.Y != 4 {
		t.Errorf("below a problem the cursor is in row %d", c.Y)
	}
	if _, c := m.View(80, 2); c.Y != 1 {
		t.Errorf("scrolled, the cursor is in row %d", c.Y)
	}
}

// Without colours the focus, the choice and the switch show all the same.
func TestReadableWithoutColours(t *testing.T) {
	m := newForm()
	m.Turn("pin", true)
	view, _ := m.View(60, 10)
	want := []string{
		"▸ allow        [download] upload  delete",
		"  to           (who gets it)",
		"  pin          [x]  the version stays",
		"  note         (what for)",
	}
	if got := strings.Split(uitest.Plain(view), "\n"); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if view, _ := m.View(60, 3); !strings.HasSuffix(uitest.Plain(view), "\n  ↓ more") {
		t.Errorf("what is left out does not show:\n%s", uitest.Plain(view))
	}
}

func TestChoicesThatDoNotFitShowTheChosenOne(t *testing.T) {
	m := newForm()
	m.Choose("op", 2)
	view, _ := m.View(28, 1)
	if got := uitest.Plain(view); !strings.Contains(got, "…[delete]") {
		t.Errorf("got %q", got)
	}
}

// What is wrong with the field in focus is read to its end, and not hidden by
// the line that says that there are more fields.
func TestAProblemIsReadToItsEnd(t *testing.T) {
	m := newForm()
	m.Complain("to", strings.Repeat("words of a long complaint ", 9)+"and its end")
	press(t, m, "tab")
	if view, _ := m.View(80, 7); !strings.Contains(view, "and its end") || !strings.HasSuffix(uitest.Plain(view), "↓ more") {
		t.Errorf("\n%s", view)
	}
}
