package main

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// block is a piece of code that `go test -cover` counts.
type block struct {
	file     string // its name without folders
	from, to place
	ran      bool
}

// place is a line and a column, both from 1, as in a cover profile.
type place struct{ line, column int }

func (p place) before(q place) bool {
	return p.line < q.line || p.line == q.line && p.column < q.column
}

// measure runs every test alone, and keeps for each mutant those that come by.
func (s *survey) measure() error {
	started, count := time.Now(), 0
	s.reach = make([][]unit, len(s.drawn))
	for _, pkg := range s.packages() {
		program, out, err := s.compile(pkg, "-cover", "-coverpkg", s.pkg)
		if err != nil {
			return fmt.Errorf("%s does not compile: %w\n%s", pkg, err, out)
		}
		list, _, err := s.start(program, pkg, bounds{longest, longest}, "MUTANT=0", "-test.list=^(Test|Fuzz|Example)")
		if err != nil {
			return fmt.Errorf("tests of %s: %w\n%s", pkg, err, list)
		}
		for _, name := range strings.Fields(list) {
			if err := s.alone(program, unit{pkg: pkg, name: name}); err != nil {
				return err
			}
			count++
		}
	}
	fmt.Fprintf(s.out, "%d tests were run alone, %d s\n", count, int(time.Since(started).Seconds()))
	return nil
}

// alone runs one test, whatever becomes of it: what counts allocations fails here.
func (s *survey) alone(program string, u unit) error {
	profile := filepath.Join(s.dir, "profile")
	_ = os.Remove(profile)
	started := time.Now()
	out, state, err := s.start(program, u.pkg, bounds{longest, longest}, "MUTANT=0",
		"-test.run=^"+regexp.QuoteMeta(u.name)+"$", "-test.coverprofile="+profile)
	u.wait = time.Since(started)
	if state != nil {
		u.cpu = state.UserTime() + state.SystemTime()
	}
	blocks, profiled := readProfile(profile)
	if profiled != nil {
		return fmt.Errorf("%s %s: %w, %w\n%s", u.pkg, u.name, profiled, err, out)
	}
	for i, m := range s.drawn {
		if m.reached(blocks) {
			s.reach[i] = append(s.reach[i], u)
		}
	}
	return nil
}

// reached reports whether the code of a mutant ran. What stands in no block, such as
// the value of a case, ran when its function did.
func (m mutant) reached(blocks []block) bool {
	inside, around := false, false
	for _, b := range blocks {
		if b.file != filepath.Base(m.file) {
			continue
		}
		if !m.at.before(b.from) && m.at.before(b.to) {
			if b.ran {
				return true
			}
			inside = true
		}
		around = around || b.ran && !b.from.before(m.begins) && b.from.before(m.ends)
	}
	return !inside && around
}

// readProfile reads a cover profile: https://pkg.go.dev/golang.org/x/tools/cover#Profile
func readProfile(name string) (blocks []block, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "mode:") {
			continue
		}
		colon := strings.LastIndexByte(lines.Text(), ':')
		var b block
		var statements, ran int
		if colon < 0 {
			return nil, fmt.Errorf("%q is no line of a profile", lines.Text())
		}
		if _, err := fmt.Sscanf(lines.Text()[colon+1:], "%d.%d,%d.%d %d %d", &b.from.line, &b.from.column, &b.to.line, &b.to.column, &statements, &ran); err != nil {
			return nil, fmt.Errorf("%q is no line of a profile: %w", lines.Text(), err)
		}
		b.file, b.ran = path.Base(lines.Text()[:colon]), ran > 0
		blocks = append(blocks, b)
	}
	return blocks, lines.Err()
}
