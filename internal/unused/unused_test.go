package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A module with one of each kind, beside what looks like one and is none.
var module = map[string]string{
	"go.mod":  "module m\n\ngo 1.26\n",
	"main.go": "package main\n\nimport \"m/a\"\n\nfunc main() { println(a.New().Say(), a.Box{Set: 1, Both: 2}.Sum()) }\n",
	"a/a.go": `package a

type Box struct{ Set, Read, Both int }

func (b Box) Sum() int { return b.Read + b.Both }

type speaker interface{ Say() string }

type Dog struct{}

func (Dog) Say() string { return Inner() }

func (Dog) Idle() {}

func New() speaker { return Dog{} }

func Inner() string { return "w" }

func Later() {}
`,
	"a/a_test.go":     "package a\n\nimport \"testing\"\n\nfunc TestIdle(*testing.T) { Dog{}.Idle(); Later() }\n",
	"lost/lost.go":    "package lost\n",
	"atest/atest.go":  "package atest\n",
	"exceptions.txt":  "# a comment\na.Later issue 4: somebody will\n",
	"idle.txt":        "a.Later issue 4: somebody will\na.New issue 4: used since\n",
	"nameless.txt":    "a.Later some day\n",
	"deadcode/say.sh": "#!/bin/sh\nprintf 'm/a\\tLater\\t%s/a/a.go:19\\nm/a\\thidden\\t%s/a/a.go:9\\nother\\tx\\ty:1\\n' \"$PWD\" \"$PWD\"\n",
}

func TestFinds(t *testing.T) {
	dir := t.TempDir()
	for name, text := range module {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	want := `a/a.go:13: a.Dog.Idle: nobody uses it
a/a.go:17: a.Inner: only its own package uses it: it need not be exported
a/a.go:3: a.Box.Read: nobody sets this field
a/a.go:3: a.Box.Set: nobody reads this field
a/a.go:9: a.hidden: main never calls it
lost: lost: main does not reach this package
`
	var out strings.Builder
	if err := run("deadcode/say.sh", "exceptions.txt", &out); err == nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
	out.Reset()
	if err := run("deadcode/say.sh", "idle.txt", &out); err == nil || !strings.Contains(out.String(), "idle.txt: a.New: used by now") {
		t.Errorf("an exception that excuses nothing: %v\n%s", err, out.String())
	}
	if err := run("deadcode/say.sh", "nameless.txt", &out); err == nil || !strings.Contains(err.Error(), "some day") {
		t.Errorf("an exception without an issue: %v", err)
	}
}
