package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Head is the end of the chain: the number of the last row and its hash. Kept
// elsewhere, it proves later that the log up to there was not rewritten.
type Head struct {
	Seq  int64
	Hash [sha256.Size]byte
}

// String is the head in a form to print, send and give back to Verify.
func (h Head) String() string { return fmt.Sprintf("%d:%x", h.Seq, h.Hash) }

// ParseHead reads what String wrote.
func ParseHead(s string) (Head, error) {
	seq, sum, _ := strings.Cut(strings.TrimSpace(s), ":")
	n, err := strconv.ParseInt(seq, 10, 64)
	raw, herr := hex.DecodeString(sum)
	if err != nil || herr != nil || n < 0 || len(raw) != sha256.Size {
		return Head{}, fmt.Errorf("chain head: %q is none; write it as NUMBER:HASH, as signet log verify prints it", s)
	}
	return Head{Seq: n, Hash: [sha256.Size]byte(raw)}, nil
}

// MarshalText is String.
func (h Head) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Head) UnmarshalText(text []byte) (err error) {
	*h, err = ParseHead(string(text))
	return err
}

// Head is the present end of the chain.
func (l *Ledger) Head(ctx context.Context) (Head, error) {
	db, err := l.reader()
	if err != nil {
		return Head{}, err
	}
	h, err := readHead(ctx, db)
	return h, l.fail("read", err)
}

func readHead(ctx context.Context, db rower) (Head, error) {
	var h Head
	var sum []byte
	err := db.QueryRowContext(ctx, "SELECT seq, hash FROM head").Scan(&h.Seq, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, errDamaged{"its head is missing"}
	}
	if err != nil {
		return Head{}, err
	}
	if len(sum) != len(h.Hash) {
		return Head{}, errDamaged{"its head is none"}
	}
	copy(h.Hash[:], sum)
	return h, nil
}

func (h Head) is(hash []byte) bool { return bytes.Equal(h.Hash[:], hash) }

// appender adds rows to the chain inside one transaction.
type appender struct {
	tx     *sql.Tx
	head   Head
	insert *sql.Stmt
}

func newAppender(ctx context.Context, tx *sql.Tx) (*appender, error) {
	head, err := readHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	insert, err := tx.PrepareContext(ctx,
		"INSERT INTO log (seq, entry, at, kind, ends, mark, uniq, body, hash) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (uniq) WHERE uniq IS NOT NULL DO NOTHING")
	return &appender{tx: tx, head: head, insert: insert}, err
}

// add appends a row in the second form, whatever it had before. uniq, if not nil, makes the row one of its kind: a second
// one with the same value is left out, and added is false.
func (a *appender) add(ctx context.Context, r row, uniq []byte) (added bool, err error) {
	r.seq, r.body = a.head.Seq+1, salted(r.body)
	if len(r.body) > mostPayload {
		return false, fmt.Errorf("what is to be recorded has %d bytes, and %d are the most", len(r.body), mostPayload)
	}
	next := a.head.next(r)
	res, err := a.insert.ExecContext(ctx, r.seq, r.entry, r.at, r.kind, r.ends, markOf(r.kind), uniq, r.body, next.Hash[:])
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	a.head = next
	return true, nil
}

// appending runs work with an appender, and stores the new head at its end.
func appending(ctx context.Context, tx *sql.Tx, work func(*appender) error) error {
	a, err := newAppender(ctx, tx)
	if err != nil {
		return err
	}
	if err := work(a); err != nil {
		return err
	}
	return a.finish(ctx)
}

// appendOne appends a single row.
func appendOne(ctx context.Context, tx *sql.Tx, r row, uniq []byte) error {
	return appending(ctx, tx, func(a *appender) error {
		_, err := a.add(ctx, r, uniq)
		return err
	})
}

// finish stores the new head. Until the transaction is committed nobody else
// sees any of it.
func (a *appender) finish(ctx context.Context) error {
	_, err := a.tx.ExecContext(ctx, "UPDATE head SET seq = ?, hash = ?", a.head.Seq, a.head.Hash[:])
	return err
}
