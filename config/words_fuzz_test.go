package config

import (
	"slices"
	"strings"
	"testing"
)

// FuzzWords: words that are quoted again are the same words.
func FuzzWords(f *testing.F) {
	for _, s := range []string{`a "b c" 'd'`, `a''b`, `"`, "a\tb", `"'"'"'`, "x;y", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words, err := Words(line)
		if err != nil {
			return
		}
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, `"`+strings.ReplaceAll(w, `"`, `"'"'"`)+`"`)
		}
		if again, err := Words(strings.Join(quoted, " ")); err != nil && !strings.ContainsAny(line, "|;&<>`$") || err == nil && !slices.Equal(words, again) {
			t.Errorf("%q gives %q, and again %q, %v", line, words, again, err)
		}
	})
}
