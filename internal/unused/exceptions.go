package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// exceptions are the names and files that a later issue connects, and those that
// tests need.
type exceptions map[string]bool // whether one was needed

// read takes lines of "NAME issue N: why", or "NAME tests: why" of what the tests
// of several packages need of the product. NAME may be a file.
func read(file string) (exceptions, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all := exceptions{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, why, ok := strings.Cut(line, " ")
		if why = strings.TrimSpace(why); !ok || !strings.HasPrefix(why, "issue ") && !strings.HasPrefix(why, "tests: ") {
			return nil, fmt.Errorf("%s: %q says neither its issue nor its tests", file, line)
		}
		all[name] = false
	}
	return all, nil
}

func (e exceptions) covers(f find) bool {
	file, _, _ := strings.Cut(f.file, ":")
	for _, name := range []string{f.name, file} {
		if _, ok := e[name]; ok {
			e[name] = true
			return true
		}
	}
	return false
}

// idle is the exceptions that excused nothing.
func (e exceptions) idle() []string {
	var names []string
	for name, needed := range e {
		if !needed {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
