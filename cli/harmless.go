package cli

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"signet/ui/kit"
)

// data is standard output for what programs read: CSV and JSON. They get the
// bytes of a key as they are; a terminal would act upon them.
func (a *app) data() io.Writer {
	if isTerminal(a.Out) {
		return &harmless{w: a.Out}
	}
	return a.Out
}

// harmless cleans all that is written but line feeds. What is written ends with
// one, so that nothing is ever held back for good.
type harmless struct {
	w    io.Writer
	tail []byte // of a character that is not complete yet
}

// Write cleans and writes. It never returns less than len(p) without an error.
func (h *harmless) Write(p []byte) (int, error) {
	text := append(h.tail, p...)
	end := len(text)
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if start := len(text) - back; utf8.RuneStart(text[start]) {
			if !utf8.FullRune(text[start:]) {
				end = start
			}
			break
		}
	}
	h.tail = append([]byte(nil), text[end:]...)
	if _, err := h.w.Write(spelled(text[:end])); err != nil {
		return 0, err
	}
	return len(p), nil
}

// spelled writes what does not show as JSON does, so that JSON copied from the
// terminal is still the same JSON. Backslashes stay: they are JSON's own.
func spelled(text []byte) []byte {
	var b bytes.Buffer
	for _, unclear := range kit.Unclear(string(text)) {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && n == 1: // in CSV alone
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case r != '\n' && unclear:
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		default:
			b.Write(text[:n])
		}
		text = text[n:]
	}
	return b.Bytes()
}
