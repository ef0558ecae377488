package policy

import (
	"strings"

	"signet/internal/lazyregexp"
)

// ofS3 is how a bucket or an object is named in a policy.
var ofS3 = lazyregexp.New(`^arn:aws[a-z-]*:s3:::.`)

// pattern is a text with wildcards, a piece a character.
type pattern []piece

// piece is a character, or a wildcard: '*' any characters, '?' any one.
type piece struct {
	char rune
	wild bool
}

// wildcards reads a pattern in which nothing is escaped.
func wildcards(text string) pattern {
	var p pattern
	for _, c := range text {
		p = append(p, piece{c, c == '*' || c == '?'})
	}
	return p
}

// compile reads a pattern in which ${*}, ${?} and ${$} are the characters themselves.
// Other variables stand for something of the request, and are not known here. The older
// language has no variables: there a "${" would be read as it stands, which nobody means.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func compile(text string, variables bool) (pattern, error) {
	var p pattern
	for {
		before, rest, found := strings.Cut(text, "${")
		p = append(p, wildcards(before)...)
		if !found {
			return p, nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !variables || name != "*" && name != "?" && name != "$" {
			return nil, unknown("variable in %q", text)
		}
		p = append(p, piece{char: rune(name[0])})
		text = after
	}
}

// match holds a pattern against a whole text, in time bounded by the product of both.
func (p pattern) match(text string) bool {
	at, star, mark := 0, -1, 0
	chars := []rune(text)
	for i := 0; i < len(chars); {
		switch {
		case at < len(p) && p[at] == piece{'*', true}:
			star, mark = at, i
			at++
		case at < len(p) && (p[at] == piece{'?', true} || !p[at].wild && p[at].char == chars[i]):
			at++
			i++
		case star >= 0:
			mark++
			at, i = star+1, mark
		default:
			return false
		}
	}
	for at < len(p) && p[at] == (piece{'*', true}) {
		at++
	}
	return at == len(p)
}

// within: the pattern names this bucket without a wildcard, or something in it.
func (p pattern) within(bucket string) bool {
	var b strings.Builder
	for _, one := range p {
		if one.wild || one.char == '/' {
			break
		}
		b.WriteRune(one.char)
	}
	literal := b.String()
	whole := len([]rune(literal)) == len(p) || p[len([]rune(literal))].char == '/'
	return whole && strings.HasSuffix(literal, ":::"+bucket)
}
