package ledger

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestPlainText: whatever a text was packed in or written as, it is the same text.
func TestPlainText(t *testing.T) {
	text := "Ä 🙂 " + strings.Repeat("x𐐷\r\n", 30_000)
	for name, in := range map[string]string{
		"plain": text, "marked": "\ufeff" + text, "gzip": gzipped(text), "gzip twice": gzipped(gzipped(text)), "gzip in two parts": gzipped(text[:500], text[500:]), "gzip of a marked text": gzipped("\ufeff" + text),
		"UTF-16, little end": utf16Of(text, binary.LittleEndian), "UTF-16, big end": utf16Of(text, binary.BigEndian), "gzip of UTF-16": gzipped(utf16Of(text, binary.LittleEndian)),
	} {
		for how, r := range map[string]io.Reader{"at once": strings.NewReader(in), "byte by byte": iotest.OneByteReader(strings.NewReader(in)), "with its end": iotest.DataErrReader(strings.NewReader(in))} {
			p, err := plain(r)
			if err != nil {
				t.Fatal(name, how, err)
			}
			if got, err := io.ReadAll(p); err != nil || string(got) != text {
				t.Errorf("%s, %s: %d bytes of %d, %v", name, how, len(got), len(text), err)
			}
		}
	}
	for in, want := range map[string]string{
		"":                                 "",
		"\xff":                             "\xff",
		"\xff\xfe":                         "",
		"\xff\xfea\x00\x00\xd8b\x00":       "a\ufffdb", // half a character
		"\xff\xfea\x00\x00\xdc\x00\xd8":    "a\ufffd\ufffd",
		"\xfe\xff\xd8\x3d\xde\x42\x00\x21": "🙂!",
	} {
		p, err := plain(strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(p); err != nil || string(got) != want {
			t.Errorf("%q became %q: %v", in, got, err)
		}
	}
	p, _ := plain(strings.NewReader("\xff\xfea\x00b"))
	if got, err := io.ReadAll(p); !errors.Is(err, io.ErrUnexpectedEOF) || string(got) != "a" {
		t.Errorf("half a letter: %q %v", got, err)
	}
}

func TestIsLog(t *testing.T) {
	for begin, want := range map[string]bool{
		magic + strings.Repeat("\x00", 84): true, strings.Repeat("\x00", 4096): true, "\x0d\x00\x00\x12": true,
		"": false, `{"share": 1}`: false, gzipped("x"): false, utf16Of("{}", binary.LittleEndian): false, utf16Of("{}", binary.BigEndian): false, "\ufeff{}": false,
	} {
		if got := IsLog([]byte(begin)); got != want {
			t.Errorf("%.20q: %v", begin, got)
		}
	}
}
