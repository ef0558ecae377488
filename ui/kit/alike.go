package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"signet/share"
)

// Names that are not the same bytes must not look the same. What is in the usual
// form (Unicode's NFC: é is one letter, and marks have their order) and in one
// script is shown as it is. Of the rest,
//
//   - a letter stored in parts, as macOS does it, is shown whole in \(…)
//   - marks that pile up, or stand where nothing bears them, are written out
//   - letters that look like those of another script are written out in a word
//     that mixes the two; see scripts.go
//   - blanks at the end are written out
//
// How a name looks depends on the name alone, not on its neighbours. See
// docs/adr/0013-names-that-look-alike.md.

// How many marks one letter shows: of the general ones, of which no language puts
// more on a letter that has them already, and of all together; Hebrew, Tibetan
// and Burmese have that many.
const (
	generalMarks = 2
	allMarks     = 6
)

// spelling is the judgement on one text, rune by rune.
type spelling struct {
	text  string
	runes []rune
	at    []int // where each rune begins, and the end of all
	out   []bool
	whole map[int]letter // by the rune where it begins
	pos   int            // the rune that is shown next
}

// letter is one that is stored in parts.
type letter struct {
	text string // as it is written elsewhere
	end  int    // the rune behind it
}

// spell judges a text; name says that it is complete, so that what is at its end
// is the end of a name.
func spell(text string, name bool) *spelling {
	s := &spelling{text: text, whole: map[int]letter{}}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		s.runes, s.at = append(s.runes, r), append(s.at, i)
		s.out = append(s.out, Hidden(r) || r == utf8.RuneError && n == 1 || twinSign(r))
		i += n
	}
	s.at = append(s.at, len(text))
	s.words(name)
	for i := 0; i < len(s.runes); {
		end := s.cluster(i)
		s.judge(i, end)
		i = end
	}
	for i := len(s.runes) - 1; name && i >= 0 && (s.runes[i] == ' ' || s.runes[i] == 0x3000); i-- {
		s.out[i] = true
	}
	return s
}

// cluster returns where the letter that begins at rune i ends, with its marks.
func (s *spelling) cluster(i int) int {
	for end := i + 1; ; end++ {
		if end == len(s.runes) || s.out[end] || !mark(s.runes[end]) && !follows(s.runes[end-1], s.runes[end]) {
			return end
		}
	}
}

// judge decides on one letter with its marks.
func (s *spelling) judge(i, end int) {
	text := s.text[s.at[i]:s.at[end]]
	bare := s.out[i] || mark(s.runes[i]) || !norm.NFC.IsNormalString(string(s.runes[i]))
	if end-i > 1 && end-i <= allMarks+1 && !bare {
		usual := norm.NFC.String(text)
		switch {
		case !borne([]rune(usual)):
		case usual == text:
			return
		case norm.NFD.String(text) == text:
			s.whole[i] = letter{usual, end}
			return
		}
	}
	s.out[i] = s.out[i] || bare
	for i++; i < end; i++ {
		s.out[i] = true
	}
}

// borne reports whether the marks of a letter can all be seen on it.
func borne(letter []rune) bool {
	general := 0
	for i, r := range letter[1:] {
		switch {
		case r == letter[i], overlay(r):
			return false
		case r == 0x307 && strings.ContainsRune("ijlı", letter[0]): // a dot on a dot
			return false
		case generalMark(r):
			general++
		}
	}
	return general <= generalMarks && (len(letter) == 1 || unicode.In(letter[0], unicode.L, unicode.N))
}

// next is what stands for the beginning of rest, which is an end of the text.
func (s *spelling) next(rest string) (text string, n int) {
	from := len(s.text) - len(rest)
	for s.at[s.pos] < from {
		s.pos++
	}
	if s.pos == len(s.runes) {
		return "", 0
	}
	if l, ok := s.whole[s.pos]; ok {
		end := s.pos
		for ; ok; l, ok = s.whole[end] {
			text += l.text
			end = l.end
		}
		return `\(` + text + ")", s.at[end] - from
	}
	if s.out[s.pos] {
		return share.WriteOut(rest)
	}
	n = s.at[s.pos+1] - from
	return rest[:n], n
}

// Unclear says of each rune of a text whether it must be written out to be told
// apart, for who writes in the way of another language. Letters in parts are
// written out but for the first part.
func Unclear(text string) []bool {
	if ascii(text) {
		out := make([]bool, len(text))
		for i := range out {
			out[i] = Hidden(rune(text[i]))
		}
		return out
	}
	s := spell(text, false)
	for i, l := range s.whole {
		for i++; i < l.end; i++ {
			s.out[i] = true
		}
	}
	return s.out
}

func mark(r rune) bool { return r >= 0x300 && unicode.Is(unicode.M, r) }

// follows reports parts of Korean letters that join.
func follows(before, r rune) bool {
	return r >= 0x1160 && r <= 0x11ff && (before >= 0x1100 && before <= 0x11ff || before >= 0xac00 && before <= 0xd7a3)
}

// generalMark reports the marks that go on any letter of any script.
func generalMark(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36f, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff, r >= 0x20d0 && r <= 0x20ff, r >= 0xfe20 && r <= 0xfe2f:
		return true
	}
	return false
}

// overlay reports the strokes and hooks that make another letter's picture, such
// as ø of o.
func overlay(r rune) bool { return r == 0x321 || r == 0x322 || r >= 0x334 && r <= 0x338 }
