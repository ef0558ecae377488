package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"time"
)

// tombstone is the body of a "pruned" row: what went, and which rows of the chain
// these were.
type tombstone struct {
	Before  time.Time `json:"before"`
	Entries int64     `json:"entries"`
	Rows    int64     `json:"rows"`
	Holes   string    `json:"holes_sha256"`          // of the rows of the first form
	Gone    string    `json:"gone_sha256,omitempty"` // of the others; empty: none
}

func decodeTombstone(raw []byte) (t tombstone, err error) {
	return t, json.Unmarshal(raw, &t)
}

// dead are the rows that a prune removes.
type dead struct {
	holes []hole
	gone  []goneRow
}

// hole is a run of rows of the first form that were pruned, and the hashes at its
// edges: nothing between them can be computed any more.
type hole struct {
	low, high     int64
	before, after []byte
}

// holesDigest is what the tombstone remembers of its holes.
func holesDigest(holes []hole) (sum string, rows int64) {
	h := sha256.New()
	for _, x := range holes {
		_, _ = fmt.Fprintf(h, "%d %d %x %x\n", x.low, x.high, x.before, x.after)
		rows += x.high - x.low + 1
	}
	return hex.EncodeToString(h.Sum(nil)), rows
}

func readHoles(ctx context.Context, tx *sql.Tx, tombstone int64) ([]hole, error) {
	return collect(ctx, tx, func(x *hole) []any { return []any{&x.low, &x.high, &x.before, &x.after} },
		"SELECT low, high, before, after FROM hole WHERE tombstone = ? ORDER BY low", tombstone)
}

// goneRow is what stays of a row that was pruned.
type goneRow struct {
	row
	hash      []byte
	tombstone int64
	there     bool // its share still is
	plain     bool // its columns hold what signet writes
}

// goneSum sums up the rows that lie under one tombstone, in their order.
type goneSum struct {
	sum  hash.Hash
	rows int64
	ends int64 // the latest end of them
}

func (g *goneSum) add(r row) {
	if g.sum == nil {
		g.sum = sha256.New()
	}
	_, _ = fmt.Fprintf(g.sum, "%d\n", r.seq)
	g.rows++
	g.ends = max(g.ends, r.ends)
}

// digest is what the tombstone remembers of these rows.
func (g *goneSum) digest() string {
	if g.sum == nil {
		return ""
	}
	return hex.EncodeToString(g.sum.Sum(nil))
}

// findDead looks up all rows of the victims.
func findDead(ctx context.Context, tx *sql.Tx) (dead, error) {
	var d dead
	from, err := form2From(ctx, tx)
	if err != nil {
		return d, err
	}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var g goneRow
		if err := rows.Scan(&g.seq, &g.entry, &g.at, &g.kind, &g.ends, &g.body, &g.hash); err != nil {
			return err
		}
		if g.seq < from {
			d.dig(g)
			return nil
		}
		sum := sha256.Sum256(g.body)
		g.body, g.digest = nil, sum[:]
		d.gone = append(d.gone, g)
		return nil
	}, `SELECT seq, entry, at, kind, coalesce(ends, 0), body, hash FROM log WHERE seq IN (
		SELECT e.seq FROM victim v JOIN entry e ON e.n = v.n
		UNION ALL
		SELECT l.seq FROM victim v JOIN log l INDEXED BY log_event ON l.entry = v.n AND l.kind <> 'created' AND l.entry <> 0) ORDER BY seq`)
	return d, err
}

// dig makes the last hole larger, or a new one.
func (d *dead) dig(g goneRow) {
	if n := len(d.holes); n > 0 && d.holes[n-1].high == g.seq-1 {
		d.holes[n-1].high, d.holes[n-1].after = g.seq, g.hash
		return
	}
	d.holes = append(d.holes, hole{low: g.seq, high: g.seq, after: g.hash})
}

// bury writes the tombstone and its holes, before anything is removed, and
// returns the row of the tombstone.
func (d *dead) bury(ctx context.Context, tx *sql.Tx, t *tombstone, at int64) (under int64, err error) {
	for i := range d.holes {
		if d.holes[i].before, err = hashAt(ctx, tx, d.holes[i].low-1); err != nil {
			return 0, err
		}
	}
	var sum goneSum
	for _, g := range d.gone {
		sum.add(g.row)
	}
	t.Holes, t.Rows = holesDigest(d.holes)
	t.Gone, t.Rows = sum.digest(), t.Rows+sum.rows
	raw, err := marshal(t)
	if err != nil {
		return 0, err
	}
	err = appending(ctx, tx, func(a *appender) error {
		if _, err := a.add(ctx, row{at: at, kind: Pruned, body: raw}, nil); err != nil {
			return err
		}
		under = a.head.Seq
		for _, x := range d.holes {
			if _, err := tx.ExecContext(ctx, "INSERT INTO hole VALUES (?,?,?,?,?)", x.low, x.high, x.before, x.after, under); err != nil {
				return err
			}
		}
		return nil
	})
	return under, err
}

// hashAt is the hash of a row, be it still there or the last of a hole.
func hashAt(ctx context.Context, tx *sql.Tx, seq int64) ([]byte, error) {
	if seq == 0 {
		return make([]byte, sha256.Size), nil
	}
	var hash []byte
	err := tx.QueryRowContext(ctx, "SELECT coalesce((SELECT hash FROM log WHERE seq = ?1), (SELECT after FROM hole WHERE high = ?1))", seq).Scan(&hash)
	return hash, err
}

// keepHeaders stores what stays of the rows, under their tombstone.
func (d *dead) keepHeaders(ctx context.Context, tx *sql.Tx, under int64) error {
	if len(d.gone) == 0 {
		return nil
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO gone (seq, entry, at, kind, ends, digest, hash, tombstone) VALUES (?,?,?,?,?,?,?,?)")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for _, g := range d.gone {
		if _, err := insert.ExecContext(ctx, g.seq, g.entry, g.at, g.kind, g.ends, g.digest, g.hash, under); err != nil {
			return err
		}
	}
	return nil
}
