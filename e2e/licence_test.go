package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Everything inside the program may be given away with it: no licence that
// asks for more than its own text to be kept.
func TestLicences(t *testing.T) {
	modules, err := outputIn(within(t, time.Minute), "..", "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", ".")
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
