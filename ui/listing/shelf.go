package listing

import (
	"strings"
	"sync"
)

// board is how large a piece of memory for texts is, from the second one on. What is left
// of each is lost, and the last one is not full.
const board = 256 << 10

// Shelf is the memory in which the texts of a listing lie next to each other. By itself
// each would take up to a page of memory more than it needs, which for a page of a thousand
// short names is up to a fifth. What begins anew begins with a new shelf. The methods of a nil
// Shelf give each text memory of its own.
type Shelf struct {
	mu   sync.Mutex
	room strings.Builder // what it has given away does not change when more is written
	next int             // how large the next piece is
}

// put keeps a text. The first one takes no more than it needs.
func (s *Shelf) put(text []byte) string {
	if s == nil {
		return string(text)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room.Cap()-s.room.Len() < len(text) {
		s.room = strings.Builder{}
		s.room.Grow(max(s.next, len(text)))
		s.next = board
	}
	from := s.room.Len()
	_, _ = s.room.Write(text)
	return s.room.String()[from:]
}
