package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Pruning is what Prune removed, or would remove.
type Pruning struct {
	Tidying bool // all are removed; what is left of them in the file is being overwritten
	Entries int64
	Rows    int64 // entries and their events
	Kept    int64 // old enough, but their end is yet to come: these always stay, revoked or not
}

// pruneRows is how many entries go in one transaction, with one tombstone.
const pruneRows = 5000

// prunable are the entries made before ?1 that have ended by ?2.
const prunable = "FROM entry WHERE n < ?1 AND ends <= ?2"

// CanPrune counts what Prune would remove.
func (l *Ledger) CanPrune(ctx context.Context, before time.Time) (Pruning, error) {
	db, err := l.reader()
	if err != nil {
		return Pruning{}, err
	}
	var p Pruning
	args := []any{firstAt(before), millis(l.options.Clock())}
	err = db.QueryRowContext(ctx, "SELECT count(*) "+prunable, args...).Scan(&p.Entries)
	if err == nil {
		err = db.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE n < ?1 AND ends > ?2", args...).Scan(&p.Kept)
	}
	if err == nil {
		err = db.QueryRowContext(ctx, "SELECT count(*) FROM log WHERE kind <> 'created' AND entry IN (SELECT n "+prunable+")", args...).Scan(&p.Rows)
	}
	p.Rows += p.Entries
	return p, l.fail("prune", err)
}

// Prune removes the entries made before a time, with their events, except those
// whose end is yet to come: that somebody noted a link as revoked does not close
// it. The content is overwritten on the disk, and the room given back. In the
// chain a tombstone stays that says how many rows went, and the hashes around
// the holes, so that the rest still verifies. Whoever asks the user asks before.
// told, if not nil, hears how far it has come.
func (l *Ledger) Prune(ctx context.Context, before time.Time, told func(Pruning)) (Pruning, error) {
	var sum Pruning
	tell := func() {
		if told != nil {
			told(sum)
		}
	}
	for done := false; !done; {
		tell()
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		var t tombstone
		err := l.write(ctx, "prune", func(ctx context.Context, tx *sql.Tx) (err error) {
			t, err = l.pruneSome(ctx, tx, before)
			return err
		})
		if err != nil {
			return sum, err
		}
		sum.Entries += t.Entries
		sum.Rows += t.Rows
		done = t.Entries == 0
		l.checkpoint()
	}
	if sum.Entries == 0 {
		return sum, nil
	}
	sum.Tidying = true
	err := l.forget(ctx, tell)
	if err == nil {
		err = l.giveBack(ctx, tell)
	}
	return sum, err
}

// tombstone is the body of a "pruned" row.
type tombstone struct {
	Before  time.Time `json:"before"`
	Entries int64     `json:"entries"`
	Rows    int64     `json:"rows"`
	Holes   string    `json:"holes_sha256"`
}

func decodeTombstone(raw []byte) (t tombstone, err error) {
	return t, json.Unmarshal(raw, &t)
}

// hole is a run of rows that were pruned, and the hashes at its edges.
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
	rows, err := tx.QueryContext(ctx, "SELECT low, high, before, after FROM hole WHERE tombstone = ? ORDER BY low", tombstone)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []hole
	for rows.Next() {
		var x hole
		if err := rows.Scan(&x.low, &x.high, &x.before, &x.after); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

func (l *Ledger) pruneSome(ctx context.Context, tx *sql.Tx, before time.Time) (tombstone, error) {
	none := tombstone{}
	now := l.options.Clock()
	// Merging is left to the end: deletions would begin it in the midst of a transaction.
	for _, q := range []string{"INSERT INTO words (words, rank) VALUES ('deletemerge', 0)", "CREATE TEMP TABLE IF NOT EXISTS victim (n INTEGER PRIMARY KEY)", "DELETE FROM victim"} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return none, err
		}
	}
	res, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO victim SELECT n %s ORDER BY n LIMIT %d", prunable, pruneRows), firstAt(before), millis(now))
	if err != nil {
		return none, err
	}
	entries, err := res.RowsAffected()
	if err != nil || entries == 0 {
		return none, err
	}
	holes, err := findHoles(ctx, tx)
	if err != nil {
		return none, err
	}
	t := tombstone{Before: before.UTC(), Entries: entries}
	t.Holes, t.Rows = holesDigest(holes)
	if err := l.bury(ctx, tx, t, holes, millis(now)); err != nil {
		return none, err
	}
	return t, removeVictims(ctx, tx)
}

// findHoles groups the rows of the victims into runs.
func findHoles(ctx context.Context, tx *sql.Tx) ([]hole, error) {
	rows, err := tx.QueryContext(ctx, `SELECT seq, hash FROM log WHERE seq IN (
		SELECT e.seq FROM victim v JOIN entry e ON e.n = v.n
		UNION ALL
		SELECT l.seq FROM victim v JOIN log l INDEXED BY log_event ON l.entry = v.n AND l.kind <> 'created') ORDER BY seq`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []hole
	for rows.Next() {
		var seq int64
		var hash []byte
		if err := rows.Scan(&seq, &hash); err != nil {
			return nil, err
		}
		if n := len(out); n > 0 && out[n-1].high == seq-1 {
			out[n-1].high, out[n-1].after = seq, hash
		} else {
			out = append(out, hole{low: seq, high: seq, after: hash})
		}
	}
	return out, rows.Err()
}

// bury writes the tombstone and its holes, before anything is removed.
func (l *Ledger) bury(ctx context.Context, tx *sql.Tx, t tombstone, holes []hole, at int64) error {
	for i := range holes {
		before, err := hashAt(ctx, tx, holes[i].low-1)
		if err != nil {
			return err
		}
		holes[i].before = before
	}
	t.Holes, t.Rows = holesDigest(holes)
	raw, err := marshal(t)
	if err != nil {
		return err
	}
	a, err := newAppender(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := a.add(ctx, row{at: at, kind: Pruned, body: raw}, nil); err != nil {
		return err
	}
	for _, x := range holes {
		if _, err := tx.ExecContext(ctx, "INSERT INTO hole VALUES (?,?,?,?,?)", x.low, x.high, x.before, x.after, a.head.Seq); err != nil {
			return err
		}
	}
	return a.finish(ctx)
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

func removeVictims(ctx context.Context, tx *sql.Tx) error {
	for _, q := range []string{
		"DELETE FROM words WHERE rowid IN (SELECT n FROM victim)",
		"DELETE FROM log WHERE seq IN (SELECT e.seq FROM victim v JOIN entry e ON e.n = v.n)",
		"DELETE FROM log WHERE kind <> 'created' AND entry IN (SELECT n FROM victim)",
		// CROSS JOIN begins with the victims: they are few, batches may be large.
		`UPDATE batch SET entries = entries - gone.n
			FROM (SELECT e.grp AS grp, count(*) AS n FROM victim v CROSS JOIN entry e ON e.n = v.n WHERE e.grp IS NOT NULL GROUP BY e.grp) AS gone
			WHERE batch.grp = gone.grp`,
		"CREATE TEMP TABLE orphan AS SELECT DISTINCT e.grp FROM victim v CROSS JOIN entry e ON e.n = v.n WHERE e.grp IS NOT NULL AND e.first",
		"DELETE FROM entry WHERE n IN (SELECT n FROM victim)",
		"UPDATE entry SET first = 1 WHERE n IN (SELECT (SELECT min(n) FROM entry WHERE grp = orphan.grp) FROM orphan)",
		"DROP TABLE orphan",
		"DELETE FROM batch WHERE entries <= 0",
		"DELETE FROM victim",
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
