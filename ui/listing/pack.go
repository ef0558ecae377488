package listing

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Packed is rows in one piece of memory without pointers: a million of them are then
// nothing that the garbage collector has to walk through. A row is a byte of what it is,
// and its parts one after the other as its screen has written them with a Packer and
// reads them with a Reader. Numbers are varints, the digits of an ETag are kept as
// bytes, and words that come again and again once for all rows.
type Packed struct {
	text  string
	at    []uint32 // where each row begins in text
	words []string
}

// Len is how many rows there are.
func (p *Packed) Len() int { return len(p.at) }

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

// Packed are the rows.
func (p *Packer) Packed(text []byte) Packed { return Packed{string(text), p.at, p.words} }

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
	rest  string
	form  byte
	words []string
}

// Open begins to read row i, with what it is.
func (p *Packed) Open(i int) (is byte, r Reader) {
	rest := p.text[p.at[i]:]
	return rest[0] &^ formOf, Reader{rest[1:], rest[0] & formOf, p.words}
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

// Word is a word.
func (r *Reader) Word() string { return r.words[r.Number()] }

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
