package qr

import (
	"strings"
	"testing"
)

// FuzzEncode: any text has a code, unless it is longer than the largest one holds, and a
// longer text never has a smaller code.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "a", "0123456789", "HTTPS://A.B/C", "https://h/k?X-Amz-Signature=0a", "日本\x00\xff", strings.Repeat("7", 7089), strings.Repeat("a", 2954)} {
		f.Add(s)
	}
	const holds = 2953 // bytes, in version 40 with the least correction
	f.Fuzz(func(t *testing.T, text string) {
		code, err := Encode(text)
		if err != nil {
			if len(text) <= holds && text != "" {
				t.Errorf("%d bytes have no code: %v", len(text), err)
			}
			return
		}
		if v := code.Version(); v < 1 || v > 40 || code.Size() != 17+4*v {
			t.Errorf("version %d of %d modules", v, code.Size())
		}
		if !code.Dark(0, 0) || code.Dark(-1, 0) || code.Dark(0, code.Size()) {
			t.Error("its corner is not dark, or what is around it is")
		}
		if longer, err := Encode(text + "~"); err == nil && longer.Size() < code.Size() {
			t.Errorf("%q has a larger code than with a letter more", text)
		}
	})
}
