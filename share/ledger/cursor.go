package ledger

// Cursor is where a page ended.
type Cursor struct {
	set     bool
	ends, n int64
}

// More reports whether there may be entries after the page.
func (c Cursor) More() bool { return c.set }

// errDisorder is a table whose rows are out of order or there twice, which SQLite
// does not notice while it reads them.
var errDisorder = errDamaged{"its entries are out of order"}

// inOrder reports whether a page goes on from where the page before it ended. In a
// file whose pages were exchanged it may not, and a list would come to no end.
func inOrder(q Query, found []hit, next Cursor) bool {
	last := q.After
	for _, h := range found {
		if !q.Sort.follows(last, h.cursor) {
			return false
		}
		last = h.cursor
	}
	return !next.set || len(found) > 0 && next.n == last.n || q.Sort.follows(last, next)
}

// follows reports whether a cursor lies behind another in an order.
func (o Sort) follows(before, c Cursor) bool {
	switch {
	case !before.set:
		return true
	case o == EndsFirst && before.ends != c.ends:
		return c.ends > before.ends
	case o == Newest:
		return c.n < before.n
	}
	return c.n > before.n
}

// CursorAfter is where a page that begins behind e goes on.
func CursorAfter(e Entry) Cursor {
	n, _ := parseID(e.ID)
	return Cursor{set: true, n: n, ends: millis(e.Terms.Ends)}
}

// CursorAt is where a page in the order begins with e itself.
func CursorAt(e Entry, order Sort) Cursor {
	c := CursorAfter(e)
	if order == Newest {
		c.n++
	} else {
		c.n--
	}
	return c
}
