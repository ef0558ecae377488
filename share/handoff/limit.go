package handoff

import (
	"net/netip"
	"time"
)

// How often may be asked: so many at once, and so many a second after that. A person
// opens the page a few times; whoever guesses gets no further than this.
const (
	eachBurst, eachRate = 30, 3   // by one address
	allBurst, allRate   = 200, 50 // by all together
	mostKnown           = 1024    // addresses that are remembered
)

// bucket holds what may be asked at this moment, and fills up with time.
type bucket struct {
	left float64
	at   time.Time
}

func (b *bucket) take(now time.Time, burst, rate float64) bool {
	if b.at.IsZero() {
		b.left = burst
	} else if d := now.Sub(b.at).Seconds(); d > 0 {
		b.left = min(burst, b.left+d*rate)
	}
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// limits bound what is asked, by each address and by all. What one address asks too
// much counts for none but itself.
type limits struct {
	each map[netip.Addr]*bucket
	all  bucket
}

func (l *limits) take(from netip.Addr, now time.Time) bool {
	from = placeOf(from)
	b := l.each[from]
	if b == nil {
		if l.each == nil || len(l.each) >= mostKnown {
			l.each = map[netip.Addr]*bucket{} // whoever has so many addresses is bounded by what all may ask
		}
		b = &bucket{}
		l.each[from] = b
	}
	return b.take(now, eachBurst, eachRate) && l.all.take(now, allBurst, allRate)
}
