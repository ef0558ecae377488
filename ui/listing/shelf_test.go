package listing

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// What lies on a shelf stays as it was put there, whoever puts more beside it.
func TestTextsStayOnTheShelf(t *testing.T) {
	var s Shelf
	var all sync.WaitGroup
	for who := range 4 {
		all.Go(func() {
			var texts []string
			for i := range 200 {
				texts = append(texts, s.put([]byte(strings.Repeat(fmt.Sprintf("%d:%d ", who, i), 1+i*7))))
			}
			for i, got := range texts {
				if want := strings.Repeat(fmt.Sprintf("%d:%d ", who, i), 1+i*7); got != want {
					t.Errorf("%d, %d: %q became %q", who, i, want, got)
				}
			}
		})
	}
	all.Wait()
	if huge := s.put(make([]byte, 3*board)); len(huge) != 3*board {
		t.Error("what is larger than a board has no room")
	}
}

// A folder of one page has a shelf of its size, one of more is made of boards.
func TestAShelfIsNoLargerThanItMustBe(t *testing.T) {
	var s Shelf
	for _, want := range []int{1000, board, board} {
		if s.put(make([]byte, 1000)); s.room.Cap() < want || s.room.Cap() > want+want/8+8192 {
			t.Errorf("%d bytes, not %d", s.room.Cap(), want)
		}
		s.put(make([]byte, s.room.Cap()-s.room.Len()))
	}
	var none *Shelf
	if none.put([]byte("alone")) != "alone" {
		t.Error("a text without a shelf")
	}
}
