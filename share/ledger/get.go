package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
)

// Get returns one entry with all its events. The id may be typed in any case,
// and cut short as long as it stands for one entry only.
func (l *Ledger) Get(ctx context.Context, id string) (Entry, error) {
	n, err := l.resolve(ctx, "look into", id)
	if err != nil {
		return Entry{}, err
	}
	return l.get(ctx, n)
}

func (l *Ledger) get(ctx context.Context, n int64) (Entry, error) {
	db, err := l.reader()
	if err != nil {
		return Entry{}, err
	}
	s := l.search(db, Query{Limit: 1})
	found, err := s.page(ctx, driver{from: clause{"entry WHERE n = ?", []any{n}}, column: "n"})
	if err == nil && len(found) == 0 {
		return Entry{}, l.notFound("look into", formatID(n))
	}
	if err != nil {
		return Entry{}, l.fail("look into", err)
	}
	entries := []Entry{found[0].entry}
	if err = l.addUses(ctx, db, entries); err == nil {
		entries[0].Events, err = events(ctx, db, n)
	}
	return entries[0], l.fail("look into", err)
}

// resolve finds the number of the entry that an id, or the beginning of one,
// stands for.
func (l *Ledger) resolve(ctx context.Context, op, id string) (int64, error) {
	db, err := l.reader()
	if err != nil {
		return 0, err
	}
	if strings.TrimSpace(id) == "" {
		return 0, &Error{Op: op, Kind: NotFound, Path: l.path, Cause: errors.New("an id is missing"), Hint: "signet log lists the ids"}
	}
	low, high, ok := idRange(id)
	if !ok {
		return 0, l.notFound(op, id)
	}
	var n, others int64
	err = db.QueryRowContext(ctx, "SELECT coalesce(min(n), 0), count(*) FROM (SELECT n FROM entry WHERE n BETWEEN ? AND ? LIMIT 2)", low, high).Scan(&n, &others)
	switch {
	case err != nil:
		return 0, l.fail(op, err)
	case others == 0:
		return 0, l.notFound(op, id)
	case others > 1 && low == high:
		return 0, l.fail(op, errDisorder)
	case others > 1:
		return 0, &Error{Op: op, Kind: NotFound, Path: l.path, Cause: errors.New("several entries begin with " + id), Hint: "write the whole id"}
	}
	return n, nil
}

// events lists what happened to an entry, oldest first, "created" included.
func events(ctx context.Context, db *sql.DB, n int64) (out []Event, err error) {
	err = each(ctx, db, func(rows *sql.Rows) error {
		var r row
		if err := rows.Scan(&r.kind, &r.at, &r.body); err != nil {
			return err
		}
		out = append(out, eventOf(r))
		return nil
	}, `SELECT kind, at, body FROM (
		SELECT l.seq, l.kind, l.at, '{}' AS body FROM entry e JOIN log l ON l.seq = e.seq WHERE e.n = ?1
		UNION ALL
		SELECT seq, kind, at, body FROM log WHERE entry = ?1 AND kind <> 'created') ORDER BY seq`, n)
	return out, err
}

// addUses fills in how often the entries were used, and when last. It asks once for
// a whole page: an export of a large log would else spend most of its time on asking.
func (l *Ledger) addUses(ctx context.Context, db *sql.DB, entries []Entry) error {
	var used int64
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(entry), 0) FROM log WHERE mark = ?", markUsed).Scan(&used)
	if err != nil || used == 0 {
		return err
	}
	at := map[int64]*Entry{}
	wanted := []byte{'['}
	for i := range entries {
		n, _ := parseID(entries[i].ID)
		if n > used {
			continue
		}
		if at[n] = &entries[i]; len(wanted) > 1 {
			wanted = append(wanted, ',')
		}
		wanted = strconv.AppendInt(wanted, n, 10)
	}
	if len(at) == 0 {
		return nil
	}
	return each(ctx, db, func(rows *sql.Rows) error {
		var n int64
		var uses int
		var last row
		err := rows.Scan(&n, &uses, &last.kind, &last.at, &last.body)
		if e := at[n]; e != nil && err == nil { // else an index is out of order
			e.Uses, e.LastUse = uses, eventOf(last)
		}
		return err
	}, `SELECT u.entry, u.uses, log.kind, log.at, log.body FROM (
			SELECT entry, count(*) AS uses, max(seq) AS last FROM log INDEXED BY log_mark
			WHERE mark = ? AND entry IN (SELECT value FROM json_each(?)) GROUP BY entry
		) AS u CROSS JOIN log ON log.seq = u.last`, markUsed, string(append(wanted, ']')))
}

// Signed is the share of a link with a signature of that SHA-256, in hexadecimal: the first,
// where several have it.
func (l *Ledger) Signed(ctx context.Context, sum string) (Entry, bool, error) {
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != sha256.Size {
		return Entry{}, false, nil
	}
	db, err := l.reader()
	if err != nil {
		return Entry{}, false, err
	}
	found, err := collect(ctx, db, itself[int64], "SELECT n FROM entry INDEXED BY entry_sig WHERE sig = ? ORDER BY n LIMIT 8", int64(binary.BigEndian.Uint64(raw)))
	entries, err := l.those(ctx, found, err)
	for _, e := range entries {
		if strings.EqualFold(e.SignatureSHA256, sum) {
			return e, true, err
		}
	}
	return Entry{}, false, err
}
