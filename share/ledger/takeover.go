package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
)

// takeRows appends rows of another chain as they are.
// others are the numbers that stand for another share here.
func takeRows(ctx context.Context, tx *sql.Tx, rows []row, sum *Salvage, others map[int64]bool) error {
	return entering(ctx, tx, func(a *appender, in *inserter) error {
		for _, s := range rows {
			if err := takeRow(ctx, a, in, s, sum, others); err != nil {
				return err
			}
		}
		return nil
	})
}

func takeRow(ctx context.Context, a *appender, in *inserter, s row, sum *Salvage, others map[int64]bool) error {
	known, other, err := in.knows(ctx, s)
	switch {
	case err != nil:
		return err
	case other || s.kind != Created && others[s.entry]:
		others[s.entry] = true
		sum.Lost++
		return nil
	case known:
		sum.Known++
		return nil
	case s.kind != Created:
		return takeEvent(ctx, a, s, sum)
	}
	r, err := decode(s.body)
	if err != nil {
		sum.Lost++
		return nil //nolint:nilerr // it is counted
	}
	sum.Entries++
	c := columnsOf(r)
	s.ends = c.ends
	if _, err := a.add(ctx, s, nil); err != nil {
		return err
	}
	in.top = max(in.top, s.entry)
	return in.enter(ctx, s.entry, a.head.Seq, c)
}

// takeEvent appends an event. What tells a use from others follows from what it
// says; no hash covers it in the file that it comes from.
func takeEvent(ctx context.Context, a *appender, r row, sum *Salvage) error {
	added, err := a.add(ctx, r, uniqueness(r))
	if added {
		sum.Events++
	} else if err == nil {
		sum.Known++
	}
	return err
}

// knows reports whether a row of another chain is here already, or its number
// stands for another share: two logs may have given it, to what they imported.
// Rows of the first form have got a salt when they were taken over.
func (in *inserter) knows(ctx context.Context, r row) (known, other bool, err error) {
	query, args := "SELECT l.body FROM entry e JOIN log l ON l.seq = e.seq WHERE e.n = ?", []any{r.entry}
	if r.kind != Created {
		query = "SELECT body FROM log INDEXED BY log_event WHERE entry = ? AND kind <> 'created' AND kind = ? AND at = ?"
		args = append(args, r.kind, r.at)
	}
	bodies, err := collect(ctx, in.tx, itself[[]byte], query, args...)
	same := func(body []byte) bool { return bytes.Equal(unsalted(body), unsalted(r.body)) }
	known = slices.ContainsFunc(bodies, same)
	return known, !known && r.kind == Created && len(bodies) > 0, err
}
