package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"os"
)

// Salvage is what was taken over from another file of the share log.
type Salvage struct {
	Entries int64
	Events  int64
	Known   int64 // rows that were here already
	Lost    int64 // rows that could not be read, or are not what was once written; at most
}

// TakeOver adds what can be read of another file of the share log, such as one
// that was set aside. What is here already is left alone, so that doing it
// again does no harm. The rows keep their bytes: those of a whole file that are
// taken into an empty one make the same chain.
func (l *Ledger) TakeOver(ctx context.Context, path string) (Salvage, error) {
	if statFile(path) == nil {
		return Salvage{}, &Error{Op: "take over", Kind: NotFound, Path: path, Cause: errors.New("there is no such file")}
	}
	s, err := l.salvage(ctx, path, func(ctx context.Context, work func(context.Context, *sql.Tx) error) error {
		return l.write(ctx, "take over into", work)
	})
	return s, fail("take over", path, err)
}

// IsFile reports whether a file is one of SQLite's, as every share log is.
// https://www.sqlite.org/fileformat.html#magic_header_string
func IsFile(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }()
	magic := make([]byte, 16)
	_, err = io.ReadFull(f, magic)
	return err == nil && string(magic) == "SQLite format 3\x00", nil
}

// salvageRows go in one transaction.
const salvageRows = 1000

type transact func(ctx context.Context, work func(context.Context, *sql.Tx) error) error

func (l *Ledger) salvage(ctx context.Context, path string, write transact) (Salvage, error) {
	from := &wreck{db: l.databaseAt(path, "mode=rw&_pragma=query_only(1)", 1)}
	defer func() { _ = from.db.Close() }()
	var sum Salvage
	for {
		rows, err := from.next(ctx)
		sum.Lost = from.lost
		if err != nil || len(rows) == 0 {
			return sum, err
		}
		err = write(ctx, func(ctx context.Context, tx *sql.Tx) error { return takeRows(ctx, tx, rows, &sum) })
		if err != nil {
			return sum, err
		}
	}
}

// wreck reads the chain of a file that may be damaged, row by row in its order,
// and leaves out what cannot be read and what does not fit the row before it.
type wreck struct {
	db   *sql.DB
	head Head  // the row that was read last
	at   int64 // the row that was tried last
	lost int64
	miss int64 // how often reading failed in a row
}

// saved is a row with what makes it one of its kind.
type saved struct {
	row
	uniq []byte
}

// mostMisses ends the search for rows behind the last one that can be read.
const mostMisses = 10_000

// next returns some rows; none at the end.
func (w *wreck) next(ctx context.Context) ([]saved, error) {
	for w.miss < mostMisses {
		rows, err := w.read(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(rows) > 0 || err == nil {
			w.miss = 0
			return rows, nil
		}
		if kindOf(err) != Damaged {
			return nil, err
		}
		step := 1 + w.miss/100 // wide holes are crossed in wider steps
		w.miss++
		w.at += step
		w.lost += step
	}
	w.lost -= w.miss // most likely behind the end
	return nil, nil
}

func (w *wreck) read(ctx context.Context) ([]saved, error) {
	rows, err := w.db.QueryContext(ctx, "SELECT seq, entry, at, kind, uniq, body, hash FROM log WHERE seq > ? ORDER BY seq LIMIT ?", w.at, salvageRows)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []saved
	for len(out) < salvageRows && rows.Next() {
		var s saved
		var hash []byte
		if err := rows.Scan(&s.seq, &s.entry, &s.at, &s.kind, &s.uniq, &s.body, &hash); err != nil || s.seq <= w.at {
			return out, errDamaged{"a row cannot be read"}
		}
		w.at = s.seq
		if !w.fits(s.row, hash) {
			w.lost++
		} else if s.kind != Pruned { // its holes are not taken over
			out = append(out, s)
		}
	}
	return out, rows.Err()
}

// fits holds a row against the one before it, if that one was read: damage, or
// an edit, must not become part of a chain that holds.
func (w *wreck) fits(r row, hash []byte) bool {
	want := w.head.next(r)
	known := w.head.Seq == r.seq-1
	if len(hash) != sha256.Size {
		return false
	}
	w.head = Head{Seq: r.seq, Hash: [sha256.Size]byte(hash)}
	return !known || want == w.head
}

// takeRows appends rows of another chain as they are.
func takeRows(ctx context.Context, tx *sql.Tx, rows []saved, sum *Salvage) error {
	a, err := newAppender(ctx, tx)
	if err != nil {
		return err
	}
	in, err := prepareEntries(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range rows {
		if err := takeRow(ctx, a, in, s, sum); err != nil {
			return err
		}
	}
	if err := in.finish(ctx); err != nil {
		return err
	}
	return a.finish(ctx)
}

func takeRow(ctx context.Context, a *appender, in *inserter, s saved, sum *Salvage) error {
	known, err := in.knows(ctx, s.row)
	if err != nil {
		return err
	}
	if known {
		sum.Known++
		return nil
	}
	if s.kind != Created {
		sum.Events++
		_, err := a.add(ctx, s.row, s.uniq)
		return err
	}
	r, err := decode(s.body)
	if err != nil {
		sum.Lost++
		return nil //nolint:nilerr // it is counted
	}
	sum.Entries++
	if _, err := a.add(ctx, s.row, nil); err != nil {
		return err
	}
	in.top = max(in.top, s.entry)
	return in.enter(ctx, s.entry, a.head.Seq, r)
}

// knows reports whether a row of another chain is here already.
func (in *inserter) knows(ctx context.Context, r row) (bool, error) {
	query, args := "SELECT count(*) FROM entry WHERE n = ?", []any{r.entry}
	if r.kind != Created {
		query = "SELECT count(*) FROM log INDEXED BY log_event WHERE entry = ? AND kind <> 'created' AND kind = ? AND at = ? AND body = ?"
		args = append(args, r.kind, r.at, r.body)
	}
	var n int
	err := in.tx.QueryRowContext(ctx, query, args...).Scan(&n)
	return n > 0, err
}
