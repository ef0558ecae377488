package listing

// area is where the rows of a list stood when it was last drawn.
type area struct{ head, w int }

// Click moves the cursor to the row that is drawn at a cell of the list's own corner,
// and reports whether there is one.
func (l *List[T]) Click(x, y int) bool {
	row := y - l.drawn.head
	top := Window(l.top, l.cursor, l.height, l.Len())
	position := top + row
	if x < 0 || x >= l.drawn.w || row < 0 || row >= l.height || position >= l.Len() {
		return false
	}
	l.top = top // as it is drawn: nothing moves under the pointer
	l.goTo(position)
	return true
}
