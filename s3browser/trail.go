package s3browser

import (
	"errors"
	"hash/maphash"
	"iter"
	"slices"
	"strings"
)

// maxNext bounds the token of the next page, in bytes: servers refuse longer
// addresses.
const maxNext = 16 << 10

// maxEmpty is how many pages in a row may bring nothing new. S3 sends empty pages
// where much was deleted, but not a million deleted keys on end.
const maxEmpty = 1000

// maxSame is how many pages in a row may bring keys that were brought before, page for
// page: a listing that was changed meanwhile does that once.
const maxSame = 3

// Trail follows a listing from page to page and notices one that never ends. It
// needs a few bytes a page. The zero Trail is ready for a first page.
type Trail struct {
	seed  maphash.Seed
	seen  map[uint64]struct{} // tokens and pages
	empty int                 // pages in a row without anything new
	same  int                 // those of them that had keys
}

// Follow takes the page that r was answered with. The error is an *Error of the
// kind Incomplete: what was listed may not be all.
func (t *Trail) Follow(r ListRequest, p Page) error {
	if p.Done {
		return nil
	}
	keys := func(yield func(string) bool) {
		for i := range p.Entries {
			if !yield(p.Entries[i].Key) {
				return
			}
		}
	}
	if why := t.follow(r.Token, p.Next, len(p.Entries), keys); why != "" {
		return incomplete(actionList(), uri(r.Bucket, r.Prefix), why)
	}
	return nil
}

// follow goes on from a page, asked for by token, to the next. It says what keeps
// the listing from an end; empty: nothing.
func (t *Trail) follow(token, next string, n int, keys iter.Seq[string]) (why string) {
	if t.seen == nil {
		t.seed, t.seen = maphash.MakeSeed(), map[uint64]struct{}{}
	}
	switch {
	case next == "":
		return "the server says that there is more, but not where it goes on"
	case len(next) > maxNext:
		return "where the server says it goes on is longer than an address may be"
	case next == token || t.met("token", next):
		return "the server leads back to a page that it has sent before"
	}
	t.empty++
	switch {
	case n == 0:
	case t.metAll("page", keys):
		t.same++
	default:
		t.empty, t.same = 0, 0
	}
	switch {
	case t.same >= maxSame:
		return "the server sends the same keys again and again"
	case t.empty >= maxEmpty:
		return "1,000 pages in a row bring nothing new"
	}
	return ""
}

// met reports whether a text was met before, and keeps it in mind.
func (t *Trail) met(what string, text ...string) bool {
	return t.metAll(what, slices.Values(text))
}

func (t *Trail) metAll(what string, text iter.Seq[string]) bool {
	var h maphash.Hash
	h.SetSeed(t.seed)
	for part := range text {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	_, _ = h.WriteString(what)
	_, before := t.seen[h.Sum64()]
	t.seen[h.Sum64()] = struct{}{}
	return before
}

// errEndless is a listing that does not say where it ends.
var errEndless = errors.New("the listing does not end")

// incomplete is the error of a listing that cannot be read to its end.
func incomplete(a action, target, why string) *Error {
	return &Error{
		Kind: Incomplete, Cause: errEndless,
		Sentence: strings.TrimSpace(a.doing+" "+printable(target)) + ": incomplete: " + why,
		Hint:     "what was listed may not be all; try again, or tell whoever runs the server",
	}
}

// errForeign is a listing with entries that do not belong in it.
var errForeign = errors.New("an entry that was not asked for")

func foreign(r ListRequest, key string) *Error {
	why := "the server lists what is not below it: " + printable(cut(key, 200))
	if key == "" {
		why = "the server lists an object without a name"
	}
	e := incomplete(actionList(), uri(r.Bucket, r.Prefix), why)
	e.Cause, e.Hint = errForeign, "nothing that this server lists can be trusted; tell whoever runs it"
	return e
}

// cut shortens text to at most n bytes, for a message.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return text[:n] + "…"
}
