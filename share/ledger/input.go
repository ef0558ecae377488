package ledger

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// How files begin that are no plain text.
const (
	gzipBegins = "\x1f\x8b"
	utf8Mark   = "\xef\xbb\xbf"
	utf16Big   = "\xfe\xff"
	utf16Small = "\xff\xfe"
)

// maxGzip is how often over a file may be packed: a shipper packs what was packed.
const maxGzip = 3

// plain undoes gzip, which access logs come in, and what Windows makes of a text
// that is redirected into a file: a byte order mark, and UTF-16.
func plain(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	for range maxGzip {
		if !begins(in, gzipBegins) {
			break
		}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReaderSize(z, 64<<10)
	}
	switch {
	case begins(in, utf8Mark):
		_, err := in.Discard(len(utf8Mark))
		return in, err
	case begins(in, utf16Big), begins(in, utf16Small):
		u := &utf16Reader{in: in, order: binary.LittleEndian}
		if begins(in, utf16Big) {
			u.order = binary.BigEndian
		}
		_, err := in.Discard(len(utf16Big))
		return bufio.NewReaderSize(u, 64<<10), err
	}
	return in, nil
}

func begins(in *bufio.Reader, with string) bool {
	begin, _ := in.Peek(len(with)) // an error comes again with the next read
	return string(begin) == with
}

// utf16Reader reads UTF-16 as UTF-8. What is no UTF-16 becomes U+FFFD.
type utf16Reader struct {
	in    *bufio.Reader
	order binary.ByteOrder
	left  []byte // of a character that did not fit
}

func (u *utf16Reader) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(u.left) == 0 {
			r, err := u.readRune()
			if err != nil {
				if n > 0 { // it comes again
					err = nil
				}
				return n, err
			}
			u.left = utf8.AppendRune(nil, r)
		}
		copied := copy(p[n:], u.left)
		n, u.left = n+copied, u.left[copied:]
	}
	return n, nil
}

func (u *utf16Reader) readRune() (rune, error) {
	two, err := u.in.Peek(2)
	if len(two) < 2 {
		if len(two) == 1 {
			err = io.ErrUnexpectedEOF
		}
		return 0, err
	}
	r := rune(u.order.Uint16(two))
	if _, err := u.in.Discard(2); err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	if two, _ = u.in.Peek(2); len(two) == 2 {
		if pair := utf16.DecodeRune(r, rune(u.order.Uint16(two))); pair != utf8.RuneError {
			_, err = u.in.Discard(2)
			return pair, err
		}
	}
	return utf8.RuneError, nil
}

// BeginSize is how much of a file IsLog looks at.
const BeginSize = usualPage

// IsLog reports whether what begins so may be a share log: a file of SQLite, or a
// damaged one whose beginning is lost. Text has no zeros in it, unless it is
// packed or in UTF-16.
func IsLog(begin []byte) bool {
	other := func(mark string) bool { return bytes.HasPrefix(begin, []byte(mark)) }
	return bytes.IndexByte(begin, 0) >= 0 && !slices.ContainsFunc([]string{gzipBegins, utf16Big, utf16Small}, other)
}
