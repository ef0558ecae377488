package inspect

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/share/say"
)

// maxRepairs bounds how often a link is looked through: one look undoes each kind of
// damage once, and a last one finds nothing. maxWraps bounds what is taken off in
// one look.
const (
	maxRepairs = 16
	maxWraps   = 8
)

// restore finds the link in a text and repairs it until nothing changes any more,
// because what happened to a link last hides what happened before. hides names the
// redirect that the search ended at, if its target cannot be read.
func restore(text string, n *notes) (link, hides string) {
	for range maxRepairs {
		var found notes
		next, hides := repair(text, &found)
		if next == "" { // on a later look: what was a link stays one
			if link == "" {
				n.join(found)
			}
			return link, ""
		}
		if next == text {
			found = slices.DeleteFunc(found, isRepair)
		}
		n.join(found)
		if next == text || hides != "" {
			return next, hides
		}
		if len(next) > MaxInput {
			break
		}
		text, link = next, next
	}
	n.add(tangled, say.Bad, "the link was changed more often than can be undone", "get the link again from whoever made it")
	return link, ""
}

// tangled is the code of a link whose repair found no end.
const tangled = "tangled"

// repair finds the link in a text and looks once for every kind of damage.
func repair(text string, n *notes) (link, hides string) {
	link, found := extract(text)
	n.join(found)
	if link == "" {
		return "", ""
	}
	return undo(link, n, intact)
}

// undo takes off what a link was encoded and wrapped into, and mends it. What
// comes out of an encoding goes through inside.
func undo(link string, n *notes, inside func(string, *notes) string) (undone, hides string) {
	for range maxWraps {
		if t, ok := decodeWhole(link, n); ok {
			link = inside(t, n)
			continue
		}
		inner, by, opaque := unwrap(link)
		if opaque {
			return link, by
		}
		if inner == "" {
			break
		}
		n.mended("wrapped", "the link was wrapped into "+by+"; what is read here is the link inside")
		link = inside(inner, n)
	}
	return mend(link, n), ""
}

// heals reports whether a link would be whole once it was repaired.
func heals(link string) bool {
	for range maxRepairs {
		next, hides := undo(link, &notes{}, func(s string, _ *notes) string { return escapeEnds(s) })
		if hides != "" {
			return false
		}
		if next == link {
			break
		}
		link = next
	}
	return whole(link)
}

// intact is a link that came out of an encoding, in one piece: spaces and line
// breaks are damage that can be undone, or were a part of it.
func intact(text string, n *notes) string {
	if i := strings.IndexFunc(text, ends); i < 0 {
		return text
	}
	var own notes
	if link, used := assemble(text, 0, &own, newWork(text)); used == len(text) {
		n.join(own)
		return link
	}
	n.mended("unescaped", "characters stand in the link that must be percent-encoded")
	return escapeEnds(text)
}

// ends reports characters that no link holds, so that one ends before them.
func ends(r rune) bool {
	return unicode.IsSpace(r) || r < ' ' || r == 0x7f || strings.ContainsRune("<>\"`“”«»„‟‹›", r)
}

// escapeEnds writes the characters that no link holds as percent escapes.
func escapeEnds(link string) string {
	var b strings.Builder
	for rest := link; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if c := rest[:size]; ends(r) {
			b.WriteString(url.PathEscape(c))
		} else {
			b.WriteString(c)
		}
		rest = rest[size:]
	}
	return b.String()
}
