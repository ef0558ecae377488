package versions

import (
	"strings"

	"signet/ui/listing"
)

// packed is the versions of one page as they are kept, about 70 bytes each: the key
// below the prefix that was asked for, the id, size, time and class, and the ETag.
type packed struct {
	rows   listing.Packed
	prefix string
	search func(*row) string
}

// What a row is.
const (
	isLatest = 1 << iota
	isDeleted
	isForeign
	isElsewhere // the key is not below the prefix
)

// pack keeps rows in the memory that they need. search is what the filter searches of one.
func pack(prefix string, search func(*row) string, shelf *listing.Shelf) func([]row) listing.Block[row] {
	return func(rows []row) listing.Block[row] {
		var room [96 << 10]byte // on the stack: a page of short names takes less
		text, p := room[:0], listing.NewPacker(len(rows))
		for i := range rows {
			text = add(&p, text, &rows[i], prefix)
		}
		return &packed{p.Packed(text, shelf), prefix, search}
	}
}

func add(p *listing.Packer, text []byte, r *row, prefix string) []byte {
	key, below := strings.CutPrefix(r.key, prefix)
	text = p.Row(text, flag(isLatest, r.latest)|flag(isDeleted, r.deleted)|flag(isForeign, r.foreign)|flag(isElsewhere, !below))
	text = p.Text(text, key)
	text = p.Text(text, r.id)
	text = p.Number(text, r.size)
	text = p.Time(text, r.modified)
	text = p.Word(text, r.class)
	return p.ETag(text, r.etag)
}

func flag(bit byte, on bool) byte {
	if on {
		return bit
	}
	return 0
}

// Len is how many rows there are.
func (p *packed) Len() int { return p.rows.Len() }

// Read makes row i as it was.
func (p *packed) Read(i int, into *row) {
	is, c := p.rows.Open(i)
	p.named(is, &c, into)
	into.size, into.modified = c.Number(), c.Time()
	into.class = c.Word()
	into.etag = c.ETag()
}

// named makes what tells a row from its neighbours.
func (p *packed) named(is byte, c *listing.Reader, into *row) {
	into.latest, into.deleted, into.foreign = is&isLatest != 0, is&isDeleted != 0, is&isForeign != 0
	into.key, into.id = c.Text(), c.Text()
	if is&isElsewhere == 0 {
		into.key = p.prefix + into.key
	}
}

// Glance makes row i: versions are not sorted, so nothing is saved by making less of it.
func (p *packed) Glance(i int, into *row) { p.Read(i, into) }

// Text is what the filter searches of row i.
func (p *packed) Text(i int) string {
	var r row
	is, c := p.rows.Open(i)
	p.named(is, &c, &r)
	return p.search(&r)
}
