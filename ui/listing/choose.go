package listing

import (
	"context"
	"iter"
	"maps"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// ChooseKeys are the keys that choose more than the row under the cursor. A list
// listens to them while its KeyMap says that rows can be chosen.
type ChooseKeys struct {
	Range, All, None, Invert, ExtendUp, ExtendDown key.Binding
}

// ChoiceKeys are those of every list in which rows are chosen.
func ChoiceKeys(k kit.Keys) ChooseKeys {
	return ChooseKeys{
		Range:      k.Bind("choose-range", "choose a range"),
		All:        k.Bind("choose-all", "choose all shown"),
		None:       k.Bind("choose-none", "choose none"),
		Invert:     k.Bind("choose-others", "invert the choice"),
		ExtendUp:   k.Bind("choose-up", "choose and go up"),
		ExtendDown: k.Bind("choose-down", "choose and go down"),
	}
}

// SetEnabled offers all of them, or none.
func (k *ChooseKeys) SetEnabled(on bool) {
	for _, b := range []*key.Binding{&k.Range, &k.All, &k.None, &k.Invert, &k.ExtendUp, &k.ExtendDown} {
		b.SetEnabled(on)
	}
}

// Help is their column of a full help.
func (k ChooseKeys) Help() []key.Binding {
	return []key.Binding{k.Range, k.All, k.None, k.Invert, k.ExtendUp, k.ExtendDown}
}

// Choose handles a key that chooses rows and reports whether it was one. What
// replaces all rows at once waits for the end of a reload: see Reloading.
func (l *List[T]) Choose(msg tea.KeyPressMsg, k ChooseKeys) bool {
	switch {
	case key.Matches(msg, k.Range):
		l.toggleRange()
	case key.Matches(msg, k.All):
		l.ChooseAll()
	case key.Matches(msg, k.None):
		l.ClearMarks()
	case key.Matches(msg, k.Invert):
		l.chooseAll(func(w uint64) uint64 { return ^w }, func(on bool) bool { return !on })
	case key.Matches(msg, k.ExtendUp):
		l.extend(-1)
	case key.Matches(msg, k.ExtendDown):
		l.extend(1)
	default:
		return false
	}
	return true
}

// extend chooses the row under the cursor and the one it moves to.
func (l *List[T]) extend(by int) {
	l.mark(l.cursor, true)
	l.goTo(l.cursor + by)
	l.mark(l.cursor, true)
}

// chooseAll changes the choice of every row that the filter lets through. That is done
// by words, and costs a fraction of a millisecond for a million rows.
func (l *List[T]) chooseAll(words func(uint64) uint64, each func(bool) bool) {
	l.EndRange(false)
	if l.filter.on() {
		l.marks.bits.fillWhere(&l.filter.set, 0, l.rows.n, words)
		for p := l.shown(); p < l.Len(); p++ { // found ahead
			l.mark(p, each(l.marked(p)))
		}
	} else {
		l.marks.bits.fill(l.rows.n, words)
	}
	l.unfix()
}

// unfix takes the rows out again that cannot be chosen.
func (l *List[T]) unfix() {
	for _, i := range l.marks.fixed {
		l.marks.bits.put(int(i), false)
	}
}

// ChooseAll chooses every row that the filter lets through.
func (l *List[T]) ChooseAll() {
	l.chooseAll(func(uint64) uint64 { return ^uint64(0) }, func(bool) bool { return true })
}

// toggleRange begins a range at the cursor, or chooses the one that was begun.
func (l *List[T]) toggleRange() {
	if l.ranging {
		l.EndRange(true)
		return
	}
	if l.Len() > 0 {
		l.ranging, l.anchor = true, l.cursor
	}
}

// Ranging reports that a range is being drawn; its rows look chosen already.
func (l *List[T]) Ranging() bool { return l.ranging }

// EndRange ends the range that is being drawn, and chooses its rows if keep says so.
func (l *List[T]) EndRange(keep bool) {
	if l.ranging && keep {
		l.markSpan(l.span())
	}
	l.ranging = false
}

// AtOnce is how many rows one by one are chosen within an Update; more are a Job.
const AtOnce = slice

// choice is a long range of sorted rows, whose indexes are as good as random: they are
// made into a set off the loop. Its address tells answers apart.
type choice struct {
	order []int32
	begun bool
}

// Choosing reports that a range was ended whose rows are not among the chosen yet. Who
// wants to do something with the choice has to wait for it.
func (l *List[T]) Choosing() bool { return l.choice != nil }

// Choice is the job that chooses such a range; nil: there is none, or it was begun.
func (l *List[T]) Choice() Job {
	c := l.choice
	if c == nil || c.begun {
		return nil
	}
	c.begun = true
	n := l.rows.n
	return func(context.Context) Found {
		set := &bitset{n: len(c.order)}
		set.grow(n)
		for _, i := range c.order {
			set.words[i>>6] |= 1 << (i & 63)
		}
		return Found{choice: c, set: set}
	}
}

// chose chooses its rows, by words. Where all rows have been replaced meanwhile there is
// nothing to choose any more.
func (l *List[T]) chose(f Found) {
	if f.choice != l.choice {
		return
	}
	l.choice = nil
	l.marks.bits.add(f.set)
	l.unfix()
}

// markSpan chooses the rows at the positions from, to and between them: by words, where
// they are shown in the order in which they came.
func (l *List[T]) markSpan(from, to int) {
	all := func(uint64) uint64 { return ^uint64(0) }
	until := min(to+1, l.shown())
	switch s := l.sorted(); {
	case l.next != nil: // the reload hears of each
		until = from
	case from >= until:
		until = from
	case s.order != nil && until-from > AtOnce:
		l.choice = &choice{order: s.order[from:until]}
	case s.order != nil:
		for _, i := range s.order[from:until] {
			l.marks.bits.put(int(i), true)
		}
	case l.filter.on():
		rows := &l.filter.rows
		l.marks.bits.fillWhere(&l.filter.set, rows.at(from), rows.at(until-1)+1, all)
	default:
		l.marks.bits.fillRange(from, until, all)
	}
	l.unfix()
	for p := until; p <= to; p++ { // found ahead
		l.mark(p, true)
	}
}

// RangeLen is how many rows the range has that is being drawn.
func (l *List[T]) RangeLen() int {
	if !l.ranging || l.Len() == 0 {
		return 0
	}
	from, to := l.span()
	return to - from + 1
}

// span is the range's first and last position.
func (l *List[T]) span() (from, to int) {
	last := max(l.Len()-1, 0)
	a, b := min(l.anchor, last), min(l.cursor, last)
	return min(a, b), max(a, b)
}

// shownMarked reports whether a row is drawn as chosen.
func (l *List[T]) shownMarked(position int) bool {
	if l.ranging {
		if from, to := l.span(); from <= position && position <= to {
			return true
		}
	}
	return l.marked(position)
}

// Rows are rows of a list as they are at one moment. Another goroutine may read
// them while the list goes on.
type Rows[T any] struct {
	Len   int
	Fixed int // how many of them cannot be chosen
	table table[T]
	at    iter.Seq[int]
	away  []T
}

// Listed reports that all of them were among the rows of the list, none found ahead.
func (r Rows[T]) Listed() bool { return len(r.away) == 0 }

// All yields them, in the order of the list; those that are not loaded come last.
func (r Rows[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := range r.at {
			if !yield(*r.table.at(i)) {
				return
			}
		}
		for _, row := range r.away {
			if !yield(row) {
				return
			}
		}
	}
}

// Chosen are the rows that are chosen now.
func (l *List[T]) Chosen() Rows[T] {
	bits := l.marks.bits.clone()
	away := slices.Sorted(maps.Keys(l.marks.away))
	rows := Rows[T]{Len: l.marks.count(), table: l.rows, at: func(yield func(int) bool) { bits.each(yield) }}
	for _, key := range away {
		rows.away = append(rows.away, l.marks.away[key])
	}
	return rows
}

// Shown are the rows that the filter lets through, those found ahead and those not
// sorted yet included, in the order in which they came.
func (l *List[T]) Shown() Rows[T] {
	rows := Rows[T]{Len: l.matches() + len(l.ahead), table: l.rows, away: slices.Clone(l.ahead)}
	for i := range l.ahead {
		if l.unfit(&l.ahead[i]) {
			rows.Fixed++
		}
	}
	for _, i := range l.marks.fixed {
		if !l.filter.on() || l.filter.set.has(int(i)) {
			rows.Fixed++
		}
	}
	if !l.filter.on() {
		n := l.rows.n
		rows.at = func(yield func(int) bool) {
			for i := range n {
				if !yield(i) {
					return
				}
			}
		}
		return rows
	}
	matches := l.filter.rows
	rows.at = func(yield func(int) bool) {
		for i := range matches.all(0) {
			if !yield(int(i)) {
				return
			}
		}
	}
	return rows
}

// Picking looks for the rows shown whose text a pattern matches. It is run off the
// loop and its answer given to Picked.
type Picking func(ctx context.Context) Picked

// Picked is the answer of a Picking.
type Picked struct {
	edition int
	set     *bitset
	whole   bool
}

// Pick begins to look for the rows shown that match.
func (l *List[T]) Pick(match func(text string) bool) Picking {
	rows, edition := l.Shown(), l.edition
	return func(ctx context.Context) Picked {
		p := Picked{edition: edition}
		n := 0
		var found []int32
		for i := range rows.at {
			if n++; n%breath == 0 && ctx.Err() != nil {
				return p
			}
			if match(rows.table.text(i)) {
				found = append(found, int32(i))
			}
		}
		p.set, p.whole = setOf(found), true
		return p
	}
}

// Picked chooses the rows that were found, or no longer does, and says how many
// they are; ok is false if the rows have been replaced meanwhile.
func (l *List[T]) Picked(p Picked, on bool) (n int, ok bool) {
	if !p.whole || p.edition != l.edition {
		return 0, false
	}
	was := l.marks.bits.n
	l.marks.bits.fillWhere(p.set, 0, l.rows.n, func(uint64) uint64 {
		if on {
			return ^uint64(0)
		}
		return 0
	})
	l.unfix()
	n = l.marks.bits.n - was
	return max(n, -n), true
}
