package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Report is the outcome of Verify.
type Report struct {
	Head    Head // where the chain ends
	Rows    int64
	Entries int64
	Events  int64
	Broken  *Break // nil: nothing was found

	Pruned    int64     // rows of which header and digest are left, and fit
	First     int64     // the last row of the first form of the log; 0: there is none
	Unproved  int64     // rows of the first form that were pruned, and that no head kept since accounts for
	Kept      int       // heads kept elsewhere that are in the chain
	Unknown   []Head    // heads kept elsewhere that stand for rows which are out of reach
	Salvaged  []Salvage // what was taken over from other files
	Lost      bool      // one of them lost rows, and no head that was kept since was given
	Earlier   int64     // rows with an earlier time than the row before
	EarlierAt int64     // the first of them
	Unread    bool      // what was written last stands beside the log, and cannot be read from there
	Begun     bool      // a prune was interrupted
}

// Proved reports whether all that was asked for could be looked at and holds:
// no row was pruned in the way of the first form, and none was lost in a salvage,
// without a head that was kept since; and no kept head is out of reach.
func (r Report) Proved() bool {
	return r.Broken == nil && !r.Unread && r.Unproved == 0 && len(r.Unknown) == 0 && !r.Lost
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
// entry table, the batches and the text index; and lets SQLite look at the file
// itself. Heads that were kept elsewhere must still be in the chain: that proves
// that nothing up to them was rewritten. It changes nothing, whatever it finds.
// Memory does not grow with the log, but for a few bytes a million rows.
func (l *Ledger) Verify(ctx context.Context, kept ...Head) (Report, error) {
	r, err := l.verifyOnce(ctx, kept)
	if ctx.Err() == nil && l.thaw() {
		r, err = l.verifyOnce(ctx, kept)
	}
	r.Unread = l.frozen && !l.atRest()
	return r, err
}

func (l *Ledger) verifyOnce(ctx context.Context, kept []Head) (Report, error) {
	if err := l.noJournal(); err != nil {
		return Report{Broken: &Break{What: err.Error()}}, nil
	}
	db, err := l.reader()
	if err != nil {
		return Report{}, err
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	whole := make(chan error, 1)
	go func() {
		err := l.integrity(within)
		if err != nil {
			cancel() // what is read of a damaged file may never end
		}
		whole <- err
	}()
	r, err := l.verify(within, db, kept)
	if r.Broken != nil {
		cancel() // there is nothing more to find out
	}
	other := <-whole
	var found errDamaged
	switch {
	case r.Broken != nil:
		err = nil
	case ctx.Err() != nil:
		err = ctx.Err()
	case errors.As(other, &found) || errors.As(err, &found):
		r.Broken, err = &Break{What: found.what}, nil
	case other != nil && !errors.Is(other, context.Canceled):
		err = other
	}
	return r, l.fail("verify", err)
}

// noJournal finds a journal beside the log. signet never leaves one, and whoever
// opens the log for writing would have SQLite put into it what the journal says.
func (l *Ledger) noJournal() error {
	if info := statFile(l.path + "-journal"); info != nil && info.Size() > 0 {
		return errDamaged{"beside it is a journal that is not signet's, " + filepath.Base(l.path) + "-journal: what it says would become the log"}
	}
	return nil
}

func (l *Ledger) verify(ctx context.Context, db *sql.DB, kept []Head) (Report, error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment in time
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = tx.Rollback() }()
	v := &verifier{tx: tx, db: db, kept: kept, now: l.options.Clock(), postings: newPostings(newMixer(), newKeyed()), under: map[int64]*goneSum{}, owed: map[int64]int64{}}
	err = v.check(ctx, v.schema, v.prepare, v.walk, v.ending, v.groups, v.texts)
	return v.report, err
}

// check does one thing after the other, until something is broken.
func (v *verifier) check(ctx context.Context, checks ...func(context.Context) error) error {
	for _, check := range checks {
		if err := check(ctx); err != nil || v.report.Broken != nil {
			return err
		}
	}
	return nil
}

// integrity lets SQLite look at every page and every index: an index that lacks
// rows hides shares from whoever asks by it.
// https://www.sqlite.org/pragma.html#pragma_integrity_check
//
// A connection of its own: one that has read the text index before would judge it
// by what it remembers. 64 MB of cache: the check looks into all of the file for
// each row of an index.
func (l *Ledger) integrity(ctx context.Context) error {
	mode := "mode=ro&_pragma=query_only(1)&_pragma=cache_size(-65536)"
	if l.frozen {
		mode += "&immutable=1"
	}
	db := l.database(mode, 1)
	defer func() { _ = db.Close() }()
	var outcome string
	err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&outcome)
	if fault, ok := errors.AsType[*sqlite.Error](err); ok && fault.Code() == lib.SQLITE_ERROR && ctx.Err() == nil {
		return errDamaged{"SQLite cannot look through it: " + fault.Error()} // a table is not what it was
	}
	if err != nil || outcome == "ok" {
		return err
	}
	if strings.HasPrefix(outcome, "fts5") {
		return errDamaged{"the text index is damaged: " + outcome}
	}
	return errDamaged{"the file is damaged: " + outcome}
}

type verifier struct {
	tx     *sql.Tx
	db     *sql.DB
	report Report
	now    time.Time

	version int   // of the schema
	form2   int64 // the row from which on the second form is used
	head    Head
	at      int64 // the time of the row before
	kept    []Head
	proved  int64 // the last row that a kept head was found at
	unlikes []unlike
	inHoles []pending
	under   map[int64]*goneSum // rows that were pruned, by the tombstone that is to come
	owed    map[int64]int64    // rows in holes, by the tombstone that answers for them

	indexed    int64 // the row that the text index has got to
	ahead      bool  // which is beyond the end
	usualTexts bool  // its tables are those that FTS5 makes
	postings   *postings
}

func (v *verifier) broken(seq, entry int64, what string) {
	if v.report.Broken != nil {
		return
	}
	b := &Break{Seq: seq, What: what}
	if entry != 0 {
		b.ID = formatID(entry)
	}
	v.report.Broken = b
}

// prepare reads what the walk has to know beforehand.
func (v *verifier) prepare(ctx context.Context) error {
	v.held(Head{})
	if err := v.readIndexed(ctx); err != nil || v.version < len(steps()) {
		v.form2 = 1<<63 - 1
		return err
	}
	var rows int
	err := v.tx.QueryRowContext(ctx, "SELECT coalesce(min(seq), 0), count(*), EXISTS (SELECT 1 FROM chore WHERE "+isTidying+") FROM log WHERE kind <> 'created' AND entry = 0 AND kind = ?", Form).Scan(&v.form2, &rows, &v.report.Begun)
	if rows > 1 {
		v.broken(v.form2, 0, "the second form of the log begins more than once")
	}
	return err
}
