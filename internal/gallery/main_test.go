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

// A film has every scene in its time, and what is half of a cell as half of it.
func TestFilm(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a@4x2@dark.ansi", "\x1b[1mone\x1b[m")
	write("b@4x2@dark.ansi", "\x1b[38;5;16;48;5;231m▀▀\x1b[m <")
	write("film.txt", "a\t1\tfirst & last\nb\t3\tthen\n")
	text, err := film(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`@keyframes k0{0.000%{visibility:visible}25.000%{visibility:hidden}}#s0{animation:k0 4s step-end infinite}`,
		`@keyframes k1{0%{visibility:hidden}25.000%{visibility:visible}100.000%{visibility:hidden}}`,
		`#s1{visibility:visible}}</style>`, ">first &amp; last</text>", `font-weight="bold">one<`, "&lt;",
		`<path fill="#000000" shape-rendering="crispEdges" d="M0 0h16.8v8.5h-16.8z"/>`, `<path fill="#ffffff" shape-rendering="crispEdges" d="M0 8.5h16.8v8.5h-16.8z"/>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s:\n%s", want, text)
		}
	}
	for name, script := range map[string]string{"no words": "a\t1\n", "no time": "a\tsoon\tx\n", "no screen": "c\t1\tx\n", "nothing": ""} {
		write("film.txt", script)
		if _, err := film(dir); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
