package share

import (
	"regexp"
	"slices"
	"sort"
	"strings"
)

// unwrap is a text whose lines were put together, and where they were.
type unwrap struct {
	text   string
	joins  []int // places in text where something was left out
	left   []int // how many bytes were, up to and with each
	unseen []bool

	looked int // bytes gone through, as a scrubber counts them
}

func whole(text string) *unwrap { return &unwrap{text: text} }

// unwrapped leaves out all that breaks lines.
func (s *scrubber) unwrapped(text string, breaks *regexp.Regexp) *unwrap {
	var u unwrap
	var b strings.Builder
	at, left := 0, 0
	s.looked += len(text)
	for i := 0; i < len(text); i++ {
		if !s.breaking[text[i]] {
			continue
		}
		from, end := s.lineBreak(text, at, i, breaks)
		if end == 0 {
			for text[i] == '\\' && i+1 < len(text) && text[i+1] == '\\' { // the others were tried with the first
				i++
			}
			continue
		}
		b.WriteString(text[at:from])
		at, left = end, left+end-from
		u.joins, u.left = append(u.joins, b.Len()), append(u.left, left)
		u.unseen = append(u.unseen, !strings.ContainsAny(text[from:at], "\r\n\\%<"))
		i = at - 1
	}
	b.WriteString(text[at:])
	u.text = b.String()
	return &u
}

// lineBreak is what breaks a line at a place: it begins with the blanks before it,
// and with what says that the line goes on, but with nothing that was left out
// already. end is 0 if nothing does.
func (s *scrubber) lineBreak(text string, least, at int, breaks *regexp.Regexp) (from, end int) {
	blanks := at
	for blanks > least && (text[blanks-1] == ' ' || text[blanks-1] == '\t') {
		blanks--
	}
	starts := []int{blanks, at}
	if blanks > least && (text[blanks-1] == '=' || text[blanks-1] == '\\') {
		starts = []int{blanks - 1, blanks, at}
	}
	for _, from := range slices.Compact(starts) {
		if m := s.match(breaks, text[from:]); m != nil {
			return from, from + m[1]
		}
	}
	return 0, 0
}

// span is a part of it as a part of the text that it was made of.
func (u *unwrap) span(from, to int) span {
	// What was left out right before a part does not belong to it, nor what was
	// left out right behind.
	return span{from + u.leftBefore(from+1), to + u.leftBefore(to)}
}

// leftBefore is how much was left out before a place.
func (u *unwrap) leftBefore(place int) int {
	if i := sort.SearchInts(u.joins, place); i > 0 {
		return u.left[i-1]
	}
	return 0
}

// valueEnd is where a value ends that may have been broken over lines: where the
// next line does not look like a piece of it.
func (u *unwrap) valueEnd(from, to int) int {
	v, read := begun{isHex: true}, from
	for i := sort.SearchInts(u.joins, from+1); i < len(u.joins) && u.joins[i] < to; i++ {
		at, end, line := u.joins[i], to, 0
		if i+1 < len(u.joins) {
			end = min(end, u.joins[i+1])
		}
		if i > 0 {
			line = u.joins[i-1]
		}
		v.length = at - from
		v.isHex = v.isHex && isHex(u.text[read:at])
		v.scrubbed = v.scrubbed || strings.Contains(u.text[max(from, read-len(redacted)+1):at], redacted)
		u.looked += at - read + len(redacted) + end - at
		if !u.unseen[i] && !v.goesOn(u.text[at:end], at-line) {
			return at
		}
		read = at
	}
	return to
}

const (
	hexDigits = "0123456789abcdefABCDEF"
	letters   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	sigLen    = 64 // digits of a signature
)

func isHex(text string) bool { return strings.Trim(text, hexDigits) == "" }

func isLetterOrDigit(b byte) bool {
	return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
}

// begun is a value as far as it was read.
type begun struct {
	length   int
	isHex    bool // all of it
	scrubbed bool // a part of it was
}

// goesOn reports whether a line goes on with the value, behind a line of a length.
// What was scrubbed has ended.
func (v begun) goesOn(line string, before int) bool {
	const (
		narrow = 20 // nothing is broken to less, and hardly a word is as long
		short  = 4  // the rest of a value that tells nothing, or the number of an item
	)
	line = strings.TrimRight(line, ".)]}!?:*")
	switch {
	case line == "" || v.scrubbed || strings.Trim(line, letters+"0123456789+/=_%~.-") != "":
		return false
	case v.isHex && isHex(line):
		return v.length < sigLen || len(line) >= narrow
	case v.isHex && v.length == sigLen, len(line) < short, before < narrow && len(line) < narrow:
		return false
	}
	return strings.ContainsAny(line, "0123456789+=%") || strings.ToLower(line[1:]) != line[1:]
}

// signatures are the parts of a run of hexadecimal digits that signatures are made
// of. What is left on both sides of one is for the next pass, when the signature
// is scrubbed; from then on, all is told: a thousand lines would take as many
// passes.
func (u *unwrap) signatures(run span, all bool) (found []span) {
	type part struct {
		span
		before, behind bool // a letter stands there: it may be the rest of a word
	}
	letter := func(at int) bool { return at >= 0 && at < len(u.text) && isLetterOrDigit(u.text[at]) }
	for parts := []part{{run, letter(run.from - 1), letter(run.to)}}; len(parts) > 0; {
		p := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		if p.to-p.from < sigLen {
			continue
		}
		from, to := u.trimmed(p.span, p.before, p.behind)
		if u.isList(from, to) {
			continue
		}
		found = append(found, u.span(from, to))
		if !all {
			break
		}
		parts = append(parts, part{span{p.from, from}, p.before, false}, part{span{to, p.to}, false, p.behind})
	}
	return found
}

// trimmed leaves out lines of hexadecimal digits that only happen to stand right
// before or behind a signature: the beginning of a word, or a word of its own.
func (u *unwrap) trimmed(p span, before, behind bool) (from, to int) {
	from, to = p.from, p.to
	first, end := sort.SearchInts(u.joins, from+1), sort.SearchInts(u.joins, to) // of the joins within
	switch {
	case behind: // no more than what a signature needs
		if i := max(first, sort.SearchInts(u.joins, from+sigLen)); i < end {
			to, end = u.joins[i], i
		}
	case end > first && u.joins[end-1]-from == sigLen:
		to, end = u.joins[end-1], end-1
	}
	switch {
	case before:
		if i := sort.SearchInts(u.joins, to-sigLen+1) - 1; i >= first {
			from = u.joins[i]
		}
	case end > first && to-u.joins[first] == sigLen:
		from = u.joins[first]
	}
	return from, to
}

// isList reports whether digits that were joined are checksums, one on a line,
// rather than the pieces of signatures.
func (u *unwrap) isList(from, to int) bool {
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
		if u.looked++; end-u.joins[i] != size {
			return false
		}
	}
	return size == sha1Len || (to-from)%sigLen != 0
}
