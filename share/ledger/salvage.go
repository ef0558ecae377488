package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// Salvage is what was taken over from another file of the share log. The chain
// keeps it: whoever verifies the log later must know what is missing in it.
type Salvage struct {
	File       string    `json:"file"` // its name, without the folder
	At         time.Time `json:"-"`
	OldHead    Head      `json:"old_head,omitzero"` // what the file says of its end; zero: that was lost
	Entries    int64     `json:"entries"`
	Events     int64     `json:"events"`
	Known      int64     `json:"known,omitempty"`      // rows that were here already
	Pruned     int64     `json:"pruned,omitempty"`     // rows that had been pruned there
	Lost       int64     `json:"lost,omitempty"`       // rows that could not be read, or are not what was once written
	Unchecked  int64     `json:"unchecked,omitempty"`  // rows that were taken without the one before them: an edit would not show
	Unfinished bool      `json:"unfinished,omitempty"` // there is more in the file
	Emptied    bool      `json:"emptied,omitempty"`    // the file was the log's own, and there was nothing in it

	seq int64 // the row of the chain that says so
}

// AtLeast reports whether more may be lost than is known: the file does not say
// where it ended.
func (s Salvage) AtLeast() bool { return s.OldHead.Seq == 0 && s.Lost > 0 }

// TakeOver adds what can be read of another file of the share log, such as one
// that was set aside. What is here already is left alone, so that doing it
// again does no harm. The rows keep their bytes: those of a whole file that are
// taken into an empty one make the same chain.
func (l *Ledger) TakeOver(ctx context.Context, path string) (Salvage, error) {
	if info := statFile(path); info != nil && l.opened != nil && os.SameFile(info, l.opened) {
		return Salvage{}, &Error{Op: "take over", Kind: Foreign, Path: path, Cause: errors.New("it is the log itself")}
	}
	f, err := os.Open(path)
	if err != nil {
		return Salvage{}, &Error{Op: "take over", Kind: kindOf(err), Path: path, Cause: err}
	}
	err = (&Ledger{path: path}).ours(f)
	_ = f.Close()
	if err != nil {
		return Salvage{}, err
	}
	s, err := l.salvage(ctx, path, func(ctx context.Context, work func(context.Context, *sql.Tx) error) error {
		return l.write(ctx, "take over into", work)
	})
	if err == nil && s.Entries+s.Events+s.Known+s.Pruned+s.Lost == 0 {
		err = &Error{Op: "take over", Kind: Foreign, Path: path, Cause: errors.New("no row of a share log is in it")}
	}
	return s, fail("take over", path, err)
}

// salvageRows go in one transaction.
const salvageRows = 1000

type transact func(ctx context.Context, work func(context.Context, *sql.Tx) error) error

// salvage takes rows over until the end, or until ctx ends, and puts down in the
// chain what came of it.
func (l *Ledger) salvage(ctx context.Context, path string, write transact) (Salvage, error) {
	sum := Salvage{File: filepath.Base(path), At: l.options.Clock()}
	from, err := openWreck(ctx, path)
	if err != nil {
		sum.Unfinished = true
		return sum, errors.Join(err, l.chronicle(ctx, sum, write))
	}
	defer from.close()
	sum.OldHead = from.oldHead
	others := map[int64]bool{}
	for err == nil {
		var rows []saved
		if rows, err = from.some(ctx); err != nil || len(rows) == 0 {
			break
		}
		next := sum // what is rolled back is not counted
		if err = write(ctx, func(ctx context.Context, tx *sql.Tx) error { return takeRows(ctx, tx, rows, &next, others) }); err == nil {
			sum = next
		}
	}
	sum.Lost += from.lost
	sum.Pruned, sum.Unchecked = from.pruned, from.unchecked
	sum.Unfinished = err != nil
	return sum, errors.Join(err, l.chronicle(ctx, sum, write))
}

// chronicle puts a salvage down in the chain, unless there was nothing to salvage.
func (l *Ledger) chronicle(ctx context.Context, s Salvage, write transact) error {
	if s.Entries+s.Events+s.Lost == 0 && !s.Unfinished && !s.Emptied && s.OldHead.Seq == 0 || s.Known > 0 && s.Entries+s.Events == 0 {
		return nil
	}
	raw, err := marshal(s)
	if err != nil {
		return err
	}
	return write(context.WithoutCancel(ctx), func(ctx context.Context, tx *sql.Tx) error {
		a, err := newAppender(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := a.add(ctx, row{at: millis(s.At), kind: Salvaged, body: raw}, nil); err != nil {
			return err
		}
		return a.finish(ctx)
	})
}

// takeRows appends rows of another chain as they are.
// others are the numbers that stand for another share here.
func takeRows(ctx context.Context, tx *sql.Tx, rows []saved, sum *Salvage, others map[int64]bool) error {
	a, err := newAppender(ctx, tx)
	if err != nil {
		return err
	}
	in, err := prepareEntries(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range rows {
		if err := takeRow(ctx, a, in, s, sum, others); err != nil {
			return err
		}
	}
	if err := in.finish(ctx); err != nil {
		return err
	}
	return a.finish(ctx)
}

func takeRow(ctx context.Context, a *appender, in *inserter, s saved, sum *Salvage, others map[int64]bool) error {
	known, other, err := in.knows(ctx, s.row)
	switch {
	case err != nil:
		return err
	case other || s.kind != Created && others[s.entry]:
		others[s.entry] = true
		sum.Lost++
		return nil
	case known:
		sum.Known++
		return nil
	case s.kind != Created:
		return takeEvent(ctx, a, s.row, sum)
	}
	r, err := decode(s.body)
	if err != nil {
		sum.Lost++
		return nil //nolint:nilerr // it is counted
	}
	sum.Entries++
	c := columnsOf(r)
	s.ends = c.ends
	if _, err := a.add(ctx, s.row, nil); err != nil {
		return err
	}
	in.top = max(in.top, s.entry)
	return in.enter(ctx, s.entry, a.head.Seq, c)
}

// takeEvent appends an event. What tells a use from others follows from what it
// says; no hash covers it in the file that it comes from.
func takeEvent(ctx context.Context, a *appender, r row, sum *Salvage) error {
	var uniq []byte
	if r.kind == Used {
		uniq = useSum(r)
	}
	added, err := a.add(ctx, r, uniq)
	if added {
		sum.Events++
	} else if err == nil {
		sum.Known++
	}
	return err
}

// knows reports whether a row of another chain is here already, or its number
// stands for another share: two logs may have given it, to what they imported.
// Rows of the first form have got a salt when they were taken over.
func (in *inserter) knows(ctx context.Context, r row) (known, other bool, err error) {
	query, args := "SELECT l.body FROM entry e JOIN log l ON l.seq = e.seq WHERE e.n = ?", []any{r.entry}
	if r.kind != Created {
		query = "SELECT body FROM log INDEXED BY log_event WHERE entry = ? AND kind <> 'created' AND kind = ? AND at = ?"
		args = append(args, r.kind, r.at)
	}
	rows, err := in.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return false, false, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return false, false, err
		}
		if bytes.Equal(unsalted(body), unsalted(r.body)) {
			return true, false, nil
		}
		other = r.kind == Created
	}
	return false, other, rows.Err()
}
