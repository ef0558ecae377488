package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// alone runs the program in a terminal with nothing between the two: the signals of the
// test reach it, and so do those of the terminal.
func (p *signet) alone(t *testing.T, at size, env []string, args ...string) *walk {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), here.program, args...)
	cmd.Env, cmd.Dir = append(append(append([]string{}, p.env...), "TERM=xterm-256color", "LANG=C.UTF-8"), env...), p.home
	return walkIn(t, p, newTerminal(t, at, cmd))
}

// signal sends one to the program.
func (s *terminal) signal(by syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(by); err != nil {
		s.t.Fatal(err)
	}
}

// exits waits for the end of the program and gives its exit code; below 0 a signal
// ended it.
func (s *terminal) exits() int {
	s.t.Helper()
	s.until("the program ends", func() bool {
		select {
		case <-s.done:
			return true
		default:
			return false
		}
	})
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

// termios is how a terminal treats what is typed and printed.
func termios(t *testing.T, f *os.File) (state unix.Termios) {
	t.Helper()
	conn, err := f.SyscallConn() // Fd would make its reader block for good
	if err != nil {
		t.Fatal(err)
	}
	var of *unix.Termios
	if ctl := conn.Control(func(fd uintptr) { of, err = unix.IoctlGetTermios(int(fd), unix.TCGETS) }); ctl != nil || err != nil {
		t.Fatal(ctl, err)
	}
	return *of
}

// unread is how many bytes of a program wait to be read, as far as the system counts.
func unread(t *testing.T, f *os.File) (n int) {
	t.Helper()
	conn, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if ctl := conn.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }); ctl != nil || err != nil {
		t.Fatal(ctl, err)
	}
	return n
}

// writing is the call by which the program writes to its terminal at this moment, with its
// arguments; empty: it is at none.
func (s *terminal) writing() string {
	proc := fmt.Sprintf("/proc/%d/", s.cmd.Process.Pid)
	calls, _ := filepath.Glob(proc + "task/*/syscall")
	for _, file := range calls {
		call, _ := os.ReadFile(file) // none of a thread that has ended
		f := strings.Fields(string(call))
		if len(f) < 2 || f[0] != strconv.Itoa(unix.SYS_WRITE) {
			continue
		}
		fd, err := strconv.ParseUint(strings.TrimPrefix(f[1], "0x"), 16, 31)
		if to, other := os.Readlink(proc + "fd/" + strconv.FormatUint(fd, 10)); err == nil && other == nil && strings.HasPrefix(to, "/dev/pts/") {
			return file + " " + string(call)
		}
	}
	return ""
}

// untouched is how a terminal is that no program has changed.
func untouched(t *testing.T) unix.Termios {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	defer theirs.Close()
	return termios(t, ours)
}

// restored looks at a terminal that a program has left: its settings, and each mode that
// was set in it.
func (s *terminal) restored() {
	s.t.Helper()
	if now := termios(s.t, s.pty); now != untouched(s.t) {
		s.t.Errorf("the settings of the terminal are others than before: %+v", now)
	}
	if left := leftOver(s.output()); len(left) > 0 {
		s.t.Errorf("left over in the terminal: %v", left)
	}
	if strings.Contains(s.output(), "goroutine ") {
		s.t.Errorf("the program broke:\n%s", hideLinks(s.text()))
	}
}

// holds looks at the share log: its chain, and that no copy was set aside.
func (p *signet) holds(t *testing.T) {
	t.Helper()
	out := p.run(t, "", "log", "verify")
	if out.code != 0 && !strings.Contains(out.stderr, "nothing was shared from here yet") {
		t.Errorf("the log does not hold: exit code %d: %s", out.code, out.stderr)
	}
	if strings.Contains(out.stderr, "kept as") {
		t.Errorf("the log was set aside: %s", out.stderr)
	}
}

// logged are the keys of all shares of the log.
func (p *signet) logged(t *testing.T) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	for _, m := range regexp.MustCompile(`"key":"([^"]*)"`).FindAllStringSubmatch(p.must(t, "", "log", "--json", "--limit", "0").stdout, -1) {
		known[m[1]] = true
	}
	return known
}

// saved are the files below a folder whose names begin with no dot.
func saved(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, f := range all {
		if !strings.HasPrefix(f.Name(), ".") {
			names = append(names, filepath.Join(dir, f.Name()))
		}
	}
	return names
}
