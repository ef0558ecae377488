package cli

import (
	"io"
	"os"
	"strings"

	"signet/s3browser"
)

// helperTerminal is where a credential process may ask for a code or a password: the
// terminal of a command, and never that of a screen, which it would paint over.
func (a *app) helperTerminal() *s3browser.Terminal {
	in, ok := a.In.(*os.File)
	if !ok || a.places.screens || !isTerminal(a.In) || !isTerminal(a.Err) {
		return nil
	}
	return &s3browser.Terminal{In: in, Out: cleaner{a.Err}}
}

// cleaner writes text from outside as it comes, line by line, cleaned.
type cleaner struct{ w io.Writer }

// Write cleans and writes.
func (c cleaner) Write(p []byte) (int, error) {
	lines := strings.Split(string(p), "\n")
	for i, line := range lines {
		lines[i] = clean(strings.TrimSuffix(line, "\r"))
	}
	_, err := io.WriteString(c.w, strings.Join(lines, "\n"))
	return len(p), err
}
