package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"signet/share"
)

// graceful is how long a command may take to end when the program ends.
const graceful = 5 * time.Second

// newCommand is another program for the normal screen. It ends with this one.
func newCommand(ctx context.Context, argv []string) tea.ExecCommand {
	c := exec.CommandContext(ctx, argv[0], argv[1:]...)
	c.Cancel = func() error {
		if err := c.Process.Signal(syscall.SIGTERM); err != nil { // not on Windows
			return c.Process.Kill()
		}
		return nil
	}
	c.WaitDelay = graceful
	return command{c}
}

// command is what tea.ExecProcess wraps a command in.
type command struct{ *exec.Cmd }

func (c command) SetStdin(r io.Reader)  { c.Stdin = r }
func (c command) SetStdout(w io.Writer) { c.Stdout = w }
func (c command) SetStderr(w io.Writer) { c.Stderr = w }

// errStopped is what a command says that was ended by ctrl+c.
var errStopped = errors.New("interrupted")

// inWords finds better words for a command that was interrupted: by the signal, or
// by its own account of it, as shells and the AWS tools give it.
func inWords(err error) error {
	var left *exec.ExitError
	if !errors.As(err, &left) {
		return err
	}
	how, ok := left.Sys().(syscall.WaitStatus)
	if left.ExitCode() == 128+int(syscall.SIGINT) || ok && how.Signaled() && how.Signal() == syscall.SIGINT {
		return errStopped
	}
	return err
}

// printer shows a secret on the normal screen, on one logical line, so that the
// terminal's own selection takes it whole.
type printer struct {
	ctx  context.Context // ends the waiting
	text share.Secret
	in   io.Reader
	out  io.Writer
}

func (p *printer) SetStdin(r io.Reader)  { p.in = r }
func (p *printer) SetStdout(w io.Writer) { p.out = w }
func (p *printer) SetStderr(io.Writer)   {}

// Run writes the text and waits for the enter key.
func (p *printer) Run() error {
	if _, err := fmt.Fprintf(p.out, "\n%s\n", p.text.Reveal()); err != nil {
		return err
	}
	return p.stay()
}

// stay waits for the enter key, so that what is on the screen can be read.
func (p *printer) stay() error {
	if _, err := io.WriteString(p.out, "\npress enter to go back to signet "); err != nil {
		return err
	}
	in, err := uv.NewCancelReader(p.in)
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	defer in.Close()
	entered := make(chan struct{})
	go func() {
		defer close(entered)
		awaitEnter(in)
	}()
	select {
	case <-entered:
	case <-p.ctx.Done():
		if in.Cancel() { // else the next key would still be read here
			<-entered
		}
	}
	return nil
}

// awaitEnter reads until the enter key, or to the end.
func awaitEnter(in io.Reader) {
	buf := make([]byte, 1)
	for {
		n, err := in.Read(buf)
		if err != nil || n == 1 && (buf[0] == '\n' || buf[0] == '\r') {
			return
		}
	}
}
