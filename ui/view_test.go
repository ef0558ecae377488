package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/color"
	"io"
	"reflect"
	"strings"
	"testing"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

func TestFrameAtEverySize(t *testing.T) {
	r := newRig(t)
	r.first.name = strings.Repeat("ü/", 80)
	r.first.body = func(w, h int) string {
		return strings.TrimSuffix(strings.Repeat(strings.Repeat("x", w)+"\n", h), "\n")
	}
	states := map[string]func(){
		"plain": func() {},
		"toast": func() { r.toast.Show(kit.Problem, strings.Repeat("word ", 50), r.clock.Now()) },
		"busy":  func() { r.first.busy = "listing" },
		"help":  func() { r.help = newHelpPage(); r.help.top = 1000 },
		"full":  func() { r.help = nil; r.first.full = true },
	}
	for _, name := range []string{"plain", "toast", "busy", "help", "full"} {
		states[name]()
		for _, w := range []int{0, 1, 10, 39, 40, 79, 80, 120, 300} {
			for _, h := range []int{0, 1, 2, 9, 10, 24, 100} {
				r.send(tea.WindowSizeMsg{Width: w, Height: h})
				v := r.View()
				if err := uitest.Fits(v.Content, v.Cursor, w, h); err != nil {
					t.Errorf("%s at %dx%d: %v", name, w, h, err)
				}
			}
		}
	}
}

func TestTinyTerminalsSayWhatIsNeeded(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct{ w, h int }{{39, 24}, {80, 9}} {
		r.send(tea.WindowSizeMsg{Width: c.w, Height: c.h})
		if got, want := r.screen(), kit.Cut(fmt.Sprintf("signet needs 40x10, this is %dx%d", c.w, c.h), c.w); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		r.press("o") // opens a screen, which nobody would see
		r.press("?")
	}
	r.send(tea.WindowSizeMsg{Width: 40, Height: 10})
	if !strings.Contains(r.screen(), "body of first") {
		t.Error("40x10 is enough")
	}
}

func TestFrameHoldsHeaderBodyAndKeys(t *testing.T) {
	r := newRig(t)
	r.first.cursor = tea.NewCursor(3, 2)
	lines := strings.Split(r.screen(), "\n")
	if lines[0] != " signet  first" || lines[1] != "body of first" || lines[23] != "? help  H share log  o open first  q quit" {
		t.Errorf("got\n%s", r.screen())
	}
	if c := r.View().Cursor; c.X != 3 || c.Y != 3 {
		t.Errorf("the cursor is at %d,%d, want below the header", c.X, c.Y)
	}
	r.first.capturing = true
	if got := strings.Split(r.screen(), "\n")[23]; got != "o open first  f1 help" {
		t.Errorf("while text is typed the footer offers %q", got)
	}
	r.first.full = true
	if r.screen() != "body of first" {
		t.Errorf("full screen has a frame:\n%s", r.screen())
	}
	if !r.View().AltScreen {
		t.Error("not on the alternate screen")
	}
}

func TestTheBreadcrumbKeepsItsEnd(t *testing.T) {
	r := newRig(t)
	r.first.name = strings.Repeat("long/", 40)
	r.press("H")
	if got := strings.Split(r.screen(), "\n")[0]; !strings.HasPrefix(got, " signet  …") || !strings.HasSuffix(got, " › log") {
		t.Errorf("header %q", got)
	}
}

// The way to where one is takes no room in the footer.
func TestTheFooterOfTheLog(t *testing.T) {
	r := newRig(t)
	footer := func() string {
		lines := strings.Split(strings.TrimRight(r.screen(), "\n"), "\n")
		return lines[len(lines)-1]
	}
	if !strings.Contains(footer(), "H share log") {
		t.Errorf("%q", footer())
	}
	r.press("H")
	if strings.Contains(footer(), "share log") || !strings.Contains(footer(), "? help") {
		t.Errorf("in the log: %q", footer())
	}
}

func TestHelpShowsEveryKey(t *testing.T) {
	r := newRig(t)
	r.press("?")
	got := r.screen()
	for _, want := range []string{"  o            open first", "- z            sleep", "  ctrl+c       quit at once", "  H            share log", "any key closes", "- does nothing here now"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if plain, disabled := r.theme.Text.Render("open first"), r.theme.Over.Render("sleep"); !strings.Contains(r.View().Content, plain) || !strings.Contains(r.View().Content, disabled) {
		t.Error("what does nothing is not greyed")
	}
}

// manyKeys are more than any screen has rows.
func manyKeys() fakeKeys {
	var k fakeKeys
	for i := range 60 {
		k = append(k, key.NewBinding(key.WithKeys("o"), key.WithHelp(fmt.Sprint(i), fmt.Sprintf("key-%d-", i))))
	}
	return k
}

func TestALongHelpPageScrolls(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 10}, {Width: 120, Height: 20}} {
		r := newRig(t)
		keys := manyKeys()
		r.stack[0].screen = &keyed{r.first, keys}
		r.send(size)
		r.press("?")
		seen := r.screen()
		for range 100 {
			r.press("down")
			seen += r.screen()
		}
		for _, want := range append([]string{"quit at once"}, descriptions(keys)...) {
			if !strings.Contains(seen, want) {
				t.Errorf("%dx%d: %q cannot be reached", size.Width, size.Height, want)
			}
		}
		bottom := r.screen()
		r.press("pgup", "up")
		if r.screen() == bottom || r.help == nil {
			t.Error("up does nothing")
		}
		r.press("esc")
		if r.help != nil {
			t.Error("esc does not close the page")
		}
	}
}

type keyed struct {
	*fake
	keys fakeKeys
}

func (k *keyed) Keys() help.KeyMap { return k.keys }

func descriptions(keys fakeKeys) []string {
	var out []string
	for _, k := range keys {
		out = append(out, k.Help().Desc)
	}
	return out
}

func TestGlobalKeyMap(t *testing.T) {
	uitest.CheckKeys(t, newGlobalKeys(Options{}))
}

func TestPrinterWritesOneLogicalLineAndWaitsForEnter(t *testing.T) {
	var out bytes.Buffer
	p := &printer{ctx: t.Context(), text: share.NewSecret("https://host/" + strings.Repeat("x", 500))}
	p.SetStdin(strings.NewReader("ab\n"))
	p.SetStdout(&out)
	p.SetStderr(io.Discard)
	if err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if want := "\nhttps://host/" + strings.Repeat("x", 500) + "\n"; !strings.Contains(out.String(), want) || ansi.Strip(out.String()) != out.String() {
		t.Errorf("printed %q", out.String())
	}
}

func TestPrinterEndsWithTheProgram(t *testing.T) {
	in, hold := io.Pipe()
	defer hold.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := &printer{ctx: ctx}
	p.SetStdin(in)
	p.SetStdout(io.Discard)
	if err := p.Run(); err != nil { // hangs if it waits for the enter key
		t.Fatal(err)
	}
}

// What runs on the normal screen may ask there; what it said stays in sight until enter,
// unless it failed.
func TestOutsideIsTheNormalScreen(t *testing.T) {
	for _, failed := range []error{nil, errors.New("no key")} {
		var ran tea.ExecCommand
		r := newRig(t, func(o *Options) {
			o.Exec = func(c tea.ExecCommand, _ func(), done tea.ExecCallback) tea.Cmd {
				ran = c
				return func() tea.Msg { return done(c.Run()) }
			}
		})
		var out bytes.Buffer
		type told struct{ error }
		cmd := r.outside(7, kit.Outside{
			Run: func(_ context.Context, says io.Writer) error {
				_, _ = io.WriteString(says, "the line of your key\n")
				return failed
			},
			Done: func(err error) tea.Msg { return told{err} },
		})
		ran.SetStdin(strings.NewReader("\n"))
		ran.SetStdout(&out)
		if got := cmd(); got != (kit.Reply{To: 7, Msg: told{failed}}) {
			t.Errorf("told %+v", got)
		}
		if !strings.Contains(out.String(), "the line of your key\n") || strings.Contains(out.String(), "press enter") != (failed == nil) {
			t.Errorf("%v: %q", failed, out.String())
		}
	}
}

// The header says what holds where the user is, and asks for it once a place; in a
// narrow window the way comes first.
func TestTheHeaderSaysWhatHolds(t *testing.T) {
	asked := 0
	r := newRig(t, func(o *Options) {
		o.States = func(share.Target) []string {
			asked++
			return []string{"demo", "read-only", "guarded"}
		}
	})
	for w, want := range map[int]string{80: "demo · read-only · guarded", 40: "demo · read-only"} {
		r.send(tea.WindowSizeMsg{Width: w, Height: 24})
		if got := strings.Split(r.screen(), "\n")[0]; !strings.HasPrefix(got, " signet  first ") || !strings.HasSuffix(got, " "+want) {
			t.Errorf("at %d: %q", w, got)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times for one place", asked)
	}
}

// What the settings say of the theme holds; what they leave open the terminal says.
func TestTheThemeFollowsTheTerminal(t *testing.T) {
	light := tea.BackgroundColorMsg{Color: color.White}
	few, none, many := tea.ColorProfileMsg{Profile: colorprofile.ANSI}, tea.ColorProfileMsg{Profile: colorprofile.Ascii}, tea.ColorProfileMsg{Profile: colorprofile.ANSI256}
	for _, c := range []struct {
		want  string
		heard []tea.Msg
		is    kit.Theme
	}{
		{"auto", nil, kit.NewTheme(true)},
		{"auto", []tea.Msg{light, many}, kit.NewTheme(false)},
		{"auto", []tea.Msg{few}, kit.FewColors(true)},
		{"auto", []tea.Msg{none, light}, kit.FewColors(false)},
		{"auto", []tea.Msg{few, many}, kit.NewTheme(true)},
		{"dark", []tea.Msg{light}, kit.NewTheme(true)},
		{"light", []tea.Msg{few}, kit.FewColors(false)},
		{"16", []tea.Msg{many, light}, kit.FewColors(false)},
	} {
		r := newRig(t, func(o *Options) { o.Theme = c.want })
		for _, msg := range c.heard {
			r.send(msg)
		}
		if !reflect.DeepEqual(*r.theme, c.is) {
			t.Errorf("%s after %v is another theme", c.want, c.heard)
		}
	}
}
