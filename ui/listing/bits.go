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

// fillWhere is fill of the indexes in where alone, from index from to before until.
func (b *bitset) fillWhere(where *bitset, from, until int, change func(uint64) uint64) {
	until = min(until, len(where.words)<<6)
	b.grow(until)
	for w := from >> 6; w<<6 < until; w++ {
		b.change(w, where.words[w]&within(w, from, until), change)
	}
}

// fillRange is fill of the indexes from index from to before until.
func (b *bitset) fillRange(from, until int, change func(uint64) uint64) {
	b.grow(until)
	for w := from >> 6; w<<6 < until; w++ {
		b.change(w, within(w, from, until), change)
	}
}

// change changes the bits of a word that are in mask.
func (b *bitset) change(w int, mask uint64, change func(uint64) uint64) {
	was := b.words[w]
	b.words[w] = was&^mask | change(was)&mask
	b.n += bits.OnesCount64(b.words[w]) - bits.OnesCount64(was)
}

// within is the bits of word w that stand for the indexes from index from to before
// until.
func within(w, from, until int) uint64 {
	mask := ^uint64(0)
	if low := from - w<<6; low > 0 {
		mask <<= low
	}
	if high := until - w<<6; high < 64 {
		mask &= 1<<high - 1
	}
	return mask
}

// setOf is a set of indexes.
func setOf(rows []int32) *bitset {
	b := &bitset{n: len(rows)}
	if n := len(rows); n > 0 {
		b.grow(int(rows[n-1]) + 1) // they ascend
	}
	for _, i := range rows {
		b.words[i>>6] |= 1 << (i & 63)
	}
	return b
}

// add puts in what another set has, a word at a time.
func (b *bitset) add(o *bitset) {
	b.grow(len(o.words) << 6)
	for w, word := range o.words {
		if word != 0 {
			b.change(w, word, func(uint64) uint64 { return word })
		}
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
