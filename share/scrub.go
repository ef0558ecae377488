package share

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"signet/share/refusal"
)

// Scrub takes signatures, tokens and secret keys out of free text that goes into
// the share log, which holds no secret, not even one that its user typed into a
// note; also where a mail or a terminal broke it over lines. A checksum looks like
// a signature, and goes too. What was scrubbed once stays as it is. The time it
// takes grows with the text and no faster.
func Scrub(text string) string {
	if !strings.ContainsAny(text, "=:%>,&") && len(text) < 40 {
		return text // nearly every text: nothing has to be compiled
	}
	return newScrubber().scrub(text)
}

// scrubber looks for secrets in a text.
type scrubber struct {
	secrets
	match  func(*regexp.Regexp, string) []int // at the beginning of a text
	passes int                                // over the text
	looked int                                // bytes gone through, those that match sees apart
}

func newScrubber() *scrubber {
	return &scrubber{secrets: compiledSecrets(), match: (*regexp.Regexp).FindStringSubmatchIndex}
}

// scrub goes on until nothing is found: a placeholder may part what was one.
func (s *scrubber) scrub(text string) string {
	for s.passes = 1; ; s.passes++ {
		next := blotted(text, s.spans(text))
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

// spans finds what is secret in a text, as it stands and with its lines put
// together.
func (s *scrubber) spans(text string) []span {
	spans := s.in(whole(text))
	for _, breaks := range s.breaks {
		if u := s.unwrapped(text, breaks); len(u.joins) > 0 {
			spans = append(spans, s.in(u)...)
		}
	}
	return spans
}

func (s *scrubber) in(u *unwrap) (spans []span) {
	for _, of := range []patterns{s.parameter, s.policy, s.told} {
		for _, v := range s.values(u.text, of) {
			spans = append(spans, u.span(v.from, u.valueEnd(v.from, v.to)))
		}
	}
	for _, run := range s.runs(u.text, s.digits, sigLen) {
		spans = append(spans, u.signatures(run, s.passes > 1)...)
	}
	s.looked += u.looked
	if len(u.joins) > 0 {
		return spans
	}
	for _, of := range s.known {
		spans = append(spans, s.values(u.text, of)...)
	}
	for _, run := range s.runs(u.text, s.base64, refusal.SecretKeyLen) {
		if refusal.IsSecretKey(u.text[run.from:run.to]) {
			spans = append(spans, run)
		}
	}
	return spans
}

// checkSecrets refuses keys to something else. All options are inputs of the
// signature: the share log keeps them to the letter, and the link shows them.
func (x Option) checkSecrets(o *Options, _ OperationInfo) (problem, hint string) {
	if x.Kind != Text && x.Kind != Pairs || x.Choices != nil {
		return "", ""
	}
	s := newScrubber()
	for _, text := range x.get(o) {
		if x.Kind == Pairs {
			_, text, _ = strings.Cut(text, "=")
		}
		switch {
		case len(s.values(text, s.parameter)) > 0:
			return "holds a signature or a token, which the link and the share log would show to others", "leave out links that are signed, and credentials"
		case !x.hex && len(s.runs(text, s.digits, sigLen)) > 0: // whoever has the log and a signature has the link
			return "holds what looks like a signature, which the link and the share log would show to others", "64 hexadecimal digits in a row cannot stand here"
		}
	}
	return "", ""
}
