package inspect

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/internal/lazyregexp"
)

var (
	urlStart  = lazyregexp.New(`(?i)h(?:tt|xx)ps?(?:://|%(?:25)*3a%(?:25)*2f%(?:25)*2f|\[:\]//)`)
	bareStart = lazyregexp.New(`(?i)(?:^|[\s<"'(])((?:[a-z0-9-]+(?:\.|\[\.\]))+[a-z]{2,}(?::\d+)?)(?:/|%((?:25)*)2f)`)
	quoted    = lazyregexp.New(`(?m)^[ \t]*(?:>[ \t]?)+`)
	qpName    = lazyregexp.New(`[?&;][A-Za-z0-9-]+=3D`)
	qpOther   = lazyregexp.New(`=(?:3D|[0-9A-F]{2}|[ \t]*\r?\n|$)`)
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

// plainText undoes what programs do to whole texts: escapes of markup and of source
// code, reply marks, encodings of raw mails.
func plainText(text string, n *notes) string {
	plain := visible(text)
	if plain != text {
		n.mended("invisible", "invisible characters stood in the pasted text")
	}
	for range maxRepairs {
		t := unquote(unescapeMarkup(plain, n), n)
		if t == plain {
			break
		}
		plain = t
	}
	return plain
}

// candidates finds the links in a text (a mail, a chat message, a shell command, a
// piece of JSON) and puts each together again: those that are signed or hide what may
// be, or else the first one.
func candidates(text string) []candidate {
	var n notes
	plain := plainText(text, &n)
	found := candidatesIn(plain, n)
	if !slices.ContainsFunc(found, func(c candidate) bool { return whole(c.link) }) {
		if t, ok := unbordered(plain); ok {
			framed := append(notes(nil), n...)
			framed.mended("borders", "lines of a frame or of a neighbouring pane stood in the text")
			if again := candidatesIn(t, framed); slices.ContainsFunc(again, func(c candidate) bool { return whole(c.link) }) {
				return again
			}
		}
	}
	return found
}

func candidatesIn(plain string, n notes) []candidate {
	starts := urlStart.FindAllStringIndex(plain, maxStarts)
	var first *candidate
	var out []candidate
	w, taken := newWork(plain), 0
	for _, at := range starts {
		if at[0] < taken {
			continue // inside the link before
		}
		var own notes
		link, used := assemble(plain, at[0], &own, w)
		taken = at[0] + used
		c := candidate{link, append(slices.Clone(n), own...)}
		if _, signed := signedQuery(link); signed || promising(link) {
			if out = append(out, c); len(out) == 2*maxLinks {
				break
			}
		}
		if first == nil {
			first = &c
		}
	}
	if len(out) == 0 {
		if link, own := bare(plain, n); link != "" {
			return []candidate{{link, own}}
		}
		if first != nil {
			return []candidate{*first}
		}
	}
	return out
}

// extract is the link of a text that is one.
func extract(text string) (string, notes) {
	found := candidates(text)
	if len(found) == 0 {
		return "", nil
	}
	for _, c := range found {
		if _, signed := signedQuery(c.link); signed {
			return c.link, c.notes
		}
	}
	return found[0].link, found[0].notes
}

// bare finds a signed link whose https:// was lost: the last name of a host before
// the first sign of a signature.
func bare(text string, n notes) (string, notes) {
	mark := signMark.FindStringIndex(text)
	if mark == nil {
		return "", n
	}
	from := max(0, mark[0]-maxLink)
	all := bareStart.FindAllStringSubmatchIndex(text[from:mark[0]], -1)
	if len(all) == 0 {
		return "", n
	}
	text = text[from:]
	m := all[len(all)-1]
	start := "https://"
	if m[4] >= 0 { // the slash was encoded, and so was the start
		layers := text[m[4]:m[5]]
		start = "https%" + layers + "3A%" + layers + "2F%" + layers + "2F"
	}
	var own notes
	text = text[:m[2]] + start + text[m[2]:]
	link, _ := assemble(text, m[2], &own, newWork(text))
	if !signMark.MatchString(link) {
		return "", n
	}
	if a, ok := parseAddress(strings.ReplaceAll(link, "[.]", ".")); ok && locate(a).Guessed && !encodedURL.MatchString(link) {
		own.guessed("scheme", "the link begins without https:// or http://, and which of them it had cannot be seen")
	} else {
		own.mended("scheme", "the link begins without https://")
	}
	return link, append(slices.Clone(n), own...)
}

var (
	ampersand = lazyregexp.New(`&(?:amp;)+([A-Za-z])|&#(?:38|x26);|\\+u0026`)
	// reference is one of HTML that links are written with. Those without a
	// semicolon are left: &section= is a parameter.
	reference  = lazyregexp.New(`&(?i:lt|gt|quot|apos|equals|num|quest|percnt|plus|sol|colon|period|commat|lowbar|hyphen|nbsp|#[0-9]{2,3}|#x[0-9a-f]{2});`)
	codePoint  = lazyregexp.New(`\\+(?:u00|u\{|x)([2-7][0-9a-fA-F])\}?`)
	shellMark  = lazyregexp.New(`\\+([?&=%/_#~!$*(){}:;,.+@^<>|'"\[\]-])`)
	caretMark  = lazyregexp.New(`\^([&%=?<>|^])`)
	tickMark   = lazyregexp.New("`([&$#;])")
	shellBreak = lazyregexp.New(`[\\^]\r?\n[ \t]*`)
	tickBreak  = lazyregexp.New("([A-Za-z0-9&=%?/._-])`\\r?\\n[ \\t]*")
	codeBreak  = lazyregexp.New(`\\+(?:r\\+)?n|\\+t`)
	colours    = lazyregexp.New("\x1b\\[[0-9;?]*[A-Za-z]|\\^\\[\\[[0-9;]*m|\x1b\\]8;[^;\x1b\x07]*;")
)

// unescapeMarkup undoes the escapes of HTML, JSON, source code and shells, and the
// defanging that security people use.
func unescapeMarkup(text string, n *notes) string {
	step := func(t, code, words string) {
		if t != text {
			n.mended(code, words)
			text = t
		}
	}
	if strings.ContainsAny(text, "\x1b^") {
		step(colours.ReplaceAllString(text, ""), "colours", "codes of a terminal stood in the pasted text")
	}
	const entities = "& or another sign was written as it is inside HTML or JSON (&amp;)"
	if strings.ContainsAny(text, "&\\") {
		step(ampersand.ReplaceAllString(text, "&$1"), "entities", entities)
	}
	if strings.Contains(text, ";") {
		step(reference.ReplaceAllStringFunc(text, html.UnescapeString), "entities", entities)
	}
	if strings.ContainsAny(text, "\\^`") {
		step(codePoint.ReplaceAllStringFunc(text, character), "entities", entities)
		const backslashes = "backslashes or other marks of a shell or a program stood in the link"
		step(unshell(text), "backslashes", backslashes)
	}
	step(defanged.ReplaceAllStringFunc(text, arm), "defanged", "the link was made harmless (hxxp, [.])")
	return text
}

// unshell undoes what shells and programs write before signs and line ends.
func unshell(text string) string {
	text = joinTicks(shellBreak.ReplaceAllString(text, ""))
	text = codeBreak.ReplaceAllString(text, "\n")
	for _, mark := range []*lazyregexp.Regexp{shellMark, caretMark, tickMark} {
		text = mark.ReplaceAllString(text, "$1")
	}
	return text
}

// character is the sign that an escape of a program's text stands for.
func character(escape string) string {
	digits := codePoint.FindStringSubmatch(escape)[1]
	n, _ := strconv.ParseUint(digits, 16, 8)
	return string(rune(n))
}

// joinTicks undoes PowerShell's continuation of a line; a backtick that closes what
// another opened on its line is Markdown's.
func joinTicks(text string) string {
	if !strings.Contains(text, "`") {
		return text
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		at := tickBreak.FindStringSubmatchIndex(rest)
		if at == nil {
			b.WriteString(rest)
			break
		}
		line := rest[strings.LastIndexByte(rest[:at[3]], '\n')+1 : at[3]]
		if strings.Count(line, "`")%2 == 0 {
			b.WriteString(rest[:at[3]])
		} else {
			b.WriteString(rest[:at[1]])
		}
		rest = rest[at[1]:]
	}
	return b.String()
}

// defanged is the start of a link up to its query, harmless or not: programs that make
// links harmless spare no dot of the path. A bracket of the key's own is encoded in what
// is signed.
var defanged = lazyregexp.New(`(?i)h(?:tt|xx)ps?(?:\[:\]//|\[://\]|://|%(?:25)*3a)[^?#%\s]*`)

// arm undoes the defanging of a link's start.
func arm(start string) string {
	if x := start[1:3]; strings.EqualFold(x, "xx") {
		start = start[:1] + "tt" + start[3:]
	}
	return strings.NewReplacer("[:]", ":", "[://]", "://", "[.]", ".").Replace(start)
}

// unquote undoes what mail programs do to whole texts: reply marks at the line
// starts, and the quoted-printable encoding of raw messages (RFC 2045, 6.7).
func unquote(text string, n *notes) string {
	if strings.Contains(text, "\n") && quoted.MatchString(text) {
		text = quoted.ReplaceAllString(text, "")
	}
	if !qpName.MatchString(text) {
		return text
	}
	if t := unquoteBlock(text, n); t != text {
		return t
	}
	blocks := blank.Split(text, -1)
	ends := blank.FindAllString(text, -1)
	var b strings.Builder
	for i, block := range blocks {
		b.WriteString(unquoteBlock(block, n))
		if i < len(ends) {
			b.WriteString(ends[i])
		}
	}
	return b.String()
}

// blank is an empty line: what one part of a text says of its encoding says nothing of
// the next.
var blank = lazyregexp.New(`\n\r?\n`)

// unquoteBlock decodes a block in which every "=" is an escape or a soft line break. In
// a link as it should be, "=3D" after every name is impossible.
func unquoteBlock(text string, n *notes) string {
	if !qpName.MatchString(text) || strings.Count(text, "=") != len(qpOther.FindAllString(text, -1)) {
		return text
	}
	n.mended("quoted-printable", "the link was copied from a raw mail: = became =3D, and lines were folded")
	return unprintable(text)
}
