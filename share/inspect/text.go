package inspect

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	urlStart  = regexp.MustCompile(`(?i)h(?:tt|xx)ps?(?:://|%(?:25)*3a%(?:25)*2f%(?:25)*2f|\[:\]//)`)
	bareStart = regexp.MustCompile(`(?i)(?:^|[\s<"'(])((?:[a-z0-9-]+(?:\.|\[\.\]))+[a-z]{2,}(?::\d+)?)(?:/|%((?:25)*)2f)`)
	quoted    = regexp.MustCompile(`(?m)^[ \t]*(?:>[ \t]?)+`)
	qpName    = regexp.MustCompile(`[?&;][A-Za-z0-9-]+=3D`)
	qpOther   = regexp.MustCompile(`=(?:3D|[0-9A-F]{2}|\r?\n|$)`)
)

// invisible are characters that pasting brings along and nobody sees: zero
// width spaces, the byte order mark, soft hyphens, directional marks.
func invisible(r rune) bool {
	return r != utf8.RuneError && (unicode.Is(unicode.Cf, r) || r == 0)
}

// visible drops what is invisible. Bytes that are no UTF-8 stay.
func visible(text string) string {
	if !strings.ContainsFunc(text, invisible) {
		return text
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if !invisible(r) {
			b.WriteString(rest[:size])
		}
		rest = rest[size:]
	}
	return b.String()
}

// extract finds the link in a pasted text (a mail, a chat message, a shell
// command, a piece of JSON) and puts it together again. The result is the first
// link that is signed, or else the first one; empty if there is none.
func extract(text string) (string, notes) {
	var n notes
	plain := visible(text)
	if plain != text {
		n.mended("invisible", "invisible characters stood in the pasted text")
	}
	for range maxRepairs {
		t := unquote(unescapeMarkup(plain, &n), &n)
		if t == plain {
			break
		}
		plain = t
	}
	starts := urlStart.FindAllStringIndex(plain, 64)
	if len(starts) == 0 {
		return bare(plain, &n)
	}
	first, firstNotes, taken := "", notes(nil), 0
	for _, at := range starts {
		if at[0] < taken {
			continue // inside the link before
		}
		var own notes
		link, used := assemble(plain, at[0], &own)
		taken = at[0] + used
		if _, signed := signedQuery(link); signed {
			return link, append(n, own...)
		}
		if first == "" {
			first, firstNotes = link, own
		}
	}
	return first, append(n, firstNotes...)
}

// bare finds a signed link whose https:// was lost: the last name of a host before
// the first sign of a signature.
func bare(text string, n *notes) (string, notes) {
	mark := signMark.FindStringIndex(text)
	if mark == nil {
		return "", *n
	}
	all := bareStart.FindAllStringSubmatchIndex(text[:mark[0]], -1)
	if len(all) == 0 {
		return "", *n
	}
	m := all[len(all)-1]
	start := "https://"
	if m[4] >= 0 { // the slash was encoded, and so was the start
		layers := text[m[4]:m[5]]
		start = "https%" + layers + "3A%" + layers + "2F%" + layers + "2F"
	}
	var own notes
	link, _ := assemble(text[:m[2]]+start+text[m[2]:], m[2], &own)
	if !signMark.MatchString(link) {
		return "", *n
	}
	n.mended("scheme", "the link begins without https://")
	return link, append(*n, own...)
}

var (
	ampersand = regexp.MustCompile(`&(?:amp;)+([A-Za-z])|&#(?:38|x26);|\\+u0026`)
	shellMark = regexp.MustCompile(`\\+([?&=%])`)
)

// unescapeMarkup undoes the escapes of HTML, JSON and shells around "&", and
// the defanging that security people use.
func unescapeMarkup(text string, n *notes) string {
	if t := ampersand.ReplaceAllString(text, "&$1"); t != text {
		n.mended("entities", "& was written as &amp; or \\u0026, as it is inside HTML or JSON")
		text = t
	}
	if t := shellMark.ReplaceAllString(text, "$1"); t != text {
		n.mended("backslashes", "backslashes from a shell stood before ? & =")
		text = t
	}
	if t := defanged.ReplaceAllStringFunc(text, arm); t != text {
		n.mended("defanged", "the link was made harmless (hxxp, [.])")
		text = t
	}
	return text
}

// defanged is the start of a link up to its path, harmless or not.
var defanged = regexp.MustCompile(`(?i)h(?:tt|xx)ps?(?:\[:\]//|://|%(?:25)*3a)[^/?#%\s]*`)

// arm undoes the defanging of a link's start.
func arm(start string) string {
	if x := start[1:3]; strings.EqualFold(x, "xx") {
		start = start[:1] + "tt" + start[3:]
	}
	return strings.NewReplacer("[:]", ":", "[.]", ".").Replace(start)
}

// unquote undoes what mail programs do to whole texts: reply marks at the line
// starts, and the quoted-printable encoding of raw messages (RFC 2045, 6.7).
func unquote(text string, n *notes) string {
	if strings.Contains(text, "\n") && quoted.MatchString(text) {
		text = quoted.ReplaceAllString(text, "")
	}
	// In quoted-printable every "=" is an escape or a soft line break. In a link
	// as it should be, "=3D" after every name is impossible.
	if !qpName.MatchString(text) || strings.Count(text, "=") != len(qpOther.FindAllString(text, -1)) {
		return text
	}
	n.mended("quoted-printable", "the link was copied from a raw mail: = became =3D, and lines were folded")
	text = strings.NewReplacer("=\r\n", "", "=\n", "").Replace(text)
	return qpOther.ReplaceAllStringFunc(text, func(m string) string {
		if len(m) != 3 {
			return m
		}
		n, _ := strconv.ParseUint(m[1:], 16, 8) // two digits, or there were none of it
		return string(rune(n))
	})
}
