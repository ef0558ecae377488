package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
)

// removed are the pages with the entries that were removed from a segment.
type removed [][]byte

func (x *textIndex) removed(ctx context.Context, s segment) (removed, error) {
	var out removed
	if s.tombstones == 0 {
		return nil, nil
	}
	from := (s.id + 1<<tombstoneBits) << segmentBits
	err := each(ctx, x.tx, func(rows *sql.Rows) error {
		var id int64
		var block []byte
		if err := rows.Scan(&id, &block); err != nil {
			return err
		}
		x.held += len(block)
		if id != from+int64(len(out)) || len(block) < tombstoneHead+8 || x.held > mostHeld {
			return errForm
		}
		out = append(out, block)
		return nil
	}, "SELECT id, block FROM words_data WHERE id >= ? AND id < ? AND typeof(block) = 'blob' AND length(block) <= ? ORDER BY id", from, from+s.tombstones, mostBlock)
	if int64(len(out)) != s.tombstones && err == nil {
		err = errForm
	}
	return out, err
}

// A page of tombstones begins with the width of its numbers and whether 0 is one.
const tombstoneHead = 8

// has looks an entry up in the way of FTS5: what stands where that does not look
// is not removed. The page, the place on it, and from there on up to a free one.
func (r removed) has(entry int64) (dead, ok bool) {
	if len(r) == 0 {
		return false, true
	}
	pages := int64(len(r))
	block := r[entry%pages]
	width := 8
	if block[0] == 4 {
		width = 4
	}
	if entry == 0 {
		return false, false // no entry has it
	}
	table := block[tombstoneHead:]
	slots := len(table) / width
	if len(block) <= 16 {
		slots = 1
	}
	at := int(entry / pages % int64(slots))
	for range slots {
		var n int64
		if width == 4 {
			n = int64(binary.BigEndian.Uint32(table[at*width:]))
		} else {
			n = int64(binary.BigEndian.Uint64(table[at*width:]))
		}
		switch n {
		case 0:
			return false, true
		case entry:
			return true, true
		}
		at = (at + 1) % slots
	}
	return false, true
}

// removedElsewhere reports whether an entry of a segment was removed from another
// one: if that one is newer, and has the same term, no search finds the entry.
func (x *textIndex) removedElsewhere(s segment, entry int64) bool {
	for _, at := range x.pruned {
		if at != s.at {
			if dead, _ := x.segments[at].removed.has(entry); dead {
				return true
			}
		}
	}
	return false
}
