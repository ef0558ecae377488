package say

import (
	"strings"
	"testing"
)

func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " ": " ", "plain - text = fine": "plain - text = fine", "größe": "größe", "\xff": "\xff",
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx", "|calc": "'|calc", "%0": "'%0",
		"＝1": "'＝1", "＠x": "'＠x", "  =1": "'  =1", "\u3000=1": "'\u3000=1", "'quoted": "''quoted", "'=1": "''=1", " 'x": "' 'x",
	} {
		if got := Cell(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What was written can be had back, and begins with nothing that runs.
func FuzzCellReverses(f *testing.F) {
	for _, s := range []string{"", "=1", "'=1", "''", "' ", " =", "\u00a0+", "plain", "\xff="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cell := Cell(text)
		if back := strings.TrimPrefix(cell, "'"); back != text {
			t.Errorf("%q is written %q, which reads as %q", text, cell, back)
		}
		if bare := strings.TrimLeft(cell, " \u00a0\u3000"); bare != "" && strings.ContainsAny(bare[:1], "=+-@\t\r\n|%") {
			t.Errorf("%q is written %q", text, cell)
		}
	})
}
