package ledger

import (
	"bytes"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// joiner puts together again what mails, terminals, pages and program text broke:
// over lines, with or without the marks of a quotation or of quoted-printable,
// and by what nobody sees.
type joiner struct {
	text  []byte
	joins []int // where in text something was left out
	left  []int // how much was, up to and with each of them
}

// at is where a place of the text that was joined is now.
func (j *joiner) at(place int) int {
	next := sort.Search(len(j.joins), func(i int) bool { return j.joins[i]+j.left[i] > place })
	if next > 0 {
		place -= j.left[next-1]
	}
	if next < len(j.joins) {
		place = min(place, j.joins[next])
	}
	return min(place, len(j.text))
}

// drop leaves out n bytes.
func (j *joiner) drop(n int) {
	if k := len(j.left); k > 0 {
		n += j.left[k-1]
	}
	j.joins, j.left = append(j.joins, len(j.text)), append(j.left, n)
}

// maxGap bounds what may stand between two pieces of a link, in bytes.
const maxGap = 512

// join sets text and joins anew. Between two hexadecimal digits, which may be
// halves of a signature, all that is neither letter nor digit is left out with a
// break; elsewhere only the break, and what quotes and folds put around it.
func (j *joiner) join(text []byte) {
	j.text, j.joins, j.left = j.text[:0], j.joins[:0], j.left[:0]
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && wordTable[text[end]]&plainByte != 0 {
			end++
		}
		j.text = append(j.text, text[i:end]...)
		if i = end; i == len(text) {
			return
		}
		if alone(text, i) {
			j.text = append(j.text, text[i])
			i++
			continue
		}
		g := gapAt(text, i)
		if g.end == i { // a letter of no ASCII
			j.text = append(j.text, text[i])
			i++
			continue
		}
		halves := i > 0 && isHex(text[i-1]) && g.end < len(text) && isHex(text[g.end])
		switch {
		case halves && !g.parts && (g.breaks || g.tags || g.blank):
			j.drop(g.end - i)
		case g.breaks:
			j.text = append(j.text, text[i:g.from]...)
			j.drop(g.to - g.from)
			j.text = append(j.text, text[g.to:g.end]...)
		default:
			j.text = append(j.text, text[i:g.end]...)
		}
		i = g.end
	}
}

// alone reports whether a mark is nothing but itself, between two words: as most
// are, that is worth knowing at once.
func alone(text []byte, i int) bool {
	if i+1 == len(text) || wordTable[text[i]]&loneByte == 0 || !isWord(text[i+1]) {
		return false
	}
	return text[i] != ' ' || i == 0 || !isHex(text[i-1]) || !isHex(text[i+1])
}

// gap is what stands between two words.
type gap struct {
	end      int
	from, to int  // the breaks in it, with what folds and quotes put around them
	breaks   bool // a line ends in it, or there is something that nobody sees
	tags     bool // there is a tag of HTML in it
	blank    bool // there is nothing but space in it
	parts    bool // there is something in it that parts the values of a link
}

func gapAt(text []byte, at int) gap {
	g := gap{end: at, blank: true}
	fold := at // where what a break folds away before it begins
	for g.end < len(text) && g.end-at < maxGap {
		n, kind := markAt(text, g.end)
		if n == 0 {
			break
		}
		c, begin := text[g.end], g.end
		g.end += n
		switch kind {
		case breakMark:
			if !g.breaks {
				g.breaks, g.from = true, fold
			}
			g.to = g.end
		case blankMark, quoteMark:
			if g.breaks && g.to == begin { // a quotation, or an indented line
				g.to = g.end
			}
		case tagMark:
			g.tags = true
		case otherMark:
			doubled := c == '/' && (begin > at && text[begin-1] == '/' || g.end < len(text) && text[g.end] == '/')
			g.parts = g.parts || c == '&' || c == '?' || c == '%' && n > 1 || c == '/' && !doubled
		}
		g.blank = g.blank && (kind == blankMark || kind == breakMark)
		if kind != blankMark && (n > 1 || c != '=' && c != '\\') {
			fold = g.end
		}
	}
	return g
}

type mark int

const (
	otherMark mark = iota
	blankMark
	quoteMark
	breakMark
	tagMark
)

// markAt reads what is neither letter nor digit, in the ways in which it is
// written: as it is, and escaped for URLs, JSON, HTML and mails.
func markAt(text []byte, i int) (int, mark) {
	c := text[i]
	switch {
	case isWord(c):
		return 0, otherMark
	case c == 0x1b:
		return escape(text[i:]), breakMark
	case c == '\\', c == '%', c == '=', c == '&':
		if r, n := escaped(text, i); n > 0 {
			if n, kind := markFor(r, n); n > 0 {
				return n, kind
			}
		}
		return 1, otherMark
	case c == '<':
		return tagAt(text[i:])
	case c < utf8.RuneSelf:
		return markFor(rune(c), 1)
	}
	return markFor(utf8.DecodeRune(text[i:]))
}

// markFor is the mark that a character of n bytes stands for; 0: it is a letter.
func markFor(r rune, n int) (int, mark) {
	switch {
	case r == ' ', r == '\t', r == '\u00a0', r == '\u3000':
		return n, blankMark
	case r == '>', r == '|', r >= '\u2500' && r <= '\u259f', r == '»', r == '›', r == '↵', r == '…', r == '¶':
		return n, quoteMark // marks of quotations, of wrapped lines, and frames
	case r < 0x20, r >= 0x7f && r < 0xa0, r == '\u00ad', r == '\u061c', r == '\u180e', r >= '\u200b' && r <= '\u200f',
		r >= '\u2028' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r >= '\ufe00' && r <= '\ufe0f', r == '\ufeff', r >= 0xe0000 && r <= 0xe0fff:
		return n, breakMark
	case r < utf8.RuneSelf && !isWord(byte(r)):
		return n, otherMark
	}
	return 0, otherMark
}

// escape is the length of a terminal's control sequence. ECMA-48, 5.4.
func escape(text []byte) int {
	if len(text) < 2 || text[1] != '[' {
		return 1
	}
	for i := 2; i < len(text) && i < 32; i++ {
		if text[i] >= 0x40 && text[i] <= 0x7e {
			return i + 1
		}
	}
	return 1
}

// tagAt reads a tag of HTML. Those that only break a line are breaks.
func tagAt(text []byte) (int, mark) {
	const most = 300
	end := bytes.IndexByte(text[:min(len(text), most)], '>')
	if end < 2 || text[1] != '/' && text[1] != '!' && !isWord(text[1]) {
		return 1, otherMark
	}
	for _, name := range []string{"br", "wbr"} {
		if rest := text[1:end]; len(rest) >= len(name) && bytes.EqualFold(rest[:len(name)], []byte(name)) && (len(rest) == len(name) || !isWord(rest[len(name)])) {
			return end + 1, breakMark
		}
	}
	return end + 1, tagMark
}

// escaped reads one escaped character: %0A, also with the % escaped over and
// over, =0A and = at the end of a line, \n and \u000a, &#10; and the names that
// HTML has for what nobody sees. n is 0 if there is none.
func escaped(whole []byte, i int) (r rune, n int) {
	text := whole[i:]
	switch text[0] {
	case '=':
		r, n = escapedBytes(text, '=', 0)
		// A signature may begin with 0a: one such byte alone counts at a line's end.
		if n == 3 && (n == len(text) || text[n] != '\r' && text[n] != '\n' && text[n] != '=') && (i < 3 || whole[i-3] != '=') {
			return 0, 0
		}
		return r, n
	case '%':
		skip := 1
		for bytes.HasPrefix(text[skip:], []byte("25")) {
			skip += 2
		}
		return escapedBytes(text, '%', skip-1)
	case '\\':
		return escapedByBackslash(text)
	}
	end := bytes.IndexByte(text[:min(len(text), 20)], ';')
	if end < 2 {
		return 0, 0
	}
	return entity(string(text[1:end])), end + 1
}

// escapedBytes reads the escaped bytes of one character, each with skip bytes
// more before its digits than the mark.
func escapedBytes(text []byte, mark byte, skip int) (rune, int) {
	var raw [utf8.UTFMax]byte
	for k, at := 0, 0; k < len(raw); k++ {
		if at+skip+3 > len(text) || text[at] != mark || !isHex(text[at+skip+1]) || !isHex(text[at+skip+2]) {
			return 0, 0
		}
		raw[k] = nibble(text[at+skip+1])<<4 | nibble(text[at+skip+2])
		at += skip + 3
		if k == 0 && raw[0] < utf8.RuneSelf {
			return rune(raw[0]), at
		}
		if r, _ := utf8.DecodeRune(raw[:k+1]); r != utf8.RuneError {
			return r, at
		}
	}
	return 0, 0
}

func escapedByBackslash(text []byte) (rune, int) {
	n := 1
	for n < len(text) && n < 8 && text[n] == '\\' {
		n++
	}
	if n == len(text) {
		return 0, 0
	}
	digits := map[byte]int{'u': 4, 'x': 2}[text[n]]
	switch {
	case text[n] == 'n' || text[n] == 'r' || text[n] == 't':
		return '\n', n + 1
	case digits > 0 && n+1+digits <= len(text):
		if v, err := strconv.ParseUint(string(text[n+1:n+1+digits]), 16, 32); err == nil {
			return rune(v), n + 1 + digits
		}
	}
	return 0, 0
}

// entity is the character of a name or number of HTML; 'x', which is no mark,
// for all others.
func entity(name string) rune {
	if name[0] == '#' {
		base, digits := 10, name[1:]
		if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
			base, digits = 16, digits[1:]
		}
		if v, err := strconv.ParseUint(digits, base, 21); err == nil {
			return rune(v)
		}
		return 'x'
	}
	switch name {
	case "nbsp", "ensp", "emsp", "thinsp":
		return ' '
	case "NewLine", "shy", "zwnj", "zwj", "lrm", "rlm", "ZeroWidthSpace", "NoBreak":
		return '\n'
	case "gt", "quot", "apos", "Tab", "lt":
		return '>'
	}
	return 'x'
}

// nibble is the value of a hexadecimal digit: letters are nine further on.
func nibble(c byte) byte { return c&0xf + c>>6*9 }

func isHex(c byte) bool  { return wordTable[c]&hexByte != 0 }
func isWord(c byte) bool { return wordTable[c]&wordByte != 0 }

const (
	hexByte = 1 << iota
	wordByte
	base64Byte
	plainByte // of a word, or of a letter that is no ASCII and no mark
	loneByte  // a mark that begins no escape
)

// wordTable says of each byte what it may be a part of.
//
//nolint:gochecknoglobals // immutable
var wordTable = func() (t [256]byte) {
	for c := range 256 {
		digit, upper, lower := c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z'
		if digit || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f' {
			t[c] |= hexByte
		}
		if digit || upper || lower {
			t[c] |= wordByte
		}
		// The first bytes of those characters that markFor knows.
		if digit || upper || lower || c >= utf8.RuneSelf && !strings.ContainsRune("\u00c2\u00d8\u00e1\u00e2\u00e3\u00ef\u00f3", rune(c)) {
			t[c] |= plainByte
		}
		if t[c]&plainByte == 0 && c >= ' ' && c < 0x7f && !strings.ContainsRune("\\%=&<", rune(c)) {
			t[c] |= loneByte
		}
		if digit || upper || lower || c == '+' || c == '/' || c == '-' || c == '_' {
			t[c] |= base64Byte
		}
	}
	return t
}()
