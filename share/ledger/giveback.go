package ledger

import (
	"context"
	"database/sql"
	"fmt"
)

// Steps of tidying up are short, so that other processes never wait for long.
const (
	mergePages = 500
	freePages  = 2000
)

// autoVacuum is SQLite's INCREMENTAL: pages are given back when asked for, and
// not by everybody who deletes a row.
const autoVacuum = 2

// forget writes the text index anew, bit by bit: what was deleted from it stays
// in its lists until they are merged. told hears of every step.
func (l *Ledger) forget(ctx context.Context, told func()) error {
	pages := -mergePages // negative: begin with all that there is
	for {
		told()
		if err := ctx.Err(); err != nil {
			return err
		}
		done := false
		err := l.write(ctx, "tidy up", func(ctx context.Context, tx *sql.Tx) (err error) {
			done, err = mergeSome(ctx, tx, pages)
			return err
		})
		l.checkpoint()
		if err != nil || done {
			return err
		}
		pages = mergePages
	}
}

// mergeSome reports whether there was nothing left to merge, which shows in the
// number of changes. https://www.sqlite.org/fts5.html#the_merge_command
func mergeSome(ctx context.Context, tx *sql.Tx, pages int) (done bool, err error) {
	var before, after int64
	if err := tx.QueryRowContext(ctx, "SELECT total_changes()").Scan(&before); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO words (words, rank) VALUES ('merge', ?)", pages); err != nil {
		return false, err
	}
	err = tx.QueryRowContext(ctx, "SELECT total_changes()").Scan(&after)
	return after-before < 2, err
}

// giveBack cuts the pages off that nothing stands on any more. Logs that were
// begun before signet provided for that keep their size, and use the room again.
func (l *Ledger) giveBack(ctx context.Context, told func()) error {
	for {
		told()
		if err := ctx.Err(); err != nil {
			return err
		}
		left, err := l.freeSome(ctx)
		l.checkpoint()
		if err != nil || left == 0 {
			return err
		}
	}
}

// freeSome returns how many free pages are left that can be cut off.
func (l *Ledger) freeSome(ctx context.Context) (left int64, err error) {
	err = l.write(ctx, "tidy up", func(ctx context.Context, tx *sql.Tx) error {
		var mode int64
		if err := tx.QueryRowContext(ctx, "PRAGMA auto_vacuum").Scan(&mode); err != nil || mode != autoVacuum {
			return err
		}
		if err := freePagesOf(ctx, tx); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&left)
	})
	return left, err
}

// freePagesOf frees one page with every row that it is asked for.
func freePagesOf(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(*sql.Rows) error { return nil }, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", freePages))
}
