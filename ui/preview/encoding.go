package preview

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decoded reads bytes as text and names the encoding. Those that are no text in any
// encoding that is known here are not ok. With cut, the end of the bytes is not the end
// of the text.
func decoded(b []byte, cut bool) (text, name string, ok bool) {
	for _, m := range marked() {
		if rest, found := bytes.CutPrefix(b, m.mark); found {
			text, ok = m.read(rest)
			return text, m.name, ok && legible(text)
		}
	}
	if order, found := wide(b); found {
		text, ok = order.read(b)
		return text, order.name + " without a mark", ok && legible(text)
	}
	if cut {
		b = whole(b)
	}
	if utf8.Valid(b) {
		return string(b), "UTF-8", legible(string(b))
	}
	text, ok = latin(b)
	return text, "read as Latin-1 (Windows-1252)", ok && legible(text)
}

// unit is an encoding of more than one byte for a letter.
type unit struct {
	name string
	mark []byte // at the beginning of a text
	size int    // bytes that belong together
	enc  encoding.Encoding
}

// marked are the encodings that a text names itself, the longer marks first.
func marked() []unit {
	return []unit{
		{"UTF-8", []byte("\xef\xbb\xbf"), 1, encoding.Nop},
		{"UTF-32", []byte("\xff\xfe\x00\x00"), 4, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"UTF-32", []byte("\x00\x00\xfe\xff"), 4, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"UTF-16", []byte("\xff\xfe"), 2, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"UTF-16", []byte("\xfe\xff"), 2, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	}
}

func (u unit) read(b []byte) (string, bool) {
	b = b[:len(b)-len(b)%u.size]
	text, err := u.enc.NewDecoder().Bytes(b)
	return string(text), err == nil
}

// wide finds UTF-16 without a mark: of letters of Europe every second byte is zero.
func wide(b []byte) (u unit, ok bool) {
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	all := marked()
	switch half := len(b) / 2; {
	case half < 2:
		return unit{}, false
	case zeros[1] > half/3 && zeros[0]*20 < half:
		return all[3], true
	case zeros[0] > half/3 && zeros[1]*20 < half:
		return all[4], true
	}
	return unit{}, false
}

// latin reads bytes that are no UTF-8. Five of them stand for nothing in Windows-1252;
// a text has none.
func latin(b []byte) (string, bool) {
	for _, unused := range []byte{0x81, 0x8d, 0x8f, 0x90, 0x9d} {
		if bytes.IndexByte(b, unused) >= 0 {
			return "", false
		}
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(b)
	return string(text), err == nil
}

// legible reports a text in which few characters are controls. Escapes are none of
// them: logs are full of colours.
func legible(text string) bool {
	strange := 0
	for _, r := range text {
		if r < 0x20 && !strings.ContainsRune("\t\n\r\f\x1b", r) || r == 0x7f || r == utf8.RuneError {
			strange++
		}
	}
	return strange*20 <= len(text)
}

// whole leaves away the beginning of a letter at the end.
func whole(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if tail := b[len(b)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
