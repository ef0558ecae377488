package config

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for line, want := range map[string][]string{
		"a":                  {"a"},
		"  a  b\tc ":         {"a", "b", "c"},
		`a 'b c' "d 'e'" ''`: {"a", "b c", "d 'e'", ""},
		`a b"c d"e`:          {"a", "bc de"},
		`C:\tools\a.exe -x`:  {`C:\tools\a.exe`, "-x"},
	} {
		if got, err := Words(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v", line, got, err)
		}
	}
	for _, line := range []string{"", "  ", "a 'b", "a | b", "a $HOME", "a `b`", "a; b", "a > b"} {
		if got, err := Words(line); err == nil {
			t.Errorf("%q: got %q", line, got)
		}
	}
}
