package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// chooser says in the package under test which mutant runs.
const chooser = `package %s

import (
	"os"
	"strconv"
)

var mutantOn, _ = strconv.Atoi(os.Getenv("MUTANT"))
`

// copied is where the copy of a function with a mutant stands in a changed file.
type copied struct {
	file     string
	from, to int // lines
	id       int // 1 for the first that was drawn
}

// build compiles the first n mutants that compile, all of them at once.
func (s *survey) build(all []mutant, n int) error {
	for {
		s.drawn = all[:min(n, len(all))]
		copies, err := s.overlay()
		if err != nil {
			return err
		}
		program, out, err := s.compile(s.pkg, "-overlay", s.list())
		if err == nil {
			s.programs = map[string]string{s.pkg: program}
			break
		}
		bad := wrong(out, copies)
		if len(bad) == 0 {
			return fmt.Errorf("%s does not compile: %w\n%s", s.pkg, err, out)
		}
		kept := all[:0:0]
		for i, m := range all {
			if !bad[i+1] {
				kept = append(kept, m)
			}
		}
		all = kept
	}
	for _, pkg := range s.also {
		program, out, err := s.compile(pkg, "-overlay", s.list())
		if err != nil {
			return fmt.Errorf("%s does not compile: %w\n%s", pkg, err, out)
		}
		s.programs[pkg] = program
	}
	return nil
}

// wrong are the mutants that the compiler complains about.
func wrong(out string, copies []copied) map[int]bool {
	bad := map[int]bool{}
	for line := range strings.Lines(out) {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) < 3 {
			continue
		}
		at, err := strconv.Atoi(parts[1])
		if err != nil {
			continue
		}
		for _, c := range copies {
			if filepath.Base(c.file) == filepath.Base(parts[0]) && c.from <= at && at <= c.to {
				bad[c.id] = true
			}
		}
	}
	return bad
}

// overlay writes the changed files and the list that puts them in the place of those
// that are there.
func (s *survey) overlay() ([]copied, error) {
	replace, files := map[string]string{}, map[string][]int{}
	for i, m := range s.drawn {
		files[m.file] = append(files[m.file], i+1)
	}
	var copies []copied
	for file, ids := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(ids, func(a, b int) int { return s.drawn[a-1].body.from - s.drawn[b-1].body.from })
		text, some := s.changed(string(src), ids)
		copies = append(copies, some...)
		if err := s.put(replace, file, text); err != nil {
			return nil, err
		}
	}
	name, err := exec.Command("go", "list", "-f", "{{.Name}}", s.pkg).Output()
	if err != nil {
		return nil, err
	}
	if err := s.put(replace, filepath.Join(filepath.Clean(s.pkg), "mutanton.go"), fmt.Sprintf(chooser, strings.TrimSpace(string(name)))); err != nil {
		return nil, err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return nil, err
	}
	return copies, os.WriteFile(s.list(), list, 0o600)
}

func (s *survey) list() string { return filepath.Join(s.dir, "overlay.json") }

func (s *survey) put(replace map[string]string, file, text string) error {
	whole, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	replace[whole] = filepath.Join(s.dir, filepath.Base(file))
	return os.WriteFile(replace[whole], []byte(text), 0o600)
}

// changed is a file with copies of its functions at their beginnings.
func (s *survey) changed(src string, ids []int) (string, []copied) {
	var b strings.Builder
	var copies []copied
	at := 0
	for _, id := range ids {
		m := s.drawn[id-1]
		b.WriteString(src[at:m.body.from])
		at = m.body.from
		from := strings.Count(b.String(), "\n") + 1
		fmt.Fprintf(&b, "\nif mutantOn == %d {%s%s%s", id, src[m.body.from:m.from], m.text, src[m.to:m.body.to])
		if !m.results {
			b.WriteString("\nreturn")
		}
		b.WriteString("\n}\n")
		copies = append(copies, copied{m.file, from, strings.Count(b.String(), "\n"), id})
	}
	b.WriteString(src[at:])
	return b.String(), copies
}

// compile makes the program of a package's tests.
func (s *survey) compile(pkg string, how ...string) (program, out string, err error) {
	program = filepath.Join(s.dir, strings.NewReplacer("/", "_", ".", "").Replace(pkg)+how[0]+".test")
	said, err := exec.Command("go", slices.Concat([]string{"test", "-c", "-gcflags=-e", "-o", program}, how, []string{pkg})...).CombinedOutput()
	if err != nil {
		return "", string(said), errors.New("go test -c fails")
	}
	return program, "", nil
}
