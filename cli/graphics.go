package cli

import (
	"context"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"signet/share/qr"
)

// terminalTimeout is how long a terminal may take to answer. Over a slow line the
// first answer was measured to take half a second.
const terminalTimeout = time.Second

// The questions, in the order in which they are asked. Every terminal answers
// the last one, so that there is no waiting for those that do not know others.
// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
const (
	// The position before and after the probe, which is then erased.
	askWidth      = "\x1b7\x1b[6n" + qr.Probe + "\x1b[6n\x1b8\x1b[K"
	askBackground = "\x1b]11;?\x1b\\" // matters where there are no colours to cover it
	askAttributes = "\x1b[c"
)

// askTerminal asks the terminal behind w what the environment does not tell: how
// wide it draws ▀, which graphics protocols it speaks, and the size of a cell
// where the kernel does not know it. Output that is no terminal, a terminal
// without a mind, and a command in the background ask nothing.
func (a *app) askTerminal(ctx context.Context, w io.Writer, t qr.Terminal) qr.Terminal {
	f, ok := w.(*os.File)
	if !ok || !isTerminal(w) || t.Plain {
		return t
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return t // no way to ask
	}
	defer func() { _ = tty.Close() }()
	if !foreground(tty) {
		return t // asking would stop us
	}
	fd := int(tty.Fd())
	before, err := makeRaw(fd) // ctrl+c still interrupts
	if err != nil {
		return t
	}
	defer func() { _ = term.Restore(fd, before) }()
	defer a.stopping.while(fd, before, func() {})()
	ask := func(question string) string {
		if _, err := f.WriteString(question); err != nil {
			return ""
		}
		return readAnswer(ctx, tty, a.Timeout)
	}
	t = understand(ask(a.questions(t)), t)
	switch {
	case t.InTmux: // its answers are its own; what it is in, it tells another way
		return t.Tmux(a.tmux(ctx), t.Sixel)
	case t.Named:
		t = understand(ask(qr.AskKitty+askAttributes), t)
	}
	return t
}

// questions leaves out what the terminal would print, or take for a title.
func (a *app) questions(t qr.Terminal) string {
	ask := askWidth
	if qr.Environment(a.Env).TakesNameQuery() {
		ask += qr.AskName
	}
	if !t.Colors {
		ask += askBackground
	}
	if t.CellW <= 0 || t.CellH <= 0 {
		ask += qr.AskSizes
	}
	return ask + askAttributes
}

// understand reads the answers to the questions; those that are missing change
// nothing.
func understand(answer string, t qr.Terminal) qr.Terminal {
	if m := regexp.MustCompile(`\x1bP>\|([^\x1b\a]*)`).FindStringSubmatch(answer); m != nil {
		t.Name, t.Named = m[1], true
	}
	t.Kitty = strings.Contains(answer, "\x1b_Gi=31;OK")
	if m := attributes().FindStringSubmatch(answer); m != nil {
		t.Sixel, t.Asked = strings.Contains(m[1]+";", ";4;"), true
		t.ITerm2 = t.ITerm2 || !t.InTmux && qr.ITerm2Named(t.Name, t.Sixel)
	}
	if at := regexp.MustCompile(`\x1b\[(\d+);(\d+)R`).FindAllStringSubmatch(answer, 2); len(at) == 2 && at[0][1] == at[1][1] {
		t.Measured(number(at[1][2]) - number(at[0][2]))
	}
	if m := regexp.MustCompile(`\x1b\]11;rgb:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)`).FindStringSubmatch(answer); m != nil {
		t.Background = true
		t.DarkBackground = 0.299*part(m[1])+0.587*part(m[2])+0.114*part(m[3]) < 0.5
	}
	if t.CellW > 0 && t.CellH > 0 {
		return t
	}
	for _, size := range []struct {
		pattern    string
		cols, rows int // what the pixels are shared by
		swapped    bool
	}{
		{`\x1b\[6;(\d+);(\d+)t`, 1, 1, true},
		{`\x1b\[4;(\d+);(\d+)t`, t.Cols, t.Rows + t.Kept, true},
		{`\x1b\[\?2;0;(\d+);(\d+)S`, t.Cols, t.Rows + t.Kept, false},
	} {
		m := regexp.MustCompile(size.pattern).FindStringSubmatch(answer)
		if m == nil || size.cols <= 0 || size.rows <= 0 {
			continue
		}
		w, h := number(m[1]), number(m[2])
		if size.swapped {
			w, h = h, w
		}
		if t.Cell(w/size.cols, h/size.rows); t.CellW > 0 {
			return t
		}
	}
	return t
}

// part is a colour's share of full light, in one to four hexadecimal digits.
func part(digits string) float64 {
	n, err := strconv.ParseUint(digits, 16, 16)
	if err != nil {
		return 0
	}
	return float64(n) / float64(uint64(1)<<(4*len(digits))-1)
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// attributes matches the answer to the question for device attributes.
func attributes() *regexp.Regexp { return regexp.MustCompile(`\x1b\[\?([0-9;]*)c`) }

// readAnswer reads until the device attributes are complete, the time is over, or the
// user wants no more.
func readAnswer(ctx context.Context, tty io.Reader, within time.Duration) string {
	done := make(chan string, 1)
	go func() {
		var answer []byte
		buf := make([]byte, 64)
		for {
			n, err := tty.Read(buf)
			answer = append(answer, buf[:n]...)
			if err != nil || attributes().Match(answer) {
				done <- string(answer)
				return
			}
		}
	}()
	select {
	case answer := <-done:
		return answer
	case <-time.After(within):
	case <-ctx.Done():
	}
	return ""
}
