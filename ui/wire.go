package ui

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// packet is how many bytes surely travel together: a packet of Ethernet holds 1,460, and a
// terminal takes what it is sent by thousands. A frame that fits is shown whole, whether
// the terminal is told where it ends or not.
const packet = 1024

// wire is the way of the frames to the terminal. The renderer knows what has changed, and
// says it at length; over a slow line each key waits for every byte. What is left out is
// what says nothing: see shorten.
type wire struct{ out io.Writer }

// Write sends a frame, or whatever else it is, as it may be shortened.
func (w wire) Write(p []byte) (int, error) {
	if len(p) > packet {
		return w.out.Write(p)
	}
	if _, err := w.out.Write(shorten(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// file is what Bubble Tea asks for the size and the colours of a terminal.
type file interface {
	io.ReadWriteCloser
	Fd() uintptr
}

// wiredFile is a wire to a terminal.
type wiredFile struct {
	file
	wire
}

// Write is that of the wire.
func (w wiredFile) Write(p []byte) (int, error) { return w.wire.Write(p) }

// wired lays a wire to out.
func wired(out io.Writer) io.Writer {
	if f, ok := out.(file); ok {
		return wiredFile{f, wire{f}}
	}
	return wire{out}
}

// unwired is what a wire leads to: a program that is lent the terminal needs the thing
// itself.
func unwired(out io.Writer) io.Writer {
	switch w := out.(type) {
	case wiredFile:
		return w.file
	case wire:
		return w.out
	}
	return out
}

// shorten returns what puts the same on the screen in fewer bytes. It knows what the
// renderer of Bubble Tea writes, and from the first thing on that it does not know it
// leaves everything as it is.
//
//   - A frame that travels in one piece needs no brackets (mode 2026).
//   - The cursor goes to another column of its row by that column alone, and to the first
//     one without saying so (CHA, CUP: ECMA-48, 8.3.9 and 8.3.21).
//   - All of the screen scrolls again without its height being said (DECSTBM).
//   - A row that has been scrolled in is blank: nothing of it is erased (ECH, EL).
//   - An ink is not taken back where the next one comes with a ground of its own (SGR).
func shorten(p []byte) []byte {
	if in, ok := bytes.CutPrefix(p, []byte(ansi.SetModeSynchronizedOutput)); ok {
		if in, ok = bytes.CutSuffix(in, []byte(ansi.ResetModeSynchronizedOutput)); ok {
			p = in
		}
	}
	s := shorter{out: make([]byte, 0, len(p))}
	for len(p) > 0 {
		n, ok := s.take(p)
		if !ok {
			return append(s.settle(), p...)
		}
		p = p[n:]
	}
	return s.settle()
}

// ink is what letters are written with, as far as it matters here.
type ink int

const (
	plain ink = iota // as the terminal has it: a frame begins so, and ends so
	fore             // a colour of the letters, and nothing else
	other            // anything
)

// shorter is where a frame has come to. Rows and columns count from 1; 0: not known.
type shorter struct {
	out         []byte
	row, col    int
	ink         ink
	owed        bool // that the ink is plain again has not been said yet
	top, bottom int  // the rows that scroll; 0: all
	high        int  // so many rows there are at least
	blank       int  // the row that was scrolled in
	written     int  // the last column of it that is not blank
}

// settle says what is owed.
func (s *shorter) settle() []byte {
	if s.owed {
		s.out, s.owed = append(s.out, ansi.ResetStyle...), false
	}
	return s.out
}

// take reads one thing off the front of p and writes it; false: it is not known.
func (s *shorter) take(p []byte) (n int, known bool) {
	switch c := p[0]; {
	case c == '\r':
		s.out, s.col = append(s.out, c), min(s.row, 1)
	case c == '\b':
		s.out, s.col = append(s.out, c), 0
	case c == '\n':
		s.out = append(s.settle(), c)
		if s.bottom == 0 && s.row > 0 && s.row < s.high { // nothing scrolls
			if s.row++; s.col > 1 { // the terminal may go to the first column by itself
				s.col = 0
			}
			return 1, true
		}
		s.scroll(s.bottom)
	case c >= ' ' && c < 0x7f:
		s.out = append(s.settle(), c)
		s.print()
	case c >= 0x80: // how wide it is the terminal knows
		s.out = append(s.settle(), c)
		s.col, s.blank = 0, 0
	case c == 0x1b && len(p) > 1 && p[1] == 'M':
		s.out = append(s.settle(), p[:2]...)
		s.scroll(s.top)
		return 2, true
	case c == 0x1b && len(p) > 1 && p[1] == '[':
		return s.sequence(p)
	default:
		return 0, false
	}
	return 1, true
}

// print has a letter written.
func (s *shorter) print() {
	if s.row == 0 || s.col == 0 {
		s.blank = 0
		return
	}
	if s.row == s.blank {
		s.written = max(s.written, s.col)
	}
	s.col++
}

// scroll is a step over the edge of the rows that scroll, if the cursor is there: the row
// of the edge is blank then.
func (s *shorter) scroll(edge int) {
	if edge > 0 && s.row == edge && s.ink == plain {
		s.blank, s.written = s.row, 0
		return
	}
	s.row, s.col, s.blank = 0, 0, 0
}

// sequence is a control sequence of numbers and a letter.
func (s *shorter) sequence(p []byte) (n int, known bool) {
	n = 2
	for n < len(p) && (p[n] >= '0' && p[n] <= '9' || p[n] == ';') {
		n++
	}
	if n == len(p) {
		return 0, false
	}
	whole, said := p[:n+1], p[2:n]
	a, b, two := numbers(said)
	switch final := p[n]; {
	case final == 'm':
		s.style(whole, string(said))
	case final == 'H' && two && a > 0 && b > 0:
		s.move(a, b)
	case final == 'H' && len(said) == 0:
		s.move(1, 1)
	case final == 'r' && two && a > 0 && b > a:
		s.region(whole, a, b)
	case final == 'X' && !two && a > 0, final == 'K' && len(said) == 0:
		s.erase(whole)
	case final == 'd' && !two && a > 0:
		s.out, s.row, s.high = append(s.out, whole...), a, max(s.high, a)
	case final == 'G' && !two && a > 0:
		s.out, s.col = append(s.out, whole...), a
	case strings.IndexByte("AB", final) >= 0: // up, down
		s.out, s.row = append(s.out, whole...), 0
	case strings.IndexByte("CD", final) >= 0: // right, left
		s.out, s.col = append(s.out, whole...), 0
	case strings.IndexByte("@PLMSTJ", final) >= 0: // cells and rows come and go
		s.out, s.col, s.blank = append(s.settle(), whole...), 0, 0
	default:
		return 0, false
	}
	return n + 1, true
}

// numbers reads "12" or "12;34"; -1 is what cannot be read.
func numbers(said []byte) (a, b int, two bool) {
	first, second, two := bytes.Cut(said, []byte(";"))
	return number(string(first)), number(string(second)), two
}

func number(said string) int {
	n, err := strconv.Atoi(said)
	if err != nil || n > 1<<15 {
		return -1
	}
	return n
}

// move goes to a row and a column.
func (s *shorter) move(row, col int) {
	switch {
	case row == s.row && col == 1:
		s.out = append(s.out, '\r')
	case row == s.row:
		s.out = fmt.Appendf(s.out, "\x1b[%dG", col)
	case row == 1 && col == 1:
		s.out = append(s.out, ansi.CursorHomePosition...)
	case col == 1:
		s.out = fmt.Appendf(s.out, "\x1b[%dH", row)
	default:
		s.out = fmt.Appendf(s.out, "\x1b[%d;%dH", row, col)
	}
	s.row, s.col, s.high = row, col, max(s.high, row)
}

// region says what scrolls: a part, and then all again. The cursor is in the corner then.
func (s *shorter) region(whole []byte, top, bottom int) {
	if all := top == 1 && s.bottom > 0 && s.bottom <= bottom; all {
		s.out, s.top, s.bottom = append(s.out, "\x1b[r"...), 0, 0
	} else {
		s.out, s.top, s.bottom, s.blank = append(s.out, whole...), top, bottom, 0
	}
	s.row, s.col, s.high = 1, 1, max(s.high, bottom)
}

// erase blanks cells from the cursor on, unless they are.
func (s *shorter) erase(whole []byte) {
	if s.row > 0 && s.row == s.blank && s.col > s.written && s.ink != other {
		return
	}
	s.out = append(s.settle(), whole...)
	s.blank = 0
}

// style is the ink from here on.
func (s *shorter) style(whole []byte, said string) {
	letters, ground, more := inks(said)
	switch {
	case said == "" && s.ink == fore:
		s.owed, s.ink = true, plain
		return
	case said == "":
		s.ink = plain
	case letters && !ground && !more && s.ink != other:
		s.ink = fore
	default:
		s.ink = other
	}
	if letters { // which is all that there was to take back
		s.owed = false
	}
	s.out = append(s.settle(), whole...)
}

// inks is what a style sets: the colour of letters, that of the ground, anything more.
func inks(said string) (letters, ground, more bool) {
	for said != "" {
		var one string
		one, said, _ = strings.Cut(said, ";")
		n := number(one)
		switch tens := n / 10; { // ECMA-48, 8.3.117, and its bright colours
		case n == 38 || n == 48:
			letters, ground = letters || n == 38, ground || n == 48
			var kind string
			kind, said, _ = strings.Cut(said, ";")
			for range map[string]int{"5": 1, "2": 3}[kind] {
				_, said, _ = strings.Cut(said, ";")
			}
		case (tens == 3 || tens == 9) && n%10 < 8:
			letters = true
		case (tens == 4 || tens == 10) && n%10 < 8:
			ground = true
		default:
			more = true
		}
	}
	return letters, ground, more
}
