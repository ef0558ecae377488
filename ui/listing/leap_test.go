package listing

import "testing"

// A window that leaps keeps the cursor in sight, leaves no blank lines, and moves on
// one step in a page.
func TestLeap(t *testing.T) {
	const n, height = 100, 10
	for _, step := range []int{1, -1} {
		top, cursor, moves := 0, 0, 0
		if step < 0 {
			top, cursor = n-height, n-1
		}
		for range n - 1 {
			cursor += step
			was := top
			top = leap(was, Window(was, cursor, height, n), cursor, height, n)
			if cursor < top || cursor >= top+height || top < 0 || top > n-height {
				t.Fatalf("cursor %d is not in the window at %d", cursor, top)
			}
			if top != was {
				moves++
			}
		}
		if moves > n/(height-2*kept-1) {
			t.Errorf("step %d: the window moved %d times", step, moves)
		}
	}
	if got := leap(0, 1, 3, 3, n); got != 1 {
		t.Errorf("a low window leapt to %d", got)
	}
}
