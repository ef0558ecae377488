package ledger

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
)

// packing is a way to pack data that is known by its first bytes.
type packing struct {
	name  string
	magic string
	// header judges the bytes behind the magic, which stand in many texts by
	// chance; nil: the magic is enough.
	header func(head []byte) bool
	// open reads what is packed, from the magic on; nil: signet cannot.
	open func(in *bufio.Reader) (io.Reader, error)
}

// Those that can be read follow each other within any text: a log behind its
// own older part, a document within an archive.
func packings() []packing {
	return []packing{
		{"gzip", "\x1f\x8b\x08", gzipHeader, openGzip},
		{"zip", "PK\x03\x04", zipHeader, openZip},
		{"bzip2", "BZh", bzip2Header, openBzip2},
		{"a PDF", "stream", pdfHeader, openPDF},
		{"xz", "\xfd7zXZ\x00", nil, nil},
		{"zstd", "\x28\xb5\x2f\xfd", nil, nil},
		{"lz4", "\x04\x22\x4d\x18", nil, nil},
		{"7z", "7z\xbc\xaf\x27\x1c", nil, nil},
		{"rar", "Rar!\x1a\x07", nil, nil},
		{"an encrypted message", "-----BEGIN PGP MESSAGE-----", nil, nil},
		{"an encrypted message", "smime-type=enveloped-data", nil, nil},
	}
}

// longestHeader is how many bytes any header needs to be known.
const longestHeader = 30

// https://www.rfc-editor.org/rfc/rfc1952#section-2.3
func gzipHeader(h []byte) bool {
	return len(h) >= 10 && h[3]&0xe0 == 0 && (h[8] == 0 || h[8] == 2 || h[8] == 4) && (h[9] <= 13 || h[9] == 255)
}

func openGzip(in *bufio.Reader) (io.Reader, error) {
	z, err := gzip.NewReader(in)
	if err == nil {
		z.Multistream(false) // what follows may be no gzip
	}
	return z, err
}

// zipDeflated is the one method of zip files in common use; what is stored
// without packing is read as it stands.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7
const zipDeflated = 8

func zipHeader(h []byte) bool {
	return len(h) >= 30 && h[4] <= 63 && (zipMethod(h) != 0 || zipLocked(h))
}

func zipMethod(h []byte) uint16 { return binary.LittleEndian.Uint16(h[8:]) }
func zipLocked(h []byte) bool   { return h[6]&1 != 0 }

func openZip(in *bufio.Reader) (io.Reader, error) {
	h, err := in.Peek(30)
	if err != nil {
		return nil, err
	}
	if zipLocked(h) {
		return nil, errors.New("it is encrypted")
	}
	if zipMethod(h) != zipDeflated {
		return nil, errors.New("packed in an uncommon way")
	}
	skip := 30 + int(binary.LittleEndian.Uint16(h[26:])) + int(binary.LittleEndian.Uint16(h[28:]))
	if _, err := in.Discard(skip); err != nil {
		return nil, err
	}
	return flate.NewReader(in), nil
}

func bzip2Header(h []byte) bool {
	return len(h) >= 10 && h[3] >= '1' && h[3] <= '9' && string(h[4:10]) == "1AY&SY"
}

func openBzip2(in *bufio.Reader) (io.Reader, error) { return &bzipped{r: bzip2.NewReader(in)}, nil }

// bzipped ends where its data do, for good. The library wants more of the same
// behind them, and takes two letters of anything else.
type bzipped struct {
	r   io.Reader
	err error
}

func (b *bzipped) Read(p []byte) (n int, err error) {
	if b.err == nil {
		n, b.err = b.r.Read(p)
	}
	if errors.Is(b.err, bzip2.StructuralError("bad magic value in continuation file")) {
		b.err = io.EOF
	}
	return n, b.err
}

// pdfHeader knows a stream of a PDF that is packed with zlib.
func pdfHeader(h []byte) bool { return pdfStart(h) > 0 }

func pdfStart(h []byte) int {
	rest := bytes.TrimPrefix(bytes.TrimPrefix(h, []byte("stream")), []byte("\r"))
	if len(rest) < 3 || rest[0] != '\n' || rest[1] != 0x78 || (uint16(rest[1])<<8|uint16(rest[2]))%31 != 0 {
		return 0
	}
	return len(h) - len(rest) + 1
}

func openPDF(in *bufio.Reader) (io.Reader, error) {
	h, err := in.Peek(longestHeader)
	if err != nil {
		return nil, err
	}
	if _, err := in.Discard(pdfStart(h)); err != nil {
		return nil, err
	}
	return zlib.NewReader(in)
}

// mostPacked is how deep packed data are followed into packed data.
const mostPacked = 5

// unpacker reads a text and whatever is packed in it. What cannot be unpacked is
// noted, and read as it stands.
type unpacker struct {
	in    *bufio.Reader
	inner io.Reader // what is being unpacked; nil: nothing
	name  string    // of its packing
	depth int
	stop  func() error // an error of the input itself, which is nobody else's fault
	note  func(what string)
	known []packing
}

func newUnpacker(r io.Reader, depth int, stop func() error, note func(string)) *unpacker {
	return &unpacker{in: bufio.NewReaderSize(r, 64<<10), depth: depth, stop: stop, note: note, known: packings()}
}

func (u *unpacker) Read(p []byte) (int, error) {
	for {
		for u.inner != nil {
			n, err := u.inner.Read(p)
			if err != nil {
				u.inner = nil
			}
			if err != nil && !errors.Is(err, io.EOF) && u.stop() == nil {
				u.note(u.name + ", which is damaged or ends in the middle")
			}
			if n > 0 {
				return n, nil
			}
		}
		upTo, err := u.plain()
		if u.inner == nil {
			if err != nil {
				return 0, err
			}
			return u.in.Read(p[:min(len(p), upTo)])
		}
	}
}

// plain says how many bytes may be read as they stand, up to the next packed
// data, or begins with them.
func (u *unpacker) plain() (upTo int, err error) {
	seen, err := u.in.Peek(u.in.Size())
	at, kind := nextPacked(u.known, seen)
	switch {
	case len(seen) == 0:
		return 0, err
	case kind != nil && at == 0:
		u.begin(*kind)
		return len(kind.magic), nil // if it cannot be unpacked
	case kind == nil && err == nil:
		return len(seen) - longestHeader, nil // a header may be cut in two
	}
	return at, nil
}

// nextPacked finds the first packed data in a text.
func nextPacked(known []packing, text []byte) (int, *packing) {
	first, found := len(text), (*packing)(nil)
	for i := range known {
		k := &known[i]
		for from := 0; from < first; {
			at := bytes.Index(text[from:first], []byte(k.magic))
			if at < 0 {
				break
			}
			if at += from; k.header == nil || k.header(text[at:]) {
				first, found = at, k
				break
			}
			from = at + 1
		}
	}
	return first, found
}

// begin starts to unpack, or notes why not.
func (u *unpacker) begin(k packing) {
	if k.open == nil {
		u.note(k.name + ", which signet cannot read")
		return
	}
	if u.depth == mostPacked {
		u.note(k.name + ", packed too many times over")
		return
	}
	inner, err := k.open(u.in)
	if err == nil {
		u.inner, u.name = newUnpacker(inner, u.depth+1, u.stop, u.note), k.name
	} else if u.stop() == nil {
		u.note(k.name + ", which cannot be unpacked: " + err.Error())
	}
}
