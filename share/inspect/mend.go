package inspect

import (
	"fmt"
	"slices"
	"strings"

	"signet/internal/lazyregexp"
	"signet/share/address"
	"signet/share/say"
)

var (
	// Each may have been encoded several times: %3f, %253f, %25253f.
	encodedURL   = lazyregexp.New(`^(?i)https?%(?:25)*3a%(?:25)*2f%(?:25)*2f`)
	encodedMark  = lazyregexp.New(`(?i)%(?:25)*3f(X-Amz-|X-Goog-|AWSAccessKeyId|GoogleAccessId|response-|versionId)`)
	encodedAnd   = lazyregexp.New(`(?i)%(?:25)*26(?:amp(?:;|%(?:25)*3b))?(X-Amz-|X-Goog-|x-oss-|q-|Signature|Expires|Policy|Key-Pair-Id|AWSAccessKeyId|response-|x-id|versionId|(?:sig|s[eprvt]|spr)(?:=|%(?:25)*3d))`)
	encodedIs    = lazyregexp.New(`(?i)((?:^|&)(?:(?:X-Amz|X-Goog|x-oss|q)-[a-z-]+|Signature|Expires|Policy|Key-Pair-Id|AWSAccessKeyId|response-[a-z-]+|x-id|versionId|sig|s[eprvt]|spr))%(?:25)*3d`)
	escapedSlash = lazyregexp.New(`(?i)%(?:25)*2f`)
	escapedMark  = lazyregexp.New(`(?i)%(?:25)*(?:2b|2f|3a|3b|3d|40)`)
	secondMark   = lazyregexp.New(`\?([A-Za-z_]+=)`)
)

// mend undoes what happened to a link on its way, step by step. Each step leaves
// an undamaged link alone.
func mend(link string, n *notes) string {
	link = mendHost(link, n)
	if t := strings.ReplaceAll(link, "%%", "%"); t != link && strings.Count(t, "%")*2 == strings.Count(link, "%") {
		n.mended("percents", "every % was written twice, as in a batch file")
		link = t
	}
	link = mendMarks(link, n)
	if t, ok := decodeTwice(link); ok {
		n.mended("double-encoded", "the link was percent-encoded twice: % became %25")
		link = t
	}
	a, ok := parseAddress(link)
	if !ok || a.query == "" {
		return link
	}
	q := parseQuery(a.query)
	s, signed := shapeOf(a, q)
	if !signed {
		return link
	}
	q = mendNames(q, n)
	q = dropTracking(q, s, n)
	q = dropTwins(q, n)
	q = mendSignature(q, s, n)
	return withQuery(link, q.String())
}

// mendHost writes a host as browsers send it: what is wide or percent-encoded is the
// plain letter (https://url.spec.whatwg.org/#concept-host-parser).
func mendHost(link string, n *notes) string {
	a, ok := parseAddress(link)
	if !ok || a.userinfo || a.backslash {
		return link
	}
	if plain := address.Narrow(a.host); plain != a.host {
		n.mended("host-spelling", "the host was written in wide letters or percent escapes, which browsers read as plain ones")
		return strings.Replace(link, a.host, plain, 1)
	}
	return link
}

// decodeWhole takes one percent-encoding off a link that was encoded as a whole.
// An & that is none of its own ends it: it was a part of something else.
func decodeWhole(link string, n *notes) (string, bool) {
	if strings.Contains(link[:min(len(link), len("https:"))], ":") || !encodedURL.MatchString(link) {
		return link, false
	}
	own, _, more := strings.Cut(link, "&")
	t, ok := address.Unescape(own)
	if !ok {
		return link, false
	}
	n.mended("encoded", "the whole link was percent-encoded once more")
	if more {
		n.mended("trailing", "parameters that do not belong there followed the link")
	}
	return t, true
}

// withQuery replaces the query of a link.
func withQuery(link, query string) string {
	head, rest, _ := strings.Cut(link, "?")
	fragment := ""
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		fragment = rest[i:]
	}
	return head + "?" + query + fragment
}

// mendMarks puts back ? & = # that were encoded, or were not.
func mendMarks(link string, n *notes) string {
	head, query, found := strings.Cut(link, "?")
	if at := encodedMark.FindStringSubmatchIndex(head); at != nil {
		if _, signed := signedQuery(link); !signed { // what stands behind another ? was added
			n.mended("encoded", "the ? before the parameters was percent-encoded")
			head, query, found = link[:at[0]], link[at[2]:], true
		}
	}
	if !found {
		return link
	}
	if i := strings.IndexByte(head, '#'); i >= 0 {
		if _, signed := signedQuery(strings.Replace(head, "#", "%23", 1) + "?" + query); signed {
			n.mended("hash", "a # stands in the key; it must be written %23, or everything behind it is lost")
			head = strings.ReplaceAll(head, "#", "%23")
		}
	}
	mended := encodedAnd.ReplaceAllString(query, "&$1")
	mended = encodedIs.ReplaceAllString(mended, "$1=")
	if mended != query {
		n.mended("encoded", "the & or = between the parameters was percent-encoded")
	}
	mended = secondMark.ReplaceAllStringFunc(mended, func(m string) string {
		if tracking(strings.TrimSuffix(m[1:], "=")) {
			return "&" + m[1:]
		}
		return m
	})
	return head + "?" + mended
}

// decodeTwice takes one layer of percent-encoding off a link whose own
// parameters show that there are two.
func decodeTwice(link string) (string, bool) {
	a, ok := parseAddress(link)
	if !ok {
		return "", false
	}
	q := parseQuery(a.query)
	if _, signed := shapeOf(a, q); !signed {
		return "", false
	}
	for name, escape := range map[string]*lazyregexp.Regexp{
		"X-Amz-Credential": escapedSlash, "X-Goog-Credential": escapedSlash, "x-oss-credential": escapedSlash, "X-Amz-SignedHeaders": escapedMark,
		"se": escapedMark, "sig": escapedMark, "q-sign-time": escapedMark, "GoogleAccessId": escapedMark, "Signature": escapedMark,
	} {
		if p := q.find(name); p != nil && !p.bad && escape.MatchString(p.value) {
			return halfDecoded(link), true
		}
	}
	return "", false
}

// halfDecoded takes one layer off a query, and off the path if that has two as well.
func halfDecoded(link string) string {
	head, query, _ := strings.Cut(link, "?")
	if plain := strings.ReplaceAll(head, "%25", "%"); strings.Count(head, "%") == strings.Count(head, "%25") {
		if _, ok := address.Unescape(plain); ok {
			head = plain
		}
	}
	return head + "?" + strings.ReplaceAll(query, "%25", "%")
}

// mendNames restores the case of parameter names, which servers insist on.
func mendNames(q params, n *notes) params {
	for i, p := range q {
		if want, ok := spelling(p.name); ok && want != p.name && !p.bad {
			n.mended("case", "parameter names changed between upper and lower case")
			_, value, _ := strings.Cut(p.raw, "=")
			q[i].name, q[i].raw = want, want+"="+value
		}
	}
	return q
}

// spelling is how a parameter of a signature is written.
func spelling(name string) (string, bool) {
	for _, w := range []string{
		"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature",
		"X-Amz-Security-Token", "X-Amz-Region-Set", "X-Amz-Content-Sha256",
		"X-Goog-Algorithm", "X-Goog-Credential", "X-Goog-Date", "X-Goog-Expires", "X-Goog-SignedHeaders", "X-Goog-Signature",
		"AWSAccessKeyId", "OSSAccessKeyId", "GoogleAccessId", "Key-Pair-Id", "Expires", "Signature", "Policy",
	} {
		// S3 itself spells the token of SigV2 links in lower case.
		if strings.EqualFold(w, name) && name != "x-amz-security-token" {
			return w, true
		}
	}
	return "", false
}

// tracking reports whether a parameter is one that mailings, advertisements and
// chats add to every link.
func tracking(name string) bool {
	l := strings.ToLower(name)
	return beginsWith(l, "utm_", "mc_", "_hs", "hsa_", "pk_", "mtm_", "matomo_", "oly_", "vero_", "trk_", "ga_") || slices.Contains([]string{
		"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
		"li_fat_id", "mkt_tok", "srsltid", "s_cid", "wickedid", "_openstat", "ysclid", "rb_clickid", "epik", "_ga", "_gl",
	}, l)
}

func beginsWith(text string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

// dropTracking removes what was added. What stands before the signature may have been
// there when it was made.
func dropTracking(q params, s shape, n *notes) params {
	var names []string
	signature := slices.IndexFunc(q, func(p param) bool { return strings.EqualFold(p.name, s.signature) })
	before := false
	var out params
	for i, p := range q {
		if !tracking(p.name) {
			out = append(out, p)
			continue
		}
		names = append(names, shown(p.name))
		before = before || i < signature && (s.kind == SigV4 || s.kind == SigV4A)
	}
	switch {
	case before:
		n.guessed("tracking", "parameters stand before the signature that mailings add, and that may have been signed: "+several(names))
	case len(names) > 0:
		n.mended("tracking", "parameters were added that nobody signed: "+several(names))
	}
	return out
}

// dropTwins removes parameters that stand there twice with the same value; with
// different values nobody can tell which was signed.
func dropTwins(q params, n *notes) params {
	seen := map[string]param{}
	var out params
	var twice []string
	for _, p := range q {
		first, again := seen[p.name]
		switch {
		case !again:
			seen[p.name] = p
			out = append(out, p)
		case first.value == p.value:
			twice = append(twice, shown(p.name))
		default:
			n.add("changed", say.Bad, "the parameter "+shown(p.name)+" stands there twice with different values", "get the link again from whoever made it")
			out = append(out, p)
		}
	}
	if len(twice) > 0 {
		n.mended("duplicate", "what stands there twice: "+several(twice))
	}
	return out
}

// several lists names, each once and not too many.
func several(names []string) string {
	var out []string
	for _, name := range names {
		if len(out) == maxNames {
			return strings.Join(out, ", ") + " and others"
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// maxNames is how many names a sentence lists.
const maxNames = 8

// mendSignature repairs the signature's own value, where that can be done
// without the key.
func mendSignature(q params, s shape, n *notes) params {
	p := q.find(s.signature)
	if p == nil {
		return q
	}
	value := p.value
	if ok, _ := s.form.whole(value); ok {
		return sureSignature(q, p, s, n)
	}
	if t := strings.ReplaceAll(value, " ", "+"); t != value {
		if ok, _ := s.form.whole(t); ok {
			n.mended("plus", "a + in the signature became a space")
			p.value, p.raw = t, p.name+"="+escapeBase64(t)
			return q
		}
	}
	if _, want := s.form.whole(""); len(value) > want && (s.form == hex64 || s.form == hex40 || s.form == mac20 || s.form == mac32) {
		if ok, _ := s.form.whole(value[:want]); ok {
			if (s.form == hex64 || s.form == hex40) && isHex(value[want:want+1], 1) {
				n.guessed("trailing-hex", fmt.Sprintf("the signature has %d characters where %d were expected; which of them are too many cannot be seen", len(value), want))
			} else {
				n.mended("trailing", surplus(len(value)-want))
			}
			p.value, p.raw = value[:want], p.name+"="+escapeBase64(value[:want])
		}
	}
	return q
}

// surplus says how much stands behind a signature.
func surplus(characters int) string {
	if characters == 1 {
		return "a character that does not belong there follows the signature"
	}
	return fmt.Sprintf("%d characters that do not belong there follow the signature", characters)
}

// sureSignature repairs what a server would stumble over in a signature that is
// all there.
func sureSignature(q params, p *param, s shape, n *notes) params {
	switch s.form {
	case hex64, hex40, hexRSA, hexDER:
		if l := strings.ToLower(p.value); l != p.value {
			n.mended("case", "the signature is written in capitals; servers compare it letter by letter")
			p.value, p.raw = l, p.name+"="+l
		}
	case mac20, mac32:
		if strings.Contains(p.raw, "+") {
			n.mended("plus", "the signature has a bare +, which servers read as a space; it must be written %2B")
			p.raw = p.name + "=" + escapeBase64(p.value)
		}
	case urlRSA, urlAny, token, jwtForm, inPathForm:
	}
	return q
}

func escapeBase64(s string) string {
	return strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(s)
}
