package inspect

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/share/finding"
)

// maxJoin bounds how many pieces of a broken link are put together.
const maxJoin = 256

// notes collects what was found wrong on the way, each code once; of repairs each
// that was made.
type notes []finding.Finding

func (n *notes) add(code string, level finding.Level, text, next string) {
	if slices.ContainsFunc(*n, func(f finding.Finding) bool { return f.Code == code }) {
		return
	}
	*n = append(*n, finding.Finding{Code: code, Level: level, Text: text, Next: next})
}

// has reports whether one of the codes was noted.
func (n *notes) has(codes ...string) bool {
	return slices.ContainsFunc(*n, func(f finding.Finding) bool { return slices.Contains(codes, f.Code) })
}

// useRepaired is the advice for damage that could be undone.
const useRepaired = "use the repaired link"

// mended notes damage that the repaired link no longer has.
func (n *notes) mended(code, text string) {
	if f := (finding.Finding{Code: code, Level: finding.Warning, Text: text, Next: useRepaired}); !slices.Contains(*n, f) {
		*n = append(*n, f)
	}
}

// join adds what was noted elsewhere.
func (n *notes) join(found notes) {
	for _, f := range found {
		if isRepair(f) {
			n.mended(f.Code, f.Text)
		} else {
			n.add(f.Code, f.Level, f.Text, f.Next)
		}
	}
}

// repaired reports whether anything was mended, to the end.
func (n *notes) repaired() bool { return !n.has(tangled) && slices.ContainsFunc(*n, isRepair) }

func isRepair(f finding.Finding) bool { return f.Next == useRepaired }

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
		return string(rune(unhex(m[1])<<4 | unhex(m[2])))
	})
}

func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}

// assemble reads one link from text[at:], over line ends and spaces if it is
// not whole without them, and says how many bytes it used.
func assemble(text string, at int, n *notes) (link string, used int) {
	rest := text[at:]
	if end, ok := closing(text, at); ok {
		if inner := rest[:end]; !strings.ContainsFunc(inner, unicode.IsSpace) {
			return trimEnd(inner, n), end
		}
	}
	link, used = piece(rest)
	if !whole(link) {
		if joined, upTo, ok := join(rest); ok {
			spaces := strings.Contains(joined, "%20") && !strings.Contains(rest[:upTo], "%20")
			if spaces {
				n.mended("spaces", "spaces stand in the link; they must be written %20")
			} else {
				n.mended("line-breaks", "line breaks or spaces stood inside the link")
			}
			return trimEnd(joined, n), upTo
		}
		link, used = trailingLines(rest, link, used, n)
	}
	return trimEnd(link, n), used
}

// closing finds the end of a link that stands in quotes or angle brackets, which
// no link holds itself.
func closing(text string, at int) (int, bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	pairs := map[rune]string{'<': ">", '"': `"`, '\'': "'", '`': "`", '“': "”", '„': "“", '«': "»", '‘': "’"}
	end, ok := pairs[before]
	if !ok {
		return 0, false
	}
	i := strings.Index(text[at:], end)
	return i, i > 0
}

// piece is the run of characters up to the first space or to one that no link
// holds.
func piece(rest string) (string, int) {
	i := strings.IndexFunc(rest, ends)
	if i < 0 {
		i = len(rest)
	}
	return rest[:i], i
}

// join puts pieces together until they make a whole signed link, or one that
// becomes whole when it is repaired. A space in the path is part of the key, and
// becomes %20; any other space is damage.
func join(rest string) (link string, used int, ok bool) {
	type prefix struct{ text, used int } // ends of a joined link, in it and in rest
	var all []prefix
	link, used = piece(rest)
	for range maxJoin {
		gap := used + len(rest[used:]) - len(strings.TrimLeftFunc(rest[used:], unicode.IsSpace))
		next, n := piece(rest[gap:])
		if n == 0 || gap == used || urlStart.MatchString(next) {
			break
		}
		if !strings.ContainsAny(rest[used:gap], "\r\n") && inPath(link) {
			link += strings.Repeat("%20", utf8.RuneCountInString(rest[used:gap]))
		}
		link += next
		used = gap + n
		if whole(link) || whole(strip(link)) {
			return link, used, true
		}
		all = append(all, prefix{len(link), used})
	}
	if len(all) == 0 || !promising(link) {
		return "", 0, false
	}
	// What follows a whole link does not make it less whole.
	i := sort.Search(len(all), func(i int) bool { return heals(link[:all[i].text]) })
	if i == len(all) {
		return "", 0, false
	}
	return link[:all[i].text], all[i].used, true
}

// inPath reports a link whose end is in its path, and not encoded in there.
func inPath(link string) bool {
	return !strings.Contains(link, "?") && !encodedURL.MatchString(link) && !encodedMark.MatchString(link) && !strings.Contains(link, consolePath)
}

// trailingLines takes further lines that can only be the rest of a link, though
// the link stays cut off.
func trailingLines(rest, link string, used int, n *notes) (string, int) {
	if _, signed := signedQuery(link); !signed {
		return link, used
	}
	for range maxJoin {
		tail := rest[used:]
		trimmed := strings.TrimLeftFunc(tail, unicode.IsSpace)
		if !strings.ContainsAny(tail[:len(tail)-len(trimmed)], "\r\n") {
			break
		}
		next, size := piece(trimmed)
		if len(next) < 8 || !strings.ContainsAny(next, "&=%") && len(next) < 24 || urlStart.MatchString(next) {
			break
		}
		link += next
		used += len(tail) - len(trimmed) + size
		n.mended("line-breaks", "line breaks or spaces stood inside the link")
	}
	return link, used
}

// signedQuery tells the shape of a link, and whether it has any sign of a
// signature.
func signedQuery(link string) (shape, bool) {
	a, ok := parseAddress(link)
	if !ok {
		return shape{}, false
	}
	return shapeOf(a, parseQuery(a.query))
}

// whole reports whether a link is signed and complete to its last character.
func whole(link string) bool {
	a, ok := parseAddress(link)
	if !ok {
		return false
	}
	q := parseQuery(a.query)
	s, ok := shapeOf(a, q)
	return ok && s.complete(q)
}

// endMarks are what sentences, quotes and markup leave at the end of a link.
const endMarks = ".,;:!?'\"`)]}>*|’”»…\\"

// strip removes end marks, but not a closing bracket that the link opened.
func strip(link string) string {
	for {
		r, size := utf8.DecodeLastRuneInString(link)
		if size == 0 || !strings.ContainsRune(endMarks, r) {
			return link
		}
		if open, ok := map[rune]string{')': "(", ']': "[", '}': "{"}[r]; ok &&
			strings.Count(link, open) >= strings.Count(link, string(r)) {
			return link
		}
		link = link[:len(link)-size]
	}
}

// trimEnd removes what does not belong to the end of a link and notes it.
func trimEnd(link string, n *notes) string {
	short := strip(link)
	if short == link || strings.HasSuffix(short, "://") {
		return link
	}
	if strings.HasPrefix(link[len(short):], "?") && !strings.Contains(short, "?") {
		return link // an empty query, not a question
	}
	n.mended("trailing", "punctuation or quotes were pasted along with the link's end")
	return short
}
