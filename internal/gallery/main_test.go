package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGallery(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"link-a@8x1@dark.ansi": "\x1b[1;38;5;117mbold\x1b[m <&", "link-a@8x1@16.ansi": "\x1b[7mx\x1b[m", "link-a@9x1@dark.ansi": "\x1b[38;5;16;48;5;231m▀▀\x1b[m",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := run(dir); n != 3 || err != nil {
		t.Fatalf("%d pictures, %v", n, err)
	}
	for file, wants := range map[string][]string{
		"link-a@8x1@dark.svg": {`fill="#87d7ff" font-weight="bold">bold<`, "&lt;&amp;"},
		"link-a@8x1@16.svg":   {`fill="#0c0c0c">x<`}, // reversed
		"link-a@9x1@dark.svg": {`fill="#ffffff"`, `height="8.5" fill="#000000"`},
		"index.html":          {`<h2 id="link-a">`, `link-a@8x1@dark.svg`},
	} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s lacks %s:\n%s", file, want, text)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "odd.ansi"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := run(dir); err == nil {
		t.Error("a file of another name is taken")
	}
}
