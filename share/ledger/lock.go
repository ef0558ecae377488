package ledger

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// lockSuffix names the file that alone holds.
const lockSuffix = ".lock"

// alone runs work while no other process does the same.
func (l *Ledger) alone(work func() error) error {
	return l.aloneWithin(context.Background(), l.options.Busy, work)
}

// aloneWithin waits so long for other processes. The lock is a file that SQLite
// locks, and that whoever holds it removes; who got hold of one that was removed
// meanwhile tries again.
func (l *Ledger) aloneWithin(ctx context.Context, busy time.Duration, work func() error) error {
	path := l.path + lockSuffix
	for {
		// One that is there must not be opened here: closing it would drop the
		// lock that this process may hold. https://www.sqlite.org/howtocorrupt.html (2.2)
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		switch {
		case err == nil:
			_ = f.Close()
		case !errors.Is(err, fs.ErrExist):
			return err
		}
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // it was removed just now
		case err != nil:
			return err
		case !info.Mode().IsRegular(): // a link that leads nowhere would be tried for ever
			return noFile(path)
		}
		if journal, err := os.Lstat(path + "-journal"); err == nil && !journal.Mode().IsRegular() { // a pipe would be waited for
			return noFile(path + "-journal")
		}
		done, err := l.holding(ctx, path, info, busy, work)
		if err != nil || done {
			return err
		}
	}
}

// holding runs work while it holds the lock, if that is still the file of info.
func (l *Ledger) holding(ctx context.Context, path string, info os.FileInfo, busy time.Duration, work func() error) (done bool, err error) {
	db := database(path, busy, "mode=rw&_txlock=exclusive", 1)
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	now := statFile(path)
	removed := now == nil || !os.SameFile(now, info)
	switch {
	case err == nil:
		defer func() { _ = tx.Rollback() }()
	case !removed:
		return false, err
	}
	if removed {
		return false, nil
	}
	defer func() { _, _ = os.Remove(path), os.Remove(path+"-journal") }()
	return true, work()
}
