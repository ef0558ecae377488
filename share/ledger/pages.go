package ledger

import (
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"math"
	"os"
	"slices"
)

// pages reads a file of SQLite page by page, without SQLite: of a damaged file
// SQLite gives nothing back that it has to pass a damaged page for.
// https://www.sqlite.org/fileformat.html
type pages struct {
	file   *os.File
	wal    *os.File // nil: there is none
	frames map[uint32]int64
	size   int      // of a page
	usable int      // of it
	count  uint32   // of those in the file
	more   []uint32 // that are in the write-ahead file alone, in their order

	reads int64 // of pages
	spare int64 // how many more may be read for what goes on from other pages
}

const (
	leastPage, mostPage = 512, 65536
	usualPage           = 4096 // what signet's files have
	leafTable           = 0x0d
	mostPayload         = 4 << 20 // of a row: nothing larger is recorded; ours have a few kB
)

// readsPerPage is how often a page may be read as one that rows go on on: a row is
// looked at a few times, and no two rows share a page. In a file that somebody made
// up, or whose pages were exchanged, a thousand rows may all go on on the same ones.
const readsPerPage = 16

// torn is the error for what does not add up.
type torn struct{}

func (torn) Error() string { return "it is damaged" }

// openPages opens a file for reading, with what stands in its write-ahead file.
func openPages(path string) (*pages, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p := &pages{file: f, size: usualPage, usable: usualPage, frames: map[uint32]int64{}}
	header := make([]byte, headerSize)
	if _, err := f.ReadAt(header, 0); err == nil && string(header[:len(magic)]) == magic {
		p.measure(header)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	p.count = uint32(min((info.Size()+int64(p.size)-1)/int64(p.size), math.MaxUint32))
	if p.wal, err = os.Open(path + "-wal"); err == nil {
		p.readAhead()
	}
	for n := range p.frames {
		if n > p.count {
			p.more = append(p.more, n)
		}
	}
	slices.Sort(p.more)
	p.spare = readsPerPage * (int64(p.count) + int64(len(p.more)) + 64)
	return p, nil
}

func (p *pages) close() {
	_ = p.file.Close()
	if p.wal != nil {
		_ = p.wal.Close()
	}
}

// measure takes the size of a page from the header, if it is one.
func (p *pages) measure(header []byte) {
	size, reserved := int(binary.BigEndian.Uint16(header[16:])), int(header[20])
	if size == 1 {
		size = mostPage
	}
	if size < leastPage || size&(size-1) != 0 || size-reserved < 480 {
		return
	}
	p.size, p.usable = size, size-reserved
}

// The write-ahead file: a header, then frames of a header and a page.
// https://www.sqlite.org/fileformat.html#the_write_ahead_log
const (
	walHeader   = 32
	frameHeader = 24
)

// readAhead finds the pages that the write-ahead file holds, up to the last
// transaction that was committed.
func (p *pages) readAhead() {
	header := make([]byte, walHeader)
	if _, err := p.wal.ReadAt(header, 0); err != nil {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if header[3]&1 == 1 {
		order = binary.BigEndian
	}
	sum := checksum{order: order}
	sum.add(header[:24])
	if !sum.is(header[24:]) || int(binary.BigEndian.Uint32(header[8:])) != p.size {
		return
	}
	frame := make([]byte, frameHeader+p.size)
	open := map[uint32]int64{}
	for at := int64(walHeader); ; at += int64(len(frame)) {
		if _, err := p.wal.ReadAt(frame, at); err != nil || string(frame[8:16]) != string(header[16:24]) {
			return
		}
		sum.add(frame[:8])
		sum.add(frame[frameHeader:])
		if !sum.is(frame[16:]) {
			return
		}
		open[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if binary.BigEndian.Uint32(frame[4:]) > 0 { // it ends a transaction
			maps.Copy(p.frames, open)
			clear(open)
		}
	}
}

// checksum is that of the write-ahead file.
type checksum struct {
	order binary.ByteOrder
	a, b  uint32
}

func (c *checksum) add(data []byte) {
	for i := 0; i+8 <= len(data); i += 8 {
		c.a += c.order.Uint32(data[i:]) + c.b
		c.b += c.order.Uint32(data[i+4:]) + c.a
	}
}

func (c *checksum) is(stored []byte) bool {
	return binary.BigEndian.Uint32(stored) == c.a && binary.BigEndian.Uint32(stored[4:]) == c.b
}

// read fills buf, of the size of a page, with page n. Of a page that is cut off
// in its midst the rest is zeros.
func (p *pages) read(n uint32, buf []byte) error {
	from, at := p.file, int64(n-1)*int64(p.size)
	if where, ok := p.frames[n]; ok {
		from, at = p.wal, where
	}
	p.reads++
	clear(buf)
	if n == 0 {
		return torn{}
	}
	got, err := from.ReadAt(buf, at)
	if errors.Is(err, io.EOF) && got > 0 {
		err = nil
	}
	return err
}

// cells calls yield for each cell of a page that is a leaf of a table, once; other
// pages have none. A cell is a payload's length, the number of the row, and the
// payload as far as it is on the page.
func (p *pages) cells(n uint32, page []byte, yield func(at int)) {
	head := 0
	if n == 1 {
		head = headerSize
	}
	if page[head] != leafTable {
		return
	}
	count := min(int(binary.BigEndian.Uint16(page[head+3:])), (p.usable-head-8)/2)
	seen := make([]bool, p.usable)
	for i := range count {
		pointer := head + 8 + 2*i
		if at := int(binary.BigEndian.Uint16(page[pointer:])); at > pointer && at < p.usable && !seen[at] {
			seen[at] = true
			yield(at)
		}
	}
}

// cell is where a row stands on a page.
type cell struct {
	rowid   int64
	size    int    // of the payload
	local   []byte // the part of it that is on the page
	further uint32 // the page where it goes on; 0: it does not
}

func (p *pages) cellAt(page []byte, at int) (c cell, err error) {
	size, n := varint(page[at:p.usable])
	id, m := varint(page[min(at+n, p.usable):p.usable])
	if n == 0 || m == 0 || size < 0 || size > mostPayload {
		return c, torn{}
	}
	c.rowid, c.size = id, int(size)
	at += n + m
	local := p.local(c.size)
	end := at + local
	if local < c.size {
		end += 4
	}
	if end > p.usable {
		return c, torn{}
	}
	c.local = page[at : at+local]
	if local < c.size {
		c.further = binary.BigEndian.Uint32(page[at+local:])
	}
	return c, nil
}

// local is how much of a payload is on the page of its cell.
// https://www.sqlite.org/fileformat.html#cellformat
func (p *pages) local(size int) int {
	most := p.usable - 35
	if size <= most {
		return size
	}
	least := (p.usable-12)*32/255 - 23
	if k := least + (size-least)%(p.usable-4); k <= most {
		return k
	}
	return least
}

// payload is all of a row, put together from its pages.
func (p *pages) payload(c cell) ([]byte, error) {
	out := append(make([]byte, 0, c.size), c.local...)
	page := make([]byte, p.size)
	for next := c.further; len(out) < c.size; {
		if p.spare--; next == 0 || p.spare < 0 || p.read(next, page) != nil {
			return nil, torn{}
		}
		next = binary.BigEndian.Uint32(page)
		out = append(out, page[4:min(p.usable, 4+c.size-len(out))]...)
	}
	return out, nil
}

// varint reads a number as SQLite writes it, and its length: 0 if it is torn.
func varint(b []byte) (n int64, length int) {
	var u uint64
	for i := range min(9, len(b)) {
		if i == 8 {
			return int64(u<<8 | uint64(b[i])), 9
		}
		u = u<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return int64(u), i + 1
		}
	}
	return 0, 0
}
