package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Salvage is what was taken over from another file of the share log. The chain
// keeps it: whoever verifies the log later must know what is missing in it.
type Salvage struct {
	File       string    `json:"file"`             // its name, without the folder
	SHA256     string    `json:"sha256,omitempty"` // of the file and of what was written ahead of it; empty: not known
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
	s, err := l.salvage(ctx, path, func(ctx context.Context, work func(context.Context, *sql.Tx) error) error {
		return l.write(ctx, "take over into", work)
	})
	if err == nil && s.Entries+s.Events+s.Known+s.Pruned+s.Lost == 0 {
		err = &Error{Op: "take over", Kind: Foreign, Path: path, Cause: errors.New("no row of a share log is in it")}
	}
	return s, wrap("take over", path, err)
}

// salvageRows go in one transaction.
const salvageRows = 1000

type transact func(ctx context.Context, work func(context.Context, *sql.Tx) error) error

// salvage takes rows over until the end, or until ctx ends, and puts down in the
// chain what came of it: with the last rows, and that there is more to come with
// the first. So whenever it is killed, the log says what it lacks.
func (l *Ledger) salvage(ctx context.Context, path string, write transact) (Salvage, error) {
	sum := Salvage{File: filepath.Base(path), At: l.options.Clock()}
	digest := make(chan string, 1)
	go func() { digest <- contentDigest(ctx, path) }()
	from, err := openWreck(ctx, path)
	sum.SHA256 = <-digest
	if err != nil {
		sum.Unfinished = true
		return sum, errors.Join(err, write(context.WithoutCancel(ctx), sum.note))
	}
	defer from.close()
	sum.OldHead = from.oldHead
	others := map[int64]bool{}
	rows, err := from.some(ctx)
	for first := true; err == nil && len(rows) > 0; first = false {
		after, more := from.some(ctx)
		last := more == nil && len(after) == 0
		next := sum // what is rolled back is not counted
		err = write(ctx, func(ctx context.Context, tx *sql.Tx) error {
			if err := takeRows(ctx, tx, rows, &next, others); err != nil {
				return err
			}
			switch {
			case last:
				next.end(from)
				return next.note(ctx, tx)
			case first && next.Entries+next.Events > 0:
				return sum.begin(ctx, tx)
			}
			return nil
		})
		if err == nil {
			sum, rows, err = next, after, more
		}
		if err == nil && last {
			return sum, nil
		}
	}
	sum.end(from)
	sum.Unfinished = err != nil
	return sum, errors.Join(err, write(context.WithoutCancel(ctx), sum.note))
}

// end takes over the counts of what was read.
func (s *Salvage) end(from *wreck) {
	s.Lost += from.lost
	s.Pruned, s.Unchecked = from.pruned, from.unchecked
}

// begin puts down that a salvage was begun, unless it goes on with one.
func (s Salvage) begin(ctx context.Context, tx *sql.Tx) error {
	s.Unfinished = true
	earlier, err := readSalvages(ctx, tx)
	if err != nil || slices.ContainsFunc(earlier, func(o Salvage) bool { return o.Unfinished && s.sameFile(o) }) {
		return err
	}
	return s.append(ctx, tx)
}

// note puts a salvage down in the chain, unless there was nothing to salvage, or
// all of it is here and nobody waits for the rest.
func (s Salvage) note(ctx context.Context, tx *sql.Tx) error {
	if s.Entries+s.Events+s.Lost == 0 && !s.Unfinished && !s.Emptied && s.OldHead.Seq == 0 {
		return nil
	}
	if s.Known > 0 && s.Entries+s.Events == 0 {
		earlier, err := readSalvages(ctx, tx)
		if err != nil || !slices.ContainsFunc(earlier, s.finishes) {
			return err
		}
	}
	return s.append(ctx, tx)
}

func (s Salvage) append(ctx context.Context, tx *sql.Tx) error {
	raw, err := marshal(s)
	if err != nil {
		return err
	}
	return appendOne(ctx, tx, row{at: millis(s.At), kind: Salvaged, body: raw}, nil)
}

// sameFile reports whether two salvages were of one file: by what was in it, so
// that it may have been moved and renamed since. Where that was not put down (a
// file too large to be read in time; an earlier signet), its name and the head
// that it had must do.
func (s Salvage) sameFile(o Salvage) bool {
	if s.SHA256 != "" && o.SHA256 != "" {
		return s.SHA256 == o.SHA256
	}
	return s.File == o.File && (s.OldHead == o.OldHead || s.OldHead == Head{} || o.OldHead == Head{})
}

// finishes reports whether s has read to its end what an earlier salvage had not.
func (s Salvage) finishes(earlier Salvage) bool {
	return earlier.Unfinished && !s.Unfinished && s.sameFile(earlier)
}

// withSalvage adds the next salvage of a chain to those before it. One that it
// has finished is unfinished no more, and forgotten if it had taken nothing.
func withSalvage(earlier []Salvage, s Salvage) []Salvage {
	var out []Salvage
	for _, o := range earlier {
		if s.finishes(o) {
			if o.Unfinished = false; o.Entries+o.Events == 0 {
				continue
			}
		}
		out = append(out, o)
	}
	return append(out, s)
}

// readSalvages are those of the chain, as they stand now.
func readSalvages(ctx context.Context, tx *sql.Tx) (out []Salvage, err error) {
	bodies, err := collect(ctx, tx, itself[[]byte], "SELECT body FROM log WHERE kind <> 'created' AND entry = 0 AND kind = ? ORDER BY seq", Salvaged)
	for _, raw := range bodies {
		var s Salvage
		if json.Unmarshal(raw, &s) == nil { // verify says of the others that they cannot be read
			out = withSalvage(out, s)
		}
	}
	return out, err
}

// contentDigest is the SHA-256 of a file and of what SQLite has written ahead of
// it, as cat FILE FILE-wal | sha256sum prints it; empty if that cannot be read, or
// not before ctx ends.
func contentDigest(ctx context.Context, path string) string {
	sum := sha256.New()
	for _, name := range []string{path, path + "-wal"} {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) && name != path {
			continue
		}
		if err != nil {
			return ""
		}
		buf := make([]byte, 1<<20)
		for err == nil && ctx.Err() == nil {
			var n int
			n, err = f.Read(buf)
			sum.Write(buf[:n])
		}
		if _ = f.Close(); !errors.Is(err, io.EOF) {
			return ""
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}
