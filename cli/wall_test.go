package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// wallEnv names the file that the program takes the time from.
const wallEnv = "SIGNET_TEST_CLOCK"

// wall is a clock that stands still until it is moved, so that a slow
// machine is no slower than the clock. Other processes see it too: its time is
// that of a file's last change.
type wall string

// newWall is a clock that shows the present second: those that ask AWS's library
// for the time, which has a clock of its own, must not be far from it.
func newWall(t *testing.T) wall {
	t.Helper()
	w := wall(filepath.Join(t.TempDir(), "clock"))
	if err := os.WriteFile(string(w), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.set(time.Now().Truncate(time.Second)); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w wall) set(now time.Time) error { return os.Chtimes(string(w), now, now) }

// pass moves the clock ahead.
func (w wall) pass(t *testing.T, d time.Duration) {
	t.Helper()
	if err := w.set(w.now().Add(d)); err != nil {
		t.Fatal(err)
	}
}

// tick moves the clock ahead by the least that tells two entries of the share log
// apart. Every program that is started does so.
func (w wall) tick() { _ = w.set(w.now().Add(time.Millisecond)) }

// now is what the clock shows. Once the test is over, and its file gone, nobody
// looks any more.
func (w wall) now() time.Time {
	file, err := os.Stat(string(w))
	if err != nil {
		return time.Time{}
	}
	return file.ModTime()
}

// wallOf is the clock that the environment names, or a new one.
func wallOf(t *testing.T, env []string) wall {
	t.Helper()
	for _, pair := range env {
		if name, ok := strings.CutPrefix(pair, wallEnv+"="); ok {
			return wall(name)
		}
	}
	return newWall(t)
}

// env has the program look at the clock.
func (w wall) env() string { return wallEnv + "=" + string(w) }
