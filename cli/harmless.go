package cli

import (
	"bytes"
	"io"
	"unicode/utf8"
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
	lines := bytes.Split(text[:end], []byte("\n"))
	for i := range lines {
		lines[i] = []byte(clean(string(lines[i])))
	}
	if _, err := h.w.Write(bytes.Join(lines, []byte("\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
