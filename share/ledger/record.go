package ledger

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"syscall"

	"signet/share"
)

// The log is what share.Service records into.
var _ share.Recorder = (*Ledger)(nil)

// batchRows is how many records go into one transaction: enough that the fsync
// does not count, few enough that other processes never wait for long.
const batchRows = 1000

// RecordAll appends shares, a thousand to a transaction, and sets their ids: those
// they have, unless one is no id of ours or already taken. The entries are on the
// disk when it returns. After an error the chunks before it are recorded, the
// others are not. Nothing stops a write once it has begun.
func (l *Ledger) RecordAll(ctx context.Context, records []share.Record) error {
	for len(records) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(batchRows, len(records))
		if err := l.recordChunk(ctx, records[:n]); err != nil {
			return err
		}
		records = records[n:]
	}
	return nil
}

// recordChunk records in one transaction and sets the ids. A log that turns out
// to be damaged is set aside, and the shares begin a new one.
func (l *Ledger) recordChunk(ctx context.Context, records []share.Record) error {
	work := func(ctx context.Context, tx *sql.Tx) error { return l.appendRecords(ctx, tx, records, nil) }
	if err := l.current(); err != nil {
		return err
	}
	err := l.write(ctx, "record in", work)
	if !IsKind(err, Damaged) {
		return err
	}
	if err := l.reopen(l.replace); err != nil {
		return err
	}
	return l.write(ctx, "record in", work)
}

// write runs work in a transaction that no other process can be in at the same
// time. Cancelling the context does not tear it apart.
func (l *Ledger) write(ctx context.Context, op string, work func(context.Context, *sql.Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	l.writing.Lock()
	defer l.writing.Unlock()
	db, err := l.writer(op)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return l.fail(op, err)
	}
	if err := work(ctx, tx); err != nil {
		_ = tx.Rollback()
		return l.fail(op, err)
	}
	if err := tx.Commit(); err != nil {
		return l.fail(op, err)
	}
	l.tend()
	return nil
}

// writer is the connection for writing.
func (l *Ledger) writer(op string) (*sql.DB, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken == nil && l.readOnly {
		return nil, l.fail(op, syscall.EROFS)
	}
	return l.w, l.broken
}

// tendEvery appends a process that stays looks after the write-ahead file.
const tendEvery = 200

// mostAhead is how large that file gets, about, before it begins anew.
const mostAhead = 16 << 20

// tend copies the write-ahead file into the log now and then, beside the
// appends and not within one: the last to close does it anyway, but a program
// that stays open for days would let it grow.
func (l *Ledger) tend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.appended++; l.appended%tendEvery != 0 || l.tending {
		return
	}
	l.tending = true
	l.tenders.Go(func() {
		l.checkpoint()
		l.mu.Lock()
		l.tending = false
		l.mu.Unlock()
	})
}

// checkpoint keeps nobody waiting, unless the file has grown large: where
// somebody always writes, it would else never come to its end. It is a chore:
// when it fails, the next one will do it.
func (l *Ledger) checkpoint() {
	db := l.database("mode=rw", 1)
	defer func() { _ = db.Close() }()
	ctx := context.Background()
	_, _ = db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	if info := statFile(l.path + "-wal"); info != nil && info.Size() > mostAhead {
		_, _ = db.ExecContext(ctx, "PRAGMA busy_timeout = 50") // it keeps writers out while it waits for readers
		_, _ = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
}

// appendRecords adds the entries and, to each, the events.
func (l *Ledger) appendRecords(ctx context.Context, tx *sql.Tx, records []share.Record, events []Event) error {
	return entering(ctx, tx, func(a *appender, in *inserter) error {
		for i := range records {
			if err := l.appendRecord(ctx, a, in, &records[i], events); err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *Ledger) appendRecord(ctx context.Context, a *appender, in *inserter, r *share.Record, events []Event) error {
	if r.Created.IsZero() {
		r.Created = l.options.Clock()
	}
	n, err := in.freeNumber(ctx, *r)
	if err != nil {
		return err
	}
	r.ID = formatID(n)
	raw, err := in.bodies.encode(r)
	if err != nil {
		return err
	}
	kept, err := asKept(*r, raw)
	if err != nil {
		return err
	}
	now := millis(l.options.Clock())
	c := columnsOf(kept)
	if _, err := a.add(ctx, row{entry: n, at: now, kind: Created, ends: c.ends, body: raw}, nil); err != nil {
		return err
	}
	if err := in.enter(ctx, n, a.head.Seq, c); err != nil {
		return err
	}
	for _, e := range events {
		er, err := e.row(n)
		if err != nil {
			return err
		}
		er.at = cmp.Or(er.at, now)
		if _, err := a.add(ctx, er, nil); err != nil {
			return err
		}
	}
	return nil
}

// asKept is the record as its body says it: without secrets in its text, and
// without what is no UTF-8. The columns must say the same.
func asKept(r share.Record, raw []byte) (share.Record, error) {
	if bytes.Contains(raw, []byte("\\ufffd")) {
		return decode(raw)
	}
	r.Note, r.Recipient, r.Item = share.Scrub(r.Note), share.Scrub(r.Recipient), share.Scrub(r.Item)
	return r, nil
}
