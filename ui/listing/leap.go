package listing

// kept is how many rows that were in sight stay so when the window leaps.
const kept = 2

// leap is where the window goes instead when it would move by one row: a page on,
// with some rows of context. A terminal scrolls whole lines for a few bytes, but not
// what stands beside a pane: there each row would be written anew at each step.
func leap(was, top, cursor, height, n int) int {
	switch {
	case height <= 2*kept:
		return top
	case top == was+1:
		return max(top, min(cursor-kept, n-height))
	case top == was-1:
		return min(top, max(cursor+kept+1-height, 0))
	}
	return top
}
