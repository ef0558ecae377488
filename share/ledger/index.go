package ledger

import (
	"context"
	"database/sql"
)

// The text index is brought up to date by whoever searches. indexRows are done
// in one transaction, so that other processes never wait for long; a backlog
// over indexNow is left to a goroutine, and meanwhile searches look at entries
// one by one.
const (
	indexRows = 500
	indexNow  = 500
)

// indexReady reports whether the text index can be used for the query, after
// bringing it up to date if that takes only a moment.
func (l *Ledger) indexReady(ctx context.Context, db *sql.DB, q Query) bool {
	if len(grams(q.Text))+len(grams(q.Recipient))+len(grams(q.Note)) == 0 {
		return false
	}
	behind, err := backlog(ctx, db)
	switch {
	case err != nil:
		return false
	case behind == 0:
		return true
	case l.readOnly:
		return false
	case behind <= indexNow:
		return l.Index(ctx) == nil
	}
	l.indexInBackground()
	return false
}

// backlog is how many rows of the chain the text index does not know yet.
func backlog(ctx context.Context, db rower) (int64, error) {
	var n int64
	err := db.QueryRowContext(ctx, "SELECT head.seq - indexed.seq FROM head, indexed").Scan(&n)
	return n, err
}

func (l *Ledger) indexInBackground() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.indexing || l.broken != nil {
		return
	}
	l.indexing = true
	l.tenders.Go(func() {
		_ = l.Index(l.life) // the next search tries again
		l.mu.Lock()
		l.indexing = false
		l.mu.Unlock()
	})
}

// Index brings the text index up to date. Searches do that by themselves; a
// large import does it at its end, to have it done.
func (l *Ledger) Index(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		var behind int64
		err := l.write(ctx, "index", func(ctx context.Context, tx *sql.Tx) (err error) {
			behind, err = indexSome(ctx, tx, indexRows)
			return err
		})
		if err != nil || behind <= 0 {
			return err
		}
	}
}

// indexSome indexes the next rows and returns how many are left.
func indexSome(ctx context.Context, tx *sql.Tx, rows int64) (behind int64, err error) {
	if behind, err = backlog(ctx, tx); err != nil || behind <= 0 {
		return behind, err
	}
	var from int64
	if err := tx.QueryRowContext(ctx, "SELECT seq FROM indexed").Scan(&from); err != nil {
		return behind, err
	}
	rows = min(rows, behind)
	_, err = tx.ExecContext(ctx, "INSERT INTO words (rowid, t) SELECT e.n, "+words+` FROM log l
		CROSS JOIN entry e ON e.n = l.entry WHERE l.seq > ? AND l.seq <= ? AND l.kind = 'created'`, from, from+rows)
	if err != nil {
		return behind, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE indexed SET seq = ?", from+rows)
	return behind - rows, err
}
