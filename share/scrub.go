package share

import (
	"regexp"
	"strings"
	"sync"
)

// secrets find in a text what makes a URL a key, whatever tool signed it.
type secrets struct{ parameter, policy, signature *regexp.Regexp }

// compiledSecrets is made when it is first needed.
//
//nolint:gochecknoglobals // immutable once made
var compiledSecrets = sync.OnceValue(func() secrets {
	const is = `["']?(?:=|%(?:25)*3d|:\s*)["']?)[^&\s"'<>;,]+`
	const starts = `(?:\b|%(?:25)*(?:26|3f))`
	return secrets{
		parameter: regexp.MustCompile(`(?i)((?:signature|security-token|secret[_-]?access[_-]?key|` + starts + `sig)` + is),
		policy:    regexp.MustCompile(`(?i)(` + starts + `policy` + is),
		signature: regexp.MustCompile(`[0-9a-fA-F]{64,}`),
	}
})

// Scrub takes signatures and tokens out of free text that goes into the share
// log, which holds no secret, not even one that its user typed into a note. A
// checksum looks like a signature, and goes too.
func Scrub(text string) string {
	if !strings.ContainsAny(text, "=:%") && len(text) < 64 {
		return text // nearly every text: nothing has to be compiled
	}
	s := compiledSecrets()
	for _, p := range []*regexp.Regexp{s.parameter, s.policy} {
		text = p.ReplaceAllString(text, "${1}"+redacted)
	}
	return s.signature.ReplaceAllString(text, redacted)
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
