package synth

import (
	"sort"
	"strings"
	"time"
)

// bucket is contents that are computed: n keys, ascending by their bytes.
type bucket struct {
	n   int
	key func(i int) string
	// history is how many versions the i-th key has, delete markers included;
	// nil: one of each, in a bucket without versioning.
	history func(i int) int
}

// version is one of the states that a key has had.
type version struct {
	id      string // "null" in a bucket without versioning
	deleted bool   // a delete marker
	size    int64
	at      time.Time
}

// began is when the first object was written.
var began = time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)

// versions is how many the i-th key has.
func (b bucket) versions(i int) int {
	if b.history == nil {
		return 1
	}
	return b.history(i)
}

// version is the j-th of the i-th key, the newest first. Every tenth is a delete
// marker, counted from the oldest: a key with 10 versions is deleted now.
func (b bucket) version(i, j int) version {
	if b.history == nil {
		return version{id: "null", size: sizeOf(i), at: began.Add(time.Duration(i%86_400) * time.Minute)}
	}
	nth := b.history(i) - j // the oldest is the first
	return version{
		id:      "v" + padded(nth, 6),
		deleted: nth%10 == 0,
		size:    sizeOf(i) + int64(nth),
		at:      began.Add(time.Duration(nth) * time.Hour),
	}
}

// gone reports whether the newest version of a key is a delete marker: a listing
// of objects leaves it out.
func (b bucket) gone(i int) bool { return b.version(i, 0).deleted }

// sizeOf varies from key to key: from 1 KB to 1 MB.
func sizeOf(i int) int64 { return 1000 + int64(i)*7919%1_000_000 }

// from is the first key that is not before k.
func (b bucket) from(k string) int {
	return sort.Search(b.n, func(i int) bool { return b.key(i) >= k })
}

// after is the first key behind all that begin with p.
func (b bucket) after(p string) int {
	return sort.Search(b.n, func(i int) bool {
		k := b.key(i)
		return k > p && !strings.HasPrefix(k, p)
	})
}

// find is where a key stands.
func (b bucket) find(k string) (int, bool) {
	i := b.from(k)
	return i, i < b.n && b.key(i) == k
}

// padded is a number of at least w digits.
func padded(n, w int) string {
	var digits [20]byte
	at := len(digits)
	for ; n > 0 || len(digits)-at < w; n /= 10 {
		at--
		digits[at] = byte('0' + n%10)
	}
	return string(digits[at:])
}
