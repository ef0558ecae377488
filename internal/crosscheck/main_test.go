package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What does not fit is found in the files of the system that was asked for, and
// in tests; what is of another system is not looked at.
func TestCheck(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":             "module m\n\ngo 1.26\n",
		"m.go":               "package m\n\nimport \"m/n\"\n\nvar M = n.N\n",
		"n/n_windows.go":     "package n\n\nvar N int = \"no\"\n",
		"n/n_linux.go":       "package n\n\nvar N = 1\n",
		"n/n_darwin.go":      "package n\n\nfunc f() { x := 1 }\n\nvar N = 1\n",
		"n/n_freebsd.go":     "package n\n\nvar N = 1\n",
		"n/in_test.go":       "package n\n\nfunc inner() int { return N }\n",
		"n/out_test.go":      "package n_test\n\nimport (\n\t\"m\"\n\t\"testing\"\n)\n\nfunc TestN(t *testing.T) { t.Log(m.M, own()) }\n",
		"n/own_test.go":      "//go:build !freebsd\n\npackage n_test\n\nfunc own() int { return 1 }\n",
		"n/notthis_plan9.go": "package n\n\nvar N string = 1\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for system, want := range map[string]string{
		"linux/amd64":   "",
		"windows/amd64": "n_windows.go:3:13",
		"darwin/arm64":  "declared and not used: x",
		"freebsd/amd64": "undefined: own",
	} {
		var out strings.Builder
		n, err := check(dir, system, &out)
		if (err != nil) != (want != "") || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %v, not %q:\n%s", system, err, want, out.String())
		}
		if n < 2 {
			t.Errorf("%s: only %d packages", system, n)
		}
	}
	if _, err := check(dir, "windows", &strings.Builder{}); err == nil {
		t.Error("half a system passed")
	}
}
