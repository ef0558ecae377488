package e2e

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pane is a program in a terminal of its own, in a tmux that nobody else uses: keys go
// in, and what a person would see comes out.
type pane struct {
	t      *testing.T
	socket string
	last   string // link that was printed
}

// newPane runs a command until the test ends.
func newPane(t *testing.T, p *signet, size string, command ...string) *pane {
	t.Helper()
	w, h, _ := strings.Cut(size, "x")
	v := &pane{t: t, socket: filepath.Join(t.TempDir(), "tmux")}
	args := []string{"-S", v.socket, "-f", "/dev/null", "-u", "new-session", "-d", "-x", w, "-y", h, "--"}
	cmd := exec.CommandContext(t.Context(), "tmux", append(args, command...)...)
	cmd.Env, cmd.Dir = append(p.env, "TERM=xterm-256color", "LANG=C.UTF-8", "SHELL=/bin/sh"), p.home
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("tmux: %v %s (apt-get install tmux)", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", v.socket, "kill-server").Run() })
	return v
}

// text is what is shown; a line that the terminal itself has broken is whole.
func (v *pane) text() string {
	out, _ := exec.CommandContext(v.t.Context(), "tmux", "-S", v.socket, "capture-pane", "-p", "-J").Output()
	return string(out)
}

// sees waits until something is shown, and gives what matched. What was there instead
// is told without its links.
func (v *pane) sees(pattern string) string {
	v.t.Helper()
	re, found := regexp.MustCompile(pattern), ""
	v.t.Cleanup(func() {
		if v.t.Failed() && found == "" {
			v.t.Logf("waited for %s", pattern)
		}
	})
	until(v.t, "the screen shows "+pattern, func() bool {
		found = re.FindString(v.text())
		return found != ""
	})
	return found
}

// press sends keys by the names that tmux gives them.
func (v *pane) press(names ...string) { v.send(names...) }

// leaves goes back from the screen of that title: a key sent right behind an escape
// would be another key.
func (v *pane) leaves(title string) {
	v.t.Helper()
	v.press("Escape")
	until(v.t, title+" is left", func() bool { return !strings.Contains(v.text(), title) })
}

// types sends text as it is.
func (v *pane) types(text string) { v.send("-l", "--", text) }

func (v *pane) send(args ...string) {
	v.t.Helper()
	if out, err := exec.CommandContext(v.t.Context(), "tmux", append([]string{"-S", v.socket, "send-keys"}, args...)...).CombinedOutput(); err != nil {
		v.t.Fatalf("tmux: %v %s", err, out)
	}
}

// printed is the link that P prints bare, on the normal screen.
func (v *pane) printed() string {
	v.t.Helper()
	v.press("P")
	re, link := regexp.MustCompile(`(?m)^https?://\S+X-Amz-Signature=[0-9a-f]{64}`), ""
	until(v.t, "a link is printed", func() bool { // below those that were printed before
		if all := re.FindAllString(v.text(), -1); len(all) > 0 {
			link = all[len(all)-1]
		}
		return link != "" && link != v.last
	})
	v.last = link
	v.press("Enter")
	return link
}
