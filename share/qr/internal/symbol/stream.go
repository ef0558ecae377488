package symbol

import (
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode/bitset"
	"github.com/skip2/go-qrcode/reedsolomon"
)

// smallest is the first version that holds a text, and its data, padded.
func smallest(text string) (version, *bitset.Bitset, error) {
	for g := range group(groups) {
		all, bits := segments(text, g), 0
		for _, s := range all {
			bits += s.bits(g)
		}
		for v := version(g.first()); v <= version(g.last()); v++ {
			if bits <= 8*v.dataBytes() {
				return v, v.write(all, g), nil
			}
		}
	}
	return 0, nil, ErrTooLong
}

// write is the segments, the terminator, and what fills the version (7.4.9, 7.4.10).
func (v version) write(all []segment, g group) *bitset.Bitset {
	b := bitset.New()
	for _, s := range all {
		put(b, s.mode.indicator(), 4)
		put(b, uint(len(s.text)), g.countBits(s.mode))
		s.put(b)
	}
	room := 8 * v.dataBytes()
	put(b, 0, min(4, room-b.Len()))
	put(b, 0, (8-b.Len()%8)%8)
	for pad := uint(0xec); b.Len() < room; pad ^= 0xec ^ 0x11 {
		put(b, pad, 8)
	}
	return b
}

func (s segment) put(b *bitset.Bitset) {
	switch s.mode {
	case numeric:
		for rest := s.text; rest != ""; {
			n := min(3, len(rest))
			value, _ := strconv.ParseUint(rest[:n], 10, 16) // the mode has digits alone
			put(b, uint(value), numeric.bits(n))
			rest = rest[n:]
		}
	case alphanumeric:
		for rest := s.text; rest != ""; {
			n, value := min(2, len(rest)), 0
			for _, c := range []byte(rest[:n]) {
				value = value*len(alphabet) + strings.IndexByte(alphabet, c)
			}
			put(b, uint(value), alphanumeric.bits(n))
			rest = rest[n:]
		}
	default:
		b.AppendBytes([]byte(s.text))
	}
}

func put(b *bitset.Bitset, value uint, bits int) { b.AppendUint32(uint32(value), bits) }

// interleave adds the error correction to each block, and takes a byte of each in
// turn (7.5, 7.6). The shorter blocks are the first, by one byte.
func interleave(v version, data *bitset.Bitset) []byte {
	all := bytesOf(data)
	short := len(all) / v.blocks()
	longer := len(all) % v.blocks()
	blocks := make([][]byte, v.blocks())
	for i := range blocks {
		n := short
		if i >= v.blocks()-longer {
			n++
		}
		one := bitset.New()
		one.AppendBytes(all[:n])
		blocks[i], all = bytesOf(reedsolomon.Encode(one, v.correction())), all[n:]
	}
	var out []byte
	for i := range short + 1 {
		for _, b := range blocks {
			if i < len(b)-v.correction() {
				out = append(out, b[i])
			}
		}
	}
	for i := range v.correction() {
		for _, b := range blocks {
			out = append(out, b[len(b)-v.correction()+i])
		}
	}
	return out
}

func bytesOf(b *bitset.Bitset) []byte {
	out := make([]byte, b.Len()/8)
	for i := range out {
		out[i] = b.ByteAt(8 * i)
	}
	return out
}
