package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options of a log. The zero value is right for a program.
type Options struct {
	Clock    func() time.Time // nil: the wall clock
	Busy     time.Duration    // how long to wait for other processes; 0: 10 s
	Salvage  time.Duration    // how long whoever opens or shares waits for what a damaged log still has; 0: 5 s
	Soon     time.Duration    // what ends within it is counted as ending soon; 0: state.Usual
	ReadOnly bool             // never write, not even to bring the schema up to date
}

// Ledger is an open share log. It is safe for concurrent use, and any number of
// processes may have the same file open.
type Ledger struct {
	path     string
	options  Options
	readOnly bool

	life    context.Context // ends with Close: for work in the background
	end     context.CancelFunc
	writing sync.Mutex // one write of this process at a time; taken before mu
	tenders sync.WaitGroup
	budget  int // entries that one page looks at

	mu       sync.Mutex // guards what follows, never held over IO on the log
	w, r     *sql.DB    // writing: one connection; reading: a few, made when needed
	broken   error      // why nothing works; every method returns it
	linked   bool       // a symbolic link led to the file
	emptied  bool       // there was a file, with nothing in it
	thawed   bool       // and somebody did write it
	frozen   bool       // read as a file that nobody writes
	opened   os.FileInfo
	notice   string
	appended int
	tending  bool
	indexing bool
}

// Open opens the log at path and creates it, with its folder, if there is none.
// It reads one number of the file; nothing else is looked at until needed.
//
// The Ledger is never nil: after an error, which is an *Error, all its methods
// return that error, so that links can still be signed and handed over with a
// warning. A log that can be read but not written opens read-only. A damaged
// file is renamed, a new one begun, and Notice says so.
func Open(path string, o Options) (*Ledger, error) {
	o.Busy = cmp.Or(o.Busy, 10*time.Second)
	o.Salvage = cmp.Or(o.Salvage, 5*time.Second)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	l := &Ledger{path: path, options: o, readOnly: o.ReadOnly, budget: budget}
	l.life, l.end = context.WithCancel(context.Background())
	if err := l.open(); err != nil {
		l.disconnect()
		l.broken = l.fail("open", err)
		return l, l.broken
	}
	return l, nil
}

func (l *Ledger) open() error {
	if l.path == "" {
		return &Error{Op: "open", Kind: NotFound, Cause: errors.New("no file named"), Hint: "set XDG_STATE_HOME to a folder"}
	}
	l.follow()
	if err := l.prepareFile(); err != nil {
		return err
	}
	err := l.connect()
	if err == nil && l.suspected() {
		if err = l.sound(context.Background()); err == nil {
			if err = os.Remove(l.path + markSuffix); errors.Is(err, fs.ErrNotExist) { // another process has looked too
				err = nil
			}
		}
	}
	if err == nil && l.emptied {
		l.emptied = false
		err = l.directly(l.life, Salvage{File: filepath.Base(l.path), At: l.options.Clock(), Emptied: true}.note)
	}
	if kindOf(err) != Damaged || l.readOnly {
		return err
	}
	return l.replace()
}

// follow goes to where a symbolic link in the place of the log leads: SQLite keeps
// the files that belong to the log beside that one.
func (l *Ledger) follow() {
	info, err := os.Lstat(l.path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return
	}
	if target, err := filepath.EvalSymlinks(l.path); err == nil {
		l.path, l.linked = target, true
	}
}

// regular refuses what is no file, in the place of the log or of what SQLite keeps beside
// it: a pipe would be waited for, for ever, and a link lead somewhere else.
func (l *Ledger) regular() error {
	if info, err := os.Stat(l.path); err == nil && !info.Mode().IsRegular() { // otherwise opening it says why
		return noFile(l.path)
	}
	for _, suffix := range append(besideLog(), "-journal") {
		if info, err := os.Lstat(l.path + suffix); err == nil && !info.Mode().IsRegular() {
			return noFile(l.path + suffix)
		}
	}
	return nil
}

func noFile(path string) error {
	return &Error{Op: "open", Kind: Foreign, Path: path, Cause: errors.New("it is no file"), Hint: "move it away, or set XDG_STATE_HOME to keep the log elsewhere"}
}

// prepareFile makes the folder and the file with the modes they must have;
// SQLite gives its -wal and -shm files the mode of the main one.
func (l *Ledger) prepareFile() error {
	if err := l.regular(); err != nil {
		return err
	}
	if !l.readOnly {
		if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
			return err
		}
		l.sweep()
		if err := l.create(); err != nil {
			return err
		}
		f, err := os.OpenFile(l.path, os.O_RDWR, 0)
		switch {
		case err == nil:
			return errors.Join(l.look(f), f.Close())
		case errors.Is(err, fs.ErrPermission) || kindOf(err) == ReadOnly:
			l.readOnly = true
		default:
			return err
		}
	}
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) && !l.options.ReadOnly {
		return &Error{Op: "open", Kind: ReadOnly, Path: l.path, Cause: errors.New("its folder cannot be written"), Hint: "make it writable, or set XDG_STATE_HOME to another folder"}
	}
	if err != nil {
		return err
	}
	return errors.Join(l.ours(f), f.Close())
}

// look takes a log away from everybody but its owner, and says when there is
// nothing in it at all: signet never leaves such a file. What a symbolic link
// points to may be anything, and keeps the mode that somebody gave it.
func (l *Ledger) look(f *os.File) error {
	if err := l.ours(f); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		l.emptied = true
		l.notice = "the share log " + l.path + " was an empty file, and begins anew; what was in it before is lost, unless there is a copy"
	}
	switch {
	case info.Mode().Perm()&0o077 == 0:
		return nil
	case l.linked:
		l.notice = "the share log " + l.path + " is a symbolic link to a file that others may read or write; chmod 600 takes it away from them"
		return nil
	}
	return f.Chmod(0o600)
}

// Notice is what the user must be told about the log once, empty if nothing. It
// is cleared by asking.
func (l *Ledger) Notice() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.notice
	l.notice = ""
	return n
}

// Path is the file.
func (l *Ledger) Path() string { return l.path }

// Close waits for work under way and closes the file. What was recorded is on
// the disk already.
func (l *Ledger) Close() error {
	l.end()
	l.tenders.Wait()
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken == nil {
		l.disconnect()
		l.broken = l.fail("use", errors.New("closed"))
	}
	return nil
}

// reader is the pool for reading.
func (l *Ledger) reader() (*sql.DB, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r, l.broken
}
