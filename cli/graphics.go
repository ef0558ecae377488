package cli

import (
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"golang.org/x/term"

	"signet/share/qr"
)

// patience is how long a terminal may take to answer. Over a slow line the
// first answer was measured to take half a second.
const patience = time.Second

// askGraphics asks the terminal which graphics protocols it speaks. The second
// question is one that every terminal answers, so that there is no waiting for
// those that do not know the first.
func (a *app) askGraphics(ctx context.Context, w io.Writer, t qr.Terminal) qr.Terminal {
	f, ok := w.(*os.File)
	if !ok || !isTerminal(w) || t.Plain {
		return t
	}
	if t.Tmux {
		var name string
		name, t.Passthrough = a.tmux(ctx)
		t.Kitty, t.Sixel, t.ITerm2 = qr.Named(name)
		return t
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return t // no way to ask
	}
	defer func() { _ = tty.Close() }()
	fd := int(tty.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return t
	}
	defer func() { _ = term.Restore(fd, before) }()
	question := "\x1b[c"
	if a.Env("TERM_PROGRAM") != "Apple_Terminal" { // it would print the first
		question = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\" + question
	}
	if _, err := f.WriteString(question); err != nil {
		return t
	}
	answer := readAnswer(tty)
	t.Kitty = strings.Contains(answer, "\x1b_Gi=31;OK")
	t.Sixel = attributes().MatchString(answer) && strings.Contains(attributes().FindString(answer)+";", ";4;")
	return t
}

// attributes matches the answer to the question for device attributes.
func attributes() *regexp.Regexp { return regexp.MustCompile(`\x1b\[\?[0-9;]*`) }

// readAnswer reads until the device attributes are complete, or patience ends.
func readAnswer(tty io.Reader) string {
	done := make(chan string, 1)
	go func() {
		var answer []byte
		buf := make([]byte, 64)
		for {
			n, err := tty.Read(buf)
			answer = append(answer, buf[:n]...)
			if err != nil || strings.Contains(string(answer), "\x1b[?") && strings.HasSuffix(string(answer), "c") {
				done <- string(answer)
				return
			}
		}
	}()
	select {
	case answer := <-done:
		return answer
	case <-time.After(patience):
		return ""
	}
}
