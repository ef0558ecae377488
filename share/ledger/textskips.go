package ledger

import (
	"bytes"
	"context"
)

// skips say on which page each part of a long list begins, and with which entry:
// a search that begins with the newest entries, or looks for two terms, jumps
// there, and misses what they leave out. They are kept for the last term of a
// page, if what leads to the page says so.
type skips struct {
	led   bool
	from  int64 // the page
	block []byte
	last  int64
}

// add is for a page on which the list goes on.
func (s *skips) add(page int64, list []byte) {
	if !s.led {
		return
	}
	entry, _ := varint(list)
	if s.block == nil {
		s.block = appendVarint([]byte{0}, page)
	}
	s.block = appendVarint(s.block, entry-s.last)
	s.last = entry
}

// skipsAre reports whether they are in the index as they were added. Of very many
// pages FTS5 makes a tree, which is not read.
func (x *textIndex) skipsAre(ctx context.Context, s segment, want skips) bool {
	if !want.led {
		return true
	}
	const ofSkips = 1 << 36
	var block []byte
	err := x.tx.QueryRowContext(ctx, "SELECT block FROM words_data WHERE id = ? AND typeof(block) = 'blob' AND length(block) <= ?", s.id<<segmentBits|ofSkips|want.from, mostBlock).Scan(&block)
	return err == nil && len(block) > 0 && bytes.Equal(block, want.block)
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
