package ledger

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// gram is a trigram in one number: three runes of 21 bits.
type gram uint64

const runeBits = 21

func (g gram) push(r rune) gram { return (g<<runeBits | gram(r)) & (1<<(3*runeBits) - 1) }

func (g gram) String() string {
	const one = 1<<runeBits - 1
	return string([]rune{rune(g >> (2 * runeBits)), rune(g >> runeBits & one), rune(g & one)})
}

// postings is what the text index must hold: of each trigram, the entries that
// have it. They are summed up, so that it grows with the alphabet and not with
// the log.
type postings struct {
	grams map[gram]*posting
	mixer mixer
	keyed keyed

	// Of ASCII alone, as nearly all are, a trigram is found in a table: the place in
	// order, and one more. A map would take longer than all else that is done here.
	ascii []uint32
	order []*posting
}

const (
	asciiBits = 7
	asciiRune = 1<<asciiBits - 1
	ofASCII   = gram(asciiRune | asciiRune<<runeBits | asciiRune<<(2*runeBits))
)

func newPostings(m mixer, k keyed) *postings {
	return &postings{grams: map[gram]*posting{}, mixer: m, keyed: k}
}

type posting struct {
	tally
	stored stored
	last   int64  // the entry that was counted last
	spelt  []gram // the ways it is written; the index may fold their case or not
}

// tally counts entries, and sums up what the mixer makes of their numbers.
type tally struct{ entries, mixed int64 }

// stored is the same of what stands in the file, which is read without SQLite: so
// the numbers need no mixing that SQLite could do as well.
type stored struct {
	entries int64
	mixed   uint64
	odd     bool // a search may find something else
}

func (s *stored) add(mixed uint64) {
	s.entries++
	s.mixed += mixed
}

// keyed makes of the number of an entry another one, in a way that nobody knows
// beforehand.
type keyed struct{ before, times, after uint64 }

func newKeyed() keyed {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails
	number := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) | 1 }
	return keyed{number(0), number(1), number(2)}
}

func (k keyed) mix(n int64) uint64 {
	x := (uint64(n) ^ k.before) * k.times
	x = (x ^ x>>32) * k.after
	return x ^ x>>29
}

// mixer makes of the number of an entry another one, in a way that nobody knows
// beforehand: a sum of the numbers themselves stays the same when of two entries
// one is moved up and another one down. The number is taken modulo one random
// number, multiplied with another one that gets neighbours far apart, modulo a
// third one; and that times the number modulo a fourth one. All of it fits in
// SQLite's integers.
type mixer struct{ p, m, q, r, s int64 }

func newMixer() mixer {
	var b [40]byte
	_, _ = rand.Read(b[:]) // never fails
	between := func(i int, least, most int64) int64 {
		return (least + int64(binary.LittleEndian.Uint64(b[8*i:])>>1)%(most-least)) | 1
	}
	m := mixer{p: between(0, 1<<30, 1<<31), q: between(1, 1<<30, 1<<31), r: between(2, 1<<30, 1<<31), s: between(3, 1<<30, 1<<31)}
	m.m = between(4, m.q/3, m.q/2)
	return m
}

func (m mixer) mix(n int64) int64 { return n % m.p * m.m % m.q * (n % m.r) % m.s }

// sql is mix of a column.
func (m mixer) sql(column string) string {
	return fmt.Sprintf("%s %% %d * %d %% %d * (%s %% %d) %% %d", column, m.p, m.m, m.q, column, m.r, m.s)
}

// add puts an entry in as the index has it.
func (p *postings) add(n int64, text string) {
	mixed, keyed := p.mixer.mix(n), p.keyed.mix(n)
	var raw, key gram
	have := 0
	for _, r := range text {
		switch r { // as SQLite reads them
		case 0:
			continue
		case 0xfffe, 0xffff:
			r = unicode.ReplacementChar
		}
		raw, key = raw.push(r), key.push(caseless(r))
		if have++; have < 3 {
			continue
		}
		x := p.of(key)
		if x.last != n {
			x.last = n
			x.entries++
			x.mixed += mixed
			x.stored.add(keyed)
		}
		x.spell(raw)
	}
}

// of is the posting of a trigram.
func (p *postings) of(key gram) *posting {
	if key&^ofASCII != 0 {
		return p.inMap(key)
	}
	if p.ascii == nil {
		p.ascii = make([]uint32, 1<<(3*asciiBits))
	}
	place := &p.ascii[key&asciiRune|key>>(runeBits-asciiBits)&(asciiRune<<asciiBits)|key>>(2*(runeBits-asciiBits))&(asciiRune<<(2*asciiBits))]
	if *place == 0 {
		p.order = append(p.order, p.inMap(key))
		*place = uint32(len(p.order))
	}
	return p.order[*place-1]
}

func (p *postings) inMap(key gram) *posting {
	x := p.grams[key]
	if x == nil {
		x = &posting{last: -1}
		p.grams[key] = x
	}
	return x
}

// merge adds what was counted apart, of other entries.
func (p *postings) merge(q *postings) {
	for key, y := range q.grams {
		x := p.grams[key]
		if x == nil {
			p.grams[key] = y
			continue
		}
		x.entries += y.entries
		x.mixed += y.mixed
		x.stored.entries += y.stored.entries
		x.stored.mixed += y.stored.mixed
		for _, raw := range y.spelt {
			x.spell(raw)
		}
	}
}

func (x *posting) spell(raw gram) {
	if !slices.Contains(x.spelt, raw) {
		x.spelt = append(x.spelt, raw)
	}
}

// query asks the index for the trigram in all the ways it is written.
func (x *posting) query() string {
	var out []string
	for _, raw := range x.spelt {
		out = append(out, phrase(raw.String()))
	}
	return strings.Join(out, " OR ")
}

// caseless is one rune for all that differ in case alone.
func caseless(r rune) rune {
	if r < 0x80 {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// beyondFTS5 reports whether FTS5 may not know that a letter is the same as others
// in another case: it knows fewer of them than Go.
func beyondFTS5(r rune) bool {
	const afterCyrillic, yot = 0x528, 0x37f
	return unicode.SimpleFold(r) != r && (r >= afterCyrillic || r == yot)
}

// keptByFTS5 reports whether the text index keeps a letter as it is, and folds
// those to it that differ in case alone: no search asks for one of them.
func keptByFTS5(r rune) bool {
	if r < 0x80 {
		return r < 'A' || r > 'Z'
	}
	return unicode.SimpleFold(r) == r || !beyondFTS5(r) && unicode.ToLower(unicode.ToUpper(r)) == r
}

// beyondFTS5 is for a trigram that was written with such a letter.
func (x *posting) beyondFTS5() bool {
	return slices.ContainsFunc(x.spelt, func(raw gram) bool { return strings.ContainsFunc(raw.String(), beyondFTS5) })
}
