package qrview_test

import (
	"errors"
	"fmt"
	"image"
	_ "image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"signet/share"
	"signet/share/qr"
	"signet/share/qr/qrtest"
	"signet/ui/kit"
	"signet/ui/qrview"
	"signet/ui/uitest"
)

func utf8() []string { return []string{"LANG=C.UTF-8", "TERM=xterm-256color"} }

// terminal is a Caps that has seen a window, and the answers of a terminal with
// sixels if wanted.
func terminal(w, h int, sixel bool) *qrview.Caps {
	caps := qrview.NewCaps(utf8(), func() (int, int) { return 8, 17 })
	resize(caps, w, h)
	answer := uv.PrimaryDeviceAttributesEvent{64, 22}
	if sixel {
		answer = append(answer, 4)
	}
	caps.Observe(answer)
	caps.Measure()
	caps.Observe(tea.CursorPositionMsg{X: 2, Y: 1})
	return caps
}

// resize is a window size and the command that it leads to.
func resize(caps *qrview.Caps, w, h int) {
	feed(caps, caps.Observe(tea.WindowSizeMsg{Width: w, Height: h}))
}

// feed runs commands and lets Caps see what they give.
func feed(caps *qrview.Caps, cmd tea.Cmd) (raw string) {
	if cmd == nil {
		return ""
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			raw += feed(caps, c)
		}
	case tea.RawMsg:
		return fmt.Sprint(msg.Msg)
	default:
		raw += feed(caps, caps.Observe(msg))
	}
	return raw
}

func open(t *testing.T, caps *qrview.Caps, bytes int) *uitest.Driver {
	t.Helper()
	return uitest.New(t, func(env kit.Env) kit.Screen {
		return qrview.NewScreen(env, caps, qrview.Subject{
			URL: share.NewSecret(qrtest.Link(bytes)), Name: "pump manual.pdf", Ends: env.Now().Add(26 * time.Hour),
			Shorter: []string{"share without a file name of its own"},
		})
	})
}

// raws are the sequences sent since the last call.
func raws(d *uitest.Driver) (all []string, cleared int) {
	for _, m := range d.Sent {
		if r, ok := m.(tea.RawMsg); ok {
			all = append(all, fmt.Sprint(r.Msg))
		}
		if fmt.Sprintf("%T", m) == "tea.clearScreenMsg" {
			cleared++
		}
	}
	d.Sent = nil
	return all, cleared
}

// TestTheScreenScans: what View draws is read back, words beside it included.
func TestTheScreenScans(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {77, 40}, {73, 36}, {200, 60}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			d := open(t, terminal(size[0], size[1], false), 384)
			view, _ := d.Screen.View(size[0], size[1])
			for _, font := range []qrtest.Terminal{{CellW: 8, CellH: 17}, {CellW: 8, CellH: 16, Light: true, GapBottom: 1}} {
				qrtest.MustRead(t, qrtest.Pixels(view, size[0], size[1], font), qrtest.Link(384))
			}
		})
	}
}

func TestWordsBesideTheCode(t *testing.T) {
	d := open(t, terminal(120, 40, false), 384)
	view := d.View(120, 40)
	for _, want := range []string{"pump manual.pdf", "until ", "1 day 2 h left", "Hold a phone", "esc back"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q is missing from\n%s", want, view)
		}
	}
	d.Tick(25 * time.Hour)
	if view := d.View(120, 40); !strings.Contains(view, "1 h left") {
		t.Error("the countdown stands still")
	}
	d.Tick(2 * time.Hour)
	if view := d.View(120, 40); !strings.Contains(view, "opens nothing") {
		t.Error("an ended link is not called one")
	}
	if view := d.View(120, 40); !strings.Contains(strings.Join(strings.Fields(view), " "), "crossed out") || !strings.Contains(view, "▀") {
		t.Error("the code of an ended link is not crossed out")
	}
	struck, _ := d.Screen.View(120, 40)
	qrtest.MustNotRead(t, qrtest.Pixels(struck, 120, 40, qrtest.Terminal{CellW: 8, CellH: 17}), qrtest.Link(384))
}

// TestTooSmallSaysWhatToDo, and the code appears as soon as it fits.
func TestTooSmallSaysWhatToDo(t *testing.T) {
	caps := terminal(80, 24, false)
	d := open(t, caps, 384)
	view := d.View(80, 24)
	for _, want := range []string{"needs 71 columns and 36 rows", "has 80 and 24", "make the letters smaller", "press m", "press e", "without a file name"} {
		if !strings.Contains(strings.Join(strings.Fields(view), " "), want) {
			t.Errorf("%q is missing from\n%s", want, view)
		}
	}
	if strings.ContainsAny(view, "▀▄█") {
		t.Error("a part of a code")
	}
	resize(caps, 120, 40)
	d.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
	if !strings.Contains(d.View(120, 40), "▀") {
		t.Error("larger, and still no code")
	}
}

// TestOctantsAreTried where nothing else fits, and it is said that they may be boxes;
// a terminal that is known to draw them shows them by itself.
func TestOctantsAreTried(t *testing.T) {
	d := open(t, terminal(80, 24, false), 384)
	if view := strings.Join(strings.Fields(d.View(80, 24)), " "); !strings.Contains(view, "press m to try finer blocks (octants)") {
		t.Errorf("nobody says that they may be tried:\n%s", view)
	}
	d.Press("m")
	view, _ := d.Screen.View(80, 24)
	qrtest.MustRead(t, qrtest.Pixels(view, 80, 24, qrtest.Terminal{CellW: 8, CellH: 17}), qrtest.Link(384))
	if !strings.Contains(strings.Join(strings.Fields(uitest.Plain(view)), " "), "octants") {
		t.Error("nobody says that this terminal may not draw them")
	}

	caps := terminal(80, 24, false)
	caps.Observe(tea.TerminalVersionMsg{Name: "VTE(7802)"})
	d = open(t, caps, 384)
	view, _ = d.Screen.View(80, 24)
	qrtest.MustRead(t, qrtest.Pixels(view, 80, 24, qrtest.Terminal{CellW: 8, CellH: 17}), qrtest.Link(384))
	if strings.Contains(view, "octants") {
		t.Error("there is doubt where none is")
	}
}

// TestSavingIsSaid, also where there is no room for the code, and noted.
func TestSavingIsSaid(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		noted := 0
		subject := qrview.Subject{URL: share.NewSecret(qrtest.Link(384)), Name: "x", Saved: func() tea.Cmd {
			return func() tea.Msg { noted++; return nil }
		}}
		d := uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewScreen(env, terminal(size[0], size[1], false), subject) })
		for _, tt := range []struct {
			msg   qrview.Exported
			says  string
			noted int
		}{
			{qrview.Exported{}, "", 0},
			{qrview.Exported{Path: "code.png", Err: errors.New("the disk is full")}, "the disk is full", 0},
			{qrview.Exported{Path: "code.png"}, "saved code.png, readable by you alone", 1},
		} {
			d.Send(tt.msg)
			view := d.View(size[0], size[1])
			if words := strings.Fields(strings.ReplaceAll(uitest.Plain(view), "▀", " ")); !strings.Contains(strings.Join(words, " "), tt.says) {
				t.Errorf("%v: %q is not said:\n%s", size, tt.says, view)
			}
			if noted != tt.noted {
				t.Errorf("%v: %+v: noted %d times", size, tt.msg, noted)
			}
		}
	}
}

func TestTooLongLinks(t *testing.T) {
	d := open(t, terminal(200, 100, false), qrtest.TooLong)
	if view := d.View(200, 100); !strings.Contains(view, "3,000 bytes") {
		t.Error(view)
	}
	for _, k := range d.Screen.Keys().ShortHelp() {
		if k.Enabled() && (k.Help().Key == "s" || k.Help().Key == "e") {
			t.Errorf("%q is offered", k.Help().Desc)
		}
	}
	d.Press("s", "e") // nothing to cycle or save
	if step := d.Step(); step != nil {
		t.Errorf("%T", step)
	}
}

// TestPictures: blank place, picture after it, again on resize, not for ticks,
// and removed on leaving.
func TestPictures(t *testing.T) {
	caps := terminal(80, 24, true)
	d := open(t, caps, 1464)
	blank := d.View(80, 24)
	if strings.ContainsAny(blank, "▀▄█") || !strings.Contains(blank, "pump manual.pdf") {
		t.Errorf("the place of the picture:\n%s", blank)
	}
	for i, line := range strings.Split(blank, "\n") {
		if cut := min(len(line), 49); strings.TrimSpace(line[:cut]) != "" {
			t.Errorf("line %d has text where the picture is: %q", i, line)
		}
	}
	sent, _ := raws(d)
	if len(sent) != 1 || !strings.Contains(sent[0], "\x1b[H\x1bP0;1;0q") {
		t.Fatalf("%d sequences sent", len(sent))
	}
	d.Tick(time.Second)
	d.Tick(time.Minute)
	d.Send(tea.BackgroundColorMsg{})
	if sent, cleared := raws(d); len(sent)+cleared != 0 {
		t.Errorf("a tick sent %d sequences and %d clears", len(sent), cleared)
	}
	resize(caps, 82, 25)
	d.Send(tea.WindowSizeMsg{Width: 82, Height: 25})
	if sent, cleared := raws(d); cleared != 1 || len(sent) != 2 || !strings.Contains(sent[1], "\x1bP0;1;0q") {
		t.Errorf("after a resize: %d sequences, %d clears", len(sent), cleared)
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc does not leave")
	}
	if _, cleared := raws(d); cleared != 1 {
		t.Error("the picture stays behind")
	}
}

// TestALinkIsEncodedOnce: a code that is there already is shown at once, as cells
// or as a picture.
func TestALinkIsEncodedOnce(t *testing.T) {
	code, err := qr.Encode(qrtest.Link(384))
	if err != nil {
		t.Fatal(err)
	}
	subject := qrview.Subject{URL: share.NewSecret(qrtest.Link(464)), Code: code} // another link shows who encoded
	d := uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewScreen(env, terminal(120, 40, false), subject) })
	view, _ := d.Screen.View(120, 40)
	qrtest.MustRead(t, qrtest.Pixels(view, 120, 40, qrtest.Terminal{CellW: 8, CellH: 16}), qrtest.Link(384))
	d = uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewScreen(env, terminal(80, 24, true), subject) })
	if sent, _ := raws(d); len(sent) != 1 || !strings.Contains(sent[0], "\x1bP0;1;0q") {
		t.Errorf("%d sequences sent", len(sent))
	}
}

// TestALatePictureIsNotSent: leaving within the delay.
func TestALatePictureIsNotSent(t *testing.T) {
	caps := terminal(80, 24, true)
	d := open(t, caps, 384)
	raws(d)
	d.Hold = true
	d.Press("r")
	var late []tea.Msg
	for d.Pending() > 0 {
		late = append(late, d.Run(0)...)
	}
	d.Press("esc")
	d.Hold = false
	d.Settle()
	raws(d)
	d.Deliver(late...)
	if sent, _ := raws(d); strings.Contains(strings.Join(sent, ""), "\x1bP") {
		t.Error("a picture was sent after leaving")
	}
}

// kitty is a terminal of 80x24 that has answered for kitty graphics.
func kitty() *qrview.Caps {
	caps := qrview.NewCaps(utf8(), func() (int, int) { return 8, 17 })
	resize(caps, 80, 24)
	answer := uv.KittyGraphicsEvent{Payload: []byte("OK")}
	answer.Options.ID = 31
	caps.Observe(tea.TerminalVersionMsg{Name: "kitty(0.36.4)"})
	caps.Observe(uv.PrimaryDeviceAttributesEvent{62})
	caps.Observe(answer)
	caps.Observe(uv.PrimaryDeviceAttributesEvent{62})
	return caps
}

// TestKittyPicturesAreDeleted by name, when leaving and when text takes over.
func TestKittyPicturesAreDeleted(t *testing.T) {
	caps := kitty()
	d := open(t, caps, 384)
	if sent, _ := raws(d); len(sent) == 0 || !strings.Contains(sent[len(sent)-1], "a=T") {
		t.Fatal("no picture was sent")
	}
	resize(caps, 120, 40)
	d.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
	if sent, cleared := raws(d); len(sent) != 1 || !strings.Contains(sent[0], "a=d") || cleared != 1 {
		t.Errorf("text took over, %d sequences, %d clears", len(sent), cleared)
	}
	if !strings.Contains(d.View(120, 40), "▀") {
		t.Error("no half blocks although they fit")
	}
	d.Press("m")
	if sent, _ := raws(d); len(sent) == 0 || !strings.Contains(strings.Join(sent, ""), "a=T") {
		t.Error("the key does not reach the picture")
	}
	d.Press("esc")
	if sent, cleared := raws(d); len(sent) != 1 || !strings.Contains(sent[0], "a=d") || cleared != 1 {
		t.Errorf("leaving: %d sequences, %d clears", len(sent), cleared)
	}
}

// TestWhatIsLeftCanBeErased: the program may end while a picture is shown.
func TestWhatIsLeftCanBeErased(t *testing.T) {
	caps := kitty()
	if left := caps.Erase(); left != "" {
		t.Errorf("before any picture: %q", left)
	}
	d := open(t, caps, 384)
	if left := caps.Erase(); !strings.Contains(left, "a=d") {
		t.Errorf("with a picture: %q", left)
	}
	d.Press("esc")
	if left := caps.Erase(); left != "" {
		t.Errorf("after it was left: %q", left)
	}
}

// muxed is a tmux of 80x24 whose only terminal is this one.
func muxed(m qr.Tmux) *qrview.Caps {
	caps := qrview.NewCaps(append(utf8(), "TMUX=x"), func() (int, int) { return 8, 17 })
	caps.AskTmux(func() qr.Tmux { return m })
	resize(caps, 80, 24)
	return caps
}

// TestInTmuxThePictureIsText: its cells belong to the pane, and only what they
// stand for is passed on to the terminal.
func TestInTmuxThePictureIsText(t *testing.T) {
	caps := muxed(qr.Tmux{Passthrough: true, Clients: []qr.Client{{Type: "kitty(0.36.4)", Name: "xterm-kitty", UTF8: true}}})
	d := open(t, caps, 384)
	if sent, _ := raws(d); len(sent) == 0 || !strings.HasPrefix(sent[len(sent)-1], "\x1bPtmux;\x1b\x1b_Ga=T") || strings.Contains(sent[len(sent)-1], "\x1b[1;1H") {
		t.Errorf("%d sequences: %.80q", len(sent), strings.Join(sent, ""))
	}
	view, _ := d.Screen.View(80, 24)
	if n := strings.Count(view, "\U0010eeee"); n != 46*22 {
		t.Errorf("%d cells for the picture", n)
	}
	d.Press("esc")
	if sent, _ := raws(d); !strings.Contains(strings.Join(sent, ""), "\x1bPtmux;\x1b\x1b_Ga=d") {
		t.Error("the picture is left in the terminal")
	}
}

// TestInTmuxOfAnotherTerminal no picture is tried: it would stay over other windows.
func TestInTmuxOfAnotherTerminal(t *testing.T) {
	for kind, says := range map[string]string{"kitty(0.26.5)": "zoom the pane (ctrl+a z)", "foot(1.13.1)": "ctrl+minus", "kitty(0.36.4)": "allow-passthrough to on"} {
		m := qr.Tmux{Passthrough: kind != "kitty(0.36.4)", Clients: []qr.Client{{Type: kind, Name: "xterm", UTF8: true}}, Zoom: "ctrl+a z"}
		d := open(t, muxed(m), 384)
		if view := strings.Join(strings.Fields(d.View(80, 24)), " "); !strings.Contains(view, says) {
			t.Errorf("%s: nobody says %q:\n%s", kind, says, view)
		}
		d.Press("m")
		if sent, _ := raws(d); strings.Contains(strings.Join(sent, ""), "\x1bPtmux;") {
			t.Errorf("%s: a picture was sent", kind)
		}
	}
}

// TestExport opens the question, saves, asks before overwriting, and the screen
// draws its picture again.
func TestExport(t *testing.T) {
	caps := terminal(80, 24, true)
	d := open(t, caps, 384)
	d.Press("e")
	push, ok := d.Step().(kit.Push)
	if _, cleared := raws(d); !ok || cleared != 1 {
		t.Fatalf("e: push %v, %d clears", ok, cleared)
	}
	path := filepath.Join(t.TempDir(), "code.html")
	e := uitest.New(t, push.Make)
	if view := e.View(80, 22); !strings.Contains(view, "pump-manual.pdf.qr.png") {
		t.Errorf("no default name in\n%s", view)
	}
	e.Press("ctrl+u")
	e.Type(path)
	e.Press("enter")
	pop, ok := e.Step().(kit.Pop)
	if !ok {
		t.Fatalf("not saved:\n%s", e.View(80, 22))
	}
	d.Send(pop.Then)
	if sent, _ := raws(d); len(sent) != 1 {
		t.Errorf("back: %d sequences", len(sent))
	}
	if !strings.Contains(strings.ReplaceAll(d.View(80, 24), "\n", ""), "saved") {
		t.Error("nobody says that it was saved")
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Error(err)
	}

	again := uitest.New(t, push.Make)
	again.Press("ctrl+u")
	again.Type(path)
	again.Press("enter")
	if view := again.View(80, 22); again.Step() != nil || !strings.Contains(view, "there is such a file; enter again replaces it") {
		t.Fatalf("overwrote without asking:\n%s", view)
	}
	other := path[:len(path)-len(".html")] + "2.html"
	again.Press("ctrl+u")
	again.Type(other)
	again.Press("enter") // another name is another answer
	if _, ok := again.Step().(kit.Pop); !ok {
		t.Error("another name is not saved")
	}
	again = uitest.New(t, push.Make)
	again.Press("ctrl+u")
	again.Type(path)
	again.Press("enter", "enter")
	if _, ok := again.Step().(kit.Pop); !ok {
		t.Error("the same answer again does not replace it")
	}
	again = uitest.New(t, push.Make)
	again.Type(".jpg")
	again.Press("enter")
	if view := again.View(80, 22); again.Step() != nil || !strings.Contains(view, "must end in") {
		t.Errorf("a .jpg:\n%s", view)
	}
	again.Press("esc")
	if pop, ok := again.Step().(kit.Pop); !ok || pop.Then != (qrview.Exported{}) {
		t.Error("esc does not cancel")
	}
}

// TestExportOfAForm: of a picture its size is chosen, of a page its paper, by one key; what
// is chosen stands in sight, and is what is written.
func TestExportOfAForm(t *testing.T) {
	code, err := qr.Encode(qrtest.Link(384))
	if err != nil {
		t.Fatal(err)
	}
	side := code.Size() + 2*qr.QuietZone
	e := uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewExport(env, qr.Label{Name: "pump.pdf", Code: code}) })
	says := func(want string) {
		t.Helper()
		if view := strings.Join(strings.Fields(strings.ReplaceAll(uitest.Plain(e.View(80, 22)), "│", " ")), " "); !strings.Contains(view, want) {
			t.Errorf("does not say %q:\n%s", want, e.View(80, 22))
		}
	}
	dir := t.TempDir()
	says(fmt.Sprintf("8 pixels a square, %d in all (tab: 12 pixels a square)", 8*side))
	e.Press("tab")
	says(fmt.Sprintf("12 pixels a square, %d in all (tab: 20 pixels a square)", 12*side))
	png := filepath.Join(dir, "code.png")
	e.Press("ctrl+u")
	e.Type(png)
	e.Press("enter")
	if f, err := os.Open(png); err != nil {
		t.Error(err)
	} else if picture, _, err := image.DecodeConfig(f); err != nil || picture.Width != 12*side {
		t.Errorf("%+v %v", picture, err)
	}
	e = uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewExport(env, qr.Label{Name: "pump.pdf", Code: code}) })
	page := filepath.Join(dir, "code.html")
	e.Press("ctrl+u")
	e.Type(page)
	says("on A4 paper (tab: on letter paper)")
	e.Press("tab", "enter")
	if data, err := os.ReadFile(page); err != nil || !strings.Contains(string(data), "size: letter") {
		t.Errorf("%v", err)
	}
	e = uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewExport(env, qr.Label{Name: "pump.pdf", Code: code}) })
	e.Press("ctrl+u")
	e.Type("code.svg")
	if e.Press("tab"); strings.Contains(e.View(80, 22), "tab") {
		t.Errorf("something is chosen of a drawing:\n%s", e.View(80, 22))
	}
}

func TestSizesAndKeys(t *testing.T) {
	for _, sixel := range []bool{false, true} {
		for _, n := range []int{154, 1464, qrtest.TooLong} {
			d := open(t, terminal(120, 40, sixel), n)
			uitest.Sizes(t, d.Screen)
			uitest.CheckKeys(t, d.Screen.Keys())
		}
	}
	e := uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewExport(env, qr.Label{Name: "\x1b[2Jevil"}) })
	uitest.Sizes(t, e.Screen)
	uitest.CheckKeys(t, e.Screen.Keys())
}

// TestHostileNames reach the screen as text only.
func TestHostileNames(t *testing.T) {
	caps := terminal(120, 40, false)
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		return qrview.NewScreen(env, caps, qrview.Of(share.Link{URL: share.NewSecret(qrtest.Link(384)), Request: share.Request{Target: share.Target{Key: "a/\x1b]0;x\x07\u202efdp.exe"}}}))
	})
	view, _ := d.Screen.View(120, 40)
	if strings.Contains(view, "\x1b]") || strings.Contains(view, "\u202e") || !strings.Contains(uitest.Plain(view), `\u202efdp.exe`) {
		t.Error("the name is not cleaned")
	}
	if strings.Contains(view, "X-Amz") {
		t.Error("the link itself is on the screen")
	}
}

// TestModelInAPane: cells only, even where pictures would fit.
func TestModelInAPane(t *testing.T) {
	caps := terminal(120, 40, true)
	theme := kit.NewTheme(true)
	m := qrview.New(kit.Env{ID: 3, Ctx: t.Context(), Theme: &theme}, caps)
	if m.View(60, 30) != "" {
		t.Error("an empty pane shows something")
	}
	first := encodeIn(t, m, 384)
	second := encodeIn(t, m, 520)
	if !m.Update(second) || !m.Update(first) { // the first answer comes late
		t.Error("the pane does not know its answers")
	}
	if m.Code().Version() != 15 {
		t.Errorf("version %d: not the last link that was set", m.Code().Version())
	}
	if v := m.View(99, 38); !strings.Contains(v, "Q shows it") || strings.Contains(v, "▀") {
		t.Errorf("too small a pane: %q", v)
	}
	p := m.Plan(90, 42)
	v := m.View(90, 42)
	qrtest.MustRead(t, qrtest.Pixels(v, p.Cols, p.Rows, qrtest.Terminal{CellW: 8, CellH: 16}), qrtest.Link(520))
}

// encodeIn sets a link and returns the answer that is addressed to the screen.
func encodeIn(t *testing.T, m *qrview.Model, bytes int) tea.Msg {
	t.Helper()
	msg := m.Set(share.NewSecret(qrtest.Link(bytes)), time.Time{})()
	if batch, ok := msg.(tea.BatchMsg); ok {
		msg = batch[0]()
	}
	r, ok := msg.(kit.Reply)
	if !ok || r.To != 3 {
		t.Fatalf("%T is not addressed to the screen", msg)
	}
	return r.Msg
}

// TestPreferredStyle: the settings decide where what they name fits, in panes as
// far as it is made of cells.
func TestPreferredStyle(t *testing.T) {
	caps := terminal(200, 100, true)
	caps.Prefer(qr.Full)
	d := open(t, caps, 384)
	if view, _ := d.Screen.View(200, 100); strings.Contains(view, "▀") || !strings.Contains(view, "\x1b[7;38;5;") {
		t.Error("the full screen does not begin with the style of the settings")
	}
	theme := kit.NewTheme(true)
	m := qrview.New(kit.Env{ID: 3, Ctx: t.Context(), Theme: &theme}, caps)
	m.Update(encodeIn(t, m, 384))
	if p := m.Plan(200, 100); p.Style != qr.Full {
		t.Errorf("a pane draws %v", p.Style)
	}
	if p := m.Plan(100, 50); p.Style != qr.Half {
		t.Errorf("a pane too small for it draws %v", p.Style)
	}
	caps.Prefer(qr.Sixel)
	if p := m.Plan(200, 100); p.Style != qr.Half {
		t.Errorf("a pane draws %v, which is no style of cells", p.Style)
	}
	d = open(t, caps, 384)
	if sent, _ := raws(d); len(sent) != 1 {
		t.Errorf("the preferred picture was not sent: %d sequences", len(sent))
	}
	d.Press("m")
	if view, _ := d.Screen.View(200, 100); !strings.Contains(view, "▀") && !strings.Contains(view, "\x1b[7;") {
		t.Error("the key does not lead away from the preferred style")
	}
}
