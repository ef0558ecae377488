package ledger

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// mostBase64 is how deep base64 is followed into base64: a mail that was sent on
// within a mail.
const mostBase64 = 2

// leastBase64 is the least base64 that a signature fits into.
const leastBase64 = sigDigits * 4 / 3

// readBase64 looks through what stands in base64, as mails, tokens and links of
// the MinIO console have it. Where its first letter is cannot be known.
func (c *clues) readBase64(t []byte, low, high int) {
	for i := leastBase64 - 1; i < len(t); {
		if wordTable[t[i]]&base64Byte == 0 {
			i += leastBase64
			continue
		}
		from, to := i, i+1
		for from > 0 && wordTable[t[from-1]]&base64Byte != 0 {
			from--
		}
		for to < len(t) && wordTable[t[to]]&base64Byte != 0 {
			to++
		}
		if to-from >= leastBase64 && !onlyHex(t[from:to]) {
			c.base64Run(t[from:to], low-from, high-from)
		}
		i = to + leastBase64
	}
}

// onlyHex reports whether letters of base64 are none: of so many that stand for
// text, some are no hexadecimal digits.
func onlyHex(run []byte) bool {
	return !slices.ContainsFunc(run, func(b byte) bool { return !isHex(b) })
}

func (c *clues) base64Run(run []byte, low, high int) {
	if c.inner == nil {
		c.inner = &clues{sum: c.sum, sumOf: c.sumOf, other: c.other, id: c.id, dated: c.dated, terms: c.terms, packed: c.packed, depth: c.depth + 1}
	}
	c.letters = c.letters[:0]
	for _, b := range run {
		switch b {
		case '-':
			b = '+'
		case '_':
			b = '/'
		}
		c.letters = append(c.letters, b)
	}
	for shift := range min(4, len(run)-leastBase64+1) {
		from := c.letters[shift:]
		if len(from)%4 == 1 {
			from = from[:len(from)-1] // of the next window
		}
		c.bytes = slices.Grow(c.bytes[:0], len(from))[:len(from)]
		n, err := base64.RawStdEncoding.Decode(c.bytes, from)
		if err != nil {
			continue // all letters are of base64
		}
		if _, kind := nextPacked(c.kinds(), c.bytes[:min(n, mostPreamble)]); kind != nil {
			c.packed(kind.name + ", written in base64")
		}
		text := withoutNUL(c.bytes[:n])
		const slack = 64 // for what of it is UTF-16 and what is not
		scale := func(at int) int { return at * len(text) / len(run) }
		c.inner.readDecoded(text, max(scale(low)-slack, 0), min(scale(high)+slack, len(text)))
	}
}

// mostPreamble is how much of what stands before a part of a mail may look like
// base64 and be taken for its beginning.
const mostPreamble = 128

// readDecoded looks through what stood in base64. Only what looks like text can
// have been broken: not the bytes of pictures, nor what comes of beginning at the
// wrong letter.
func (c *clues) readDecoded(data []byte, low, high int) {
	const block = 4 << 10
	c.readView(view{text: data}, low, high)
	for from := 0; from < len(data); {
		to := from
		for to < len(data) && isTextual(data[to:min(to+block, len(data))]) {
			to = min(to+block, len(data))
		}
		if to > from {
			begin := max(from-block, 0)
			part := data[begin:min(to+block, len(data))]
			c.readJoined(part, max(low-begin, 0), max(min(high-begin, len(part)), 0))
		}
		from = to + block
	}
}

// isTextual reports whether there are few control characters.
func isTextual(block []byte) bool {
	n := 0
	for _, b := range block {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			n++
		}
	}
	return n <= len(block)/32
}

func (c *clues) kinds() []packing {
	if c.known == nil {
		c.known = packings()
	}
	return c.known
}

// withoutNUL takes out every second byte of UTF-16, in place.
func withoutNUL(text []byte) []byte {
	at := bytes.IndexByte(text, 0)
	if at < 0 {
		return text
	}
	out := text[:at]
	for _, b := range text[at:] {
		if b != 0 {
			out = append(out, b)
		}
	}
	return out
}
