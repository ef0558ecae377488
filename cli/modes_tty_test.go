//go:build unix

package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// modes is what a program has asked of a terminal and not taken back.
type modes struct {
	on      map[string]bool
	screens [2]int // depth of the keyboard stack, of the normal and of the other screen
	screen  int
	titles  []string // the one now, and below it those that are kept
}

// sequence matches what changes a terminal for longer than a picture.
const sequence = `\x1b\[\?([0-9;]+)([hl])|\x1b\[>4(;\d+)?m|\x1b\[([><])(\d*)u|\x1b\[(2[23]);0t|\x1b\][02];([^\a\x1b]*)(?:\a|\x1b\\)`

// read follows the output of a program.
func (m *modes) read(out string) {
	for _, f := range regexp.MustCompile(sequence).FindAllStringSubmatch(out, -1) {
		switch {
		case f[1] == "1049":
			m.screen = map[string]int{"h": 1, "l": 0}[f[2]]
			m.on["other screen"] = f[2] == "h"
		case f[1] == "25":
			m.on["cursor hidden"] = f[2] == "l"
		case f[1] == "7": // lines wrap, as they do by themselves
			m.on["no wrapping"] = f[2] == "l"
		case f[1] != "":
			m.on["mode "+f[1]] = f[2] == "h"
		case strings.HasPrefix(f[0], "\x1b[>4"):
			m.on["modifyOtherKeys"] = f[3] != ""
		case f[4] == ">":
			m.screens[m.screen]++
		case f[4] == "<":
			m.screens[m.screen] = max(m.screens[m.screen]-1, 0)
		case f[6] == "22":
			m.titles = append([]string{m.titles[0]}, m.titles...)
		case f[6] == "23" && len(m.titles) > 1:
			m.titles = m.titles[1:]
		case f[6] == "":
			m.titles[0] = f[7]
		}
	}
}

// shellTitle is what the window was called before.
const shellTitle = "of the shell"

// leftOver is what a shell would find changed after that output; empty: nothing.
func leftOver(out string) []string {
	m := &modes{on: map[string]bool{}, titles: []string{shellTitle}}
	m.read(out)
	var left []string
	for name, on := range m.on {
		if on {
			left = append(left, name)
		}
	}
	for i, depth := range m.screens {
		if depth > 0 {
			left = append(left, fmt.Sprintf("%d keyboards kept on screen %d", depth, i))
		}
	}
	if !slices.Equal(m.titles, []string{shellTitle}) {
		left = append(left, fmt.Sprintf("titles %q", m.titles))
	}
	slices.Sort(left)
	return left
}

// cooked reports that the terminal edits lines and sends signals, as for a shell.
func (s *tty) cooked() bool {
	s.t.Helper()
	const want = unix.ICANON | unix.ECHO | unix.ISIG
	conn, err := s.pty.SyscallConn() // Fd would make the reader block for good
	if err != nil {
		s.t.Fatal(err)
	}
	var state *unix.Termios
	if ctl := conn.Control(func(fd uintptr) { state, err = unix.IoctlGetTermios(int(fd), getTermios) }); ctl != nil || err != nil {
		s.t.Fatal(ctl, err)
	}
	return state.Lflag&want == want && state.Oflag&unix.OPOST != 0
}

// output is all that the program has written.
func (s *tty) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// returned waits until the terminal is as the shell left it.
func (s *tty) returned() {
	s.t.Helper()
	for deadline := time.Now().Add(longest); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if len(leftOver(s.output())) == 0 && s.cooked() {
			return
		}
	}
	s.t.Fatalf("the terminal was not given back: %q, cooked %v\n%s", leftOver(s.output()), s.cooked(), s.text())
}

// restored: the program has ended, and left the terminal as it found it.
func (s *tty) restored() {
	s.t.Helper()
	<-s.done
	if left := leftOver(s.output()); len(left) > 0 {
		s.t.Errorf("left over: %q", left)
	}
}
