package objects

import (
	"strings"

	"signet/ui/listing"
)

// packed is the rows of one page as they are kept, about 43 bytes an object with a short
// name: its name below the folder, size, time and class, and the ETag.
type packed struct {
	rows   listing.Packed
	prefix string
}

// What a row is.
const (
	isFolder = 1 << iota
	isForeign
)

// pack keeps the rows of the folder prefix, on the shelf of its list.
func pack(prefix string, shelf *listing.Shelf) func([]row) listing.Block[row] {
	return func(rows []row) listing.Block[row] {
		var room [64 << 10]byte // on the stack: a page of short names takes less
		text, p := room[:0], listing.NewPacker(len(rows))
		for i := range rows {
			text = add(&p, text, &rows[i], prefix)
		}
		return &packed{p.Packed(text, shelf), prefix}
	}
}

func add(p *listing.Packer, text []byte, r *row, prefix string) []byte {
	name := r.key
	var is byte
	if r.foreign {
		is |= isForeign
	} else {
		name = strings.TrimPrefix(name, prefix)
	}
	if r.folder {
		is |= isFolder
	}
	text = p.Row(text, is)
	text = p.Text(text, name)
	text = p.Number(text, r.size)
	text = p.Time(text, r.modified)
	text = p.Word(text, r.class)
	return p.ETag(text, r.etag)
}

// Len is how many rows there are.
func (p *packed) Len() int { return p.rows.Len() }

// Read makes row i as it was.
func (p *packed) Read(i int, into *row) {
	is, c := p.rows.Open(i)
	name := c.Text()
	measures(&c, is, into)
	into.key, into.etag = name, c.ETag()
	if !into.foreign {
		into.key = p.prefix + name
	}
}

// Glance makes row i without its key and its ETag.
func (p *packed) Glance(i int, into *row) {
	is, c := p.rows.Open(i)
	c.Text()
	measures(&c, is, into)
}

// Text is the row's name within the folder.
func (p *packed) Text(i int) string {
	is, c := p.rows.Open(i)
	switch name := c.Text(); {
	case is&isForeign != 0:
		r := row{key: name, foreign: true}
		return r.name(p.prefix)
	case name == "":
		return "./"
	default:
		return name
	}
}

func measures(c *listing.Reader, is byte, into *row) {
	into.folder, into.foreign = is&isFolder != 0, is&isForeign != 0
	into.size, into.modified = c.Number(), c.Time()
	into.class = c.Word()
}
