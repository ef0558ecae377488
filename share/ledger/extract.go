package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"signet/share"
)

// Link is one row of the chain as it can be shown to others: of the entry in question
// all of it, of every other row what the chain is computed from and no more.
type Link struct {
	Seq   int64
	Entry string // the id; empty: the row belongs to no entry, or cannot be computed
	At    int64  // milliseconds since 1970
	Ends  int64  // of a share that was signed, its end in milliseconds since 1970; else 0
	Kind  string
	// Body is the row's own text, as it is stored. Nil: the row is another entry's, or of none.
	Body []byte
	// Digest is the SHA-256 of a body that is not shown. Nil in the first form of the log,
	// which covers the body itself: such a row cannot be computed without it.
	Digest []byte
	First  bool // the row has the first form
	// Through and Hash are of what cannot be computed: the last row that this stands for
	// (after pruning, several), and what the log has as its hash.
	Through int64
	Hash    []byte
}

// Computed reports whether the link can be computed from what it holds.
func (x Link) Computed() bool { return x.Body != nil || x.Digest != nil }

// Last is the last row that the link stands for.
func (x Link) Last() int64 { return max(x.Seq, x.Through) }

// Follow is the head after a link: computed, or for a link that cannot be, as it says
// of itself. It fails for a link that does not come next.
func (h Head) Follow(x Link) (Head, error) {
	n, ok := parseID(x.Entry)
	switch {
	case x.Seq != h.Seq+1:
		return Head{}, fmt.Errorf("row %d is missing", h.Seq+1)
	case x.Entry != "" && (!ok || formatID(n) != x.Entry):
		return Head{}, fmt.Errorf("row %d belongs to %q, which is no id", x.Seq, x.Entry)
	case !x.Computed():
		if !x.First || x.Through < x.Seq || len(x.Hash) != sha256.Size || x.Entry != "" || x.At != 0 || x.Ends != 0 || x.Kind != "" {
			return Head{}, fmt.Errorf("row %d has neither a body nor the digest of one", x.Seq)
		}
		return Head{Seq: x.Through, Hash: [sha256.Size]byte(x.Hash)}, nil
	case x.Through != 0, x.Hash != nil, x.Body != nil && x.Digest != nil:
		return Head{}, fmt.Errorf("row %d says twice what it is computed from", x.Seq)
	case x.First && (x.Body == nil || x.Ends != 0):
		return Head{}, fmt.Errorf("row %d has what its form does not know", x.Seq)
	case x.Body == nil && len(x.Digest) != sha256.Size:
		return Head{}, fmt.Errorf("row %d has a digest that is none", x.Seq)
	}
	r := row{seq: x.Seq, entry: n, at: x.At, kind: x.Kind, ends: x.Ends, body: x.Body}
	if x.Body == nil {
		r.digest = x.Digest
	}
	if x.First {
		return h.next1(r), nil
	}
	return h.next(r), nil
}

// Said is a body without its salt: a JSON object.
func Said(body []byte) []byte { return unsalted(body) }

// ReadBody reads the body of a "created" row.
func ReadBody(body []byte) (share.Record, error) { return decode(body) }

// EventOf reads a link that is an event, as the log does.
func EventOf(x Link) Event { return eventOf(row{kind: x.Kind, at: x.At, body: x.Body}) }

// Extract hands over the part of the chain from the first row of an entry to the head,
// at one moment in time: begin gets the entry's id, the head before it and the head of the
// log, each the links in their order. Memory does not grow with the log.
func (l *Ledger) Extract(ctx context.Context, id string, begin func(id string, before, head Head) error, each func(Link) error) error {
	n, err := l.resolve(ctx, "look into", id)
	if err != nil {
		return err
	}
	db, err := l.reader()
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return l.fail("look into", err)
	}
	defer func() { _ = tx.Rollback() }()
	var stop errStop
	err = extract(ctx, tx, n, begin, func(x Link) error {
		if err := each(x); err != nil {
			return errStop{err}
		}
		return nil
	})
	if errors.As(err, &stop) {
		return stop.cause
	}
	return l.fail("look into", err)
}

// errStop is an error of whoever is handed the links, and not of the log.
type errStop struct{ cause error }

func (e errStop) Error() string { return e.cause.Error() }

func extract(ctx context.Context, tx *sql.Tx, n int64, begin func(string, Head, Head) error, take func(Link) error) error {
	var first int64
	if err := tx.QueryRowContext(ctx, "SELECT min(e.seq, coalesce((SELECT min(seq) FROM log WHERE entry = ?1 AND kind <> 'created'), e.seq)) FROM entry e WHERE e.n = ?1", n).Scan(&first); err != nil {
		return err
	}
	form2, err := form2From(ctx, tx)
	if err != nil {
		return err
	}
	before, ok, err := headAt(ctx, tx, first-1)
	if err != nil {
		return err
	}
	if !ok {
		return errDamaged{fmt.Sprintf("row %d is missing", first-1)}
	}
	head, err := readHead(ctx, tx)
	if err != nil {
		return err
	}
	if err := begin(formatID(n), before, head); err != nil {
		return errStop{err}
	}
	var run Link // of rows that cannot be computed: only what the last of them says counts
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var r row
		var hash []byte
		var through int64
		if err := rows.Scan(&r.seq, &through, &r.entry, &r.at, &r.kind, &r.ends, &r.body, &r.digest, &hash); err != nil {
			return err
		}
		x := shown(r, r.entry == n, r.seq < form2, through, hash)
		switch {
		case x.Computed() && run.Seq > 0:
			last := run
			run = Link{}
			if err := take(last); err != nil {
				return err
			}
		case !x.Computed() && run.Through+1 == x.Seq:
			run.Through, run.Hash = x.Through, x.Hash
			return nil
		case !x.Computed():
			run = x
			return nil
		}
		return take(x)
	}, `SELECT seq, seq, entry, at, kind, coalesce(ends, 0), body, NULL, hash FROM log WHERE seq >= ?1
		UNION ALL SELECT seq, seq, entry, at, kind, ends, NULL, digest, hash FROM gone WHERE seq >= ?1
		UNION ALL SELECT low, high, 0, 0, '', 0, NULL, NULL, after FROM hole WHERE low >= ?1 ORDER BY 1`, first)
	if err == nil && run.Seq > 0 {
		err = take(run)
	}
	return err
}

// shown is a row as others may see it.
func shown(r row, own, first bool, through int64, hash []byte) Link {
	x := Link{Seq: r.seq, At: r.at, Ends: r.ends, Kind: r.kind, First: first}
	if r.entry != 0 {
		x.Entry = formatID(r.entry)
	}
	switch {
	case own:
		x.Body = r.body
	case first: // its header is left out: nothing would show that somebody changed it
		return Link{Seq: r.seq, First: true, Through: through, Hash: hash}
	case r.digest != nil:
		x.Digest = r.digest
	default:
		sum := sha256.Sum256(r.body)
		x.Digest = sum[:]
	}
	return x
}

// HeadAt is what the head was after a row; ok is false where the log has no hash of it.
func (l *Ledger) HeadAt(ctx context.Context, seq int64) (h Head, ok bool, err error) {
	db, err := l.reader()
	if err != nil {
		return Head{}, false, err
	}
	h, ok, err = headAt(ctx, db, seq)
	return h, ok, l.fail("look into", err)
}

func headAt(ctx context.Context, db rower, seq int64) (Head, bool, error) {
	if seq == 0 {
		return Head{}, true, nil
	}
	var hash []byte
	err := db.QueryRowContext(ctx, `SELECT coalesce((SELECT hash FROM log WHERE seq = ?1), (SELECT hash FROM gone WHERE seq = ?1),
		(SELECT after FROM hole WHERE high = ?1))`, seq).Scan(&hash)
	if err != nil || len(hash) != sha256.Size {
		return Head{}, false, err
	}
	return Head{Seq: seq, Hash: [sha256.Size]byte(hash)}, true, nil
}
