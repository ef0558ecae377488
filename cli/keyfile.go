package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// maxKeyFile is more than any file with a key has, in bytes.
const maxKeyFile = 4 << 10

// keyFile reads a key from a file, or from standard input for -, where a terminal is
// asked without showing what is typed. A key is never an argument: every user of the
// machine can read those.
func (a *app) keyFile(ctx context.Context, path string) (string, error) {
	if f, ok := a.In.(*os.File); path == "-" && ok && term.IsTerminal(int(f.Fd())) {
		return a.askUnseen(ctx, f, "key of the object (SSE-C), in base64 or hex: ")
	}
	in, err := a.input(ctx, path)
	if err != nil {
		return "", &usageError{"--sse-c-key-file cannot be read: " + clean(err.Error()), ""}
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, maxKeyFile))
	return string(content), err
}

// askLine reads a line from a terminal, and nothing that is typed after it.
func (a *app) askLine(ctx context.Context, f *os.File, question string) (string, error) {
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	fmt.Fprint(a.Err, question)
	go func() {
		text := make([]byte, maxKeyFile)
		n, err := f.Read(text) // a terminal gives one line
		read <- line{string(text[:n]), err}
	}()
	select {
	case l := <-read:
		return l.text, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// askUnseen reads a line from a terminal that does not show it. When ctx ends, and while
// the program is stopped, the terminal shows again what is typed.
func (a *app) askUnseen(ctx context.Context, f *os.File, question string) (string, error) {
	fd := int(f.Fd())
	state, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type line struct {
		text []byte
		err  error
	}
	read := make(chan line, 1)
	fmt.Fprint(a.Err, question)
	defer fmt.Fprintln(a.Err)
	defer func() { _ = term.Restore(fd, state) }()
	defer a.stopping.while(fd, state, func() { fmt.Fprint(a.Err, question) })()
	go func() {
		text, err := term.ReadPassword(fd)
		read <- line{text, err}
	}()
	select {
	case l := <-read:
		return string(l.text), l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
