package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Everything inside the program may be given away with it: no licence that
// asks for more than its own text to be kept.
func TestLicences(t *testing.T) {
	t.Parallel()
	modules, err := outputIn(within(t, testTimeout), "..", "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", ".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(modules) {
		path, dir, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || seen[path] {
			continue
		}
		seen[path] = true
		if kind := licence(t, dir); kind == "" {
			t.Errorf("%s: no permissive licence found", path)
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d modules were looked at", len(seen))
	}
}

// licence names the permissive licence in a module's folder; empty: none, or
// one that is not permissive.
func licence(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?i)^(licen[cs]e|copying)`)
	kind := ""
	for _, f := range files {
		if !named.MatchString(filepath.Base(f)) {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			continue // a folder of licences
		}
		text := strings.Join(strings.Fields(string(b)), " ")
		switch {
		case strings.Contains(text, "GNU GENERAL PUBLIC"), strings.Contains(text, "GNU AFFERO"), strings.Contains(text, "Business Source"):
			return ""
		case strings.Contains(text, "Permission is hereby granted, free of charge"):
			kind = "MIT"
		case strings.Contains(text, "Redistribution and use in source and binary forms"):
			kind = "BSD"
		case strings.Contains(text, "Apache License") && strings.Contains(text, "Version 2.0"):
			kind = "Apache-2.0"
		case strings.Contains(text, "Permission to use, copy, modify, and/or distribute"):
			kind = "ISC"
		}
	}
	return kind
}

// A permissive module may carry a single file that is not: somebody copied it,
// and said so at its top. So every file that is linked is read, for every
// system the program is built for.
func TestLicencesOfFiles(t *testing.T) {
	t.Parallel()
	const list = `{{if not .Standard}}{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .SFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{end}}`
	var files []string
	for _, system := range []string{"linux", "darwin", "windows"} {
		out, err := outputIn(within(t, testTimeout), "..", "env", "GOOS="+system, "CGO_ENABLED=0", "go", "list", "-deps", "-f", list, ".")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, strings.Fields(out)...)
	}
	slices.Sort(files)
	files = slices.Compact(files)
	if len(files) < 500 {
		t.Errorf("only %d files were looked at", len(files))
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Error(err)
			continue
		}
		if word := copyleft(string(b)); word != "" && !translatedHeader(t, f, b) {
			t.Errorf("%s speaks of %q", f, word)
		}
	}
}

// copyleft finds the words by which a file names a licence of the GPL family.
func copyleft(text string) string {
	return regexp.MustCompile(`\b[AL]?GPL|(?i)GNU\s+(Affero|Lesser|Library|General)|General\s+Public\s+Licen[cs]e`).FindString(text)
}

// translatedHeader reports whether a file is one of those in which modernc.org
// has turned the headers of glibc (LGPL) or GCC (GPL with the exception for its
// runtime) into Go, comments included. From GCC nothing but comments and
// numbers has come along; the others hold numbers and the shapes of types and
// not one function. So nothing of theirs runs in the program.
func translatedHeader(t *testing.T, name string, text []byte) bool {
	t.Helper()
	if !strings.Contains(filepath.ToSlash(name), "/modernc.org/") {
		return false
	}
	ofGCC := regexp.MustCompile(`(?s)This file is part of GCC\..{0,1000}?COPYING\.RUNTIME`)
	if copyleft(ofGCC.ReplaceAllString(string(text), "")) == "" {
		return true
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return false
	}
	return !slices.ContainsFunc(f.Decls, func(d ast.Decl) bool { _, function := d.(*ast.FuncDecl); return function })
}

// The words are found where they were once overlooked, and not in others.
func TestCopyleftIsNoticed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"package x\n\n// License: AGPL-3.0\n": true, "// SPDX-License-Identifier: GPL-2.0-only": true,
		"// GNU Affero General Public\n// License": true, "the GNU GENERAL PUBLIC LICENSE": true,
		"// under the MIT licence": false, "var loggingPlace, debugPl string": false, "general public": false,
	} {
		if got := copyleft(text) != ""; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
