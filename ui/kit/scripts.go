package kit

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Letters that have a twin in the Latin alphabet, after the confusables of
// Unicode's UTS 39. Those with accents count as what bears them.
const (
	cyrillicTwins = "аеорсухіјѕһԁԛԝӏүѵԍАВСЕНІЈКМОРЅТХУҮԚԜӀѴԌ"
	greekTwins    = "αγικνορτυχϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ"
)

// twinSign reports signs and rare letters that look like a common one: hyphens,
// slashes, dots and colons, ɑ and ɡ.
func twinSign(r rune) bool {
	return r > 0xff && strings.ContainsRune("‐‑‒−˗⁃⁄∕⧸․∶꞉ː։ǃǀɑɡ‚٫", r)
}

// words judges the letters of each word. A word that mixes the Latin, Greek and
// Cyrillic alphabets shows none that has a twin. One in a single script does,
// unless nothing in its part of the path says which script that is: ТЕМА could
// well be TEMA. There the first letter is written out; whole says that text which
// may hold such a letter already is not judged.
func (s *spelling) words(whole bool) {
	for from := 0; from < len(s.runes); {
		to := from
		for to < len(s.runes) && s.runes[to] != '/' {
			to++
		}
		s.segment(from, to, whole)
		from = to + 1
	}
}

// segment judges the words of one part of a path.
func (s *spelling) segment(from, to int, whole bool) {
	known := scripts(s.runes[from:to]).distinct
	for i := from; i < to; i++ {
		if n := escape(s.text[s.at[i]:]); n > 0 { // of an earlier cleaning
			i += n - 1
			continue
		}
		end := i
		for end < to && word(s.runes[end]) && !s.out[end] {
			end++
		}
		if end == i {
			continue
		}
		s.word(i, end, known, whole)
		i = end - 1
	}
}

// word judges one word.
func (s *spelling) word(from, to int, known, whole bool) {
	found := scripts(s.runes[from:to])
	alone := whole && !known && !found.latin && found.twins > 0
	if !alone && !found.mixed() {
		return
	}
	for i := from; i < to; i++ {
		if twin(s.runes[i]) || !alone && rare(s.runes[i]) {
			s.out[i] = true
			if alone {
				return
			}
		}
	}
}

// alphabets is what a text is written in, of those that look alike.
type alphabets struct {
	latin, greek, cyrillic, rare bool
	twins                        int
	distinct                     bool // a Greek or Cyrillic letter that no other looks like
}

func (a alphabets) mixed() bool {
	n := 0
	for _, has := range []bool{a.latin, a.greek, a.cyrillic, a.rare} {
		if has {
			n++
		}
	}
	return n > 1
}

func scripts(text []rune) (a alphabets) {
	for _, r := range text {
		switch {
		case twin(r):
			a.twins++
		case r >= 0x370 && unicode.In(r, unicode.Greek, unicode.Cyrillic) && unicode.IsLetter(r):
			a.distinct = true
		}
		a.latin = a.latin || unicode.Is(unicode.Latin, r)
		a.greek = a.greek || r >= 0x370 && unicode.Is(unicode.Greek, r)
		a.cyrillic = a.cyrillic || r >= 0x400 && unicode.Is(unicode.Cyrillic, r)
		a.rare = a.rare || rare(r)
	}
	return a
}

// twin reports a Greek or Cyrillic letter that looks like a Latin one, whatever
// accents it has.
func twin(r rune) bool {
	if r < 0x370 || r > 0x1fff && r < 0xa640 || !unicode.In(r, unicode.Greek, unicode.Cyrillic) {
		return false
	}
	for _, base := range norm.NFD.String(string(r)) {
		return strings.ContainsRune(cyrillicTwins+greekTwins, base)
	}
	return false
}

// rare reports letters of alphabets of which many have twins, and which nobody
// mixes with others in a word.
func rare(r rune) bool {
	return r >= 0x500 && unicode.In(r, unicode.Armenian, unicode.Cherokee, unicode.Coptic, unicode.Lisu)
}

// word reports what words are made of.
func word(r rune) bool {
	return r < 0x80 && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z') || r >= 0x80 && unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// escape is the length of an escape that a text begins with; 0: none.
func escape(text string) int {
	if len(text) < 2 || text[0] != '\\' {
		return 0
	}
	switch n := map[byte]int{'n': 2, 'r': 2, 't': 2, 'x': 4, 'u': 6, 'U': 10}[text[1]]; {
	case n == 0 || len(text) < n || strings.Trim(text[min(2, n):n], "0123456789abcdefABCDEF") != "":
		return 0
	default:
		return n
	}
}
