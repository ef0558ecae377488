package share

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// secrets are what makes a URL a key, and what signs URLs, whatever tool made it.
type secrets struct {
	parameter, policy, told patterns         // a name, what parts it from its value, and the value
	known                   []patterns       // what needs no name
	breaks                  []*regexp.Regexp // what breaks lines
	breaking                class            // bytes that such a break has, and where it is looked for
	digits, base64          class
}

// patterns are tried one after the other wherever one of them may begin.
type patterns struct {
	list  []pattern
	first class // bytes that they begin with
}

// pattern is tried at its words alone: looking for it everywhere takes a hundred
// times as long.
type pattern struct {
	words []string               // one of which it begins with, in any case
	at    func(string, int) bool // whether it may begin at a place; nil: anywhere
	expr  *regexp.Regexp         // from its words on; the value is the last group that took part
}

// class is a set of bytes.
type class *[256]bool

func classOf(members string) class {
	var c [256]bool
	for i := range len(members) {
		c[members[i]] = true
	}
	return &c
}

// How secrets are written down.
const (
	dash  = `(?:[-_. ]|%(?:25)*(?:2d|5f))?`
	quote = `(?:\\*["'\x60]|\*{1,2}|&quot;|&#3[49];|%(?:25)*2[27])?`
	is    = quote + `(?:\s*(?:=>|:=|=|:|%(?:25)*3[da]|&#(?:61|58);)|(?-i:-3[DA])|\s+value\s*[=:])` // -3D: Proofpoint
	value = `([^&\s"'<>;,\x60\\]+)`
	block = `(?:[>|][+-]?\s)?` // of YAML
	// Behind = a line may have ended, and the next one may be quoted.
	sep   = `(?:>|` + is + `[\s>|]*` + block + quote + `)`
	short = quote + `(?:=|%(?:25)*3d|:)\s*` + quote
	prose = quote + `:\s+` + quote + `([A-Za-z0-9+/=_%-]{16,})` // a word alone is prose: "policy: statement 2"
	key   = `(?:secret` + dash + `(?:access` + dash + `)?key|(?:account|shared` + dash + `access)` + dash + `key|(?:session|security)` + dash + `token|minio_root_password)`

	lineEnd = `(?:\r\n?|\n|[\x{85}\x{2028}\x{2029}\v\f]|\\+r\\+n|\\+[rn]|%(?:25)*0[ad]|<br\s*/?>|&#1[03];)`
	unseen  = `[\x{ad}\x{200b}-\x{200f}\x{2060}-\x{2064}\x{feff}\x00]|<wbr\s*/?>|&shy;|&#(?:173|8203);`
	folding = `[ \t]*` + lineEnd + `(?:[ \t>|│*#]|` + lineEnd + `|&gt;)*`
)

// compiledSecrets is made when it is first needed.
//
//nolint:gochecknoglobals // immutable once made
var compiledSecrets = sync.OnceValue(func() secrets {
	anchored := func(text string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + text + `)`) }
	keys := []string{"secret", "account", "shared", "session", "security", "minio_root_password"}
	return secrets{
		parameter: patternsOf(
			pattern{append([]string{"signature"}, keys...), nil, anchored(`(?i)(?:signature|` + key + `)` + sep + value)},
			pattern{[]string{"sig"}, isParameter, anchored(`(?i)sig` + short + value)},
		),
		policy: patternsOf(pattern{[]string{"policy"}, isParameter, anchored(`(?i)policy(?:` + prose + `|` + quote + `(?:(?:=|%(?:25)*3d)\s*|:)` + quote + value + `)`)}),
		told:   patternsOf(pattern{keys, nil, anchored(`(?i)` + key + quote + `[\s,>|]+` + quote + `([A-Za-z0-9+/=_-]{20,})`)}),
		known: []patterns{
			patternsOf(pattern{[]string{"akia", "asia"}, isWord, anchored(`(?:AKIA|ASIA)[A-Z0-9]{12,}["']?[\s:,;|]{1,4}["']?([A-Za-z0-9+/=]{27,})`)}), // key and secret, or the signature of an old header
			patternsOf(pattern{[]string{"fwog", "fqog", "iqoj"}, nil, anchored(`((?:FwoG|FQoG|IQoJ)[A-Za-z0-9+/=_%-]{16,})`)}),                        // session tokens of AWS
			patternsOf(pattern{[]string{"eyj"}, nil, anchored(`(eyJ[A-Za-z0-9_-]{16,}[A-Za-z0-9_.-]*)`)}),                                             // tokens and policies in JSON
		},
		breaks:   []*regexp.Regexp{anchored(`(?i)(?:` + folding + `|` + unseen + `)+`), anchored(`(?i)(?:[=\\]?` + folding + `|` + unseen + `)+`)},
		breaking: classOf("\r\n\v\f\x00\\%<&\xc2\xe2\xef"), // the last three begin what is beyond ASCII
		digits:   classOf(hexDigits),
		base64:   classOf(letters + "0123456789+/="),
	}
})

func patternsOf(list ...pattern) patterns {
	first := ""
	for _, p := range list {
		for _, w := range p.words {
			first += w[:1] + strings.ToUpper(w[:1]) + foldedLetter(w[0])[:1]
		}
	}
	return patterns{list, classOf(first)}
}

// foldedLetter is the letter beyond ASCII that regular expressions take for the
// same one in another case, or the letter itself.
func foldedLetter(small byte) string {
	switch small {
	case 's':
		return "ſ"
	case 'k':
		return "\u212a"
	}
	return string(rune(small))
}

// beginsWith reports whether a text begins with a word in any case.
func beginsWith(text, word string) bool {
	for i := range len(word) {
		switch {
		case text == "":
			return false
		case text[0] == word[i] || word[i] >= 'a' && text[0]|0x20 == word[i]:
			text = text[1:]
		case text[0] < utf8.RuneSelf || !strings.HasPrefix(text, foldedLetter(word[i])):
			return false
		default:
			text = text[len(foldedLetter(word[i])):]
		}
	}
	return true
}

// isWord reports whether a word begins or ends at a place: \b.
func isWord(text string, at int) bool {
	letter := func(b byte) bool { return b < utf8.RuneSelf && (b == '_' || isLetterOrDigit(b)) }
	return letter(text[at]) != (at > 0 && letter(text[at-1]))
}

// isParameter reports whether the name of a parameter may begin at a place: with a
// word, or behind an & or ? that is escaped.
func isParameter(text string, at int) bool {
	if isWord(text, at) || at >= 6 && strings.EqualFold(text[at-6:at], `\u0026`) {
		return true
	}
	if at < 3 || text[at-2:at] != "26" && !strings.EqualFold(text[at-2:at], "3f") {
		return false
	}
	for at -= 2; at >= 2 && text[at-2:at] == "25"; {
		at -= 2
	}
	return at > 0 && text[at-1] == '%'
}

// values are what the patterns tell, in their order and apart from each other.
func (s *scrubber) values(text string, of patterns) (found []span) {
	s.looked += len(text)
	for at := 0; at < len(text); at++ {
		if !of.first[text[at]] {
			continue
		}
		if m := s.tryAll(text, at, of.list); m != nil {
			from, to := lastGroup(m)
			found = append(found, span{at + from, at + to})
			at += m[1] - 1
		}
	}
	return found
}

func (s *scrubber) tryAll(text string, at int, list []pattern) []int {
	for _, p := range list {
		for _, w := range p.words {
			if !beginsWith(text[at:], w) || p.at != nil && !p.at(text, at) {
				continue
			}
			if m := s.match(p.expr, text[at:]); m != nil {
				return m
			}
			break
		}
	}
	return nil
}

// lastGroup is the value in a match, whichever of the alternatives it was.
func lastGroup(m []int) (from, to int) {
	for i := 2; i < len(m); i += 2 {
		if m[i] >= 0 {
			from, to = m[i], m[i+1]
		}
	}
	return from, to
}

// runs are the longest parts of a text that are made of some bytes alone, if they
// have so many of them.
func (s *scrubber) runs(text string, of class, least int) (found []span) {
	s.looked += len(text)
	from := 0
	for at := range len(text) + 1 {
		if at < len(text) && of[text[at]] {
			continue
		}
		if at-from >= least {
			found = append(found, span{from, at})
		}
		from = at + 1
	}
	return found
}
