package cli

import (
	"fmt"
	"io"
	"log"
	"os"
)

// silence has nothing of what libraries log reach the terminal: their lines hold
// text of servers as it came (net/http's "Unsolicited response"), and would stand
// in the middle of a screen or of an answer. log/slog writes through package log
// by default. What goes wrong comes back as an error and is told in our own words.
func silence() { log.SetOutput(io.Discard) }

// noted says in the debug file that a library has logged something. Its words may
// hold a link.
type noted func(line string)

// Write notes how much there was.
func (n noted) Write(p []byte) (int, error) {
	n(fmt.Sprintf("a library logged %d bytes", len(p)))
	return len(p), nil
}

// quietly runs the interface with a standard error that leads nowhere, if it is
// the terminal: libraries, and the credential processes that the AWS SDK starts,
// write there directly. What the commands have to say is said before and after.
func (a *app) quietly(run func() error) error {
	f, ok := a.Err.(*os.File)
	if !ok || !isTerminal(f) {
		return run()
	}
	loud, err := mute(f)
	if err != nil {
		return fmt.Errorf("standard error: %w", err)
	}
	defer loud()
	return run()
}
