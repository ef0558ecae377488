package main

import (
	"encoding/json"
	"errors"
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
	cpuLimit = 600       // seconds
	memLimit = 8_000_000 // kilobytes
)

// slowFrom is when a test counts as slow, and goes last.
const slowFrom = 2 * time.Second

// list is what can be changed in the package, in the files that are built here.
func (s *survey) list() (all []mutant, err error) {
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

// baseline runs the tests on the code as it is: they must pass, and it notes the slow.
func (s *survey) baseline() error {
	started := time.Now()
	program, err := s.compile(s.pkg, "")
	if err != nil {
		return fmt.Errorf("%s does not compile: %w", s.pkg, err)
	}
	out, err := s.runTests(s.pkg, program, "-test.v")
	if err != nil {
		return fmt.Errorf("%s fails as it is: %w\n%s", s.pkg, err, out)
	}
	for line := range strings.Lines(out) {
		var name string
		var seconds float64
		if n, _ := fmt.Sscanf(line, "--- PASS: %s (%fs)", &name, &seconds); n == 2 && seconds >= slowFrom.Seconds() {
			s.slow = append(s.slow, regexp.QuoteMeta(name))
		}
	}
	fmt.Fprintf(s.out, "%s: passes in %d s as it is, %d tests are slow\n", s.pkg, int(time.Since(started).Seconds()), len(s.slow))
	return nil
}

// kill says which package's tests fail on a mutant; "" if none does. Not ok: it does
// not compile.
func (s *survey) kill(m mutant) (by string, ok bool) {
	overlay, err := s.overlay(m)
	if err != nil {
		return "", false
	}
	program, err := s.compile(s.pkg, overlay)
	if err != nil {
		return "", false
	}
	for _, part := range s.parts() {
		if out, err := s.runTests(s.pkg, program, append([]string{"-test.failfast"}, part...)...); err != nil {
			return failed(out, err), true
		}
	}
	for _, pkg := range s.also {
		program, err := s.compile(pkg, overlay)
		if err != nil {
			return "", false
		}
		if out, err := s.runTests(pkg, program, "-test.failfast"); err != nil {
			return pkg + " " + failed(out, err), true
		}
	}
	return "", true
}

// parts are the flags that run all tests of the package, those that are quick first.
func (s *survey) parts() [][]string {
	if len(s.slow) == 0 {
		return [][]string{nil}
	}
	names := "^(" + strings.Join(s.slow, "|") + ")$"
	return [][]string{{"-test.skip", names}, {"-test.run", names}}
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

// overlay writes the changed file and the list that puts it in the place of the file.
func (s *survey) overlay(m mutant) (string, error) {
	src, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(s.dir, "changed.go")
	text := slices.Concat(src[:m.from], []byte(m.text), src[m.to:])
	if err := os.WriteFile(changed, text, 0o600); err != nil {
		return "", err
	}
	file, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {file: changed}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(s.dir, "overlay.json")
	return name, os.WriteFile(name, list, 0o600)
}

// compile makes the program of a package's tests.
func (s *survey) compile(pkg, overlay string) (string, error) {
	program := filepath.Join(s.dir, strings.NewReplacer("/", "_", ".", "").Replace(pkg)+".test")
	args := []string{"test", "-c", "-o", program}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	out, err := exec.Command("go", append(args, pkg)...).CombinedOutput()
	if err != nil {
		return "", errors.New(strings.TrimSpace(string(out)))
	}
	return program, nil
}

// runTests runs the tests in the folder of their package, in bounds.
func (s *survey) runTests(pkg, program string, args ...string) (string, error) {
	if s.short {
		args = append(args, "-test.short")
	}
	args = append(args, "-test.timeout", longest.String())
	bounds := fmt.Sprintf(`ulimit -t %d; ulimit -v %d; exec "$@"`, cpuLimit, memLimit)
	cmd := exec.Command("sh", append([]string{"-c", bounds, "sh", program}, args...)...)
	cmd.Dir = pkg
	out, err := cmd.CombinedOutput()
	return string(out), err
}
