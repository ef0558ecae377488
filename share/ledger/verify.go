package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
)

// Report is the outcome of Verify.
type Report struct {
	Head    Head // where the chain ends
	Rows    int64
	Entries int64
	Events  int64
	Pruned  int64  // rows that were pruned, with a tombstone for each
	Broken  *Break // nil: nothing was found
}

// Break is the first place where the log is not what was once written.
type Break struct {
	Seq  int64  // of the row; 0: the log as a whole
	ID   string // of the entry that it belongs to; empty: none
	What string
}

func (b *Break) String() string {
	s := b.What
	if b.ID != "" {
		s = "entry " + b.ID + ": " + s
	}
	if b.Seq > 0 {
		s = fmt.Sprintf("row %d: %s", b.Seq, s)
	}
	return s
}

// Verify walks the whole chain and compares with it all that is read off it: the
// entry table, the batches and the text index. Heads that were kept elsewhere
// must still be in the chain: that proves that nothing up to them was rewritten.
// Memory does not grow with the log.
func (l *Ledger) Verify(ctx context.Context, kept ...Head) (Report, error) {
	db, err := l.reader()
	if err != nil {
		return Report{}, err
	}
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment in time
	if err != nil {
		return Report{}, l.fail("verify", err)
	}
	defer func() { _ = tx.Rollback() }()
	v := &verifier{tx: tx, kept: kept, postings: postings{}}
	for _, check := range []func(context.Context) error{v.schema, v.readIndexed, v.walk, v.ending, v.derived} {
		if err := check(ctx); err != nil || v.report.Broken != nil {
			return v.report, l.fail("verify", err)
		}
	}
	return v.report, nil
}

type verifier struct {
	tx       *sql.Tx
	report   Report
	head     Head
	kept     []Head
	indexed  int64 // the row that the text index has got to
	ahead    bool  // which is beyond the end
	postings postings
}

func (v *verifier) broken(seq, entry int64, what string) {
	b := &Break{Seq: seq, What: what}
	if entry != 0 {
		b.ID = formatID(entry)
	}
	v.report.Broken = b
}

// walk goes through the chain in its order, with the entry of each share.
func (v *verifier) walk(ctx context.Context) error {
	//nolint:gosec // of constants
	rows, err := v.tx.QueryContext(ctx, `SELECT l.seq, l.entry, l.at, l.kind, l.mark, l.uniq, l.body, l.hash, e.n IS NOT NULL, coalesce(e.first, 0), `+prefixed("e.", columnNames)+`
		FROM log l LEFT JOIN entry e ON l.kind = 'created' AND e.n = l.entry AND e.seq = l.seq ORDER BY l.seq`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() && v.report.Broken == nil {
		var s step
		if err := rows.Scan(s.scan()...); err != nil {
			v.broken(v.head.Seq+1, 0, "the row after it cannot be read: "+err.Error())
			return nil
		}
		if err := v.step(ctx, s); err != nil {
			return err
		}
	}
	return rows.Err()
}

// step is one row of the chain with what the entry table says of it.
type step struct {
	row
	mark  *int
	uniq  []byte
	hash  []byte
	has   bool
	first int64
	entry nullColumns
}

func (s *step) scan() []any {
	return append([]any{&s.seq, &s.row.entry, &s.at, &s.kind, &s.mark, &s.uniq, &s.body, &s.hash, &s.has, &s.first}, s.entry.scan()...)
}

func (v *verifier) step(ctx context.Context, s step) error {
	for s.seq != v.head.Seq+1 {
		bridged, err := v.bridge(ctx)
		if err != nil {
			return err
		}
		if !bridged {
			v.broken(v.head.Seq+1, 0, "is missing")
			return nil
		}
	}
	v.head = v.head.next(s.row)
	v.report.Rows++
	v.report.Head = v.head
	n := s.row.entry
	switch {
	case !bytes.Equal(v.head.Hash[:], s.hash):
		v.broken(s.seq, n, fmt.Sprintf("its %s row was changed, or one before it was", s.kind))
	case !sameMark(s.mark, markOf(s.kind)):
		v.broken(s.seq, n, "the mark of the row does not belong to "+s.kind)
	case s.uniq != nil && (s.kind != Used || !bytes.Equal(s.uniq, useSum(s.row))):
		v.broken(s.seq, n, "the row is told from others by something else than what it says")
	case s.kind == Created:
		v.report.Entries++
		v.created(s)
	case s.kind == Pruned:
		return v.tombstone(ctx, s)
	default:
		v.report.Events++
	}
	if v.report.Broken == nil {
		v.held(v.head)
	}
	return nil
}

func sameMark(a, b *int) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// held compares with a head that was kept elsewhere.
func (v *verifier) held(h Head) {
	for _, k := range v.kept {
		if k.Seq == h.Seq && k.Hash != h.Hash {
			v.broken(h.Seq, 0, "is not the row that the head kept elsewhere stands for: the log was rewritten")
		}
	}
}

// created holds the columns that filters use against the share itself.
func (v *verifier) created(s step) {
	r, err := decode(s.body)
	switch {
	case err != nil:
		v.broken(s.seq, s.row.entry, "its body cannot be read")
	case !s.has:
		v.broken(s.seq, s.row.entry, "is not in the entry table any more, or stands for another row")
	case !s.entry.columns().same(columnsOf(r)):
		v.broken(s.seq, s.row.entry, "the entry table says something else than what was recorded")
	case r.Group == "" && s.first != 1:
		v.broken(s.seq, s.row.entry, "the entry table hides it from lists")
	case s.seq <= v.indexed:
		v.postings.add(s.row.entry, s.entry.columns().text())
	}
}

// ending checks what a walk cannot see: rows cut off at the end, entries that
// were never recorded, heads beyond the end.
func (v *verifier) ending(ctx context.Context) error {
	for range 2 {
		if bridged, err := v.bridge(ctx); err != nil {
			return err
		} else if !bridged {
			break
		}
	}
	head, err := readHead(ctx, v.tx)
	if err != nil && kindOf(err) != Damaged { // without a head, it is not the end
		return err
	}
	var entries, orphans int64
	if err := v.tx.QueryRowContext(ctx, "SELECT count(*) FROM hole WHERE NOT EXISTS (SELECT 1 FROM log WHERE seq = hole.tombstone AND kind = 'pruned')").Scan(&orphans); err != nil {
		return err
	}
	if err := v.tx.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&entries); err != nil {
		return err
	}
	switch {
	case head != v.head:
		v.broken(0, 0, fmt.Sprintf("the chain ends at row %d, the head says %d: the end was cut off or changed", v.head.Seq, head.Seq))
	case orphans > 0:
		v.broken(0, 0, "the chain has holes that no tombstone accounts for")
	case entries != v.report.Entries:
		v.broken(0, 0, fmt.Sprintf("%d entries, but only %d were recorded", entries, v.report.Entries))
	}
	for _, k := range v.kept {
		if k.Seq > v.head.Seq && v.report.Broken == nil {
			v.broken(0, 0, fmt.Sprintf("the head kept elsewhere stands for row %d, but the log ends at %d: its end was cut off", k.Seq, v.head.Seq))
		}
	}
	return nil
}

// bridge crosses a hole that pruning left after the present row.
func (v *verifier) bridge(ctx context.Context) (bool, error) {
	var high int64
	var before, after []byte
	err := v.tx.QueryRowContext(ctx, "SELECT high, before, after FROM hole WHERE low = ?", v.head.Seq+1).Scan(&high, &before, &after)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (!bytes.Equal(before, v.head.Hash[:]) || len(after) != sha256.Size || high <= v.head.Seq) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v.report.Pruned += high - v.head.Seq
	v.head = Head{Seq: high, Hash: [sha256.Size]byte(after)}
	v.held(v.head)
	return true, nil
}

// tombstone checks that the holes it owns are the ones it was written for.
func (v *verifier) tombstone(ctx context.Context, s step) error {
	t, err := decodeTombstone(s.body)
	if err != nil {
		v.broken(s.seq, 0, "the tombstone cannot be read")
		return nil
	}
	holes, err := readHoles(ctx, v.tx, s.seq)
	if err != nil {
		return err
	}
	if sum, rows := holesDigest(holes); sum != t.Holes || rows != t.Rows {
		v.broken(s.seq, 0, "the holes in the chain are not those that its tombstone was written for")
	}
	return nil
}
