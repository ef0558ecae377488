package symbol

import (
	"math"
	"strings"
)

// mode is a way of writing characters.
type mode int

const (
	numeric mode = iota
	alphanumeric
	bytewise
	modes
)

// alphabet is that of the alphanumeric mode, in the order of its values.
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// indicator is the number of a mode, four bits (table 2).
func (m mode) indicator() uint { return 1 << m }

// writes reports a character that the mode knows.
func (m mode) writes(c byte) bool {
	switch m {
	case numeric:
		return '0' <= c && c <= '9'
	case alphanumeric:
		return strings.IndexByte(alphabet, c) >= 0
	}
	return true
}

// sixths are the bits of a character in sixths: three digits take ten bits, two
// characters eleven.
func (m mode) sixths() int { return [...]int{20, 33, 48}[m] }

// bits are those of n characters.
func (m mode) bits(n int) int { return (n*m.sixths() + 5) / 6 }

// group is versions whose counts of characters have the same widths: 1 to 9, 10 to
// 26, 27 to 40 (table 3).
type group int

const groups = 3

func (g group) first() int { return [...]int{1, 10, 27}[g] }
func (g group) last() int  { return [...]int{9, 26, 40}[g] }

func (g group) countBits(m mode) int {
	return [modes][groups]int{{10, 12, 14}, {9, 11, 13}, {8, 16, 16}}[m][g]
}

// segment is a part of the text in one mode.
type segment struct {
	mode mode
	text string
}

func (s segment) bits(g group) int { return 4 + g.countBits(s.mode) + s.mode.bits(len(s.text)) }

// segments is the mix with the fewest bits, found character by character: what is
// best up to one, in each mode, does not depend on what follows. Text beyond ASCII
// is one segment of bytes, because decoders guess its encoding from each.
func segments(text string, g group) []segment {
	if strings.IndexFunc(text, func(r rune) bool { return r > 127 }) >= 0 {
		return []segment{{bytewise, text}}
	}
	var all []segment
	for i, m := range cheapest(text, g) {
		if n := len(all); n == 0 || all[n-1].mode != m {
			all = append(all, segment{mode: m})
		}
		last := &all[len(all)-1]
		last.text = text[i-len(last.text) : i+1]
	}
	return all
}

// never is more than any text costs.
const never = math.MaxInt / 2

// cheapest is the mode of each character.
func cheapest(text string, g group) []mode {
	var cost, head [modes]int // in sixths of a bit, up to here, to go on in a mode
	for m := range modes {
		head[m] = 6 * (4 + g.countBits(m))
	}
	cost = head
	came := make([][modes]mode, len(text)) // the mode of this character, if the next is in that
	for i := range len(text) {
		var next [modes]int
		for m := range modes {
			next[m], came[i][m] = never, modes
			if m.writes(text[i]) && cost[m] < never {
				next[m], came[i][m] = cost[m]+m.sixths(), m
			}
		}
		within := next
		for to := range modes {
			for from := range modes {
				if c := (within[from]+5)/6*6 + head[to]; from != to && within[from] < never && c < next[to] {
					next[to], came[i][to] = c, from
				}
			}
		}
		cost = next
	}
	at := numeric
	for m := range modes {
		if cost[m] < cost[at] {
			at = m
		}
	}
	chosen := make([]mode, len(text))
	for i := len(text) - 1; i >= 0; i-- {
		at = came[i][at]
		chosen[i] = at
	}
	return chosen
}
