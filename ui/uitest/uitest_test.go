package uitest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// probe is a screen that notes what it is told.
type probe struct {
	env  kit.Env
	log  []string
	view func(w, h int) string
}

type answered struct{ text string }

func (p *probe) answer(text string) tea.Cmd {
	return p.env.Do(func(context.Context) tea.Msg { return answered{text} })
}

func (p *probe) Init() tea.Cmd { return p.answer("init") }

func (p *probe) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case answered:
		p.log = append(p.log, msg.text)
	case kit.Tick:
		p.log = append(p.log, msg.Now.Format(time.TimeOnly))
	case tea.PasteMsg:
		p.log = append(p.log, "paste "+msg.Content)
	case tea.KeyPressMsg:
		return p.press(msg.String())
	}
	return nil, nil
}

func (p *probe) press(k string) (kit.Step, tea.Cmd) {
	p.log = append(p.log, k)
	switch k {
	case "b":
		return kit.Stay{}, tea.Batch(p.answer("b1"), tea.Sequence(p.answer("b2"), p.answer("b3")), p.answer("b4"))
	case "esc":
		return kit.Pop{}, nil
	case "c":
		return nil, tea.SetClipboard("x")
	}
	return nil, nil
}

func (p *probe) View(w, h int) (string, *tea.Cursor) {
	if p.view != nil {
		return p.view(w, h), nil
	}
	return "", nil
}
func (p *probe) Keys() help.KeyMap { return keys{} }
func (p *probe) Capturing() bool   { return false }
func (p *probe) Title() string     { return "probe" }

type keys struct{ bindings []key.Binding }

func (k keys) ShortHelp() []key.Binding  { return nil }
func (k keys) FullHelp() [][]key.Binding { return [][]key.Binding{k.bindings} }

func drive(t testing.TB) (*Driver, *probe) {
	t.Helper()
	p := &probe{}
	return New(t, func(e kit.Env) kit.Screen { p.env = e; return p }), p
}

func TestDriverRunsBatchesAndSequencesInOrder(t *testing.T) {
	d, p := drive(t)
	d.Press("b", "ctrl+o", "space", "esc", "c")
	d.Type("é")
	d.Paste("p")
	d.Tick(time.Second)
	want := "init b b1 b2 b3 b4 ctrl+o space esc c é paste p 15:04:06"
	if got := strings.Join(p.log, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, ok := d.Step().(kit.Pop); !ok || d.Step() != nil {
		t.Error("the step was not kept, or not taken")
	}
	if len(d.Sent) != 1 {
		t.Errorf("sent to the program: %v", d.Sent)
	}
}

func TestDriverHoldsAnswersBack(t *testing.T) {
	d, p := drive(t)
	d.Hold = true
	d.Press("b")
	d.Run(0) // the batch opens into three commands
	if d.Pending() != 3 {
		t.Fatalf("pending %d", d.Pending())
	}
	late := d.Run(0)
	d.Settle()
	d.Deliver(late...)
	if got := strings.Join(p.log, " "); got != "init b b2 b3 b4 b1" {
		t.Errorf("got %s", got)
	}
}

func TestDriverDropsAnswersOfAScreenThatLeft(t *testing.T) {
	d, p := drive(t)
	d.Hold = true
	d.Press("b")
	d.Leave()
	d.Settle()
	d.Deliver(kit.Reply{To: d.Env.ID + 1, Msg: answered{"stranger"}})
	if got := strings.Join(p.log, " "); got != "init b" {
		t.Errorf("got %s", got)
	}
}

func TestKeyKnowsOnlyRealKeys(t *testing.T) {
	for _, k := range []string{"a", "G", "?", "/", "é", "space", "enter", "esc", "tab", "shift+tab", "backspace", "up", "pgdown", "home", "end", "delete", "f1", "ctrl+c", "ctrl+o", "ctrl+space", "alt+enter", "shift+up", "ctrl+shift+up", "insert"} {
		if m, err := Key(k); err != nil || m.String() != k {
			t.Errorf("%q: %v", k, err)
		}
	}
	for _, k := range []string{" ", "", "shift+g", "escape", "return", "pagedown", "Enter", "ctrl+", "shift+ctrl+a", "del"} {
		if _, err := Key(k); err == nil {
			t.Errorf("%q passed for a key", k)
		}
	}
}

// recorder is a testing.TB that counts failures instead of failing.
type recorder struct {
	testing.TB
	failed []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failed = append(r.failed, fmt.Sprintf(format, args...))
}

func TestCheckKeysFindsDeadDoubleAndDumbBindings(t *testing.T) {
	r := &recorder{TB: t}
	CheckKeys(r, keys{[]key.Binding{
		key.NewBinding(key.WithKeys(" "), key.WithHelp("space", "mark")),
		key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "one")),
		key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "two")),
		key.NewBinding(key.WithKeys("b")),
		key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "asleep"), key.WithDisabled()),
	}})
	if len(r.failed) != 3 {
		t.Errorf("found %q", r.failed)
	}
}

func TestSizesFindsOverflowPanicAndImpurity(t *testing.T) {
	_, p := drive(t)
	Sizes(t, p)
	n := 0
	for name, view := range map[string]func(w, h int) string{
		"wide":   func(w, _ int) string { return strings.Repeat("ü", w+1) },
		"tall":   func(_, h int) string { return strings.Repeat("\n", h) },
		"panic":  func(w, _ int) string { return "x"[w:w] },
		"impure": func(int, int) string { n++; return string(rune('a' + n%2)) },
		"tab":    func(int, int) string { return "\t" },
	} {
		p.view = view
		r := &recorder{TB: t}
		Sizes(r, p)
		if len(r.failed) == 0 {
			t.Errorf("%s went unnoticed", name)
		}
	}
}

func TestPlainAndCells(t *testing.T) {
	view := "\x1b[7mab\x1b[m  \n日本"
	if got := Plain(view); got != "ab\n日本" {
		t.Errorf("plain %q", got)
	}
	cells := Cells(view, 6, 2)
	if c := cells.CellAt(1, 0); c.Content != "b" || c.Style.Attrs == 0 {
		t.Errorf("cell %+v", c)
	}
	if c := cells.CellAt(2, 1); c.Content != "本" || c.Width != 2 {
		t.Errorf("wide cell %+v", c)
	}
	Golden(t, "plain", Plain(view))
}
