package objects

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"signet/ui/listing"
)

// packed is the rows of one page as they are kept: one piece of memory without
// pointers, about 45 bytes an object with a short name. A million of them are then
// nothing that the garbage collector has to walk through.
//
// A row is a byte of what it is, its name below the folder, size, time and class,
// and the ETag, whose digits are kept as bytes. Numbers are varints.
type packed struct {
	prefix  string
	text    string
	at      []uint32 // where each row begins in text
	classes []string // storage classes met in the page, each once
}

// What a row is, in its first byte. The two highest bits are the form of the ETag.
const (
	isFolder = 1 << iota
	isForeign
)

// The forms in which ETags are kept.
const (
	noETag    = iota << 6
	md5ETag   // 32 hexadecimal digits
	partsETag // the same, a hyphen, and the number of parts
	otherETag // anything else, as it stands
)

// pack keeps the rows of the folder prefix.
func pack(prefix string) func([]row) listing.Block[row] {
	return func(rows []row) listing.Block[row] {
		p := &packed{prefix: prefix, at: make([]uint32, len(rows))}
		var room [64 << 10]byte // on the stack: a page of short names takes less
		text := room[:0]
		for i := range rows {
			p.at[i] = uint32(len(text)) // a page is bounded: s3browser reads no more than 16 MB
			text = p.add(text, &rows[i])
		}
		p.text = string(text)
		return p
	}
}

func (p *packed) add(text []byte, r *row) []byte {
	name := r.key
	var is byte
	if r.foreign {
		is |= isForeign
	} else {
		name = strings.TrimPrefix(name, p.prefix)
	}
	if r.folder {
		is |= isFolder
	}
	form, sum, parts := etagForm(r.etag)
	text = append(text, is|form)
	text = append(binary.AppendUvarint(text, uint64(len(name))), name...)
	text = binary.AppendUvarint(text, uint64(r.size))
	text = binary.AppendUvarint(text, uint64(r.modified))
	text = binary.AppendUvarint(text, uint64(p.class(r.class)))
	switch form {
	case md5ETag, partsETag:
		text = append(text, sum[:]...)
		if form == partsETag {
			text = binary.AppendUvarint(text, parts)
		}
	case otherETag:
		text = append(binary.AppendUvarint(text, uint64(len(r.etag))), r.etag...)
	}
	return text
}

// class gives the place of a storage class among those met.
func (p *packed) class(name string) int {
	if i := slices.Index(p.classes, name); i >= 0 {
		return i
	}
	p.classes = append(p.classes, strings.Clone(name))
	return len(p.classes) - 1
}

// etagForm chooses the form in which an ETag comes back letter by letter.
func etagForm(tag string) (form byte, sum [16]byte, parts uint64) {
	if tag == "" {
		return noETag, sum, 0
	}
	digits, count, some := strings.Cut(tag, "-")
	if len(digits) != 2*len(sum) || strings.ToLower(digits) != digits {
		return otherETag, sum, 0
	}
	if _, err := hex.Decode(sum[:], []byte(digits)); err != nil {
		return otherETag, sum, 0
	}
	if !some {
		return md5ETag, sum, 0
	}
	parts, err := strconv.ParseUint(count, 10, 64)
	if err != nil || strconv.FormatUint(parts, 10) != count {
		return otherETag, sum, 0
	}
	return partsETag, sum, parts
}

// Len is how many rows there are.
func (p *packed) Len() int { return len(p.at) }

// Read makes row i as it was.
func (p *packed) Read(i int, into *row) {
	is, name, c := p.open(i)
	p.measures(&c, is, into)
	into.key, into.etag = name, c.etag(is&0xC0)
	if !into.foreign {
		into.key = p.prefix + name
	}
}

// Glance makes row i without its key and its ETag.
func (p *packed) Glance(i int, into *row) {
	is, _, c := p.open(i)
	p.measures(&c, is, into)
}

// Text is the row's name within the folder.
func (p *packed) Text(i int) string {
	is, name, _ := p.open(i)
	switch {
	case is&isForeign != 0:
		r := row{key: name, foreign: true}
		return r.name(p.prefix)
	case name == "":
		return "./"
	}
	return name
}

// open begins to read row i, with its name.
func (p *packed) open(i int) (is byte, name string, c reader) {
	c = reader{p.text[p.at[i]:]}
	is = c.text(1)[0]
	name = c.text(int(c.number()))
	return is, name, c
}

func (p *packed) measures(c *reader, is byte, into *row) {
	into.folder, into.foreign = is&isFolder != 0, is&isForeign != 0
	into.size, into.modified = int64(c.number()), int64(c.number())
	into.class = p.classes[c.number()]
}

// reader reads the parts of a row one after the other.
type reader struct{ rest string }

func (c *reader) text(n int) string {
	t := c.rest[:n]
	c.rest = c.rest[n:]
	return t
}

func (c *reader) number() uint64 {
	var n uint64
	for i := range len(c.rest) {
		n |= uint64(c.rest[i]&0x7F) << (7 * i)
		if c.rest[i] < 0x80 {
			c.rest = c.rest[i+1:]
			break
		}
	}
	return n
}

func (c *reader) etag(form byte) string {
	switch form {
	case md5ETag:
		return hex.EncodeToString([]byte(c.text(16)))
	case partsETag:
		sum := hex.EncodeToString([]byte(c.text(16)))
		return sum + "-" + strconv.FormatUint(c.number(), 10)
	case otherETag:
		return c.text(int(c.number()))
	}
	return ""
}
