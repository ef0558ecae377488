package main

import (
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const sample = `package p

func less(a, b int) bool {
	if a < b && a > 1 {
		return true
	}
	n := 0
	n += a
	return n == b
}

func pair() (s string, err error) { return "x", nil }

func none() error { return nil }
`

// Each kind of change is made, each leaves a file that can be read, and a return of
// nothing is not changed into itself.
func TestMutantsOf(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(file, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := mutantsOf(".", file)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, m := range all {
		said[m.in+": "+m.what+": "+m.was] = true
		changed := sample[:m.from] + m.text + sample[m.to:]
		if changed == sample {
			t.Errorf("%s changes nothing", m.key())
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "p.go", changed, 0); err != nil {
			t.Errorf("%s: %v", m.key(), err)
		}
	}
	for _, want := range []string{
		"less: condition negated: a < b && a > 1", "less: < becomes <=: a < b", "less: && becomes ||: a < b && a > 1",
		"less: true becomes false: true", "less: statement dropped: n += a", "less: == becomes !=: n == b",
		"less: zero values returned: return n == b", "less: 0 becomes 1: 0", `pair: zero values returned: return "x", nil`,
	} {
		if !said[want] {
			t.Errorf("not made: %s", want)
		}
	}
	if said["none: zero values returned: return nil"] {
		t.Error("a return of nothing is changed into itself")
	}
}

// A mutant that is left out is left out for a reason.
func TestEquivalentHaveReasons(t *testing.T) {
	known, err := readEquivalent("equivalent.txt")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	var all []mutant
	for key := range known {
		file, _, _ := strings.Cut(key, " ")
		if read[file] {
			continue
		}
		read[file] = true
		some, err := mutantsOf("", filepath.Join("..", "..", filepath.FromSlash(file)))
		if err != nil {
			t.Errorf("%s: %v", key, err)
		}
		for i := range some {
			some[i].file = file
		}
		all = append(all, some...)
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if missing := gone(map[string]string{key: "-"}, all, path.Dir(key[:strings.IndexByte(key, ' ')])); len(missing) > 0 {
			t.Errorf("not in the code any more: %s", key)
		}
	}
	bad := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(bad, []byte("a.go f: x: y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readEquivalent(bad); err == nil {
		t.Error("a mutant without a reason is taken")
	}
}

// A mutant is met by the tests that run its line: not by those that only run its
// function, unless the line is in no block of the profile.
func TestReached(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(file, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := mutantsOf(".", file)
	if err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(t.TempDir(), "profile")
	text := "mode: set\nsignet/p.go:3.29,4.20 1 1\nsignet/p.go:4.20,6.3 1 0\nsignet/p.go:8.2,9.16 2 1\nsignet/q.go:12.1,14.1 1 1\n"
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	blocks, err := readProfile(profile)
	if err != nil || len(blocks) != 4 {
		t.Fatalf("%v, %v", blocks, err)
	}
	met := map[string]bool{}
	for _, m := range all {
		met[m.in+": "+m.what+": "+m.was] = m.reached(blocks)
	}
	for key, want := range map[string]bool{
		"less: < becomes <=: a < b":                   true,
		"less: true becomes false: true":              false,
		"less: statement dropped: n += a":             true,
		"less: 0 becomes 1: 0":                        true, // in no block, of a function that ran
		`pair: zero values returned: return "x", nil`: false,
	} {
		if met[key] != want {
			t.Errorf("%s: reached %v", key, met[key])
		}
	}
}
