package preview

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// deepest is how many levels are set in: a text of brackets alone must not become one
// of blanks.
const deepest = 24

// indented writes JSON with one value on a line, as far as it goes: a beginning is read
// like a whole, and of values after one another, as logs have them, each begins a line.
func indented(text string) []line {
	in := indenter{rest: text}
	for in.rest != "" {
		in.step()
	}
	in.end()
	return in.lines
}

type indenter struct {
	rest  string
	lines []line
	line  strings.Builder
	depth int
	done  bool // a value at the top is complete
}

// step takes one token: a string, a mark, a blank, or a piece of anything else.
func (in *indenter) step() {
	c := in.rest[0]
	switch {
	case strings.IndexByte(" \t\r\n", c) >= 0:
		in.done = in.done || in.depth == 0 && in.line.Len() > 0
		in.rest = strings.TrimLeft(in.rest, " \t\r\n")
	case c == '{' || c == '[':
		in.begin()
		in.open()
	case c == '}' || c == ']':
		in.depth = max(in.depth-1, 0)
		in.end()
		in.take(1)
		in.done = in.depth == 0
	case c == ',':
		in.take(1)
		in.end()
	case c == ':':
		in.take(1)
		in.line.WriteByte(' ')
	default:
		in.begin()
		in.take(token(in.rest))
	}
}

// begin starts a line for the value that follows one that is complete.
func (in *indenter) begin() {
	if in.done && in.depth == 0 {
		in.end()
	}
	in.done = false
}

// open goes a level down, save for what is empty.
func (in *indenter) open() {
	closing := map[byte]string{'{': "}", '[': "]"}[in.rest[0]]
	if inner := strings.TrimLeft(in.rest[1:], " \t\r\n"); strings.HasPrefix(inner, closing) {
		in.line.WriteString(in.margin() + in.rest[:1] + closing)
		in.rest = inner[1:]
		in.done = in.depth == 0
		return
	}
	in.take(1)
	in.end()
	in.depth++
}

// margin is what stands before the first thing on a line.
func (in *indenter) margin() string {
	if in.line.Len() > 0 {
		return ""
	}
	return strings.Repeat("  ", min(in.depth, deepest))
}

func (in *indenter) take(n int) {
	in.line.WriteString(in.margin() + in.rest[:n])
	in.rest = in.rest[n:]
}

func (in *indenter) end() {
	if in.line.Len() > 0 {
		in.lines = append(in.lines, line{text: cleaned(in.line.String())})
		in.line.Reset()
	}
}

// token is how long the string, number or word is that text begins with.
func token(text string) int {
	if text[0] != '"' {
		if n := strings.IndexAny(text[1:], " \t\r\n,:{}[]\""); n >= 0 {
			return n + 1
		}
		return len(text)
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// faulty says what keeps a text from being JSON; empty: nothing. The end of what is cut
// is no fault.
func faulty(text string, cut bool) string {
	d := json.NewDecoder(strings.NewReader(text))
	for {
		var value json.RawMessage
		switch err := d.Decode(&value); {
		case err == nil:
		case errors.Is(err, io.EOF), cut && errors.Is(err, io.ErrUnexpectedEOF):
			return ""
		default:
			return "no valid JSON: " + err.Error()
		}
	}
}
