package inspect

import (
	"strings"
	"testing"
)

// A megabyte of anything is read to its end, whatever it looks like.
func TestJunkIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads for long, in one goroutine")
	}
	for _, unit := range []string{"https://a.example/?X-Amz-Signature=ab \n", "'policy': 'ey', ", "| a | b |\n", "From: a\n\n=3D?a=3D\n", "https%3A%2F%2Fa%3Fsig%3D"} {
		r := Inspect(strings.Repeat(unit, MaxInput/len(unit)+9), at("2026-05-04T11:00:00Z"))
		if r.Usable() || !strings.Contains(codesOf(r), "too-much") {
			t.Errorf("%q: %s %s", unit, r.State, codesOf(r))
		}
	}
}
