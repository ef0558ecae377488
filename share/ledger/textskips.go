package ledger

import (
	"bytes"
	"context"
)

// skips say on which page each part of a long list begins, and with which entry:
// a search that begins with the newest entries, or looks for two terms, jumps
// there, and misses what they leave out. They are kept for the last term of a
// page, if what leads to the page says so. Where one page of them is full, others
// say on which page each of them begins, and so on: a tree.
type skips struct {
	led    bool
	from   int64 // the page
	levels []skipLevel
	full   []skipBlock
}

// skipLevel is the last page of a level of the tree, from the leaves up.
type skipLevel struct {
	page  int64
	block []byte
	last  int64
}

type skipBlock struct {
	level, page int64
	block       []byte
}

// add is for a page on which the list goes on. A page of skips that has got the
// size of pages is full.
func (s *skips) add(page int64, list []byte, pageSize int64) {
	if !s.led {
		return
	}
	entry, _ := varint(list)
	if s.levels == nil {
		s.levels = []skipLevel{{page: s.from}}
	}
	for i := 0; ; i++ {
		l := &s.levels[i]
		full := int64(len(l.block)) >= pageSize
		if full {
			s.grow(i)
			l = &s.levels[i]
		}
		if l.block == nil {
			below := page
			if i > 0 {
				below = s.levels[i-1].page
			}
			l.begin(full, below, entry)
		} else {
			l.block = appendVarint(l.block, entry-l.last)
		}
		if l.last = entry; !full {
			return
		}
	}
}

// begin begins a page: whether there are pages above it, the page that it begins
// with, and the entry.
func (l *skipLevel) begin(above bool, page, entry int64) {
	l.block = []byte{0}
	if above {
		l.block[0] = 1
	}
	l.block = appendVarint(appendVarint(l.block, page), entry)
}

// grow puts a full page away. The first one of its level becomes the first one that
// the level above knows.
func (s *skips) grow(i int) {
	l := &s.levels[i]
	l.block[0] = 1
	if i+1 == len(s.levels) {
		_, n := varint(l.block[1:])
		first, _ := varint(l.block[1+n:])
		above := skipLevel{page: l.page, last: first}
		above.begin(false, l.page, first)
		s.levels = append(s.levels, above)
		l = &s.levels[i]
	}
	s.full = append(s.full, skipBlock{int64(i), l.page, l.block})
	l.page, l.block = l.page+1, nil
}

// skipsAre reports whether they are in the index as they were added.
func (x *textIndex) skipsAre(ctx context.Context, s segment, want skips) bool {
	if !want.led {
		return true
	}
	const ofSkips, levelBits = 1 << 36, 31
	all := want.full
	for i, l := range want.levels {
		all = append(all, skipBlock{int64(i), l.page, l.block})
	}
	for _, b := range all {
		var block []byte
		id := s.id<<segmentBits | ofSkips | b.level<<levelBits + b.page
		err := x.tx.QueryRowContext(ctx, "SELECT block FROM words_data WHERE id = ? AND typeof(block) = 'blob' AND length(block) <= ?", id, mostBlock).Scan(&block)
		if err != nil || !bytes.Equal(block, b.block) {
			return false
		}
	}
	return len(all) > 0
}

// appendVarint adds a number as SQLite writes it.
// https://www.sqlite.org/fileformat.html#varint
func appendVarint(to []byte, n int64) []byte {
	u := uint64(n)
	if u >= 1<<56 {
		for i := range 8 {
			to = append(to, byte(u>>(57-7*i))|0x80)
		}
		return append(to, byte(u))
	}
	more := 7
	for u>>more > 0 {
		more += 7
	}
	for more -= 7; more > 0; more -= 7 {
		to = append(to, byte(u>>more)|0x80)
	}
	return append(to, byte(u)&0x7f)
}
