package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Bounds of one run of tests: they only end what would never end. Time of the
// processor, so that a busy machine kills nothing, and memory, so that a mutant that
// takes all of it harms nobody else.
const (
	longest  = 40 * time.Minute
	cpuLimit = 600       // seconds, of the run that measures what is usual
	memLimit = 8_000_000 // kilobytes
)

// slowFrom is when a test counts as slow, and goes last.
const slowFrom = 2 * time.Second

// list is what can be changed in the package, in the files that are built here.
func (s *survey) places() (all []mutant, err error) {
	out, err := exec.Command("go", "list", "-f", `{{range .GoFiles}}{{.}}{{"\n"}}{{end}}`, s.pkg).Output()
	if err != nil {
		return nil, err
	}
	dir := filepath.Clean(s.pkg)
	for _, name := range strings.Fields(string(out)) {
		some, err := mutantsOf(s.pkg, filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		for _, m := range some {
			if s.only == "" || strings.Contains(m.file+" "+m.in, s.only) {
				all = append(all, m)
			}
		}
	}
	return all, nil
}

// baseline runs the tests with all mutants asleep. It notes those that are slow, and
// those that fail because they see the copies: what allocates, how long a line is.
func (s *survey) baseline() error {
	started := time.Now()
	out, err := s.runTests(0, s.pkg, "-test.v")
	for line := range strings.Lines(out) {
		var name string
		var seconds float64
		if n, _ := fmt.Sscanf(line, "--- PASS: %s (%fs)", &name, &seconds); n == 2 && seconds >= slowFrom.Seconds() {
			s.slow = append(s.slow, regexp.QuoteMeta(name))
		}
		if n, _ := fmt.Sscanf(line, "--- FAIL: %s (%fs)", &name, &seconds); n == 2 {
			s.spoiled = append(s.spoiled, regexp.QuoteMeta(name))
		}
	}
	if err != nil && len(s.spoiled) == 0 || len(s.spoiled) > 5 {
		return fmt.Errorf("%s fails as it is: %w\n%s", s.pkg, err, out)
	}
	fmt.Fprintf(s.out, "%s: %d mutants, %d s with all asleep, %d tests are slow, left out: %v\n", s.pkg, len(s.drawn), int(time.Since(started).Seconds()), len(s.slow), s.spoiled)
	for _, pkg := range s.also {
		if out, err := s.runTests(0, pkg); err != nil {
			return fmt.Errorf("%s fails as it is: %w\n%s", pkg, err, out)
		}
	}
	return nil
}

// kill says which tests fail on a mutant; "" if none does.
func (s *survey) kill(id int) (by string) {
	for _, part := range s.parts() {
		if out, err := s.runTests(id, s.pkg, append([]string{"-test.failfast"}, part...)...); err != nil {
			return failed(out, err)
		}
	}
	for _, pkg := range s.also {
		if out, err := s.runTests(id, pkg, "-test.failfast"); err != nil {
			return pkg + " " + failed(out, err)
		}
	}
	return ""
}

// parts are the flags that run all tests of the package, those that are quick first.
func (s *survey) parts() [][]string {
	never := "^(" + strings.Join(append(slices.Clone(s.spoiled), "-"), "|") + ")$"
	if len(s.slow) == 0 {
		return [][]string{{"-test.skip", never}}
	}
	slow := "^(" + strings.Join(s.slow, "|") + ")$"
	return [][]string{{"-test.skip", never + "|" + slow}, {"-test.run", slow}}
}

// failed is the first test that failed, or how else the run ended.
func failed(out string, err error) string {
	for line := range strings.Lines(out) {
		if name, ok := strings.CutPrefix(line, "--- FAIL: "); ok {
			return strings.Fields(name)[0]
		}
	}
	if i := strings.Index(out, "panic: "); i >= 0 {
		line, _, _ := strings.Cut(out[i:], "\n")
		return line
	}
	return err.Error()
}

// runTests runs the tests of a package in its folder, in bounds, with a mutant awake.
func (s *survey) runTests(id int, pkg string, args ...string) (string, error) {
	if s.short {
		args = append(args, "-test.short")
	}
	args = append(args, "-test.timeout", longest.String())
	most := cpuLimit
	if usual, ok := s.usual[pkg]; ok {
		most = 10 + 3*int(usual.Seconds())
	}
	bounds := fmt.Sprintf(`ulimit -t %d; ulimit -v %d; exec "$@"`, most, memLimit)
	cmd := exec.Command("sh", append([]string{"-c", bounds, "sh", s.programs[pkg]}, args...)...)
	cmd.Dir = pkg
	cmd.Env = append(os.Environ(), fmt.Sprintf("MUTANT=%d", id))
	out, err := cmd.CombinedOutput()
	if _, ok := s.usual[pkg]; !ok && cmd.ProcessState != nil {
		s.usual[pkg] = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return string(out), err
}
