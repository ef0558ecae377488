package inspect

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"signet/share/address"
)

// unwrap takes a link out of the redirects that mail gateways and search pages
// put around it. by names the wrapper; opaque says that one was recognised whose
// inside cannot be read offline.
func unwrap(link string) (inner, by string, opaque bool) {
	if !strings.Contains(link, "?") {
		link = wrapperMark.ReplaceAllString(link, "?$1=")
	}
	a, ok := parseAddress(link)
	if !ok {
		return "", "", false
	}
	host := a.hostname()
	if strings.HasPrefix(host, proofpointHost) {
		if inner = proofpoint(a); inner != "" {
			return inner, "Proofpoint URL Defense", false
		}
		return "", "Proofpoint URL Defense", true
	}
	if inner = console(a); inner != "" {
		return inner, "a share link of the MinIO console", false
	}
	for _, r := range redirectors() {
		if !r.at(host) {
			continue
		}
		for _, name := range r.params {
			if v := parseQuery(a.query).get(name); urlStart.MatchString(v) {
				return v, r.name, false
			}
		}
		if r.opaque {
			return "", r.name, true
		}
	}
	return carried(link, a)
}

// wrapperMark is the ? and = of a redirect that were encoded on the way.
var wrapperMark = regexp.MustCompile(`(?i)%(?:25)*3f([a-z_]+)(?:=|%(?:25)*3d)`)

const (
	consolePath    = "/download-shared-object/"
	proofpointHost = "urldefense."
)

// console reads share links of the MinIO console, which hold the pre-signed URL
// in base64.
func console(a parts) string {
	_, encoded, found := strings.Cut(a.path, consolePath)
	if !found {
		return ""
	}
	encoded, _ = address.Unescape(encoded)
	encoded = strings.NewReplacer("+", "-", "/", "_").Replace(encoded)
	encoded = encoded[:len(encoded)-len(strings.TrimLeft(encoded, base64URL))] // other things may follow
	if len(encoded)%4 == 1 {
		encoded = encoded[:len(encoded)-1] // cut off inside
	}
	raw, err := base64.RawURLEncoding.DecodeString(encoded)
	if at := urlStart.FindIndex(raw); err != nil || at == nil || at[0] != 0 {
		return ""
	}
	return string(raw)
}

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// bareParam is a parameter that holds a link without encoding.
var bareParam = regexp.MustCompile(`^(?i)[?&][a-z_]+=https?://[^?&]+\?.`)

// bareInner finds a link that was put into another's query without encoding.
func bareInner(link string) string {
	for rest := link; ; rest = rest[1:] {
		i := strings.IndexAny(rest, "?&")
		if i < 0 {
			return ""
		}
		if rest = rest[i:]; bareParam.MatchString(rest) {
			_, inner, _ := strings.Cut(rest, "=")
			return inner
		}
	}
}

// carried finds a signed link in a parameter of a page that we do not know.
func carried(link string, a parts) (inner, by string, opaque bool) {
	const redirect = "a redirect of "
	if inner := bareInner(link); inner != "" {
		if _, signed := signedQuery(inner); signed {
			return inner, redirect + a.hostname(), false
		}
	}
	q := parseQuery(a.query)
	if _, signed := shapeOf(a, q); signed {
		return "", "", false
	}
	for _, p := range q {
		at := urlStart.FindStringIndex(p.value)
		if at == nil || at[0] != 0 {
			continue
		}
		if _, signed := signedQuery(p.value); signed || promising(p.value) {
			return p.value, redirect + a.hostname(), false
		}
	}
	return "", "", false
}

// signMark is the name of a parameter that only signed links have. Letters and
// hyphens stay as they are in all percent-encodings.
var signMark = regexp.MustCompile(`(?i)X-Amz-[ACDES]|X-Goog-[ACDES]|AWSAccessKeyId|GoogleAccessId|Key-Pair-Id|OSSAccessKeyId|x-oss-[cds]|q-sign-|(?:\bsig|Signature)(?:=|%(?:25)*3d)`)

// promising reports whether a text has, or hides, a signed link.
func promising(link string) bool {
	if signMark.MatchString(link) {
		return true
	}
	a, ok := parseAddress(link)
	return ok && (strings.Contains(a.path, consolePath) || strings.HasPrefix(a.hostname(), proofpointHost) ||
		slices.ContainsFunc(redirectors(), func(r redirector) bool { return r.at(a.hostname()) }))
}

type redirector struct {
	host, name string
	params     []string
	opaque     bool // also without a readable parameter, every link of the host is a redirect
}

func (r redirector) at(host string) bool {
	return host == r.host || strings.HasSuffix(host, "."+r.host)
}

// redirectors are the services that wrap links, with the parameter that holds
// the original.
func redirectors() []redirector {
	return []redirector{
		{"safelinks.protection.outlook.com", "Microsoft Safe Links", []string{"url"}, true},
		{"safelinks.protection.office365.us", "Microsoft Safe Links", []string{"url"}, true},
		{"statics.teams.cdn.office.net", "Microsoft Teams", []string{"url"}, false},
		{"google.com", "a Google redirect", []string{"q", "url"}, false},
		{"l.facebook.com", "a Facebook redirect", []string{"u"}, true},
		{"lm.facebook.com", "a Facebook redirect", []string{"u"}, true},
		{"l.instagram.com", "an Instagram redirect", []string{"u"}, true},
		{"linkedin.com", "a LinkedIn redirect", []string{"url"}, false},
		{"slack-redir.net", "a Slack redirect", []string{"url"}, true},
		{"linkprotect.cudasvc.com", "Barracuda Link Protection", []string{"a"}, true},
		{"out.reddit.com", "a Reddit redirect", []string{"url"}, true},
		{"vk.com", "a VK redirect", []string{"to"}, false},
		{"deref-mail.com", "a mail provider's redirect", []string{"redirectUrl"}, true},
		{"deref-gmx.net", "a mail provider's redirect", []string{"redirectUrl"}, true},
		{"deref-web.de", "a mail provider's redirect", []string{"redirectUrl"}, true},
		{"mimecast.com", "Mimecast URL Protection", nil, true},
		{"mimecastprotect.com", "Mimecast URL Protection", nil, true},
		{"bit.ly", "the shortener bit.ly", nil, true},
		{"t.co", "the shortener t.co", nil, true},
		{"tinyurl.com", "the shortener tinyurl.com", nil, true},
		{"goo.gl", "the shortener goo.gl", nil, true},
		{"ow.ly", "the shortener ow.ly", nil, true},
		{"is.gd", "the shortener is.gd", nil, true},
		{"lnkd.in", "the shortener lnkd.in", nil, true},
		{"aka.ms", "the shortener aka.ms", nil, true},
	}
}

// proofpoint reads the three generations of URL Defense links. Proofpoint
// publishes the decoding:
// https://help.proofpoint.com/Threat_Insight_Dashboard/Concepts/How_do_I_decode_a_rewritten_URL%3F
func proofpoint(a parts) string {
	u := parseQuery(a.query).find("u")
	switch {
	case strings.HasPrefix(a.path, "/v3/"):
		return proofpoint3(a)
	case u == nil:
		return ""
	case strings.HasPrefix(a.path, "/v2/"):
		// "-" stands for "%" and "_" for "/"; then it is percent-encoding.
		_, raw, _ := strings.Cut(u.raw, "=")
		t, _ := address.Unescape(strings.NewReplacer("-", "%", "_", "/").Replace(raw))
		return t
	}
	return u.value
}

var (
	proofpointV3 = regexp.MustCompile(`^/v3/__(.+)__;([A-Za-z0-9+/_=-]*)!`)
	singleSlash  = regexp.MustCompile(`^(?i)(https?:/)([^/])`)
)

// proofpoint3 puts back the characters that version 3 replaced by "*", or by
// "**X" for a run whose length X encodes; they stand in base64 behind the link.
func proofpoint3(a parts) string {
	whole := a.path
	if a.query != "" {
		whole += "?" + a.query
	}
	if a.fragment != "" {
		whole += "#" + a.fragment
	}
	m := proofpointV3.FindStringSubmatch(whole)
	if m == nil {
		return ""
	}
	kept, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(m[2]), "="))
	if err != nil {
		return ""
	}
	text := singleSlash.ReplaceAllString(m[1], "$1/$2")
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '*' {
			b.WriteByte(text[i])
			continue
		}
		run := 1
		if i+2 < len(text) && text[i+1] == '*' {
			if length := strings.IndexByte(base64URL, text[i+2]); length >= 0 { // A is 2, B is 3
				run, i = length+2, i+2
			}
		}
		for ; run > 0 && len(kept) > 0; run-- {
			_, size := utf8.DecodeRune(kept)
			b.Write(kept[:size])
			kept = kept[size:]
		}
	}
	return b.String()
}
