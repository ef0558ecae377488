package listing

import (
	"maps"
	"slices"
)

// mark is a row that was chosen for a batch, as it was when last seen.
type mark[T any] struct {
	row   T
	round int
}

// toggleMark chooses the row under the cursor, or no longer does.
func (l *List[T]) toggleMark() {
	row := l.at(l.cursor)
	if row == nil {
		return
	}
	key := l.spec.Key(row)
	if _, on := l.marks[key]; on {
		delete(l.marks, key)
		return
	}
	l.marks[key] = mark[T]{row: *row, round: l.round}
}

// ClearMarks chooses nothing.
func (l *List[T]) ClearMarks() { clear(l.marks) }

// MarkCount is how many rows are chosen, in sight or not.
func (l *List[T]) MarkCount() int { return len(l.marks) }

// Marked returns the chosen rows, in the order of their keys.
func (l *List[T]) Marked() []T {
	keys := slices.Sorted(maps.Keys(l.marks))
	rows := make([]T, len(keys))
	for i, k := range keys {
		rows[i] = l.marks[k].row
	}
	return rows
}

// refreshMarks takes over what a new load says about chosen rows.
func (l *List[T]) refreshMarks(rows []T) {
	if len(l.marks) == 0 {
		return
	}
	for i := range rows {
		key := l.spec.Key(&rows[i])
		if _, on := l.marks[key]; on {
			l.marks[key] = mark[T]{row: rows[i], round: l.round}
		}
	}
}

// dropMarks forgets chosen rows that the load which has just ended did not show.
func (l *List[T]) dropMarks() {
	maps.DeleteFunc(l.marks, func(_ string, m mark[T]) bool { return m.round != l.round })
}
