package inspect

import (
	"encoding/base64"
	"slices"
	"strings"

	"signet/internal/lazyregexp"
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
	if inner = between(link, a); inner != "" {
		return inner, "Avanan or Check Point URL protection", false
	}
	if inner = inPathOf(link, a); inner != "" {
		return inner, "a redirect of " + host, false
	}
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
			if v := carriedIn(parseQuery(a.query).get(name)); v != "" {
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
var wrapperMark = lazyregexp.New(`(?i)%(?:25)*3f([a-z_]+)(?:=|%(?:25)*3d)`)

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
var bareParam = lazyregexp.New(`^(?i)[?&][a-z_]+=https?://[^?&]+\?.`)

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
		if v := carriedIn(p.value); v != "" && promising(v) {
			return v, redirect + a.hostname(), false
		}
	}
	for segment := range strings.SplitSeq(a.path, "/") { // in base64, as some trackers write it
		if v := carriedIn(segment); len(segment) > 64 && v != "" && promising(v) {
			return v, redirect + a.hostname(), false
		}
	}
	if strings.Contains(a.path, "/ls/click") && q.has("upn") {
		return "", "a tracking link of SendGrid", true
	}
	return "", "", false
}

// carriedIn is the link that a parameter's value is, or has in base64: alone, behind
// the a1 of Bing, or in a piece of JSON, as Mandrill writes it.
func carriedIn(value string) string {
	if at := urlStart.FindStringIndex(value); at != nil && at[0] == 0 {
		return value
	}
	for _, v := range []string{value, strings.TrimPrefix(value, "a1")} {
		raw, err := decodeBase64(v)
		if err != nil || len(raw) < 16 {
			continue
		}
		text := string(raw)
		if text[0] == '{' {
			text = plainText(text, &notes{})
			if at := urlStart.FindStringIndex(text); at != nil {
				text, _, _ = strings.Cut(text[at[0]:], `"`)
			}
		}
		if at := urlStart.FindStringIndex(text); at != nil && at[0] == 0 {
			return text
		}
	}
	return ""
}

// pathStart is a link as a segment of another's path: encoded, so that it ends at the
// next slash, or as it is.
var pathStart = lazyregexp.New(`(?i)/(https?(?::|%(?:25)*3a)(?:(?:%(?:25)*2f){1,2}|//))`)

// inPathOf finds a link in the path of a tracker's, a scanner's or an archive's:
// /L0/https%3A%2F%2F…/1/… of Amazon SES, secure-web.cisco.com/1…/https%3A…
func inPathOf(link string, a parts) string {
	m := pathStart.FindStringSubmatchIndex(a.path)
	if m == nil || strings.HasPrefix(a.hostname(), proofpointHost) {
		return ""
	}
	inner := a.path[m[2]:]
	if strings.HasSuffix(inner[:m[3]-m[2]], "//") {
		_, inner, _ = strings.Cut(link, a.path[:m[2]])
	} else {
		inner, _, _ = strings.Cut(inner, "/")
		inner, _ = address.Unescape(inner)
	}
	if !promising(inner) {
		return ""
	}
	return inner
}

// between reads links that stand between three underscores:
// https://url.avanan.click/v2/___https://…___.YXAz…
func between(link string, a parts) string {
	if !strings.HasPrefix(a.path, "/v2/") || strings.HasPrefix(a.hostname(), proofpointHost) {
		return ""
	}
	_, inner, _ := strings.Cut(link, "/___")
	inner, _, ok := strings.Cut(inner, "___.")
	if at := urlStart.FindStringIndex(inner); !ok || at == nil || at[0] != 0 {
		return ""
	}
	return inner
}

// signMark is the name of a parameter that only signed links have. Letters and
// hyphens stay as they are in all percent-encodings.
var signMark = lazyregexp.New(`(?i)X-Amz-[ACDES]|X-Goog-[ACDES]|AWSAccessKeyId|GoogleAccessId|Key-Pair-Id|OSSAccessKeyId|x-oss-[cds]|q-sign-|(?:\bsig|Signature)(?:=|%(?:25)*3d)`)

// promising reports whether a text has, or hides, a signed link.
func promising(link string) bool {
	if signMark.MatchString(link) {
		return true
	}
	a, ok := parseAddress(link)
	return ok && (strings.Contains(a.path, consolePath) || strings.Contains(a.path, "/ls/click") || strings.HasPrefix(a.hostname(), proofpointHost) ||
		slices.ContainsFunc(redirectors(), func(r redirector) bool { return r.at(a.hostname()) }))
}
