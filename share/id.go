package share

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"
)

// IDAlphabet is Crockford's base 32, in lower case: no i, l, o, u to misread.
// https://www.crockford.com/base32.html
const IDAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// IDLen characters hold the 64 bits of an id: 42 of milliseconds since 2020, 22
// random ones.
const IDLen = 13

// ids makes share ids: short, unique, and in the order in which they were made,
// even within a millisecond.
type ids struct {
	mu   sync.Mutex
	last uint64
}

func (g *ids) next(now time.Time) string {
	epoch := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	ms := uint64(max(now.Sub(epoch).Milliseconds(), 0))
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	id := ms<<22 | uint64(binary.BigEndian.Uint32(b[:])>>10)
	g.mu.Lock()
	if id>>22 <= g.last>>22 {
		id = g.last + 1
	}
	g.last = id
	g.mu.Unlock()
	return FormatID(id)
}

// FormatID spells the number behind an id.
func FormatID(id uint64) string {
	var out [IDLen]byte
	for i := IDLen - 1; i >= 0; i-- {
		out[i] = IDAlphabet[id&31]
		id >>= 5
	}
	return string(out[:])
}
