package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// diary is what the program writes with --debug: one line for each thing that
// happened to it. A busy machine may take any time to do what a key asks for; the
// diary tells when it is done, where a picture of the screen does not.
type diary struct{ file string }

func newDiary(t *testing.T) *diary { return &diary{filepath.Join(t.TempDir(), "diary")} }

// flags have the program write it.
func (y *diary) flags() []string { return []string{"--debug", y.file} }

// times is how often something has happened.
func (y *diary) times(what string) int {
	text, err := os.ReadFile(y.file)
	if err != nil {
		return 0 // not begun yet
	}
	return strings.Count(string(text), what+"\n")
}

// press sends a key and waits until all that it leads to has happened once more,
// and two seconds have struck: whatever is to be drawn then has been.
func (y *diary) press(t *testing.T, d *display, key string, leadsTo ...string) {
	t.Helper()
	before := make([]int, len(leadsTo))
	for i, what := range leadsTo {
		before[i] = y.times(what)
	}
	pressed := y.times(keyPressed)
	d.press(t, key)
	y.happened(t, keyPressed, pressed+1)
	for i, what := range leadsTo {
		y.happened(t, what, before[i]+1)
	}
	y.happened(t, struck, y.times(struck)+2)
}

// happened waits until something has happened so often.
func (y *diary) happened(t *testing.T, what string, times int) {
	t.Helper()
	until(t, what, func() bool { return y.times(what) >= times })
}

// What happens in every program.
const (
	keyPressed, struck = "tea.KeyPressMsg", "ui.secondMsg"
	bucketsLoaded      = "listscreen.loadedMsg[signet/s3browser.Bucket]"
)
