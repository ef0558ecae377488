package ledger

import (
	"strings"
	"unicode"
)

// postings is what the text index must hold: of each trigram, the entries that
// have it. They are summed up, so that it grows with the alphabet and not with
// the log.
type postings map[[3]rune]*posting

type posting struct {
	tally
	last  int64     // the entry that was counted last
	spelt [][3]rune // the ways it is written; the index may fold their case or not
}

// tally sums up numbers of entries: which 31 bits, and the others.
type tally struct{ entries, low, high int64 }

// add puts an entry in as the index has it.
func (p postings) add(n int64, text string) {
	var raw, key [3]rune
	have := 0
	for _, r := range text {
		switch r { // as SQLite reads them
		case 0:
			continue
		case 0xfffe, 0xffff:
			r = unicode.ReplacementChar
		}
		raw = [3]rune{raw[1], raw[2], r}
		key = [3]rune{key[1], key[2], caseless(r)}
		if have++; have >= 3 {
			p.count(n, key, raw)
		}
	}
}

func (p postings) count(n int64, key, raw [3]rune) {
	x := p[key]
	if x == nil {
		x = &posting{}
		p[key] = x
	}
	if x.last != n {
		x.last = n
		x.entries++
		x.low += n & (1<<31 - 1)
		x.high += n >> 31
	}
	x.spell(raw)
}

// merge adds what was counted apart, of other entries.
func (p postings) merge(q postings) {
	for key, y := range q {
		x := p[key]
		if x == nil {
			p[key] = y
			continue
		}
		x.entries += y.entries
		x.low += y.low
		x.high += y.high
		for _, raw := range y.spelt {
			x.spell(raw)
		}
	}
}

func (x *posting) spell(raw [3]rune) {
	for _, known := range x.spelt {
		if known == raw {
			return
		}
	}
	x.spelt = append(x.spelt, raw)
}

// query asks the index for the trigram in all the ways it is written.
func (x *posting) query() string {
	var out []string
	for _, raw := range x.spelt {
		out = append(out, phrase(string(raw[:])))
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
