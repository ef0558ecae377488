package inspect

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"signet/internal/lazyregexp"
	"signet/share/address"
)

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
	proofpointV3 = lazyregexp.New(`^/v3/__(.+)__;([A-Za-z0-9+/_=-]*)!`)
	singleSlash  = lazyregexp.New(`^(?i)(https?:/)([^/])`)
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
