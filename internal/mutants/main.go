// Command mutants asks whether the tests of a package would notice a mistake: it
// changes one place of the code at a time and runs the tests. A mutant that no test
// fails on has survived: it shows a gap, or changes nothing that could be seen.
// `make mutants` runs it.
//
// All mutants of a sample are compiled at once, in an overlay, so that no file is
// touched: each is a copy of its function that runs where the environment says so.
//
//	mutants [-n 60] [-seed 1] [-least 85] [-also ./b,./c] [-equivalent FILE] ./a
//
// It is to run at the root of the module. Every test is run alone once, to know by its
// coverage which mutants it comes by; a mutant meets those tests only, until one fails:
// those of ./a first, and those that take long last, then those of -also. FILE lists
// the mutants that change nothing that could be seen, each with the reason.
package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	s := survey{out: os.Stdout}
	n := flag.Int("n", 60, "how many mutants")
	seed := flag.Uint64("seed", 1, "which sample")
	least := flag.Int("least", 85, "fail when fewer of a hundred are killed")
	also := flag.String("also", "", "packages whose tests meet the survivors, with commas")
	known := flag.String("equivalent", "internal/mutants/equivalent.txt", "mutants that change nothing, with the reason")
	flag.BoolVar(&s.short, "short", true, "run the tests with -short")
	flag.StringVar(&s.only, "only", "", "only mutants of files and functions that contain this")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	s.pkg = flag.Arg(0)
	if *also != "" {
		s.also = strings.Split(*also, ",")
	}
	if err := s.run(*n, *seed, *least, *known); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

// survey is one sample of one package.
type survey struct {
	out       io.Writer
	pkg, only string
	also      []string
	short     bool
	drawn     []mutant          // those that compile; the first is number 1
	reach     [][]unit          // for each of them, the tests that come by
	spoiled   []string          // tests that fail though nothing was changed: they see the copies
	programs  map[string]string // of tests, by package
	dir       string            // for the overlay and the programs

	killed    int
	survivors []mutant
}

func (s *survey) run(n int, seed uint64, least int, known string) (err error) {
	equivalent, err := readEquivalent(known)
	if err != nil {
		return err
	}
	if s.dir, err = os.MkdirTemp("", "mutants"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(s.dir) }()
	all, err := s.places()
	if err != nil {
		return err
	}
	if gone := gone(equivalent, all, s.pkg); len(gone) > 0 {
		return fmt.Errorf("%s: not in the code any more:\n%s", known, strings.Join(gone, "\n"))
	}
	all = slices.DeleteFunc(all, func(m mutant) bool { return !strings.Contains(m.file+" "+m.in, s.only) })
	sample := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a sample that can be drawn again
	sample.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	fmt.Fprintf(s.out, "%s: %d places to change, %d of them drawn with seed %d\n", s.pkg, len(all), n, seed)
	spared := 0
	all = slices.DeleteFunc(all, func(m mutant) bool {
		reason, ok := equivalent[m.key()]
		if ok && spared < n {
			spared++
			fmt.Fprintf(s.out, "equivalent %s:%d %s: %s (%s)\n", m.file, m.line, m.what, m.was, reason)
		}
		return ok
	})
	if err := s.build(all, n); err != nil {
		return err
	}
	if err := s.baseline(); err != nil {
		return err
	}
	if err := s.measure(); err != nil {
		return err
	}
	for i, m := range s.drawn {
		s.meets(i+1, m)
	}
	return s.verdict(len(s.drawn), spared, least)
}

// meets runs the tests on a mutant and says what became of it.
func (s *survey) meets(id int, m mutant) {
	by := s.kill(id)
	if by == "" {
		s.survivors = append(s.survivors, m)
		fmt.Fprintf(s.out, "SURVIVED %s:%d %s: %s (%d tests come by)\n", m.file, m.line, m.what, m.was, len(s.reach[id-1]))
		return
	}
	s.killed++
	fmt.Fprintf(s.out, "killed %s:%d %s: %s (%s)\n", m.file, m.line, m.what, m.was, by)
}

func (s *survey) verdict(done, spared, least int) error {
	if done == 0 {
		return fmt.Errorf("%s: nothing to change", s.pkg)
	}
	share := 100 * s.killed / done
	fmt.Fprintf(s.out, "\n%s: %d of %d killed (%d %%), %d known to change nothing left out, %d survived\n", s.pkg, s.killed, done, share, spared, len(s.survivors))
	for _, m := range s.survivors {
		fmt.Fprintf(s.out, "line %d\t%s\n", m.line, m.key())
	}
	if share < least {
		return fmt.Errorf("%s: fewer than %d %% were killed", s.pkg, least)
	}
	return nil
}

// readEquivalent reads the list of mutants that change nothing: the name of a mutant
// as a survey prints it, a tabulator, the reason.
func readEquivalent(name string) (map[string]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, reason, ok := strings.Cut(line, "\t")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s: %q has no reason behind a tabulator", name, key)
		}
		all[key] = strings.TrimSpace(reason)
	}
	return all, nil
}

// gone are the mutants of a package in the list that the code does not have.
func gone(list map[string]string, all []mutant, pkg string) (out []string) {
	there := map[string]bool{}
	for _, m := range all {
		there[m.key()] = true
	}
	for key := range list {
		file, _, _ := strings.Cut(key, " ")
		if path.Dir(file) == path.Clean(filepath.ToSlash(pkg)) && !there[key] {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}
