package ui

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/ui/history"
	"signet/ui/kit"
	"signet/ui/toast"
	"signet/ui/uitest"
)

// fake is a screen that notes what reaches it and does what it is told.
type fake struct {
	name      string
	env       kit.Env
	log       []string
	capturing bool
	full      bool
	pastes    bool
	busy      string
	left      int
	clears    tea.Cmd             // what Leave returns
	next      map[string]kit.Step // by key
	answer    kit.Step            // to a said
	cursor    *tea.Cursor
	sight     string
	body      func(w, h int) string
}

type said string

func (f *fake) Init() tea.Cmd { return nil }

func (f *fake) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		f.log = append(f.log, msg.String())
		return f.next[msg.String()], nil
	case tea.PasteMsg:
		f.log = append(f.log, "paste "+msg.Content)
	case said:
		f.log = append(f.log, string(msg))
		return f.answer, nil
	case kit.Tick:
		f.log = append(f.log, "tick")
	case kit.Renewed:
		f.log = append(f.log, "renewed")
	}
	return nil, nil
}

func (f *fake) View(w, h int) (string, *tea.Cursor) {
	if f.body != nil {
		return f.body(w, h), f.cursor
	}
	return kit.Cut("body of "+f.name, w), f.cursor
}

func (f *fake) Keys() help.KeyMap {
	sleeping := key.NewBinding(key.WithKeys("z"), key.WithHelp("z", "sleep"), key.WithDisabled())
	return fakeKeys{key.NewBinding(key.WithKeys("o"), key.WithHelp("o", "open "+f.name)), sleeping}
}
func (f *fake) Capturing() bool  { return f.capturing }
func (f *fake) Title() string    { return f.name }
func (f *fake) Busy() string     { return f.busy }
func (f *fake) Fullscreen() bool { return f.full }
func (f *fake) TakesPaste() bool { return f.pastes }
func (f *fake) Leave() tea.Cmd   { f.left++; return f.clears }

type fakeKeys []key.Binding

func (k fakeKeys) ShortHelp() []key.Binding  { return k }
func (k fakeKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k} }

func (f *fake) make() kit.Maker {
	return func(env kit.Env) kit.Screen { f.env = env; return f }
}

func (f *fake) Sight() string { return f.sight }

func (f *fake) got() string { return strings.Join(f.log, " ") }

// rig is a root on one fake screen, with a clock that stands still.
type rig struct {
	*App
	t       *testing.T
	clock   *uitest.Clock
	first   *fake
	history *fake
	inspect *fake
	pasted  string
	out     []tea.Msg // what commands returned that is not for the root itself
	ticks   int       // timers asked for
}

func newRig(t *testing.T, change ...func(*Options)) *rig {
	t.Helper()
	r := &rig{t: t, clock: uitest.NewClock(), first: &fake{name: "first"}, history: &fake{name: "log"}, inspect: &fake{name: "inspector"}}
	o := Options{
		First: r.first.make(), Clock: r.clock.Now,
		History: func() kit.Maker { return r.history.make() },
		Inspect: func(p share.Secret) kit.Maker { r.pasted = p.Reveal(); return r.inspect.make() },
	}
	for _, c := range change {
		c(&o)
	}
	r.App = newApp(t.Context(), o)
	r.tick = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { r.ticks++; return nil }
	r.run(r.Init())
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return r
}

func (r *rig) send(msgs ...tea.Msg) {
	r.t.Helper()
	for _, m := range msgs {
		_, cmd := r.Update(m)
		r.run(cmd)
	}
}

func (r *rig) press(keys ...string) {
	r.t.Helper()
	for _, k := range keys {
		m, err := uitest.Key(k)
		if err != nil {
			r.t.Fatal(err)
		}
		r.send(m)
	}
}

// run runs a command, and what it leads to in the root.
func (r *rig) run(cmd tea.Cmd) {
	r.t.Helper()
	if cmd == nil {
		return
	}
	msg := cmd()
	if v := reflect.ValueOf(msg); v.IsValid() && v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() {
			c, _ := v.Index(i).Interface().(tea.Cmd)
			r.run(c)
		}
		return
	}
	switch msg.(type) {
	case kit.Reply, copiedMsg, printedMsg, bookmarkedMsg, history.RecentMsg:
		r.send(msg)
	default:
		r.out = append(r.out, msg)
	}
}

func (r *rig) quits() bool {
	for _, m := range r.out {
		if _, ok := m.(tea.QuitMsg); ok {
			return true
		}
	}
	return false
}

func (r *rig) screen() string { return uitest.Plain(r.View().Content) }

func (r *rig) titles() string {
	var out []string
	for _, f := range r.stack {
		out = append(out, f.screen.Title())
	}
	return strings.Join(out, " ")
}

func TestControlCAlwaysQuits(t *testing.T) {
	for name, prepare := range map[string]func(*rig){
		"plain":      func(*rig) {},
		"capturing":  func(r *rig) { r.first.capturing = true },
		"help open":  func(r *rig) { r.press("?") },
		"fullscreen": func(r *rig) { r.first.full = true },
		"tiny":       func(r *rig) { r.send(tea.WindowSizeMsg{Width: 3, Height: 1}) },
	} {
		r := newRig(t)
		prepare(r)
		r.press("ctrl+c")
		if !r.quits() {
			t.Errorf("%s: ctrl+c does not quit", name)
		}
		if !r.killed {
			t.Errorf("%s: ctrl+c is not told from q", name)
		}
		if strings.Contains(r.first.got(), "ctrl+c") {
			t.Errorf("%s: the screen was given ctrl+c", name)
		}
	}
}

func TestGlobalKeysLeaveTypedTextAlone(t *testing.T) {
	r := newRig(t)
	r.first.capturing = true
	r.press("q", "?", "H", "i")
	if got := r.first.got(); got != "q ? H i" || r.quits() || r.help != nil || r.titles() != "first" {
		t.Errorf("the screen got %q, stack %s, quits %v", got, r.titles(), r.quits())
	}
	r.first.capturing = false
	r.press("?")
	if r.help == nil {
		t.Error("? opens no help")
	}
	r.press("x")
	if r.help != nil || r.first.got() != "q ? H i" {
		t.Errorf("the key that closes the help reached the screen: %q", r.first.got())
	}
	r.press("H")
	if r.titles() != "first log" {
		t.Errorf("H: %s", r.titles())
	}
	r.press("H")
	if r.titles() != "first log" || r.history.got() != "H" {
		t.Errorf("H on the log opens another: %s", r.titles())
	}
	r.press("i")
	if r.titles() != "first log inspector" || r.pasted != "" {
		t.Errorf("i: %s", r.titles())
	}
	r.press("q")
	if !r.quits() {
		t.Error("q does not quit")
	}
}

func TestKeysWithoutTheirScreensAreOff(t *testing.T) {
	r := newRig(t, func(o *Options) { o.History, o.Inspect = nil, nil })
	r.press("H", "i")
	if r.first.got() != "H i" || strings.Contains(r.screen(), "share log") {
		t.Errorf("the screen got %q, the footer is\n%s", r.first.got(), r.screen())
	}
}

func TestPaste(t *testing.T) {
	link := tea.PasteMsg{Content: "https://h/k?X-Amz-Signature=1"}
	r := newRig(t)
	r.first.capturing = true
	r.send(link)
	if r.first.got() != "paste "+link.Content || r.titles() != "first" {
		t.Errorf("a paste into typed text: %q, %s", r.first.got(), r.titles())
	}
	r = newRig(t)
	r.first.pastes = true
	r.send(link)
	if r.first.got() != "paste "+link.Content || r.titles() != "first" {
		t.Errorf("a paste for the screen itself: %q, %s", r.first.got(), r.titles())
	}
	r = newRig(t)
	r.press("?")
	r.send(link)
	if r.titles() != "first" || r.first.got() != "" {
		t.Error("a paste over the help did something")
	}
	r.press("x")
	r.send(tea.PasteMsg{Content: " \n"})
	if r.titles() != "first" {
		t.Error("blank text was inspected")
	}
	r.send(link)
	if r.titles() != "first inspector" || r.pasted != link.Content {
		t.Errorf("a paste elsewhere: %s, %q", r.titles(), r.pasted)
	}
}

func TestRepliesReachTheirFrame(t *testing.T) {
	r := newRig(t)
	top := &fake{name: "top"}
	r.first.next = map[string]kit.Step{"enter": kit.Push{Make: top.make()}}
	r.press("enter")
	r.send(kit.Reply{To: r.first.env.ID, Msg: said("below")}, kit.Reply{To: top.env.ID, Msg: said("above")})
	if r.first.got() != "enter below" || top.got() != "above" {
		t.Errorf("first got %q, top %q", r.first.got(), top.got())
	}
	top.next = map[string]kit.Step{"esc": kit.Pop{}}
	r.press("esc")
	r.send(kit.Reply{To: top.env.ID, Msg: said("late")}, kit.Reply{To: 99, Msg: said("stranger")})
	if r.first.got() != "enter below" || top.got() != "above esc" {
		t.Errorf("an answer to a screen that left was delivered: %q, %q", r.first.got(), top.got())
	}
}

func TestLeavingCancelsAndClears(t *testing.T) {
	for name, c := range map[string]struct {
		step  kit.Step
		stack string
	}{
		"pop":     {kit.Pop{}, "first"},
		"replace": {kit.Replace{Make: (&fake{name: "other"}).make()}, "first other"},
	} {
		r := newRig(t)
		top := &fake{name: "top", next: map[string]kit.Step{"x": c.step}}
		r.first.next = map[string]kit.Step{"enter": kit.Push{Make: top.make()}}
		r.press("enter")
		if r.first.left != 1 || r.first.env.Ctx.Err() != nil {
			t.Errorf("%s: covering: left %d times, context %v", name, r.first.left, r.first.env.Ctx.Err())
		}
		r.press("x")
		if r.titles() != c.stack || top.left != 1 || !errors.Is(top.env.Ctx.Err(), context.Canceled) {
			t.Errorf("%s: stack %s, left %d times, context %v", name, r.titles(), top.left, top.env.Ctx.Err())
		}
		if r.first.env.Ctx.Err() != nil || r.first.left != 1 {
			t.Errorf("%s: the screen below was left too", name)
		}
	}
}

func TestTheNextKeyReachesTheNewScreen(t *testing.T) {
	r := newRig(t)
	second, third := &fake{name: "second"}, &fake{name: "third"}
	r.first.next = map[string]kit.Step{"a": kit.Push{Make: second.make()}}
	second.next = map[string]kit.Step{"b": kit.Replace{Make: third.make()}}
	third.next = map[string]kit.Step{"c": kit.Pop{Then: said("back")}}
	for _, k := range []string{"a", "b", "c", "d"} {
		m, _ := uitest.Key(k)
		r.Update(m) // no command is run in between
	}
	if r.first.got() != "a back d" || second.got() != "b" || third.got() != "c" {
		t.Errorf("first %q, second %q, third %q", r.first.got(), second.got(), third.got())
	}
}

// A screen that is covered may be answered: what it does then stays below what
// the user looks at.
func TestACoveredScreenDoesNotTakeOver(t *testing.T) {
	for name, c := range map[string]struct {
		step  kit.Step
		stack string
	}{
		"push":    {kit.Push{Make: (&fake{name: "new"}).make()}, "first new log"},
		"replace": {kit.Replace{Make: (&fake{name: "new"}).make()}, "new log"},
		"pop":     {kit.Pop{Then: said("x")}, "log"},
	} {
		r := newRig(t)
		r.first.answer = c.step
		r.press("H")
		r.send(kit.Reply{To: r.first.env.ID, Msg: said("answer")})
		if name == "push" && r.first.left != 1 {
			t.Errorf("%s: the covered screen was left %d times", name, r.first.left)
		}
		if r.titles() != c.stack || r.history.left != 0 || r.history.env.Ctx.Err() != nil || r.quits() {
			t.Errorf("%s: %s, the log was left %d times", name, r.titles(), r.history.left)
		}
		r.press("z")
		if r.history.got() != "z" {
			t.Errorf("%s: the key went elsewhere", name)
		}
	}
}

func TestTheFirstScreenStays(t *testing.T) {
	r := newRig(t)
	r.first.next = map[string]kit.Step{"esc": kit.Pop{Then: said("x")}}
	r.press("esc", "esc")
	if r.quits() || r.titles() != "first" || r.first.left != 0 || r.first.env.Ctx.Err() != nil {
		t.Error("esc left the first screen")
	}
	if !strings.Contains(r.screen(), "q quits") {
		t.Errorf("nobody says how to leave:\n%s", r.screen())
	}
}

func TestBeforeTheFirstScreen(t *testing.T) {
	a := newApp(t.Context(), Options{})
	for _, m := range []tea.Msg{tea.KeyPressMsg{Code: 'x', Text: "x"}, tea.PasteMsg{Content: "x"}, spinMsg{}, kit.Renewed{}, kit.Reply{To: 1}, tea.WindowSizeMsg{Width: 80, Height: 24}} {
		a.Update(m)
		if a.View().Content != "" {
			t.Errorf("%T draws something", m)
		}
	}
}

func TestToastsOnTheScreen(t *testing.T) {
	r := newRig(t)
	r.first.next = map[string]kit.Step{
		"g": kit.Notify{Kind: kit.Good, Text: "done"},
		"p": kit.Notify{Kind: kit.Problem, Text: strings.Repeat("long ", 20) + "end"},
	}
	r.press("g")
	lines := strings.Split(r.screen(), "\n")
	if !strings.HasPrefix(lines[23], "✓ done  ? help") {
		t.Errorf("last line %q", lines[23])
	}
	r.send(secondMsg(r.clock.Advance(toast.Lifetime)))
	if !strings.Contains(r.screen(), "done") {
		t.Error("the message went too early")
	}
	r.send(secondMsg(r.clock.Advance(time.Second)))
	if strings.Contains(r.screen(), "done") || r.first.got() != "g tick tick" {
		t.Errorf("the message stays, or the screen was not told the time: %q", r.first.got())
	}
	r.press("p")
	r.send(secondMsg(r.clock.Advance(time.Hour)))
	if got := r.screen(); !strings.Contains(got, "end") || !strings.Contains(got, "✗ long") {
		t.Errorf("the problem is not there in full:\n%s", got)
	}
	r.press("x")
	if strings.Contains(r.screen(), "long") {
		t.Error("the problem outlives the key")
	}
}

// A message goes with the view that it is about, also where the path stays.
func TestToastsGoWithTheirView(t *testing.T) {
	r := newRig(t)
	r.first.next = map[string]kit.Step{"g": kit.Notify{Kind: kit.Good, Text: "11 more chosen"}}
	r.press("g")
	if r.press("x"); !strings.Contains(r.screen(), "11 more chosen") {
		t.Fatal(r.screen())
	}
	r.first.sight = "chosen"
	if r.press("x"); strings.Contains(r.screen(), "11 more chosen") {
		t.Error(r.screen())
	}
}

// tall is a body that says how many rows it was given.
func tall(w, h int) string {
	var rows []string
	for i := range h {
		rows = append(rows, kit.Cut(fmt.Sprintf("row %d of %d", i+1, h), w))
	}
	return strings.Join(rows, "\n")
}

// What is said hides nothing: the screen has fewer rows meanwhile, and the keys
// stay beside it, or below where it takes several lines.
func TestToastsHideNothing(t *testing.T) {
	long := strings.Repeat("long ", 60)
	for _, c := range []struct{ text, last, below string }{
		{"done", "row 22 of 22", "✓ done  ? help  H share log  o open first  q quit"},
		{long[:99], "row 20 of 20", "\n? help  H share log  o open first  q quit"},
		{long, "row 19 of 19", "\n? help  H share log  o open first  q quit"},
	} {
		r := newRig(t)
		r.first.body = tall
		r.first.next = map[string]kit.Step{"g": kit.Notify{Kind: kit.Good, Text: c.text}}
		r.press("g")
		if got := r.screen(); !strings.Contains(got, c.last+"\n") || !strings.HasSuffix(got, c.below) {
			t.Errorf("%q and %q are missing in\n%s", c.last, c.below, got)
		}
	}
}

// coder is a screen with a code that needs as many rows as there are.
type coder struct {
	*fake
	rows int
}

func (c *coder) CodeRows(_, h int) int {
	if h < c.rows {
		return 0
	}
	return c.rows
}

// A code does not go for as long as it takes to say that something was copied.
func TestAPassingToastLeavesTheCodeAlone(t *testing.T) {
	for _, c := range []struct {
		rows int
		kind kit.Kind
		last string
	}{{22, kit.Good, "row 22 of 22"}, {22, kit.Problem, "row 19 of 19"}, {20, kit.Good, "row 22 of 22"}, {50, kit.Good, "row 19 of 19"}} {
		r := newRig(t)
		r.first.body = tall
		r.stack[0].screen = &coder{r.first, c.rows}
		r.toast.Show(c.kind, strings.Repeat("long ", 40), r.clock.Now())
		if got := r.screen(); !strings.Contains(got, c.last+"\n") {
			t.Errorf("a code of %d rows, kind %d: no %q in\n%s", c.rows, c.kind, c.last, got)
		}
	}
}

// What was said of the first screen is false on the next one.
func TestAnInfoGoesWithItsScreen(t *testing.T) {
	r := newRig(t)
	second := &fake{name: "second"}
	r.first.next = map[string]kit.Step{"esc": kit.Pop{}, "enter": kit.Push{Make: second.make()}}
	r.press("esc", "x")
	if !strings.Contains(r.screen(), "q quits") {
		t.Errorf("gone too early:\n%s", r.screen())
	}
	r.press("enter")
	if strings.Contains(r.screen(), "q quits") {
		t.Errorf("it stands on the next screen:\n%s", r.screen())
	}
}

func TestCopy(t *testing.T) {
	secret := share.NewSecret("https://secret")
	var copied, what string
	r := newRig(t, func(o *Options) {
		o.Copy = func(_ context.Context, text share.Secret, w, instead string) (string, string, error) {
			copied, what = text.Reveal(), w
			if w == "broken" {
				return "", "", errors.New("no clipboard\x1b[2J")
			}
			return "\x1b]52;", w + " sent", nil
		}
	})
	r.first.next = map[string]kit.Step{"y": kit.Copy{Text: secret, What: "link"}, "b": kit.Copy{Text: secret, What: "broken"}}
	r.press("y")
	if copied != "https://secret" || what != "link" || !strings.Contains(r.screen(), "✓ link sent") {
		t.Errorf("copied %q as %q\n%s", copied, what, r.screen())
	}
	if raw, ok := r.out[len(r.out)-1].(tea.RawMsg); !ok || raw.Msg != "\x1b]52;" {
		t.Errorf("the sequence was not written: %v", r.out)
	}
	r.press("b")
	if got := r.screen(); !strings.Contains(got, `✗ no clipboard\x1b[2J`) {
		t.Errorf("the failure does not show, or not cleaned:\n%s", got)
	}
	if strings.Contains(r.screen(), "https://secret") {
		t.Error("the secret is on the screen")
	}
}

func TestRenewalTellsTheScreen(t *testing.T) {
	r := newRig(t)
	r.send(renewedMsg{errors.New("exit status 1")})
	if !strings.Contains(r.screen(), "not renewed: exit status 1") || r.first.got() != "" {
		t.Errorf("a failed renewal: %q\n%s", r.first.got(), r.screen())
	}
	r.send(renewedMsg{})
	if r.first.got() != "renewed" {
		t.Errorf("the screen got %q", r.first.got())
	}
}

func TestThemeFollowsTheTerminal(t *testing.T) {
	light := tea.BackgroundColorMsg{Color: ansi.BrightWhite}
	r := newRig(t)
	theme := r.first.env.Theme
	r.send(light)
	if isDark(theme) || r.first.env.Theme != theme {
		t.Error("the theme that the screens hold did not change")
	}
	r = newRig(t, func(o *Options) { o.Theme = "dark" })
	r.send(light)
	if !isDark(r.theme) {
		t.Error("a fixed theme changed")
	}
}

func isDark(theme *kit.Theme) bool {
	return theme.Accent.GetForeground() == kit.NewTheme(true).Accent.GetForeground()
}

func TestTheSpinnerTurnsOnlyWhileBusy(t *testing.T) {
	r := newRig(t)
	r.ticks = 0
	r.press("x")
	if r.ticks != 0 {
		t.Error("the spinner turns for nothing")
	}
	r.first.busy = "listing\x1b[31m"
	r.press("x", "x")
	if r.ticks != 1 || !strings.Contains(r.screen(), `listing\x1b[31m`) || r.View().ProgressBar == nil {
		t.Errorf("%d timers\n%s", r.ticks, r.screen())
	}
	before := r.screen()
	r.send(spinMsg{})
	if r.ticks != 2 || r.screen() == before {
		t.Error("the spinner stands still")
	}
	r.first.busy = ""
	r.send(spinMsg{})
	if r.ticks != 2 || r.View().ProgressBar != nil {
		t.Error("the spinner does not stop")
	}
}

func TestDebugNamesTypesOnly(t *testing.T) {
	var lines []string
	r := newRig(t, func(o *Options) { o.Debug = func(l string) { lines = append(lines, l) } })
	r.send(tea.PasteMsg{Content: "https://secret"}, kit.Reply{To: 1, Msg: said("https://secret")})
	got := strings.Join(lines, "\n")
	if strings.Contains(got, "secret") || !strings.Contains(got, "PasteMsg") || !strings.Contains(got, "reply to 1: ui.said") {
		t.Errorf("debug lines:\n%s", got)
	}
}

func TestObserveSeesEverythingFirst(t *testing.T) {
	n := 0
	r := newRig(t, func(o *Options) {
		o.Observe = func(tea.Msg) tea.Cmd { n++; return func() tea.Msg { return said("observed") } }
	})
	n, r.out = 0, nil
	r.press("x")
	r.send(kit.Reply{To: 99})
	if n != 2 || len(r.out) != 2 {
		t.Errorf("observed %d messages, %d commands ran", n, len(r.out))
	}
}

// What a screen has drawn beside the renderer is cleared before the terminal is
// the shell's again, and gets the time to arrive.
func TestClearedBeforeTheShell(t *testing.T) {
	for _, k := range []string{"ctrl+c", "ctrl+z"} {
		r := newRig(t, func(o *Options) { o.Suspends = true })
		r.first.clears = func() tea.Msg { return said("cleared") }
		r.out, r.ticks = nil, 0
		r.press(k)
		if len(r.out) != 2 || r.out[0] != said("cleared") || r.ticks != 1 {
			t.Errorf("%s: %v, %d timers", k, r.out, r.ticks)
		}
	}
}

// ctrl+z leaves for the shell from everywhere, a text field too, and only where
// there is a shell: without one nothing would ever wake the program.
func TestSuspend(t *testing.T) {
	for _, shell := range []bool{true, false} {
		r := newRig(t, func(o *Options) { o.Suspends = shell })
		for _, capturing := range []bool{false, true} {
			r.first.capturing, r.out = capturing, nil
			r.press("ctrl+z")
			asked := slices.ContainsFunc(r.out, func(m tea.Msg) bool { _, ok := m.(tea.SuspendMsg); return ok })
			if asked != shell {
				t.Errorf("shell %v, in a field %v: suspended %v", shell, capturing, asked)
			}
			if left := r.first.left == 1; left != asked {
				t.Errorf("shell %v: the screen may clear the terminal: %v", shell, left)
			}
			r.first.left = 0
		}
	}
}
