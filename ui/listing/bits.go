package listing

import "math/bits"

// bitset is a set of row indexes: 125 KB for a million of them, so that to choose
// all of a bucket is to fill a few pages of memory.
type bitset struct {
	words []uint64
	n     int // how many are in it
}

func (b *bitset) has(i int) bool {
	w := i >> 6
	return i >= 0 && w < len(b.words) && b.words[w]&(1<<(i&63)) != 0
}

// put takes an index in or out.
func (b *bitset) put(i int, in bool) {
	if i < 0 || b.has(i) == in {
		return
	}
	b.grow(i + 1)
	b.words[i>>6] ^= 1 << (i & 63)
	if in {
		b.n++
	} else {
		b.n--
	}
}

func (b *bitset) grow(n int) {
	if need := (n + 63) >> 6; need > len(b.words) {
		b.words = append(b.words, make([]uint64, need-len(b.words))...)
	}
}

// fill puts in, takes out or turns every index before n, a word at a time.
func (b *bitset) fill(n int, change func(uint64) uint64) {
	b.grow(n)
	b.n = 0
	for w := range b.words {
		word := change(b.words[w])
		if over := n - w<<6; over < 64 {
			word &= 1<<max(over, 0) - 1
		}
		b.words[w] = word
		b.n += bits.OnesCount64(word)
	}
}

func (b *bitset) clone() bitset {
	return bitset{append([]uint64(nil), b.words...), b.n}
}

// each calls yield with the indexes in ascending order until it says false.
func (b *bitset) each(yield func(i int) bool) bool {
	for w, word := range b.words {
		for ; word != 0; word &= word - 1 {
			if !yield(w<<6 + bits.TrailingZeros64(word)) {
				return false
			}
		}
	}
	return true
}
