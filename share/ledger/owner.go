package ledger

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
)

// magic is how a file of SQLite begins, and its header is long.
// https://www.sqlite.org/fileformat.html#the_database_header
const (
	magic      = "SQLite format 3\x00"
	headerSize = 100
)

// ours refuses a file of another program, before anything is done to it. What is
// no file of SQLite at all may be a damaged log, and is none of its business, unless a
// symbolic link led there: then it may be anything, and is not set aside.
func (l *Ledger) ours(f io.ReaderAt) error {
	header := make([]byte, headerSize)
	n, err := f.ReadAt(header, 0)
	switch {
	case err == nil && string(header[:len(magic)]) == magic:
	case l.linked && n > 0:
		return &Error{Op: "open", Kind: Foreign, Path: l.path, Cause: errors.New("it is no share log, and a symbolic link leads to it; it is left alone"), Hint: "let the link lead elsewhere; if it was the log, signet log import takes over what it holds"}
	default:
		return nil // opening it says what is wrong
	}
	schema, id := binary.BigEndian.Uint32(header[60:]), binary.BigEndian.Uint32(header[68:])
	if id == applicationID || id == 0 && 0 < schema && schema <= oldest && l.hasTables() {
		return nil
	}
	return &Error{Op: "open", Kind: Foreign, Path: l.path, Cause: errors.New("it is an SQLite file of another program, and is left alone"), Hint: "move it away, or set XDG_STATE_HOME to keep the log elsewhere; if it was the log, signet log import takes over what it holds"}
}

// hasTables looks for the tables of a log from before signet marked its files.
// A file that cannot be read may well be one.
func (l *Ledger) hasTables() bool {
	db := l.database("mode=ro&immutable=1", 1)
	defer func() { _ = db.Close() }()
	var n int
	err := db.QueryRowContext(context.Background(), "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('log', 'head', 'entry', 'batch')").Scan(&n)
	return err != nil || n > 1
}
