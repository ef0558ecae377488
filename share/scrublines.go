package share

import (
	"regexp"
	"sort"
	"strings"
)

// unwrap is a text whose lines were put together, and where they were.
type unwrap struct {
	text   string
	joins  []int // places in text where something was left out
	left   []int // how many bytes were, up to and with each
	unseen []bool
}

func whole(text string) unwrap { return unwrap{text: text} }

// unwrapped leaves out all that breaks lines.
func unwrapped(text string, breaks *regexp.Regexp) unwrap {
	var u unwrap
	var b strings.Builder
	at, left := 0, 0
	for _, m := range breaks.FindAllStringIndex(text, -1) {
		if m[0] == m[1] {
			continue
		}
		b.WriteString(text[at:m[0]])
		at, left = m[1], left+m[1]-m[0]
		u.joins, u.left = append(u.joins, b.Len()), append(u.left, left)
		u.unseen = append(u.unseen, !strings.ContainsAny(text[m[0]:m[1]], "\r\n\\%<"))
	}
	b.WriteString(text[at:])
	u.text = b.String()
	return u
}

// span is a part of it as a part of the text that it was made of.
func (u unwrap) span(from, to int) span {
	// What was left out right before a part does not belong to it, nor what was
	// left out right behind.
	return span{from + u.leftBefore(from+1), to + u.leftBefore(to)}
}

// leftBefore is how much was left out before a place.
func (u unwrap) leftBefore(place int) int {
	if i := sort.SearchInts(u.joins, place); i > 0 {
		return u.left[i-1]
	}
	return 0
}

// valueEnd is where a value ends that may have been broken over lines: where the
// next line does not look like a piece of it.
func (u unwrap) valueEnd(from, to int) int {
	for i := sort.SearchInts(u.joins, from+1); i < len(u.joins) && u.joins[i] < to; i++ {
		end, line := to, 0
		if i+1 < len(u.joins) {
			end = min(end, u.joins[i+1])
		}
		if i > 0 {
			line = u.joins[i-1]
		}
		if !u.unseen[i] && !goesOn(u.text[from:u.joins[i]], u.text[u.joins[i]:end], u.joins[i]-line) {
			return u.joins[i]
		}
	}
	return to
}

const (
	hexDigits = "0123456789abcdefABCDEF"
	letters   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	sigLen    = 64 // digits of a signature
)

// goesOn reports whether a line goes on with a value that is so far made of some
// text, behind a line of a length. What was scrubbed has ended.
func goesOn(soFar, line string, before int) bool {
	const (
		narrow = 20 // nothing is broken to less, and hardly a word is as long
		short  = 4  // the rest of a value that tells nothing, or the number of an item
	)
	line = strings.TrimRight(line, ".)]}!?:*")
	isHex := func(text string) bool { return strings.Trim(text, hexDigits) == "" }
	switch {
	case line == "" || strings.Contains(soFar, redacted) || strings.Trim(line, letters+"0123456789+/=_%~.-") != "":
		return false
	case isHex(soFar) && isHex(line):
		return len(soFar) < sigLen || len(line) >= narrow
	case isHex(soFar) && len(soFar) == sigLen, len(line) < short, before < narrow && len(line) < narrow:
		return false
	}
	return strings.ContainsAny(line, "0123456789+=%") || strings.ToLower(line[1:]) != line[1:]
}

// digits leaves out lines of hexadecimal digits that only happen to stand right
// before or behind a signature: the beginning of a word, or a word of its own.
func (u unwrap) digits(from, to int) (int, int) {
	isLetter := func(at int) bool {
		return at >= 0 && at < len(u.text) && strings.IndexByte(letters+"0123456789", u.text[at]) >= 0
	}
	for {
		i := sort.SearchInts(u.joins, to)
		if i == 0 || u.joins[i-1] <= from {
			break
		}
		rest := u.joins[i-1] - from
		if rest < sigLen || rest != sigLen && !isLetter(to) {
			break
		}
		to = u.joins[i-1]
	}
	for {
		i := sort.SearchInts(u.joins, from+1)
		if i == len(u.joins) || u.joins[i] >= to {
			return from, to
		}
		rest := to - u.joins[i]
		if rest < sigLen || rest != sigLen && !isLetter(from-1) {
			return from, to
		}
		from = u.joins[i]
	}
}

// isList reports whether digits that were joined are checksums, one on a line,
// rather than the pieces of signatures.
func (u unwrap) isList(from, to int) bool {
	const sha1Len = 40
	first := sort.SearchInts(u.joins, from+1)
	last := sort.SearchInts(u.joins, to)
	if first == last {
		return false
	}
	size := u.joins[first] - from
	for i := first; i < last; i++ {
		end := to
		if i+1 < last {
			end = u.joins[i+1]
		}
		if end-u.joins[i] != size {
			return false
		}
	}
	return size == sha1Len || (to-from)%sigLen != 0
}
