package e2e

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// inShell is a shell with job control in a terminal, in the home of a signet.
func (p *signet) inShell(t *testing.T, at size, shell string, args ...string) *walk {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skipf("%s is not installed", shell)
	}
	cmd := exec.CommandContext(t.Context(), path, append(args, "-i")...)
	cmd.Env, cmd.Dir = append(append([]string{}, p.env...), "TERM=xterm-256color", "LANG=C.UTF-8", "PS1=shell> ", "ENV=", "HISTFILE="), p.home
	w := walkIn(t, p, newTerminal(t, at, cmd))
	w.wait(`shell>`)
	return w
}

// runs types a command line with the program and its arguments.
func (w *walk) runs(args ...string) {
	w.t.Helper()
	line := quoted(here.program)
	for _, a := range args {
		line += " " + quoted(a)
	}
	w.keys("clear; " + line + enterKey)
}

// wipe is what a shell may do to the screen.
func (s *terminal) wipe() {
	s.draw.Lock()
	defer s.draw.Unlock()
	_, _ = s.screen.WriteString("\x1b[2J\x1b[H")
}

// stops presses ctrl+z, looks at the terminal as the shell has it, and comes back.
func (w *walk) stops(secret string) {
	w.t.Helper()
	w.keys("\x1a")
	w.wait(`(?is)(stopped|suspended).*shell>`) // what is typed before stands in front of the prompt
	w.until("the terminal is the shell's", func() bool { return len(leftOver(w.output())) == 0 })
	if secret != "" && strings.Contains(w.text(), secret) {
		w.t.Error("what the screen showed stands on the normal one")
	}
	w.wipe()
	tries := 0
	w.until("the shell does what is typed", func() bool {
		if tries++; tries%50 == 1 { // what the terminal has answered to the program may stand in front of it
			w.keys(eraseLine + "echo $((6*7))x" + enterKey)
		}
		return strings.Contains(w.text(), "42x")
	})
	if !strings.Contains(w.text(), "echo") {
		w.t.Error("what is typed does not show")
	}
	w.wipe()
	w.keys(eraseLine + "fg" + enterKey)
}

// ctrl+z on each kind of screen gives the shell its terminal, with nothing of the screen on
// it, and fg brings the screen back; where the program asks for something that must not be
// seen, too.
func TestStoppedAndGoesOn(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, shell := range [][]string{{"bash", "--norc", "--noprofile", "--noediting"}, {"dash"}} {
		t.Run(shell[0], func(t *testing.T) {
			t.Parallel()
			p := signetFor(t, s)
			w := p.inShell(t, size{120, 40}, shell[0], shell[1:]...)
			w.runs(s.at()...)
			w.wait(`acme-contracts`)
			w.stops("archive-5000")
			w.atReadme()
			w.keys("s")
			w.sign()
			w.wait(`ends in \d+ min`)
			w.stops("X-Amz-")
			w.wait(`ends in \d+ min`)
			w.wait(`X-Amz-`)
			w.keys("Q")
			w.wait(codeAlone)
			w.stops("▀")
			w.wait(codeAlone)
			w.leave(codeAlone)
			w.keys("q")
			w.wait(`shell>`)
			w.runs(append([]string{"share", "s3://acme-contracts/README.txt", "--sse-c-key-file", "-"}, s.at()...)...)
			w.wait(`key of the object`)
			w.stops("")
			w.wait(`key of the object`)
			key := strings.Repeat("ab", 32)
			w.keys(key + enterKey)
			w.wait(`goes over https only`) // it was read to its end
			if strings.Contains(w.output(), key) {
				t.Error("the key was shown")
			}
			w.keys("exit" + enterKey)
			w.exits()
			p.holds(t)
		})
	}
}

// A question that must not be seen is given up by each signal, and the terminal shows again
// what is typed.
func TestSignalsAtAHiddenQuestion(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for by, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		t.Run(fmt.Sprint(by), func(t *testing.T) {
			t.Parallel()
			p := signetFor(t, s)
			w := p.alone(t, size{80, 24}, nil, append([]string{"share", "s3://acme-contracts/README.txt", "--sse-c-key-file", "-"}, s.at()...)...)
			w.wait(`key of the object`)
			w.signal(by)
			if got := w.exits(); got != code {
				t.Errorf("exit code %d, want %d", got, code)
			}
			w.restored()
		})
	}
}
