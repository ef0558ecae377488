package ledger

import (
	"context"
	"slices"
)

// RevokedYet are the revoked links to objects of a bucket that would not have ended yet,
// with their events: what a policy may deny. It looks at every share that was ever
// revoked, thousands in a few milliseconds.
func (l *Ledger) RevokedYet(ctx context.Context, bucket string) (out []Entry, err error) {
	if found, err := l.anyRevoked(ctx); err != nil || !found {
		return nil, l.fail("search", err)
	}
	db, err := l.reader()
	if err != nil {
		return nil, err
	}
	found, err := collect(ctx, db, itself[int64], `SELECT e.n FROM (SELECT DISTINCT entry FROM log INDEXED BY log_mark WHERE mark = 1) r CROSS JOIN entry e ON e.n = r.entry
		WHERE e.bucket = ?2 AND e.ends > ?1 AND `+stateSQL+` = 'revoked'`, millis(l.options.Clock()), bucket)
	return l.those(ctx, found, err)
}

// anyRevoked reports whether a share was ever revoked. Whoever shares asks for it, and in
// most logs none was: so no connection is made for it, if that for writing is there and
// nobody writes.
func (l *Ledger) anyRevoked(ctx context.Context) (found bool, err error) {
	db, err := l.reader()
	if err != nil {
		return false, err
	}
	if l.writing.TryLock() {
		defer l.writing.Unlock()
		if w, err := l.writer("search"); err == nil {
			db = w
		}
	}
	err = db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM log INDEXED BY log_mark WHERE mark = ?)", markRevoked).Scan(&found)
	return found, err
}

// BegunToRevoke are the shares at which something was done to end them, with their events.
// It reads the whole log, a million rows in a second.
func (l *Ledger) BegunToRevoke(ctx context.Context) (out []Entry, err error) {
	db, err := l.reader()
	if err != nil {
		return nil, err
	}
	found, err := collect(ctx, db, itself[int64], "SELECT DISTINCT entry FROM log WHERE kind = ? ORDER BY entry", Revoking)
	return l.those(ctx, found, err)
}

// PagesLeft are the shares of pages that were stored, or may have been, and were not removed
// since, with their events: signet may have been killed before it noted that one was
// stored. It reads the whole log.
func (l *Ledger) PagesLeft(ctx context.Context) (out []Entry, err error) {
	db, err := l.reader()
	if err != nil {
		return nil, err
	}
	found, err := collect(ctx, db, itself[int64], `SELECT entry FROM log WHERE kind = ?1 AND instr(body, CAST('"page":' AS BLOB)) > 0 OR kind IN (?2, ?3) GROUP BY entry
		HAVING max(CASE WHEN kind = ?3 THEN seq ELSE 0 END) < max(CASE WHEN kind <> ?3 THEN seq ELSE 0 END) ORDER BY entry`, Created, Published, Withdrawn)
	all, err := l.those(ctx, found, err)
	return slices.DeleteFunc(all, func(e Entry) bool { return e.Page == "" || e.SignatureSHA256 == "" }), err // a note may have the word, and what was never signed was never stored
}

// those are the entries of these numbers.
func (l *Ledger) those(ctx context.Context, numbers []int64, err error) (out []Entry, _ error) {
	if err != nil {
		return nil, l.fail("search", err)
	}
	for _, n := range numbers {
		e, err := l.get(ctx, n)
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	return out, nil
}
