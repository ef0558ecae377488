package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"signet/internal/licences"
)

const root = "../../.."

// Each module that is linked on any system has its texts in the program, word for
// word, and nothing is kept of what is linked no more.
func TestComplete(t *testing.T) {
	want, err := collect(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := licences.All()
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(got, want) {
		return
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g licences.Text) bool { return reflect.DeepEqual(g, w) }) {
			t.Errorf("missing, or not as it is now: %s of %s", w.File, strings.Join(w.Of, ", "))
		}
	}
	for _, g := range got {
		if !slices.ContainsFunc(want, func(w licences.Text) bool { return reflect.DeepEqual(g, w) }) {
			t.Errorf("of what is not linked, or not so: %s of %s", g.File, strings.Join(g.Of, ", "))
		}
	}
	t.Error("make licences writes them anew")
}

// Each module of the program has a licence, and each licence is an allowed one.
func TestAllowed(t *testing.T) {
	all, err := licences.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range all {
		if kind(text.Text) == "" {
			t.Errorf("%s: %s is none of the allowed licences", strings.Join(text.Of, ", "), text.File)
		}
	}
	if info, err := os.Stat(filepath.Join(root, kept)); err != nil || info.Size() > 100_000 {
		t.Errorf("the texts take %d bytes in the program, and may take 100,000: %v", info.Size(), err)
	}
}

// A text of another licence is refused, also where it says something of an
// allowed one.
func TestKinds(t *testing.T) {
	const mit = "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software"
	for text, want := range map[string]string{
		mit: "MIT",
		"Apache License\n  Version 2.0, January 2004":                                                                                                     "Apache-2.0",
		"Mozilla Public License Version 2.0\n... GNU General Public License, Version 2.0":                                                                 "MPL-2.0",
		"Redistribution and use in source and binary\nforms, with or without modification, are permitted provided that the following conditions are met:": "BSD",
		"Copyright 2015 Somebody":                                   "notice",
		"GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007":        "",
		mit + "\nunder the terms of the GNU General Public License": "",
		mit + "\nCommons Clause License Condition v1.0":             "",
		"Business Source License 1.1":                               "",
		"This licence is nobody's. Copyright 2026":                  "",
		"": "",
		"All rights reserved, and no word of what one may do with it": "",
	} {
		if got := kind(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// A folder inside a module whose texts differ is found on the way to what is
// linked, and texts that several have stand once.
func TestFoldersOfAModule(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"LICENSE": "root", "a/COPYING": "a", "a/b/notice.txt": "root\r\n", "other/LICENSE": "other", "a/b/licence.go": "package b"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var all texts
	if err := all.addModule(module{"m", dir, map[string]bool{"a/b": true}}); err != nil {
		t.Fatal(err)
	}
	want := texts{{Of: []string{"m", "m (a/b)"}, File: "LICENSE", Text: "root"}, {Of: []string{"m (a)"}, File: "COPYING", Text: "a"}}
	if !reflect.DeepEqual(all, want) {
		t.Errorf("%+v", all)
	}
	if err := all.addModule(module{"n", t.TempDir(), nil}); err == nil {
		t.Error("a module without a licence passed")
	}
}
