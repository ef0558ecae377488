//go:build unix

package cli

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Every way out leaves the terminal as it was found, and says in the exit code
// what it was.
func TestEveryWayOut(t *testing.T) {
	t.Parallel()
	// The tests may run under nohup, which a program inherits unless its parent
	// listens to the signal.
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(heard) })
	for _, c := range []struct {
		name string
		keys string
		by   syscall.Signal
		code int
	}{
		{"q", "q", 0, 0},
		{"ctrl+c", ctrlC, 0, 130},
		{"from a question", "/abc" + ctrlC, 0, 130},
		{"interrupted", "", syscall.SIGINT, 130},
		{"terminated", "", syscall.SIGTERM, 143},
		{"hung up", "", syscall.SIGHUP, 129},
		{"quit", "", syscall.SIGQUIT, 131},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startTTY(t, 80, 24, nil, "demo")
			s.wait(`acme-contracts`)
			s.keys(c.keys)
			if c.by != 0 {
				s.signal(c.by)
			}
			if code := s.exit(); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			s.restored()
			if strings.Contains(s.output(), "goroutine") {
				t.Error("the program broke")
			}
		})
	}
}

// What fails before anything is shown has nothing to put back, and does not.
func TestAnErrorAtStartLeavesTheTerminalAlone(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 80, 24, nil, "--debug", filepath.Join(t.TempDir(), "no", "such"))
	if code := s.exit(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	s.restored()
	if strings.Contains(s.output(), "\x1b") {
		t.Errorf("%q", s.output())
	}
}

// A signal that comes before the first picture finds the terminal half taken.
func TestTerminatedAtOnce(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 80, 24, nil, "demo")
	for deadline := time.Now().Add(longest); s.output() == ""; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing is shown")
		}
	}
	s.signal(syscall.SIGTERM)
	if code := s.exit(); code != 143 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

func (s *tty) signal(by syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(by); err != nil {
		s.t.Fatal(err)
	}
}

// stopped waits until the program has stopped.
func (s *tty) stopped() {
	s.t.Helper()
	got := make(chan syscall.WaitStatus, 1)
	go func() {
		var how syscall.WaitStatus
		_, _ = syscall.Wait4(s.cmd.Process.Pid, &how, syscall.WUNTRACED, nil)
		got <- how
	}()
	select {
	case how := <-got:
		if !how.Stopped() {
			s.t.Fatalf("not stopped, but %#x", how)
		}
	case <-time.After(longest):
		s.t.Fatalf("the program did not stop:\n%s", s.text())
	}
}

// SIGTSTP of another process gives the terminal back before it stops the program,
// whether a shell is there or not, and SIGCONT brings the screen back, twice.
func TestStoppedByAnotherProcess(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 80, 24, nil, "demo")
	s.wait(`acme-contracts`)
	for range 2 {
		s.signal(syscall.SIGTSTP)
		s.stopped()
		s.returned()
		s.clear()
		s.signal(syscall.SIGCONT)
		s.wait(`acme-contracts`)
		if s.cooked() {
			t.Error("keys are not the program's")
		}
	}
	s.keys("?")
	s.wait(`share log`)
	s.signal(syscall.SIGTSTP)
	s.stopped()
	s.signal(syscall.SIGTERM) // arrives with the next
	s.signal(syscall.SIGCONT)
	if code := s.exit(); code != 143 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// SIGSTOP leaves no time for anything; whatever a shell did meanwhile, SIGCONT
// draws anew.
func TestStoppedWithoutWarning(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 80, 24, nil, "demo")
	s.wait(`acme-contracts`)
	s.signal(syscall.SIGSTOP)
	s.stopped()
	s.clear()
	s.signal(syscall.SIGCONT)
	s.wait(`acme-contracts`)
	s.keys(ctrlC)
	if code := s.exit(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// clear is what a shell may do to the screen.
func (s *tty) clear() {
	s.draw.Lock()
	defer s.draw.Unlock()
	_, _ = s.screen.Write([]byte("\x1b[2J\x1b[H$ "))
}

// ctrl+c beside a link on the normal screen goes back to it, as enter does, and
// eats no key.
func TestInterruptedWhilePrinting(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 120, 42, nil, "demo")
	s.wait(`acme-contracts`)
	s.chooseReadme()
	s.wait(`for +15m`)
	s.keys("1")
	s.wait(`\(15 min\)`)
	s.keys(enter)
	s.wait(`X-Amz-Algorithm`)
	for _, way := range []string{ctrlC, enter, ctrlC} {
		s.keys("P")
		s.wait(`press enter to go back`)
		s.returned()
		s.keys(way)
		s.wait(`ends in 1[45] min`)
	}
	s.keys("?") // one key is enough
	s.wait(`share log`)
	s.keys("x")
	s.wait(`ends in 1[45] min`)
	s.keys("P")
	s.wait(`press enter to go back`)
	s.returned()
	s.signal(syscall.SIGTERM)
	if code := s.exit(); code != 143 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// ctrl+c while a session is renewed ends the renewal, not signet; what ends signet
// ends the renewal too.
func TestInterruptedWhileRenewing(t *testing.T) {
	t.Parallel()
	env, _ := ssoWorld(t)
	s := startTTY(t, 120, 42, env, "--place", "acme")
	s.wait(`SSO session of profile acme has ended or was never opened`)
	for _, code := range []string{"CODE-1", "CODE-2"} {
		s.keys("\x12") // ctrl+r
		s.wait(`enter ` + code)
		s.returned()
		s.keys(ctrlC)
		s.wait(`the session was not renewed: interrupted`)
		s.keys("j")
	}
	s.keys("\x12")
	s.wait(`enter CODE-3`)
	s.returned()
	s.signal(syscall.SIGTERM)
	if code := s.exit(); code != 143 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
}

// ctrl+z leaves a shell that works, and fg comes back; from a link on the normal
// screen, and with a signal instead of the key, too.
func TestToTheShellAndBack(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("needs bash")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := startIn(t, 120, 42, []string{"PS1=shell> "}, bash, "--norc", "--noprofile", "--noediting", "-i")
	s.wait(`shell>`)
	s.keys("'" + exe + "' demo" + enter)
	s.wait(`acme-contracts`)
	away := func(how string) {
		t.Helper()
		s.keys(how)
		s.wait(`Stopped`)
		s.returned()
		s.clear()
		s.keys("clear; echo $((6*7))" + enter)
		s.wait(`(?m)^42`)
		s.keys("fg" + enter)
	}
	away("\x1a")
	s.wait(`acme-contracts`)
	s.keys("/acme-con" + enter)
	s.wait(`› +acme-contracts`)
	s.keys(enter)
	s.wait(`README\.txt`)
	s.keys("/README" + enter)
	s.wait(`› +README\.txt`)
	s.keys(enter)
	s.wait(`for +15m`)
	s.keys("1")
	s.wait(`\(15 min\)`)
	s.keys(enter)
	s.wait(`X-Amz-Algorithm`)
	s.keys("P")
	s.wait(`press enter to go back`)
	s.returned()
	away("\x1a")
	s.wait(`(?m)demo$`) // which job goes on
	s.keys(enter)
	s.wait(`ends in 1[45] min`)
	s.keys("q")
	s.wait(`shell>`)
	s.returned()
	s.clear()
	s.keys("echo left $?" + enter)
	s.wait(`left 0`)
	s.keys("exit" + enter)
	s.exit()
}
