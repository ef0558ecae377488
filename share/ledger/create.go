package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// create begins a log where there is none. It is made under another name and
// put into its place as a whole: an empty file in that place was not left by
// signet, and is told of.
func (l *Ledger) create() error {
	if _, err := os.Lstat(l.path); !errors.Is(err, fs.ErrNotExist) {
		return nil // whatever it is, opening it says
	}
	fresh, err := l.temporary()
	if errors.Is(err, fs.ErrPermission) || kindOf(err) == ReadOnly {
		return nil // opening it says so
	}
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(fresh) }()
	return publish(fresh, l.path)
}

// temporary begins a log under another name, and has it on the disk.
func (l *Ledger) temporary() (path string, err error) {
	f, err := os.CreateTemp(filepath.Dir(l.path), fmt.Sprintf("%s%s%d-*", filepath.Base(l.path), freshMark, os.Getpid()))
	if err != nil {
		return "", err
	}
	if err = f.Close(); err == nil {
		err = l.found(f.Name())
	}
	if err == nil {
		err = onDisk(f.Name())
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// found makes a log of an empty file. Nobody has the file yet, and one that was not
// finished is thrown away: so nothing waits for the disk, and there is no way back.
func (l *Ledger) found(path string) error {
	db := database(path, l.options.Busy, "mode=rw&_txlock=immediate&_pragma=synchronous(OFF)&_pragma=journal_mode(MEMORY)", 1)
	defer func() { _ = db.Close() }()
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA auto_vacuum = %d", autoVacuum)); err != nil {
		return err
	}
	if err := migrate(ctx, db, millis(l.options.Clock())); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	return db.Close()
}

// onDisk waits until a file is there.
func onDisk(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// freshMark is in the name of a log that is being made, before the number of the
// process that makes it.
const freshMark = ".new-"

// sweep removes what processes that were killed have left beside the log: one
// that was being made, and a lock. Nobody else ever would.
func (l *Ledger) sweep() {
	folder, err := os.ReadDir(filepath.Dir(l.path))
	if err != nil {
		return // whatever comes next says why
	}
	base := filepath.Base(l.path)
	for _, f := range folder {
		rest, ok := strings.CutPrefix(f.Name(), base)
		switch {
		case !ok:
		case rest == lockSuffix, rest == lockSuffix+"-journal":
			_ = l.aloneWithin(context.Background(), 0, func() error { return nil })
		case strings.HasPrefix(rest, freshMark) && ended(rest):
			_ = os.Remove(filepath.Join(filepath.Dir(l.path), f.Name()))
		}
	}
}

// ended reports whether the process that made a file is no more.
func ended(name string) bool {
	digits, _, _ := strings.Cut(strings.TrimPrefix(name, freshMark), "-")
	pid, err := strconv.Atoi(digits)
	if err != nil || pid == os.Getpid() {
		return err != nil // from before the number was in the name
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return true
	}
	err = p.Signal(syscall.Signal(0))
	return errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH)
}

// publish gives the file its name unless another process was faster. Not every
// file system has links.
func publish(fresh, path string) error {
	err := os.Link(fresh, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	if statFile(path) != nil {
		return nil
	}
	return os.Rename(fresh, path)
}
