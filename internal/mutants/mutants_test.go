package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
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
	for key := range known {
		file, _, _ := strings.Cut(key, " ")
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(file))); err != nil {
			t.Errorf("%s: %v", key, err)
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
