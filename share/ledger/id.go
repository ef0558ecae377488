package ledger

import (
	"strings"
	"time"

	"signet/share"
)

// An id is 13 characters for a 64-bit number: 42 bits of milliseconds since
// 2020, 22 bits to tell ids of one millisecond apart. The number is the key of
// the entry table, so that the table is in the order of time and every index on
// it is too. These are the ids that share.Service makes.
const (
	idLen    = share.IDLen
	idSpread = 22
)

func idEpoch() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }

// firstAt is the least number of an id made at t. Times before 2020 count as
// 2020: they come only from imports with a broken clock.
func firstAt(t time.Time) int64 {
	ms := t.Sub(idEpoch()).Milliseconds()
	return min(max(ms, 0), 1<<41-1) << idSpread
}

// timeOf is when an id was made, to the millisecond.
func timeOf(n int64) time.Time {
	return idEpoch().Add(time.Duration(n>>idSpread) * time.Millisecond)
}

func formatID(n int64) string { return share.FormatID(uint64(n)) }

// parseID reads a whole id as a person types it: in any case, o for 0, i and l
// for 1, with or without dashes.
func parseID(s string) (int64, bool) {
	low, high, ok := idRange(s)
	return low, ok && low == high
}

// idRange reads an id or the beginning of one and gives the first and last
// number that it stands for.
func idRange(s string) (low, high int64, ok bool) {
	s = strings.TrimSpace(s)
	digits := 0
	for i := range len(s) {
		c := s[i] | 0x20 // lower case; digits stay
		switch c {
		case '-' | 0x20:
			continue
		case 'o':
			c = '0'
		case 'i', 'l':
			c = '1'
		}
		d := strings.IndexByte(share.IDAlphabet, c)
		if d < 0 || digits == idLen || digits == 0 && d > 7 { // 13 characters are 65 bits, of which 63 are used
			return 0, 0, false
		}
		low = low<<5 | int64(d)
		digits++
	}
	if digits == 0 {
		return 0, 0, false
	}
	rest := 5 * (idLen - digits)
	low <<= rest
	return low, low | (1<<rest - 1), true
}
