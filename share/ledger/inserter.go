package ledger

import (
	"context"
	"database/sql"
	"errors"

	"signet/share"
)

// inserter is the statements that a chunk of entries needs over and over.
type inserter struct {
	tx    *sql.Tx
	entry *sql.Stmt
	// Prepared when first needed.
	taken, last, group *sql.Stmt

	top     int64            // the highest number that anybody has
	members map[string]int64 // of groups, that are not counted in the table yet
	bodies  encoder
}

// The transaction closes them.
func prepareEntries(ctx context.Context, tx *sql.Tx) (*inserter, error) {
	in := &inserter{tx: tx, members: map[string]int64{}}
	if _, err := in.prepare(ctx, &in.entry, "INSERT INTO entry (n, seq, first, "+columnNames+") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"); err != nil {
		return nil, err
	}
	var top sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT max(n) FROM entry").Scan(&top)
	in.top = top.Int64
	return in, err
}

// entering runs work that appends entries, and counts in at its end what it added.
func entering(ctx context.Context, tx *sql.Tx, work func(*appender, *inserter) error) error {
	return appending(ctx, tx, func(a *appender) error {
		in, err := prepareEntries(ctx, tx)
		if err != nil {
			return err
		}
		if err := work(a, in); err != nil {
			return err
		}
		return in.finish(ctx)
	})
}

func (in *inserter) prepare(ctx context.Context, stmt **sql.Stmt, text string) (*sql.Stmt, error) {
	var err error
	if *stmt == nil {
		*stmt, err = in.tx.PrepareContext(ctx, text)
	}
	return *stmt, err
}

// enter puts a share into the tables that are read off the chain.
func (in *inserter) enter(ctx context.Context, n, seq int64, c columns) error {
	first, err := in.joinGroup(ctx, c.group)
	if err != nil {
		return err
	}
	_, err = in.entry.ExecContext(ctx, append([]any{n, seq, first}, c.values()...)...)
	return err
}

// freeNumber is the number for a record: its id's, or one made from its time,
// and the next one that nobody has. New shares come after all others, so that
// mostly nobody has to be asked.
func (in *inserter) freeNumber(ctx context.Context, r share.Record) (int64, error) {
	n, ok := parseID(r.ID)
	if !ok {
		n = firstAt(r.Created)
	}
	n = max(n, 1) // 0 stands for rows that belong to no entry
	if n <= in.top {
		var err error
		if n, err = in.nextFree(ctx, n); err != nil {
			return 0, err
		}
	}
	in.top = max(in.top, n)
	return n, nil
}

// nextFree is n, or the number after the last of its millisecond.
func (in *inserter) nextFree(ctx context.Context, n int64) (int64, error) {
	taken, err := in.prepare(ctx, &in.taken, "SELECT n FROM entry WHERE n = ?")
	if err != nil {
		return 0, err
	}
	var known sql.NullInt64
	err = taken.QueryRowContext(ctx, n).Scan(&known)
	if errors.Is(err, sql.ErrNoRows) {
		return n, nil
	}
	if err != nil {
		return 0, err
	}
	last, err := in.prepare(ctx, &in.last, "SELECT max(n) FROM entry WHERE n >= ? AND n < ?")
	if err == nil {
		err = last.QueryRowContext(ctx, n, (n>>idSpread+1)<<idSpread).Scan(&known)
	}
	return known.Int64 + 1, err
}

// joinGroup counts the entry in and reports whether it is the first of its
// group, the one that is shown when groups are folded. The table is asked for
// the first of each group; the others are counted in it at the end.
func (in *inserter) joinGroup(ctx context.Context, of *string) (first bool, err error) {
	if of == nil {
		return true, nil
	}
	group := *of
	if _, known := in.members[group]; known {
		in.members[group]++
		return false, nil
	}
	in.members[group] = 0
	count, err := in.prepare(ctx, &in.group, "INSERT INTO batch VALUES (?, 1) ON CONFLICT DO UPDATE SET entries = entries + 1 RETURNING entries")
	if err != nil {
		return false, err
	}
	var entries int
	err = count.QueryRowContext(ctx, group).Scan(&entries)
	return entries == 1, err
}

// finish counts in the members of groups that are not counted yet.
func (in *inserter) finish(ctx context.Context) error {
	for group, more := range in.members {
		if more == 0 {
			continue
		}
		if _, err := in.tx.ExecContext(ctx, "UPDATE batch SET entries = entries + ? WHERE grp = ?", more, group); err != nil {
			return err
		}
	}
	return nil
}
