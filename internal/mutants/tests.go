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
// processor, so that a busy machine kills nothing; time of the clock for what waits
// for ever; and memory, so that a mutant that takes all of it harms nobody else. A run
// gets the first of both and many times what its tests took when nothing was changed.
const (
	longest   = 40 * time.Minute // of the runs that measure
	leastCPU  = 20 * time.Second
	leastWait = 3 * time.Minute
	timesCPU  = 5
	timesWait = 10
	memLimit  = 8_000_000 // kilobytes
)

// paces parts the tests by what they take of the processor: the quick ones go first, as
// most mutants need no others.
func paces() []time.Duration {
	return []time.Duration{100 * time.Millisecond, 500 * time.Millisecond, longest}
}

// unit is one test of one package, and what it takes alone.
type unit struct {
	pkg, name string
	wait, cpu time.Duration
}

// places is what can be changed in the package, in the files that are built here.
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
		all = append(all, some...)
	}
	return all, nil
}

// baseline runs the tests with all mutants asleep, to know those that fail because
// they see the copies: what allocates, how long a line is.
func (s *survey) baseline() error {
	for _, pkg := range s.packages() {
		started := time.Now()
		out, err := s.runTests(pkg, bounds{longest, longest}, "MUTANT=0")
		spoiled := 0
		for line := range strings.Lines(out) {
			if name, ok := strings.CutPrefix(line, "--- FAIL: "); ok {
				s.spoiled = append(s.spoiled, pkg+" "+strings.Fields(name)[0])
				spoiled++
			}
		}
		if err != nil && spoiled == 0 || spoiled > 5 {
			return fmt.Errorf("%s fails as it is: %w\n%s", pkg, err, out)
		}
		fmt.Fprintf(s.out, "%s: %d s with all asleep\n", pkg, int(time.Since(started).Seconds()))
	}
	if len(s.spoiled) > 0 {
		fmt.Fprintf(s.out, "left out, they see the copies: %s\n", strings.Join(s.spoiled, ", "))
	}
	return nil
}

func (s *survey) packages() []string { return append([]string{s.pkg}, s.also...) }

// kill says which test fails on a mutant; "" if none does.
func (s *survey) kill(id int) (by string) {
	for _, pkg := range s.packages() {
		least := time.Duration(0)
		for _, most := range paces() {
			var names []string
			within := bounds{leastWait, leastCPU}
			for _, u := range s.reach[id-1] {
				if u.pkg == pkg && least <= u.cpu && u.cpu < most && !slices.Contains(s.spoiled, pkg+" "+u.name) {
					names = append(names, regexp.QuoteMeta(u.name))
					within.wait += timesWait * u.wait
					within.cpu += timesCPU * u.cpu
				}
			}
			if least = most; len(names) == 0 {
				continue
			}
			run := "-test.run=^(" + strings.Join(names, "|") + ")$"
			if out, err := s.runTests(pkg, within, fmt.Sprintf("MUTANT=%d", id), "-test.failfast", run); err != nil {
				return pkg + " " + failed(out, err)
			}
		}
	}
	return ""
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

// bounds of one run.
type bounds struct{ wait, cpu time.Duration }

// runTests runs the tests of a package in its folder, in bounds, with a mutant awake.
func (s *survey) runTests(pkg string, within bounds, env string, args ...string) (string, error) {
	out, _, err := s.start(s.programs[pkg], pkg, within, env, args...)
	return out, err
}

func (s *survey) start(program, pkg string, within bounds, env string, args ...string) (string, *os.ProcessState, error) {
	if s.short {
		args = append(args, "-test.short")
	}
	args = append(args, "-test.timeout="+within.wait.String())
	limits := fmt.Sprintf(`ulimit -t %d; ulimit -v %d; exec "$@"`, int(within.cpu.Seconds()), memLimit)
	cmd := exec.Command("sh", append([]string{"-c", limits, "sh", program}, args...)...)
	cmd.Dir = pkg
	cmd.Env = append(os.Environ(), env)
	out, err := cmd.CombinedOutput()
	return string(out), cmd.ProcessState, err
}
