package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// steps are the schemas in the order in which they came to be; the number of
// steps taken is the file's user_version. A step that has been released is
// never edited: what has to change becomes a further step.
func steps() []string {
	return []string{schema1, schema2, schema3, schema4}
}

// oldest is the schema from which on a file can be read as it is.
const oldest = 3

// schema1: the chain and what is read off it.
//
// entry.n is the number behind the id, so the table is in the order of time and
// so is every index on it. Times are milliseconds since 1970. ends is 0 for a
// share that failed. sig is the first 8 bytes of the signature's SHA-256. first
// marks the entry that stands for its whole group when groups are folded; an
// entry without a group stands for itself. object, note and recipient are in
// lower case: they are for searching, the body has the text as it was.
const schema1 = `
CREATE TABLE log (
	seq INTEGER PRIMARY KEY, entry INTEGER NOT NULL, at INTEGER NOT NULL,
	kind TEXT NOT NULL, mark INTEGER, uniq BLOB, body BLOB NOT NULL, hash BLOB NOT NULL);
CREATE INDEX log_event ON log(entry) WHERE kind <> 'created';
CREATE INDEX log_mark ON log(mark, entry) WHERE mark IS NOT NULL;
CREATE UNIQUE INDEX log_uniq ON log(uniq) WHERE uniq IS NOT NULL;
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL);
INSERT INTO head VALUES (1, 0, zeroblob(32));
CREATE TABLE entry (
	n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
	failed INTEGER NOT NULL, later INTEGER NOT NULL, first INTEGER NOT NULL, op TEXT NOT NULL,
	bucket TEXT NOT NULL, access_key TEXT NOT NULL, who TEXT NOT NULL, grp TEXT, sig INTEGER,
	object TEXT NOT NULL, note TEXT NOT NULL, recipient TEXT NOT NULL);
CREATE INDEX entry_ends ON entry(ends);
CREATE INDEX entry_bucket ON entry(bucket);
CREATE INDEX entry_op ON entry(op);
CREATE INDEX entry_key ON entry(access_key);
CREATE INDEX entry_first ON entry(n) WHERE first = 1;
CREATE INDEX entry_failed ON entry(n) WHERE failed = 1;
CREATE INDEX entry_later ON entry(n) WHERE later = 1;
CREATE INDEX entry_grp ON entry(grp) WHERE grp IS NOT NULL;
CREATE INDEX entry_sig ON entry(sig) WHERE sig IS NOT NULL;
CREATE TABLE batch (grp TEXT PRIMARY KEY, entries INTEGER NOT NULL) WITHOUT ROWID;
`

// schema2: the text index. It is filled by whoever searches, not by whoever
// shares: an append stays as cheap as it was.
const schema2 = `
CREATE VIRTUAL TABLE words USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='trigram');
CREATE TABLE indexed (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL);
INSERT INTO indexed VALUES (1, 0);
`

// schema3: the holes that pruning leaves in the chain. A hole keeps the hash
// before it and the hash of its last row, and names the tombstone that owns it.
const schema3 = `
CREATE TABLE hole (
	low INTEGER PRIMARY KEY, high INTEGER NOT NULL, before BLOB NOT NULL, after BLOB NOT NULL,
	tombstone INTEGER NOT NULL);
CREATE INDEX hole_tombstone ON hole(tombstone);
`

// schema4: the second form of the chain. A row that was pruned moves to gone: its
// header, the digest of its body and its hash, with the tombstone that it lies
// under. hole is for rows of the first form alone. The trigger keeps an older
// signet, that had the file open already, from going on in the first form. chore
// names what was begun and is not finished.
const schema4 = `
ALTER TABLE log ADD COLUMN ends INTEGER;
CREATE TRIGGER log_form BEFORE INSERT ON log WHEN NEW.ends IS NULL BEGIN
	SELECT RAISE(ABORT, 'a later signet has taken this log over: end this one and start it again'); END;
CREATE TABLE gone (
	seq INTEGER PRIMARY KEY, entry INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
	ends INTEGER NOT NULL, digest BLOB NOT NULL, hash BLOB NOT NULL, tombstone INTEGER NOT NULL);
CREATE TABLE chore (name TEXT PRIMARY KEY) WITHOUT ROWID;
`

// applicationID tells a share log from the SQLite files of other programs: "Sign".
// https://www.sqlite.org/fileformat.html#application_id
const applicationID = 0x5369676e

// migrate brings the file to the current schema in one transaction, so that a
// file is never between two schemas. Of several processes that start at once,
// one does it and the others find it done.
func migrate(ctx context.Context, db *sql.DB, at int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	have, err := version(ctx, tx)
	if err != nil {
		return err
	}
	if err := tooNew(have); err != nil {
		return err
	}
	if have == len(steps()) {
		return nil
	}
	if err := takeSteps(ctx, tx, have, len(steps())); err != nil {
		return err
	}
	if err := beginForm2(ctx, tx, at); err != nil {
		return err
	}
	return tx.Commit()
}

// takeSteps brings a file from one schema to another.
func takeSteps(ctx context.Context, tx *sql.Tx, from, to int) error {
	for _, step := range steps()[from:to] {
		_, err := tx.ExecContext(ctx, step)
		var s *sqlite.Error
		if errors.As(err, &s) && s.Code() == lib.SQLITE_ERROR { // a table is there already
			return errDamaged{"it is not of the schema that it says"}
		}
		if err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", to, applicationID))
	return err
}

// beginForm2 marks in the chain where the second form begins, unless it is from
// the first row on.
func beginForm2(ctx context.Context, tx *sql.Tx, at int64) error {
	head, err := readHead(ctx, tx)
	if err != nil || head.Seq == 0 {
		return err
	}
	r, err := formRow(at)
	if err != nil {
		return err
	}
	return appendOne(ctx, tx, r, nil)
}

// form2From is the row from which on the rows have the second form: 0 for a log
// that was begun in it.
func form2From(ctx context.Context, tx *sql.Tx) (int64, error) {
	var seq int64
	err := tx.QueryRowContext(ctx, "SELECT coalesce(min(seq), 0) FROM log WHERE kind <> 'created' AND entry = 0 AND kind = ?", Form).Scan(&seq)
	return seq, err
}

type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func version(ctx context.Context, db rower) (int, error) {
	var v int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	if err == nil && (v < 0 || v > mostSteps) {
		return 0, errDamaged{"its header is damaged"}
	}
	return v, err
}

// mostSteps is more than any later signet will ever have taken.
const mostSteps = 1000

// tooNew refuses files of later signets: nothing is known about their rules.
func tooNew(have int) error {
	if have <= len(steps()) {
		return nil
	}
	return &Error{
		Op: "open", Kind: Newer, Hint: "update signet, or set XDG_STATE_HOME to keep another log",
		Cause: fmt.Errorf("written by a later signet (schema %d, this one knows %d)", have, len(steps())),
	}
}
