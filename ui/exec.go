package ui

import (
	"context"
	"fmt"
	"io"
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"signet/share"
)

// runCommand runs another program on the normal screen and comes back.
func runCommand(argv []string, done func(error) tea.Msg) tea.Cmd {
	return tea.ExecProcess(exec.Command(argv[0], argv[1:]...), done)
}

// printer shows a secret on the normal screen, on one logical line, so that the
// terminal's own selection takes it whole.
type printer struct {
	ctx  context.Context // ends the waiting when the program ends
	text share.Secret
	in   io.Reader
	out  io.Writer
}

func (p *printer) SetStdin(r io.Reader)  { p.in = r }
func (p *printer) SetStdout(w io.Writer) { p.out = w }
func (p *printer) SetStderr(io.Writer)   {}

// Run writes the text and waits for the enter key.
func (p *printer) Run() error {
	if _, err := fmt.Fprintf(p.out, "\n%s\n\npress enter to go back to signet ", p.text.Reveal()); err != nil {
		return err
	}
	entered := make(chan struct{})
	go func() {
		defer close(entered)
		buf := make([]byte, 1)
		for {
			n, err := p.in.Read(buf)
			if err != nil || n == 1 && (buf[0] == '\n' || buf[0] == '\r') {
				return // a closed input ends the waiting too
			}
		}
	}()
	select {
	case <-entered:
	case <-p.ctx.Done():
	}
	return nil
}
