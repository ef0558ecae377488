package ledger

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"signet/share/say"
)

// Kind says what is wrong with a log, for whoever has to decide on it.
type Kind int

// The kinds.
const (
	Other    Kind = iota
	NotFound      // no such entry, or no log yet
	ReadOnly      // the file or its folder cannot be written
	Full          // no space left
	Damaged       // not a database, or a broken one
	Newer         // written by a later signet
	Busy          // another process holds it for too long
	Foreign       // a file of another program
)

// Error is a failure of the log, with a hint for the human. It never says
// anything about the content of a share.
type Error struct {
	Op    string // what was being done: "open", "record", ...
	Kind  Kind
	Path  string
	Hint  string
	Cause error
}

func (e *Error) Error() string {
	return say.Line(e.Op+" share log "+e.Path+": "+e.Cause.Error(), e.Hint)
}

func (e *Error) Unwrap() error { return e.Cause }

// IsKind reports whether err is an *Error of the kind.
func IsKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}

// fail is wrap, and remembers damage for whoever opens the log next.
func (l *Ledger) fail(op string, err error) error {
	err = wrap(op, l.path, err)
	if IsKind(err, Damaged) {
		l.suspect()
	}
	return err
}

// wrap dresses an error of SQLite or of the file system; nil and a cancelled
// context stay as they are, and an *Error only gets the path that it lacks.
func wrap(op, path string, err error) error {
	if own, ok := errors.AsType[*Error](err); ok {
		if own.Path == "" { // found deeper down, where the file has no name
			own.Path = path
		}
		return err
	}
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	e := &Error{Op: op, Path: path, Kind: kindOf(err), Cause: plainly(unnamed(err, path))}
	_, e.Hint = e.Kind.told()
	return e
}

// told is what happened to the file, and what to do; empty: the kind alone does not say.
func (k Kind) told() (words, hint string) {
	t := map[Kind][2]string{
		ReadOnly: {"it cannot be written", "make the file and its folder writable, or set XDG_STATE_HOME to another folder"},
		Full:     {"its disk is full, or takes nothing more", "free some space on its disk"},
		Damaged:  {"the file is damaged", "run signet log again: it keeps the file under another name, and begins a new log with what can still be read"},
		Busy:     {"it is in use", "another program holds it; try again"},
	}[k]
	return t[0], t[1]
}

// said is an error of SQLite in words that mean something to its reader.
type said struct {
	words string
	cause error
}

func (s said) Error() string { return s.words }
func (s said) Unwrap() error { return s.cause }

// plainly leaves out SQLite's numbers, and its words where there are better ones.
func plainly(err error) error {
	var s *sqlite.Error
	if isOdd(err) {
		return said{"the file is damaged: a column holds what signet does not write", err}
	}
	if !errors.As(err, &s) {
		return err
	}
	words, _ := kindOfCode(s.Code()).told()
	switch {
	case words != "":
	case s.Code()&0xff == lib.SQLITE_IOERR:
		words = "its disk could not be read or written"
	case missing(s):
		_, what, _ := strings.Cut(strings.TrimSuffix(s.Error(), " (1)"), ": ")
		words = "the file is damaged: " + what
	default:
		words = sqlite.ErrorCodeString[s.Code()&0xff]
	}
	return said{words, err}
}

// unnamed leaves out the name of the file, where the system says it once more.
func unnamed(err error, path string) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok && p.Path == path && err.Error() == p.Error() {
		return said{p.Err.Error(), err}
	}
	return err
}

// isOdd reports whether a column holds another kind of value than signet writes,
// and so none that database/sql can read as what it should be.
func isOdd(err error) bool {
	return err != nil && strings.HasPrefix(err.Error(), "sql: Scan error on column")
}

// missing reports whether a table that every log has is not there.
func missing(s *sqlite.Error) bool {
	return s.Code() == lib.SQLITE_ERROR && strings.Contains(s.Error(), "no such ")
}

func kindOf(err error) Kind {
	if own, ok := errors.AsType[*Error](err); ok {
		return own.Kind
	}
	var s *sqlite.Error
	if errors.As(err, &s) {
		if missing(s) {
			return Damaged
		}
		return kindOfCode(s.Code())
	}
	var found errDamaged
	if errors.As(err, &found) || isOdd(err) {
		return Damaged
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Full
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ReadOnly
	case errors.Is(err, fs.ErrNotExist):
		return NotFound
	}
	return Other
}

// kindOfCode maps SQLite's result codes (https://www.sqlite.org/rescode.html).
// A write that fails half way says IOERR_WRITE, whatever the system's reason;
// by far the most common one is a full disk.
func kindOfCode(code int) Kind {
	switch code & 0xff {
	case lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_CANTOPEN:
		return ReadOnly
	case lib.SQLITE_FULL:
		return Full
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return Damaged
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return Busy
	case lib.SQLITE_IOERR:
		if code == lib.SQLITE_IOERR_SHORT_READ {
			return Damaged
		}
		if code == lib.SQLITE_IOERR_WRITE || code == lib.SQLITE_IOERR_SHMSIZE || code == lib.SQLITE_IOERR_FSYNC {
			return Full
		}
	}
	return Other
}

// notFound is the error for an id that no entry has.
func (l *Ledger) notFound(op, id string) error {
	return &Error{Op: op, Kind: NotFound, Path: l.path, Cause: errors.New("no entry " + id), Hint: "signet log lists the ids"}
}

// statFile is the file as it is now, nil if there is none.
func statFile(path string) os.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}
