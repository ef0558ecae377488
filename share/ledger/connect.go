package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver, pure Go
)

func (l *Ledger) connect() error {
	l.opened = statFile(l.path)
	if err := l.complete(); err != nil {
		return err
	}
	if l.readOnly {
		return l.connectReadOnly()
	}
	ctx := context.Background()
	// secure_delete from the beginning: what is moved within a page would else
	// leave copies behind that pruning does not find.
	l.w = l.database("mode=rw&_txlock=immediate&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_pragma=wal_autocheckpoint(0)&_pragma=automatic_index(0)", 1)
	l.r = l.database("mode=rw&_pragma=query_only(1)&_pragma=automatic_index(0)", 4)
	have, err := version(ctx, l.w)
	if err == nil && have < len(steps()) {
		err = l.upgrade(ctx)
	}
	if err == nil {
		err = tooNew(have)
	}
	if err != nil {
		l.disconnect()
	}
	return err
}

// upgrade brings an empty or older file to the current schema.
func (l *Ledger) upgrade(ctx context.Context) error {
	for _, q := range []string{fmt.Sprintf("PRAGMA auto_vacuum = %d", autoVacuum), "PRAGMA journal_mode = WAL"} { // the first counts for an empty file alone
		if _, err := l.w.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return migrate(ctx, l.w, millis(l.options.Clock()))
}

// connectReadOnly leaves nothing behind: where nobody else has the log open, it
// is read without the files that SQLite shares among processes. That also reads
// a log in a folder that cannot be written.
func (l *Ledger) connectReadOnly() error {
	var have int
	var err error
	for _, frozen := range []bool{l.atRest() && !l.thawed, true} {
		l.frozen = frozen
		mode := "mode=ro&_pragma=query_only(1)"
		if frozen {
			mode += "&immutable=1"
		}
		l.r = l.database(mode, 4)
		if have, err = version(context.Background(), l.r); err == nil {
			_, err = l.r.ExecContext(context.Background(), "SELECT 1 FROM sqlite_master LIMIT 1")
		}
		if err == nil || kindOf(err) == Damaged {
			break
		}
		l.disconnect()
	}
	switch {
	case err != nil:
		return err
	case have == 0:
		return errDamaged{"the file is empty: what was in it is gone"}
	case have < oldest:
		return &Error{Op: "open", Kind: ReadOnly, Path: l.path, Cause: fmt.Errorf("schema %d is old and the file cannot be written", have), Hint: "make it writable once"}
	}
	return tooNew(have)
}

// atRest reports whether all of the log is in its file.
func (l *Ledger) atRest() bool {
	ahead := statFile(l.path + "-wal")
	return ahead == nil || ahead.Size() == 0
}

// thaw opens the log again if it was taken for one that nobody writes, and
// somebody did.
func (l *Ledger) thaw() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := statFile(l.path)
	same := now != nil && l.opened != nil && os.SameFile(now, l.opened) && now.Size() == l.opened.Size() && now.ModTime().Equal(l.opened.ModTime())
	if l.broken != nil || !l.frozen || same && l.atRest() {
		return false
	}
	l.disconnect()
	l.thawed = true
	if err := l.connect(); err != nil {
		l.broken = l.fail("open", err)
	}
	return true
}

// database is a pool of connections to the log; none is made before it is used.
func (l *Ledger) database(params string, connections int) *sql.DB {
	return database(l.path, l.options.Busy, params, connections)
}

// database is a pool of connections to a file, that wait for other processes as
// long as busy says.
func database(path string, busy time.Duration, params string, connections int) *sql.DB {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	dsn := fmt.Sprintf("file:%s?_pragma=busy_timeout(%d)&%s", (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), busy.Milliseconds(), params)
	db, err := sql.Open("sqlite", dsn)
	if err != nil { // only when the driver is not linked in
		panic(err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

func (l *Ledger) disconnect() {
	for _, db := range []*sql.DB{l.r, l.w} {
		if db != nil {
			_ = db.Close()
		}
	}
	l.r, l.w = nil, nil
}
