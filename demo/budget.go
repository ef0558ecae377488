package demo

import "sync"

// budget bounds the bytes of bodies that are on their way in at the same time.
type budget struct {
	mu    sync.Mutex
	left  int64
	parts map[string]int64 // held by multipart uploads, until they end
}

func newBudget(n int64) *budget { return &budget{left: n, parts: map[string]int64{}} }

// take reserves n bytes, or reports that there is no room for them.
func (b *budget) take(n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n > b.left {
		return false
	}
	b.left -= n
	return true
}

func (b *budget) give(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left += n
}

// takePart reserves bytes for as long as a multipart upload lives.
func (b *budget) takePart(upload string, n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n > b.left {
		return false
	}
	b.left -= n
	b.parts[upload] += n
	return true
}

// end gives back what an upload has held.
func (b *budget) end(upload string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left += b.parts[upload]
	delete(b.parts, upload)
}
