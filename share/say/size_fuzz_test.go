package say

import "testing"

// FuzzParseBytes: a size is none below zero and none beyond a petabyte, and what is
// written for it reads as the same.
func FuzzParseBytes(f *testing.F) {
	for _, s := range []string{"500", "2MB", "1.5 GiB", "1e3", "0x10", "-1", "1e300", "nan", "1_000", "9007199254740993"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := ParseBytes(text)
		if !ok {
			return
		}
		if n < 0 || n > 1<<50 {
			t.Errorf("%q is %d", text, n)
		}
		if back, ok := ParseBytes(TypedSize(n)); !ok || back != n {
			t.Errorf("%q is %d, written %q, read as %d", text, n, TypedSize(n), back)
		}
	})
}
