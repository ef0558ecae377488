package ledger

import (
	"bytes"
	"context"
	"encoding/binary"
	"unicode/utf8"
)

// segmentReader goes along the pages of a segment: terms in their order, each
// with the numbers of its entries in theirs, which may go on over many pages.
type segmentReader struct {
	ctx     context.Context
	index   *textIndex
	segment segment
	ways    *ways
	skips   skips
	pages   int64

	term    []byte
	entries int64 // of the term
	last    int64
	sum     stored
}

// A page begins with where on it the entries of the page before go on, and where
// its text ends. Behind that stand the places of its terms, each as its distance
// from the one before.
const pageHead = 4

// page reports whether it is as it must be.
func (r *segmentReader) page(block []byte, number int64, first bool) bool {
	if len(block) < pageHead {
		return false
	}
	goesOn, size := int(binary.BigEndian.Uint16(block)), int(binary.BigEndian.Uint16(block[2:]))
	if size < pageHead || size > len(block) || len(block) == pageHead {
		return false
	}
	terms := numbers{left: block[size:]}
	text := block[:size]
	to := size // of the list that goes on
	if len(terms.left) > 0 {
		if to = int(min(terms.next(), int64(size))); to == size {
			return false
		}
	}
	switch {
	case to < pageHead, goesOn == 0 && to > pageHead, goesOn != 0 && (goesOn != pageHead || to == pageHead):
		return false
	case goesOn != 0 && (r.term == nil || !r.list(text[pageHead:to])):
		return false
	case goesOn != 0:
		r.skips.add(number, text[pageHead:to], r.index.pageSize)
	}
	for begun := true; to < size; begun = false {
		from := to
		if to = size; len(terms.left) > 0 {
			step := terms.next()
			if step <= 0 || step >= int64(size-from) {
				return false
			}
			to = from + int(step)
		}
		if terms.torn || !r.begin(text[from:to], begun, number, first) {
			return false
		}
	}
	return !terms.torn && len(terms.left) == 0
}

// begin reads a term: how many bytes it has in common with the one before, if
// that stands on the same page, how many further ones, and those; then its list.
// Searches rely on it that no byte is written which both have in common.
func (r *segmentReader) begin(text []byte, ofPage bool, number int64, ofSegment bool) bool {
	n := numbers{left: text}
	var common int64
	if !ofPage {
		common = n.next()
	}
	more := n.next()
	if n.torn || more == 0 || more > int64(len(n.left)) || common > int64(len(r.term)) {
		return false
	}
	term := append(append(make([]byte, 0, int(common+more)), r.term[:common]...), n.left[:more]...)
	if !ofPage && inCommon(r.term, term) != int(common) || bytes.Compare(term, r.term) <= 0 && r.term != nil || !r.ended(ofPage) {
		return false
	}
	if ofPage {
		if !r.ways.lead(r.term, term, number, ofSegment) {
			return false
		}
		r.skips = skips{led: r.ways.skips, from: number}
	}
	r.term, r.entries, r.last, r.sum = term, 0, 0, stored{}
	return r.list(n.left[more:])
}

// list reads the numbers of entries. The first one of a page stands as it is, the
// others are distances.
func (r *segmentReader) list(text []byte) bool {
	whole := true
	for n := (numbers{left: text}); len(n.left) > 0; whole = false {
		entry := n.next()
		if !whole {
			if entry == 0 {
				return false
			}
			entry += r.last
		}
		if n.torn || entry < 0 || r.entries > 0 && entry <= r.last {
			return false
		}
		r.last = entry
		r.entries++
		dead, ok := r.segment.removed.has(entry)
		if !ok {
			return false
		}
		if !dead {
			r.sum.add(r.index.keyed.mix(entry))
			r.sum.odd = r.sum.odd || r.index.removedElsewhere(r.segment, entry)
		}
	}
	return true
}

func inCommon(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// ended adds what was read of a term, that may have been the last one of a page;
// false: no entry has it, or it is none.
func (r *segmentReader) ended(ofPage bool) bool {
	if r.term == nil {
		return r.pages == 0
	}
	if ofPage && !r.index.skipsAre(r.ctx, r.segment, r.skips) {
		r.sum.odd = true
	}
	const ofText = '0' // before each term of the index itself
	if r.entries == 0 || r.term[0] != ofText {
		return false
	}
	var key gram
	runes := 0
	for text := r.term[1:]; len(text) > 0; runes++ {
		c, n := utf8.DecodeRune(text)
		if c == utf8.RuneError && n == 1 || !keptByFTS5(c) {
			r.sum.odd = true // no search asks for it in this way
		}
		key = key.push(caseless(c))
		text = text[n:]
	}
	if runes != 3 {
		return false
	}
	sum := r.index.found[key]
	if sum == nil {
		sum = &stored{}
		r.index.found[key] = sum
	}
	sum.entries += r.sum.entries
	sum.mixed += r.sum.mixed
	sum.odd = sum.odd || r.sum.odd
	return true
}
