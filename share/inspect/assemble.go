package inspect

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxJoin bounds how many pieces of a broken link are put together.
const maxJoin = 256

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
