package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A file that is found damaged while it is read gets a mark beside it. Whoever
// opens the log next, or records into it, looks at the whole file, and sets it
// aside if the damage is real: appends alone may go well for long, and would
// leave a log that nobody can read.
const markSuffix = ".suspect"

func (l *Ledger) suspected() bool {
	return !l.readOnly && statFile(l.path+markSuffix) != nil
}

func (l *Ledger) suspect() {
	if !l.readOnly {
		// One that is there is not touched: it may be a link to something else. Without one,
		// the next reader tries again.
		if f, err := os.OpenFile(l.path+markSuffix, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			_ = f.Close()
		}
	}
}

// errDamaged is damage that SQLite itself takes no offence at.
type errDamaged struct{ what string }

func (e errDamaged) Error() string { return e.what }

// complete finds a file that was cut off: it has fewer pages than it says. SQLite
// would go on with it as long as it needs none of those.
func (l *Ledger) complete() error {
	missing, header := l.missing()
	for range 3 { // somebody may just be writing it
		again, same := l.missing()
		if missing <= 0 || again != missing || !bytes.Equal(header, same) {
			return nil
		}
	}
	return errDamaged{fmt.Sprintf("the file was cut off: %d bytes are missing", missing)}
}

// missing is how many bytes fewer the file has than its header says, as far as
// that can be told.
func (l *Ledger) missing() (bytesLess int64, header []byte) {
	f, err := os.Open(l.path)
	if err != nil {
		return 0, nil // opening it says why
	}
	defer func() { _ = f.Close() }()
	header = make([]byte, headerSize)
	_, err = f.ReadAt(header, 0)
	info, serr := f.Stat()
	if err != nil || serr != nil || !l.atRest() || string(header[:len(magic)]) != magic || !bytes.Equal(header[24:28], header[92:96]) {
		return 0, nil // what is missing may be in the write-ahead file
	}
	p := pages{size: usualPage}
	p.measure(header)
	return int64(binary.BigEndian.Uint32(header[28:]))*int64(p.size) - info.Size(), header
}

// sound looks at the whole file of a log that is suspected.
func (l *Ledger) sound(ctx context.Context) error {
	if _, err := readHead(ctx, l.w); err != nil {
		return err
	}
	want, _, err := freshSchema(ctx, len(steps()))
	if err != nil {
		return err
	}
	have, _, err := schemaOf(ctx, l.w)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, x := range have {
		names[x.name] = true
	}
	for _, x := range want {
		if !names[x.name] {
			return errDamaged{"its " + x.kind + " " + x.name + " is missing"}
		}
	}
	if _, err := l.w.ExecContext(ctx, "INSERT INTO words (words) VALUES ('integrity-check')"); err != nil {
		return err
	}
	var outcome string
	if err := l.w.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&outcome); err != nil { // the indexes too: lists are read off them
		return err
	}
	if outcome != "ok" {
		return errDamaged{"the file is damaged"}
	}
	var odd bool
	if err := l.w.QueryRowContext(ctx, "SELECT "+oddColumns).Scan(&odd); err != nil || !odd {
		return err
	}
	return errDamaged{"the file is damaged: a column holds what signet does not write"}
}

// oddColumns tells whether what lists read holds other kinds of values than signet
// writes, which SQLite keeps in any column.
const oddColumns = `EXISTS (SELECT 1 FROM entry WHERE
		typeof(seq) || typeof(starts) || typeof(ends) || typeof(failed) || typeof(later) || typeof(first) <> 'integerintegerintegerintegerintegerinteger'
		OR typeof(op) || typeof(bucket) || typeof(access_key) || typeof(who) || typeof(object) || typeof(note) || typeof(recipient) <> 'texttexttexttexttexttexttext'
		OR typeof(grp) NOT IN ('text', 'null') OR typeof(sig) NOT IN ('integer', 'null'))
	OR EXISTS (SELECT 1 FROM log WHERE typeof(entry) || typeof(at) || typeof(kind) <> 'integerintegertext' OR typeof(ends) NOT IN ('integer', 'null') OR typeof(mark) NOT IN ('integer', 'null'))
	OR EXISTS (SELECT 1 FROM batch WHERE typeof(grp) || typeof(entries) <> 'textinteger')`

// replace puts a new log, with what can be read of the damaged one, into its
// place, and keeps the damaged one under another name. Whenever it is killed,
// there is a log in that place: the damaged one or the new one.
func (l *Ledger) replace() error {
	return l.alone(func() error {
		l.disconnect()
		if now := statFile(l.path); l.opened == nil || now == nil || !os.SameFile(now, l.opened) {
			return l.afresh() // another process has done it
		}
		aside, err := l.keep()
		if err != nil {
			return err
		}
		path, err := l.temporary()
		if err != nil {
			return err
		}
		defer func() { _ = os.Remove(path) }()
		fresh := &Ledger{path: path, options: l.options, life: l.life}
		if err := fresh.connect(); err != nil {
			return err
		}
		ctx, done := context.WithTimeout(l.life, l.options.Salvage)
		defer done()
		s, err := fresh.salvage(ctx, aside, fresh.directly) // what is left to do stands in s
		if kindOf(err) == Full || kindOf(err) == ReadOnly {
			fresh.disconnect()
			return err
		}
		fresh.disconnect()
		if err := l.supersede(fresh.path); err != nil {
			return err
		}
		l.notice = "the share log was damaged; it is kept as " + aside + ", and a new one was begun" + s.words(aside)
		return l.afresh()
	})
}

// afresh opens the log that is in its place now.
func (l *Ledger) afresh() error {
	_ = os.Remove(l.path + markSuffix)
	if err := l.prepareFile(); err != nil {
		return err
	}
	return l.connect()
}

// besideLog are the files of SQLite that belong to a log.
func besideLog() []string { return []string{"-wal", "-shm"} }

// keep gives the damaged file, and what belongs to it, a second name. One that
// was killed may have done so before: what it kept is whole, while part of it may
// be gone from its place.
func (l *Ledger) keep() (aside string, err error) {
	kept, _ := filepath.Glob(globQuoted(l.path) + asideMark + "*Z")
	for _, name := range kept {
		if other := statFile(name); other != nil && os.SameFile(other, l.opened) {
			return name, nil
		}
	}
	aside = l.path + asideMark + l.options.Clock().UTC().Format("20060102T150405.000Z")
	for _, suffix := range append(besideLog(), "") { // the file itself comes last: with it all is kept
		err := secondName(l.path+suffix, aside+suffix)
		if err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
	}
	return aside, nil
}

// asideMark is in the name of a damaged file that was kept.
const asideMark = ".damaged-"

// secondName gives a file a second name; where the file system has none, a copy.
func secondName(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// globQuoted takes the meaning from what has one in a pattern.
func globQuoted(path string) string {
	return strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(path)
}

// supersede puts the new log into the place of the damaged one. What belongs to
// the damaged one goes first: SQLite would take it for the new one's.
func (l *Ledger) supersede(fresh string) error {
	for _, suffix := range besideLog() {
		if err := os.Remove(l.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(fresh, l.path)
}

// directly runs work in a transaction of a log that nobody else here uses yet.
func (l *Ledger) directly(ctx context.Context, work func(context.Context, *sql.Tx) error) error {
	tx, err := l.w.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(ctx, tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// reopen opens the log again: for a file that is suspected, or that another
// process has put in the place of ours.
func (l *Ledger) reopen(how func() error) error {
	l.tenders.Wait()
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		return l.broken
	}
	if err := how(); err != nil {
		l.disconnect()
		l.broken = l.fail("open", err)
	}
	return l.broken
}

// current makes sure that what is recorded goes into the file that everybody
// else opens, and into one that can be read.
func (l *Ledger) current() error {
	l.mu.Lock()
	opened, usable := l.opened, l.broken == nil && !l.readOnly
	l.mu.Unlock()
	if !usable {
		return nil // writing says why
	}
	now := statFile(l.path)
	if now != nil && opened != nil && os.SameFile(now, opened) && !l.suspected() {
		return nil
	}
	return l.reopen(func() error {
		l.disconnect()
		return l.open()
	})
}

// words completes the notice of a damaged log.
func (s Salvage) words(aside string) string {
	text := ""
	if s.Entries > 0 {
		text = fmt.Sprintf(" with the %d shares that could be read", s.Entries)
	}
	switch {
	case s.AtLeast():
		text += fmt.Sprintf("; at least %d rows could not be", s.Lost)
	case s.Lost > 0:
		text += fmt.Sprintf("; %d rows could not be", s.Lost)
	}
	if s.Unfinished {
		text += "; signet log import '" + aside + "' takes over the rest"
	}
	return text
}
