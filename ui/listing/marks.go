package listing

// marks are the rows that are chosen: a bit for each row of the table, and the rows
// themselves of those that are not in it.
type marks[T any] struct {
	bits  bitset
	fixed []int32      // rows that cannot be chosen, in ascending order
	away  map[string]T // chosen, but not loaded yet, or not loaded again yet
}

func (m *marks[T]) count() int { return m.bits.n + len(m.away) }

// carried is how many chosen rows a reload finds again by their keys: in a few
// milliseconds, which is all that there is between two keys.
const carried = 20_000

// Carries reports that a reload would keep what is chosen.
func (l *List[T]) Carries() bool { return l.marks.count() <= carried }

// marked reports whether the row at a position is chosen.
func (l *List[T]) marked(position int) bool {
	if i := l.rowAt(position); i >= 0 {
		return l.marks.bits.has(i)
	}
	_, on := l.marks.away[l.spec.Key(l.at(position))]
	return on
}

// mark chooses the row at a position, or no longer does.
func (l *List[T]) mark(position int, on bool) {
	row := l.at(position)
	if row == nil || l.unfit(row) {
		return
	}
	if l.next != nil { // the reload hears of it when its rows are shown
		l.turned = append(l.turned, turn{l.spec.Key(row), l.rowAt(position), on})
	}
	if i := l.rowAt(position); i >= 0 {
		l.marks.bits.put(i, on)
		return
	}
	l.putAway(*row, on)
}

func (l *List[T]) putAway(row T, on bool) {
	key := l.spec.Key(&row)
	if !on {
		delete(l.marks.away, key)
		return
	}
	if l.marks.away == nil {
		l.marks.away = map[string]T{}
	}
	l.marks.away[key] = row
}

// unfit reports a row that cannot be chosen.
func (l *List[T]) unfit(row *T) bool { return l.spec.Fixed != nil && l.spec.Fixed(row) }

// ClearMarks chooses nothing.
func (l *List[T]) ClearMarks() {
	l.marks.bits, l.marks.away = bitset{}, nil
	l.marksNext.bits, l.marksNext.away, l.turned, l.choice = bitset{}, nil, nil, nil
	l.EndRange(false)
}

// MarkCount is how many rows are chosen, in sight or not.
func (l *List[T]) MarkCount() int { return l.marks.count() }

// Drop no longer chooses the rows with those keys. It looks no further than to the last
// of them: those that were shown first are found soon, however many are chosen.
func (l *List[T]) Drop(keys map[string]bool) {
	var found []int
	left := len(keys)
	for key := range keys {
		if has(l.marks.away, key) {
			left--
		}
	}
	if left > 0 {
		l.marks.bits.each(func(i int) bool {
			if keys[l.spec.Key(l.rows.at(i))] {
				found = append(found, i)
			}
			return len(found) < left
		})
	}
	for _, i := range found {
		l.marks.bits.put(i, false)
		if l.next != nil {
			l.turned = append(l.turned, turn{l.spec.Key(l.rows.at(i)), i, false})
		}
	}
	for key := range keys {
		delete(l.marks.away, key)
		delete(l.marksNext.away, key)
	}
}

// turn is a choice that was made while a reload was under way.
type turn struct {
	key   string
	index int // in the table that was shown; -1: in none
	on    bool
}

// arrive takes rows of a load that are about to be appended as number from and on:
// those that were chosen before are chosen in it.
func (l *List[T]) arrive(m *marks[T], rows []T, from int) {
	for i := range rows {
		unfit := l.unfit(&rows[i])
		if unfit {
			m.fixed = append(m.fixed, int32(from+i))
		}
		if len(m.away) == 0 {
			continue
		}
		if key := l.spec.Key(&rows[i]); has(m.away, key) {
			delete(m.away, key)
			m.bits.put(from+i, !unfit)
		}
	}
}

func has[T any](m map[string]T, key string) bool {
	_, ok := m[key]
	return ok
}

// carry hands the chosen rows to a reload that begins, if they are not too many;
// see Carries.
func (l *List[T]) carry() {
	l.marksNext, l.turned = marks[T]{}, nil
	if n := l.marks.count(); n > 0 && n <= carried {
		l.marksNext.away = make(map[string]T, n)
		for row := range l.Chosen().All() {
			l.marksNext.away[l.spec.Key(&row)] = row
		}
	}
}

// carryOver shows the marks of the reload, with what was turned meanwhile.
func (l *List[T]) carryOver() {
	l.marks, l.marksNext, l.choice = l.marksNext, marks[T]{}, nil
	l.EndRange(false)
	for _, t := range l.turned {
		i := l.near(min(max(t.index, 0), max(l.rows.n-1, 0)), t.key)
		if i < l.rows.n && l.spec.Key(l.rows.at(i)) == t.key {
			l.marks.bits.put(i, t.on)
		} else if !t.on {
			delete(l.marks.away, t.key)
		}
	}
	l.turned = nil
}

// dropMarks forgets chosen rows that the load which has just ended did not show.
func (l *List[T]) dropMarks() { l.marks.away, l.marksNext.away = nil, nil }
