package listing

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Packed is rows in one piece of memory without pointers: a million of them are then
// nothing that the garbage collector has to walk through. A row is a byte of what it is,
// and its parts one after the other as its screen has written them with a Packer and
// reads them with a Reader. Numbers are varints, times are counted from the first one, the
// digits of an ETag are kept as bytes, and words that come again and again once for all rows.
type Packed struct {
	text  string
	near  []uint16 // where each row begins in text
	far   []uint32 // the same where that is too long for near
	words []string
	since int64
}

// Len is how many rows there are.
func (p *Packed) Len() int { return len(p.near) + len(p.far) }

func (p *Packed) begins(i int) int {
	if p.far != nil {
		return int(p.far[i])
	}
	return int(p.near[i])
}

// formOf are the two bits of a row's first byte that say how its ETag is kept.
const formOf = 0xC0

// The forms in which ETags are kept.
const (
	noETag    = iota << 6
	md5ETag   // 32 hexadecimal digits
	partsETag // the same, a hyphen, and the number of parts
	otherETag // anything else, as it stands
)

// Packer packs rows. What it adds it appends to a text that the caller keeps, which may
// be on the stack. Row begins each row, with what it is in the lower six bits.
type Packer struct {
	at    []uint32
	words []string
	since int64 // the first time
	timed bool  // there was one
}

// NewPacker packs so many rows.
func NewPacker(rows int) Packer { return Packer{at: make([]uint32, 0, rows)} }

// Row begins a row.
func (p *Packer) Row(text []byte, is byte) []byte {
	p.at = append(p.at, uint32(len(text))) // a page is bounded: s3browser reads no more than 16 MB
	return append(text, is&^formOf)
}

// Text adds a text.
func (*Packer) Text(text []byte, s string) []byte {
	return append(binary.AppendUvarint(text, uint64(len(s))), s...)
}

// Number adds a number.
func (*Packer) Number(text []byte, n int64) []byte { return binary.AppendUvarint(text, uint64(n)) }

// Time adds a number that is not far from the others.
func (p *Packer) Time(text []byte, t int64) []byte {
	if !p.timed {
		p.since, p.timed = t, true
	}
	return binary.AppendVarint(text, t-p.since)
}

// Word adds one of a few words, such as a storage class.
func (p *Packer) Word(text []byte, s string) []byte {
	i := slices.Index(p.words, s)
	if i < 0 {
		i = len(p.words)
		p.words = append(p.words, strings.Clone(s))
	}
	return binary.AppendUvarint(text, uint64(i))
}

// ETag adds an ETag, of which a row has one at most.
func (p *Packer) ETag(text []byte, tag string) []byte {
	form, sum, parts := etagForm(tag)
	text[p.at[len(p.at)-1]] |= form
	switch form {
	case md5ETag, partsETag:
		text = append(text, sum[:]...)
		if form == partsETag {
			text = binary.AppendUvarint(text, parts)
		}
	case otherETag:
		text = p.Text(text, tag)
	}
	return text
}

// Packed are the rows. They lie on the shelf.
func (p *Packer) Packed(text []byte, shelf *Shelf) Packed {
	all := Packed{text: shelf.put(text), words: p.words, since: p.since}
	if len(text) > math.MaxUint16 {
		all.far = p.at
		return all
	}
	all.near = make([]uint16, len(p.at))
	for i, at := range p.at {
		all.near[i] = uint16(at)
	}
	return all
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

// Reader reads the parts of a row in the order in which they were added.
type Reader struct {
	rest string
	form byte
	of   *Packed
}

// Open begins to read row i, with what it is.
func (p *Packed) Open(i int) (is byte, r Reader) {
	rest := p.text[p.begins(i):]
	return rest[0] &^ formOf, Reader{rest[1:], rest[0] & formOf, p}
}

// Text is a text.
func (r *Reader) Text() string { return r.cut(int(r.Number())) }

func (r *Reader) cut(n int) string {
	t := r.rest[:n]
	r.rest = r.rest[n:]
	return t
}

// Number is a number.
func (r *Reader) Number() int64 {
	var n uint64
	for i := range len(r.rest) {
		n |= uint64(r.rest[i]&0x7F) << (7 * i)
		if r.rest[i] < 0x80 {
			r.rest = r.rest[i+1:]
			break
		}
	}
	return int64(n)
}

// Time is a time.
func (r *Reader) Time() int64 {
	n := uint64(r.Number())
	return r.of.since + (int64(n>>1) ^ -int64(n&1))
}

// Word is a word.
func (r *Reader) Word() string { return r.of.words[r.Number()] }

// ETag is the ETag.
func (r *Reader) ETag() string {
	switch r.form {
	case md5ETag:
		return hex.EncodeToString([]byte(r.cut(16)))
	case partsETag:
		sum := hex.EncodeToString([]byte(r.cut(16)))
		return sum + "-" + strconv.FormatUint(uint64(r.Number()), 10)
	case otherETag:
		return r.Text()
	}
	return ""
}
