package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Pruning is what Prune removed, or would remove.
type Pruning struct {
	Tidying bool // all are removed; what is left of them in the file is being overwritten
	Entries int64
	Rows    int64 // entries and their events
	Kept    int64 // old enough, but their end is yet to come: these always stay, revoked or not
	Begun   bool  // an earlier Prune was interrupted or still runs, and this one finishes it
}

// pruneRows is how many entries go in one transaction, with one tombstone.
const pruneRows = 5000

// prunable are the entries made before ?1 that have ended by ?2.
const prunable = "FROM entry WHERE n < ?1 AND ends <= ?2"

// tidying names the chore of overwriting what was removed, and giving its room
// back: with the row of the tombstone that it was last begun for, or without, by
// an earlier signet. Who has tidied up ends the chore that was there at its
// beginning alone: another process may have removed more meanwhile.
const (
	tidying   = "tidy"
	isTidying = "(name = '" + tidying + "' OR name GLOB '" + tidying + " [0-9]*')"
)

// CanPrune counts what Prune would remove.
func (l *Ledger) CanPrune(ctx context.Context, before time.Time) (Pruning, error) {
	db, err := l.reader()
	if err != nil {
		return Pruning{}, err
	}
	var p Pruning
	args := []any{firstAt(before), millis(l.options.Clock())}
	for _, count := range []struct {
		query string
		to    any
		args  []any
	}{
		{"SELECT count(*) " + prunable, &p.Entries, args},
		{"SELECT count(*) FROM entry WHERE n < ?1 AND ends > ?2", &p.Kept, args},
		{"SELECT count(*) FROM log WHERE kind <> 'created' AND entry IN (SELECT n " + prunable + ")", &p.Rows, args},
		{"SELECT EXISTS (SELECT 1 FROM chore WHERE " + isTidying + ")", &p.Begun, nil},
	} {
		if err := db.QueryRowContext(ctx, count.query, count.args...).Scan(count.to); err != nil {
			return p, l.fail("prune", err)
		}
	}
	p.Rows += p.Entries
	return p, nil
}

// Prune removes the entries made before a time, with their events, except those
// whose end is yet to come: that somebody noted a link as revoked does not close
// it. Their content is overwritten on the disk, and the room given back; what was
// interrupted in the midst of that is finished first. Of each row the header and
// the digest of its body stay, and a tombstone says how many went, so that the
// chain is still computed from end to end. Whoever asks the user asks before.
// told, if not nil, hears how far it has come.
func (l *Ledger) Prune(ctx context.Context, before time.Time, told func(Pruning)) (Pruning, error) {
	var sum Pruning
	tell := func() {
		if told != nil {
			told(sum)
		}
	}
	if err := l.current(); err != nil {
		return sum, err
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
	return sum, l.tidy(ctx, &sum, tell)
}

// tidy does the chore that removing leaves, if there is one.
func (l *Ledger) tidy(ctx context.Context, sum *Pruning, tell func()) error {
	var chores []string
	err := l.write(ctx, "prune", func(ctx context.Context, tx *sql.Tx) (err error) {
		chores, err = takeUpTidying(ctx, tx)
		return err
	})
	if err != nil || len(chores) == 0 {
		return err
	}
	sum.Tidying, sum.Begun = true, sum.Entries == 0
	if err = l.forget(ctx, tell); err == nil {
		err = l.giveBack(ctx, tell)
	}
	if err != nil {
		return err
	}
	return l.write(ctx, "prune", func(ctx context.Context, tx *sql.Tx) error {
		for _, name := range chores {
			if _, err := tx.ExecContext(ctx, "DELETE FROM chore WHERE name = ?", name); err != nil {
				return err
			}
		}
		return nil
	})
}

// owe puts the chore of tidying up down, in the place of any that is there.
func owe(ctx context.Context, tx *sql.Tx, tombstone int64) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM chore WHERE "+isTidying); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO chore VALUES (?)", fmt.Sprintf("%s %d", tidying, tombstone))
	return err
}

// takeUpTidying returns the names of what is to be tidied up. One that an earlier
// signet has left gets a name of its own first: that signet may leave another.
func takeUpTidying(ctx context.Context, tx *sql.Tx) ([]string, error) {
	if _, err := tx.ExecContext(ctx, "UPDATE OR REPLACE chore SET name = name || ' ' || (SELECT seq FROM head) WHERE name = ?", tidying); err != nil {
		return nil, err
	}
	return collect(ctx, tx, itself[string], "SELECT name FROM chore WHERE "+isTidying)
}

func (l *Ledger) pruneSome(ctx context.Context, tx *sql.Tx, before time.Time) (tombstone, error) {
	none := tombstone{}
	now := l.options.Clock()
	// Merging is left to the end: deletions would begin it in the midst of a transaction.
	err := execute(ctx, tx, "INSERT INTO words (words, rank) VALUES ('deletemerge', 0)", "CREATE TEMP TABLE IF NOT EXISTS victim (n INTEGER PRIMARY KEY)", "DELETE FROM victim")
	if err != nil {
		return none, err
	}
	res, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO victim SELECT n %s ORDER BY n LIMIT %d", prunable, pruneRows), firstAt(before), millis(now))
	if err != nil {
		return none, err
	}
	entries, err := res.RowsAffected()
	if err != nil || entries == 0 {
		return none, err
	}
	d, err := findDead(ctx, tx)
	if err != nil {
		return none, err
	}
	t := tombstone{Before: before.UTC(), Entries: entries}
	under, err := d.bury(ctx, tx, &t, millis(now))
	if err == nil {
		err = removeVictims(ctx, tx)
	}
	if err == nil {
		err = owe(ctx, tx, under)
	}
	if err != nil {
		return none, err
	}
	return t, d.keepHeaders(ctx, tx, under)
}

func removeVictims(ctx context.Context, tx *sql.Tx) error {
	return execute(ctx, tx,
		"DELETE FROM words WHERE rowid IN (SELECT n FROM victim)",
		"DELETE FROM log WHERE seq IN (SELECT e.seq FROM victim v JOIN entry e ON e.n = v.n)",
		"DELETE FROM log WHERE kind <> 'created' AND entry <> 0 AND entry IN (SELECT n FROM victim)",
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
	)
}
