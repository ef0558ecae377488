package share

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// secrets find in a text what makes a URL a key, and what signs URLs, whatever
// tool made it.
type secrets struct {
	parameter, policy, told *regexp.Regexp // a name, what parts it from its value, and the value as group 1
	signature               *regexp.Regexp
	known                   []*regexp.Regexp // what needs no name, as group 1
	bare                    *regexp.Regexp   // as long as a secret key of AWS
	breaks                  []*regexp.Regexp // what breaks lines
}

// compiledSecrets is made when it is first needed.
//
//nolint:gochecknoglobals // immutable once made
var compiledSecrets = sync.OnceValue(func() secrets {
	const (
		dash  = `(?:[-_. ]|%(?:25)*(?:2d|5f))?`
		quote = `(?:\\*["'\x60]|\*{1,2}|&quot;|&#3[49];|%(?:25)*2[27])?`
		is    = quote + `(?:\s*(?:=>|:=|=|:|%(?:25)*3[da]|&#(?:61|58);)|(?-i:-3[DA])|\s+value\s*[=:])` // -3D: Proofpoint
		value = `([^&\s"'<>;,\x60\\]+)`
		block = `(?:[>|][+-]?\s)?` // of YAML
		// Behind = a line may have ended, and the next one may be quoted.
		sep    = `(?:>|` + is + `[\s>|]*` + block + quote + `)`
		starts = `(?:\b|%(?:25)*(?:26|3f)|\\u0026)`
		key    = `secret` + dash + `(?:access` + dash + `)?key|(?:account|shared` + dash + `access)` + dash + `key|(?:session|security)` + dash + `token|minio_root_password`
	)
	compile := func(text string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + text) }
	const line = `(?:\r\n?|\n|[\x{85}\x{2028}\x{2029}\v\f]|\\+r\\+n|\\+[rn]|%(?:25)*0[ad]|<br\s*/?>|&#1[03];)`
	const unseen = `[\x{ad}\x{200b}-\x{200f}\x{2060}-\x{2064}\x{feff}\x00]|<wbr\s*/?>|&shy;|&#(?:173|8203);`
	const folded = `[ \t]*` + line + `(?:[ \t>|│*#]|` + line + `|&gt;)*`
	return secrets{
		parameter: compile(`(?:signature|` + key + `)` + sep + value + `|` + starts + `sig` + quote + `(?:=|%(?:25)*3d|:)\s*` + quote + value),
		policy:    compile(starts + `policy` + quote + `(?:=|%(?:25)*3d|:)\s*` + quote + value),
		told:      compile(`(?:` + key + `)` + quote + `[\s,>|]+` + quote + `([A-Za-z0-9+/=_-]{20,})`),
		signature: regexp.MustCompile(`[0-9a-fA-F]{64,}`),
		known: []*regexp.Regexp{
			regexp.MustCompile(`\b(?:AKIA|ASIA)[A-Z0-9]{12,}["']?[\s:,;|]{1,4}["']?([A-Za-z0-9+/=]{27,})`), // key and secret, or the signature of an old header
			regexp.MustCompile(`((?:FwoG|FQoG|IQoJ)[A-Za-z0-9+/=_%-]{16,})`),                               // session tokens of AWS
			regexp.MustCompile(`(eyJ[A-Za-z0-9_-]{16,}[A-Za-z0-9_.-]*)`),                                   // tokens and policies in JSON
		},
		bare:   regexp.MustCompile(`[A-Za-z0-9+/=]{40,}`),
		breaks: []*regexp.Regexp{compile(`(?:` + folded + `|` + unseen + `)+`), compile(`(?:[=\\]?` + folded + `|` + unseen + `)+`)},
	}
})

// Scrub takes signatures, tokens and secret keys out of free text that goes into
// the share log, which holds no secret, not even one that its user typed into a
// note; also where a mail or a terminal broke it over lines. A checksum looks like
// a signature, and goes too. What was scrubbed once stays as it is.
func Scrub(text string) string {
	if !strings.ContainsAny(text, "=:%>,&") && len(text) < 40 {
		return text // nearly every text: nothing has to be compiled
	}
	for {
		next := blotted(text, secretSpans(text))
		if next == text {
			return text
		}
		text = next
	}
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// blotted puts a placeholder in the place of each span.
func blotted(text string, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	at := 0
	for i := 0; i < len(spans); {
		s := spans[i]
		for i++; i < len(spans) && spans[i].from < s.to; i++ { // what was found in several ways
			s.to = max(s.to, spans[i].to)
		}
		b.WriteString(text[at:s.from])
		b.WriteString(redacted)
		at = s.to
	}
	return b.String() + text[at:]
}

// secretSpans finds what is secret in a text, as it stands and with its lines put
// together.
func secretSpans(text string) []span {
	s := compiledSecrets()
	spans := s.in(whole(text))
	for _, breaks := range s.breaks {
		if u := unwrapped(text, breaks); len(u.joins) > 0 {
			spans = append(spans, s.in(u)...)
		}
	}
	return spans
}

func (s secrets) in(u unwrap) (spans []span) {
	for _, p := range []*regexp.Regexp{s.parameter, s.policy, s.told} {
		for _, m := range p.FindAllStringSubmatchIndex(u.text, -1) {
			from, to := lastGroup(m)
			spans = append(spans, u.span(from, u.valueEnd(from, to)))
		}
	}
	for _, m := range s.signature.FindAllStringIndex(u.text, -1) {
		if from, to := u.digits(m[0], m[1]); !u.isList(from, to) {
			spans = append(spans, u.span(from, to))
		}
	}
	if len(u.joins) > 0 {
		return spans
	}
	for _, p := range s.known {
		for _, m := range p.FindAllStringSubmatchIndex(u.text, -1) {
			spans = append(spans, span{m[2], m[3]})
		}
	}
	for _, m := range s.bare.FindAllStringIndex(u.text, -1) {
		if isSecretKey(u.text[m[0]:m[1]]) {
			spans = append(spans, span{m[0], m[1]})
		}
	}
	return spans
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

// secretKeyLen is how long a secret access key of AWS is.
const secretKeyLen = 40

// isSecretKey knows 40 random letters of base64 from the path of a file and from
// a checksum by how often they change between capitals, small letters and digits:
// 25 times on average, words do so half as often.
func isSecretKey(text string) bool {
	if len(text) != secretKeyLen || strings.Contains(text, "=") || strings.Trim(text, "0123456789abcdefABCDEF") == "" {
		return false
	}
	class := func(c byte) int {
		switch {
		case c >= '0' && c <= '9':
			return 1
		case c >= 'A' && c <= 'Z':
			return 2
		case c >= 'a' && c <= 'z':
			return 3
		}
		return 4
	}
	changes := 0
	for i := 1; i < len(text); i++ {
		if class(text[i]) != class(text[i-1]) {
			changes++
		}
	}
	return changes >= 15
}

// checkSecrets refuses keys to something else. All options are inputs of the
// signature: the share log keeps them to the letter, and the link shows them.
func (o Options) checkSecrets() error {
	given := []struct{ flag, text string }{{"--filename", o.Filename}, {"--content-type", o.ContentType}, {"--success-redirect", o.SuccessRedirect}, {"--kms-key-id", o.KMSKeyID}}
	for _, v := range o.Metadata {
		given = append(given, struct{ flag, text string }{"--metadata", v})
	}
	s := compiledSecrets()
	for _, g := range given {
		if s.parameter.MatchString(g.text) {
			return &UsageError{Op: g.flag, Problem: "holds a signature or a token, which the link and the share log would show to others", Hint: "leave out links that are signed, and credentials"}
		}
	}
	// A checksum is at home in metadata, but whoever has the log and a signature has the link.
	for _, g := range given[:3] {
		if s.signature.MatchString(g.text) {
			return &UsageError{Op: g.flag, Problem: "holds what looks like a signature, which the link and the share log would show to others", Hint: "64 hexadecimal digits in a row cannot stand here"}
		}
	}
	return nil
}
