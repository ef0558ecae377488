package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"signet/internal/lazyregexp"
	"signet/share"
	"signet/share/inspect"
)

// discretion makes text fit for a report that is given to others.
type discretion struct {
	home   string
	secret []string // values that are shown nowhere
	keys   []string // ids of access keys, which are shortened
}

func newDiscretion(env func(string) string) discretion {
	d := discretion{home: env("HOME")}
	if d.home == "" {
		d.home, _ = os.UserHomeDir()
	}
	if d.home != "" {
		d.home = filepath.Clean(d.home)
	}
	for _, name := range []string{"AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"} {
		if v := env(name); len(v) >= leastSecret {
			d.secret = append(d.secret, v)
		}
	}
	d.knows(env("AWS_ACCESS_KEY_ID"))
	return d
}

// leastSecret is the length below which a value is taken for a word: to hide it would
// hide the report.
const leastSecret = 8

// knows has an id of an access key shortened from now on.
func (d *discretion) knows(id string) {
	if id != "" && !slices.Contains(d.keys, id) {
		d.keys = append(d.keys, id)
	}
}

// What is hidden wherever it stands: who signs in in an address, ids of AWS as they
// begin, and numbers of accounts.
var (
	userinfo  = lazyregexp.New(`://[^/\s@]*@`)
	amazonIDs = lazyregexp.New(`\b(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,}\b`)
	accounts  = lazyregexp.New(`\b[0-9]{12}\b`)
)

// text is one cleaned line without secrets.
func (d *discretion) text(s string) string {
	for _, v := range d.secret {
		s = strings.ReplaceAll(s, v, "…")
	}
	s = userinfo.ReplaceAllString(s, "://")
	s = share.Scrub(inspect.Mask(share.NewSecret(s)))
	for _, id := range d.keys {
		s = replaceWord(s, id, shortKey(id))
	}
	s = amazonIDs.ReplaceAllStringFunc(s, shortKey)
	s = accounts.ReplaceAllStringFunc(s, func(n string) string { return "…" + n[8:] })
	if len(d.home) > 1 {
		s = atHomeAgain(s, d.home)
	}
	return cleanOnce(s)
}

// replaceWord replaces a word, and nothing that is part of a longer one.
func replaceWord(s, word, by string) string {
	var b strings.Builder
	for rest := s; ; {
		at := strings.Index(rest, word)
		if at < 0 {
			return b.String() + rest
		}
		end, before := at+len(word), len(s)-len(rest)+at
		b.WriteString(rest[:at])
		if before > 0 && isLetter(s[before-1]) || end < len(rest) && isLetter(rest[end]) {
			b.WriteString(word)
		} else {
			b.WriteString(by)
		}
		rest = rest[end:]
	}
}

// atHomeAgain writes ~ for the home folder, and for no folder whose name begins so.
func atHomeAgain(s, home string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, home)
		if at < 0 {
			return b.String() + s
		}
		b.WriteString(s[:at])
		s = s[at+len(home):]
		if s == "" || !strings.ContainsAny(s[:1], "-_.") && !isLetter(s[0]) {
			b.WriteString("~")
		} else {
			b.WriteString(home)
		}
	}
}

func isLetter(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// shortKey is an id of an access key so that its owner knows it again: its beginning and
// its end.
func shortKey(id string) string {
	if len(id) < 12 {
		return id[:min(len(id), 2)] + "…"
	}
	return id[:4] + "…" + id[len(id)-4:]
}
