package ui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"signet/s3browser"
)

// pane is the renderer as Bubble Tea has it, and what it has written since the last frame.
type pane struct {
	*uv.TerminalRenderer
	cells uv.ScreenBuffer
	out   bytes.Buffer
}

func newPane(w, h int) *pane {
	p := &pane{cells: uv.NewScreenBuffer(w, h)}
	p.TerminalRenderer = uv.NewTerminalRenderer(&p.out, []string{"TERM=xterm-256color"})
	p.SetColorProfile(colorprofile.ANSI256)
	p.SetTabStops(-1)
	p.SetScrollOptim(true)
	p.SetFullscreen(true)
	p.Erase()
	return p
}

// frame is what the terminal is sent for a view, with the brackets of Bubble Tea.
func (p *pane) frame(t testing.TB, view string) []byte {
	t.Helper()
	p.out.Reset()
	p.cells.Clear()
	uv.NewStyledString(view).Draw(p.cells, p.cells.Bounds())
	p.Render(p.cells.RenderBuffer)
	if err := p.Flush(); err != nil {
		t.Fatal(err)
	}
	return []byte(ansi.SetModeSynchronizedOutput + p.out.String() + ansi.ResetModeSynchronizedOutput)
}

// aisle is a folder of rows as a camera names them.
type aisle struct{ shelf }

func (aisle) List(context.Context, s3browser.ListRequest) (s3browser.Page, error) {
	page := s3browser.Page{Done: true}
	for i := range 300 {
		page.Entries = append(page.Entries, s3browser.Entry{
			Key: fmt.Sprintf("obj-%09d.bin", i), Size: int64(1024 + i*7919), Class: "STANDARD", Modified: time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC),
		})
	}
	return page, nil
}

// steps sends the keys one by one and returns the bytes of each frame.
func steps(t *testing.T, w, h, n int, before, key string) []int {
	t.Helper()
	r := open(t, func(p *Parts) {
		p.Places = func(context.Context) ([]Place, error) {
			return []Place{{Name: "work", Browser: aisle{}, Bucket: "acme"}}, nil
		}
	})
	r.send(tea.WindowSizeMsg{Width: w, Height: h})
	for _, c := range before {
		r.Update(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
	p := newPane(w, h)
	p.frame(t, r.View().Content)
	sent := make([]int, n)
	for i := range sent {
		r.Update(tea.KeyPressMsg{Code: []rune(key)[0], Text: key}) // what it leads to, the details, comes when the cursor rests
		sent[i] = len(shorten(p.frame(t, r.View().Content)))
	}
	return sent
}

// A step of the cursor is a line of a text, wherever it is: a slow line takes thirty of
// them in a second.
func TestAStepSendsLittle(t *testing.T) {
	for _, c := range []struct {
		w, h, n, most int
		before, key   string
	}{
		{80, 24, 18, 150, "", "j"},
		{80, 24, 60, 150, "jjjjjjjjjjjjjjjjjjjj", "j"}, // the rows scroll
		{80, 24, 18, 150, "G", "k"},
		{80, 24, 60, 150, "Gkkkkkkkkkkkkkkkkkkkk", "k"},
		{120, 40, 30, 350, "", "j"},
		{120, 40, 60, 350, strings.Repeat("j", 40), "j"},
	} {
		sent := steps(t, c.w, c.h, c.n, c.before, c.key)
		var sum int
		for _, n := range sent {
			sum += n
		}
		if mean := sum / len(sent); mean > c.most || mean == 0 {
			t.Errorf("%dx%d, %d times %s: %d bytes a step, at most %d: %v", c.w, c.h, c.n, c.key, mean, c.most, sent)
		}
	}
}

// BenchmarkShorten is what the wire costs a frame in which the list scrolls, with what the
// renderer has written and what is sent of it.
func BenchmarkShorten(b *testing.B) {
	random := rand.New(rand.NewPCG(4, 1))
	p := newPane(80, 24)
	p.frame(b, disorder(random, 50, 80, 24, false))
	frame := p.frame(b, disorder(random, 51, 80, 24, false))
	var sent []byte
	for b.Loop() {
		sent = shorten(frame)
	}
	b.ReportMetric(float64(len(frame)), "written-B")
	b.ReportMetric(float64(len(sent)), "sent-B")
}

// What is sent in fewer bytes looks the same: rows that scroll either way, change, come
// and go, in colours, beside wide letters and a pane.
func TestShorterLooksTheSame(t *testing.T) {
	const w, h, seeds = 48, 14, 60
	saved := 0
	for seed := range uint64(seeds) {
		random := rand.New(rand.NewPCG(seed, 1))
		p, long, short := newPane(w, h), vt.NewEmulator(w, h), vt.NewEmulator(w, h)
		top := 50
		for n := range 60 {
			top = max(0, top+[]int{0, 0, 1, 1, -1, -1, 2, -3, random.IntN(9)}[random.IntN(9)])
			frame := p.frame(t, disorder(random, top, w, h, seed%3 == 0))
			sent := shorten(frame)
			saved += len(frame) - len(sent)
			_, _ = long.Write(frame)
			_, _ = short.Write(sent)
			if len(sent) > len(frame) {
				t.Fatalf("longer: %q\n%q", frame, sent)
			}
			if a, b := long.Render(), short.Render(); a != b {
				t.Fatalf("seed %d, frame %d:\n%q\n%q\nis\n%s\nand not\n%s", seed, n, frame, sent, b, a)
			}
		}
	}
	if saved < seeds*60*20 {
		t.Errorf("%d bytes saved", saved)
	}
}

// disorder is a list that is scrolled and chosen from, and of which some rows change.
func disorder(random *rand.Rand, top, w, h int, wide bool) string {
	cursor := random.IntN(h)
	pens := []string{"", "\x1b[38;5;247m", "\x1b[31m", "\x1b[1m", "\x1b[7m", "\x1b[48;5;24m", "\x1b[38;5;231;48;5;24m", "\x1b[1;38;2;1;2;3m"}
	var b strings.Builder
	for y := range h {
		row := top + y
		if random.IntN(20) == 0 {
			row += 1000
		}
		name := fmt.Sprintf("row-%05d", row)
		if wide && row%7 == 0 {
			name = fmt.Sprintf("列%d", row)
		}
		pen := pens[row%3]
		if y == cursor {
			pen = pens[random.IntN(len(pens))]
		}
		line := pen + name + strings.Repeat(" ", 24-ansi.StringWidth(name)) + "\x1b[m" + strings.Repeat(" ", row%3) + pens[row%2] + fmt.Sprintf("%*d", 4+row%18, row*row)
		if row%11 == 0 {
			line += "\x1b[48;5;24m" + strings.Repeat(" ", row%20)
		}
		b.WriteString(ansi.Truncate(line, w, "") + "\x1b[m")
		if y < h-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// What the wire does not know goes through as it is, and everything behind it.
func TestUnknownStaysAsItIs(t *testing.T) {
	for _, sent := range []string{
		"", "\x1b", "\x1b[", "\x1b[12", "\x1b[?2026$p\x1b[?2027$p", "\x1b]2;signet\x07\x1b[5;1H\x1b[5;9H", "\x1bP1;2q#0\x1b\\\x1b[5;1H", "\x1b_Ga=d\x1b\\",
		"\x1b[3;0H", "\x1b[99999999999999999999;2H", "\x1b[4:3m", "\x1b[1;24r", "\x1b[2;4rx", "\x1b[?2026hx", "x\x1b[?2026l", "\x1b[5n\x1b[5;1H", "\t\x1b[5;1H", "\x1b[38m\x1b[m", "\x00\x1b[5;1H",
	} {
		if got := string(shorten([]byte(sent))); got != sent {
			t.Errorf("%q became %q", sent, got)
		}
	}
	large := []byte(ansi.SetModeSynchronizedOutput + strings.Repeat("\x1b[5;1H", packet/6) + ansi.ResetModeSynchronizedOutput)
	var got bytes.Buffer
	if n, err := (wire{&got}).Write(large); n != len(large) || err != nil || !bytes.Equal(got.Bytes(), large) {
		t.Errorf("%d of %d, %v", n, len(large), err)
	}
}

// Bubble Tea asks the terminal itself for its size, and a program that is lent the
// terminal gets that and no pipe.
func TestTheTerminalIsBehindTheWire(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if w, ok := wired(f).(file); !ok || w.Fd() != f.Fd() {
		t.Error("the wire hides the terminal")
	}
	var b bytes.Buffer
	for _, out := range []io.Writer{f, &b} {
		if unwired(wired(out)) != out || unwired(out) != out {
			t.Errorf("%T is not got back", out)
		}
	}
	if n, err := wired(f).Write([]byte("\x1b[5;1Hx")); n != 7 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if sent, err := os.ReadFile(f.Name()); string(sent) != "\x1b[5Hx" || err != nil {
		t.Errorf("%q, %v", sent, err)
	}
}
