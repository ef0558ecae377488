package listing

import (
	"context"
	"slices"
)

// seek is one search for a row by its key. Its address tells answers apart.
type seek struct{ edition int }

// Seek is Aim where rows are here already: the cursor goes to the first row with one of
// those keys, unless the user has moved by then. The job looks for it off the loop.
func (l *List[T]) Seek(keys ...string) Job {
	l.Aim(keys...)
	rows, of, spec := l.rows, &seek{l.edition}, l.spec.Key
	l.seek = of
	return func(ctx context.Context) Found {
		found := Found{seek: of, at: -1}
		var row T
		rows.walk(0, rows.n, func(b Block[T], k, i int) bool {
			if b.Read(k, &row); slices.Contains(keys, spec(&row)) {
				found.at = i
			}
			return found.at < 0 && (i%breath != 0 || ctx.Err() == nil)
		})
		return found
	}
}

// sought takes the answer of Seek.
func (l *List[T]) sought(f Found) {
	if f.seek != l.seek {
		return
	}
	l.seek = nil
	if f.at >= 0 && l.aiming && f.seek.edition == l.edition {
		l.aiming = false
		l.settle(f.at)
	}
}
