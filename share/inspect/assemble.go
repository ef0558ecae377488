package inspect

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/internal/lazyregexp"
)

// maxJoin bounds how many pieces of a broken link are put together, maxLink how long
// it gets, and workload how much is looked at for all links of a text, in bytes.
const (
	maxJoin  = 256
	maxLink  = 64 << 10
	workload = 16 << 20
)

// work is what is known of a text, and what may still be done for it.
type work struct {
	left  int
	marks []int // where signs of a signature stand, counted from the end
}

func newWork(text string) *work {
	w := &work{left: workload}
	for _, at := range signMark.FindAllStringIndex(text, 4*maxStarts) {
		w.marks = append(w.marks, len(text)-at[0])
	}
	return w
}

// marked reports a sign of a signature within reach of the text's rest.
func (w *work) marked(rest string) bool {
	i, _ := slices.BinarySearchFunc(w.marks, len(rest), func(mark, at int) int { return at - mark })
	return i < len(w.marks) && len(rest)-w.marks[i] < maxLink/2
}

// assemble reads one link from text[at:], over line ends and spaces if it is
// not whole without them, and says how many bytes it used.
func assemble(text string, at int, n *notes, w *work) (link string, used int) {
	rest := text[at:]
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if end, ok := closing(text, at); ok {
		inner := rest[:end]
		if !strings.ContainsFunc(inner, unicode.IsSpace) {
			if !whole(inner) {
				if joined, upTo, ok := joinStrings(rest, end); ok {
					n.mended("strings", "the link was cut into several strings of a program")
					return trimEnd(joined, before, n), upTo
				}
			}
			return trimEnd(unlabelled(inner, before, n), before, n), end
		}
	}
	link, used = piece(rest)
	link = unlabelled(link, before, n)
	if !whole(link) {
		if joined, upTo, ok := join(rest, w); ok {
			spaces := strings.Contains(joined, "%20") && !strings.Contains(rest[:upTo], "%20")
			if path, _, _ := strings.Cut(rest[:upTo], "?"); spaces && blankHost(joined) {
				n.guessed("host-space", "a space stands in the host, where none can be; what belongs there cannot be seen")
			} else if spaces && strings.ContainsAny(path, "\r\n") {
				n.guessed("spaces", "spaces and a line break stand in the key; whether the break was a space too cannot be seen")
			} else if spaces {
				n.mended("spaces", "spaces stand in the link; they must be written %20")
			} else {
				n.mended("line-breaks", "line breaks or spaces stood inside the link")
			}
			return trimEnd(joined, before, n), upTo
		}
		link, used = trailingLines(rest, link, used, n)
	}
	return trimEnd(link, before, n), used
}

// blankHost reports a link whose host holds a space, which no name does.
func blankHost(link string) bool {
	_, rest, _ := strings.Cut(link, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.Contains(host, "%20")
}

// closing finds the end of a link that stands in quotes or brackets, which no link
// holds itself.
func closing(text string, at int) (int, bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	pairs := map[rune]string{
		'<': ">", '"': `"`, '\'': "'", '`': "`", '“': "”“", '„': "“”", '«': "»", '»': "«", '‹': "›", '›': "‹", '‘': "’", '‚': "‘", '”': "”", '’': "’",
		'「': "」", '『': "』", '（': "）", '《': "》", '【': "】", '＜': "＞", '＂': "＂",
	}
	end, ok := pairs[before]
	if !ok {
		return 0, false
	}
	i := strings.IndexAny(text[at:min(len(text), at+maxLink)], end)
	return i, i > 0
}

// labelStart is the first sign that no query has, or the end. [.] and [:] are marks
// that were made harmless.
func labelStart(query string) int {
	for i := 0; i < len(query); i++ {
		switch query[i] {
		case '[':
			if strings.HasPrefix(query[i:], "[.]") || strings.HasPrefix(query[i:], "[:]") {
				i += 2
				continue
			}
			return i
		case '|', ']', '{', '}':
			return i
		}
	}
	return len(query)
}

// labelled finds where a link ends that markup put a label behind, or a sentence of a
// language without blanks: [label|link|…], link[label], <link|label>. In a query
// signers write all of these signs as escapes; a path may have them.
func labelled(link string, before rune) int {
	mark := strings.IndexByte(link, '?')
	if strings.ContainsRune("<[|", before) {
		if i := strings.IndexAny(link, "|"); i >= 0 && (mark < 0 || i < mark) {
			return i
		}
	}
	if mark < 0 {
		return len(link)
	}
	link = link[:mark+labelStart(link[mark:])]
	foreign := strings.IndexFunc(link[mark:], func(r rune) bool {
		return r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsLetter(r))
	})
	if foreign >= 0 && whole(link[:mark+foreign]) {
		return mark + foreign
	}
	if before == '(' {
		return balanced(link)
	}
	return len(link)
}

// unlabelled is a link without what labelled finds.
func unlabelled(link string, before rune, n *notes) string {
	i := labelled(link, before)
	if i < len(link) {
		n.mended("trailing", trailing)
	}
	return link[:i]
}

const trailing = "punctuation or quotes were pasted along with the link's end"

// balanced is where the bracket closes that stood before a link.
func balanced(link string) int {
	depth := 0
	for i, r := range link {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return len(link)
}

// piece is the run of characters up to the first space or to one that no link
// holds.
func piece(rest string) (string, int) {
	rest = rest[:min(len(rest), maxLink)]
	i := strings.IndexFunc(rest, ends)
	if i < 0 {
		i = len(rest)
	}
	return rest[:i], i
}

// glue is what stands between two strings of a program that are one text.
var glue = lazyregexp.New(`^(["'])\s*(?:\+|\.\.?|&|<>|~|,|\\|_)?\s*(?:\\|_)?\s*(?:\+|\.\.?|&)?\s*[furbLFRBU@$]{0,2}(["'])`)

// joinStrings puts a link together that a program's text has as several strings. It
// must be whole then.
func joinStrings(rest string, end int) (link string, used int, ok bool) {
	link, used = rest[:end], end
	for range 64 {
		m := glue.FindStringSubmatchIndex(rest[used:min(len(rest), used+256)])
		if m == nil || rest[used+m[2]] != rest[used+m[4]] {
			return "", 0, false
		}
		quote := rest[used+m[4] : used+m[5]]
		used += m[1]
		i := strings.Index(rest[used:min(len(rest), used+maxLink)], quote)
		if i < 0 || strings.ContainsFunc(rest[used:used+i], unicode.IsSpace) || urlStart.MatchString(rest[used:used+i]) {
			return "", 0, false
		}
		link += rest[used : used+i]
		if used += i; whole(link) {
			return link, used, true
		}
	}
	return "", 0, false
}

// join puts pieces together until they make a whole signed link, or one that
// becomes whole when it is repaired. A space in the path is part of the key, and
// becomes %20; any other space is damage.
func join(rest string, w *work) (link string, used int, ok bool) {
	type prefix struct{ text, used int } // ends of a joined link, in it and in rest
	var all []prefix
	link, used = piece(rest)
	if w.left <= 0 || !w.marked(rest) && !promising(link) {
		return "", 0, false
	}
	for range maxJoin {
		gap := used + len(rest[used:]) - len(strings.TrimLeftFunc(rest[used:], unicode.IsSpace))
		next, n := piece(rest[gap:])
		if n == 0 || gap == used || len(link) > maxLink || urlStart.MatchString(next) {
			break
		}
		if w.left -= len(link); w.left <= 0 {
			return "", 0, false
		}
		if !strings.ContainsAny(rest[used:gap], "\r\n") && inPath(link) {
			link += strings.Repeat("%20", utf8.RuneCountInString(rest[used:gap]))
		}
		short := link + next[:labelled("?"+next, 0)-1]
		link += next
		used = gap + n
		for _, l := range []string{link, short} {
			if whole(l) || whole(strip(l)) {
				l, used = behind(rest, l, used)
				return l, used, true
			}
		}
		all = append(all, prefix{len(link), used})
	}
	if w.left -= 64 * len(link); len(all) == 0 || w.left <= 0 || !promising(link) {
		return "", 0, false
	}
	// What follows a whole link does not make it less whole.
	i := sort.Search(len(all), func(i int) bool { return heals(link[:all[i].text]) })
	if i == len(all) {
		return "", 0, false
	}
	return link[:all[i].text], all[i].used, true
}

// furtherParam is a line that can only be more of a query.
var furtherParam = lazyregexp.New(`^\s+(&[A-Za-z][A-Za-z0-9-]*=[^\s<>"'|]*)`)

// behind adds the parameters that stand behind the signature, on lines of their own.
func behind(rest, link string, used int) (string, int) {
	for range 8 {
		m := furtherParam.FindStringSubmatchIndex(rest[used:min(len(rest), used+4096)])
		if m == nil {
			break
		}
		link += rest[used+m[2] : used+m[3]]
		used += m[1]
	}
	return link, used
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
const endMarks = ".,;:!?'\"`)]}>*|’”»…\\“„‘‚›‹«。，、；：！？）」』》】〉＞＂．"

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

// trimEnd removes what does not belong to the end of a link and notes it. Marks that
// make a text slanted or struck out stand before it as well.
func trimEnd(link string, before rune, n *notes) string {
	short := strip(link)
	if strings.ContainsRune("_~*", before) {
		short = strip(strings.TrimRight(short, string(before)))
	}
	if short == link || strings.HasSuffix(short, "://") {
		return link
	}
	if strings.HasPrefix(link[len(short):], "?") && !strings.Contains(short, "?") {
		return link // an empty query, not a question
	}
	n.mended("trailing", trailing)
	return short
}
