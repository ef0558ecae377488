package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// marker matches requests to shares and writes the uses in batches.
type marker struct {
	ledger  *Ledger
	finder  *finder
	found   []Entry
	usage   *Usage
	pending []pendingUse
	same    map[[sha256.Size]byte]int // how many requests had the same words, where the log gives no ids
}

// pendingUse is a use that is not written yet.
type pendingUse struct {
	id     string
	row    row
	former []byte // what told it from others in logs of before
	method string
	status int
	noID   bool
}

// mostSame bounds the words that are kept for counting; requests of the same words
// stand near each other.
const mostSame = 1 << 16

func newMarker(ctx context.Context, l *Ledger, u *Usage) *marker {
	m := &marker{ledger: l, usage: u, same: map[[sha256.Size]byte]int{}}
	m.finder = newFinder(ctx, l, func(match Match) error {
		m.found = append(m.found, match.Entry)
		return nil
	})
	return m
}

// match finds the shares of a request: by signature or id, or by its terms where the
// log leaves signatures out.
func (m *marker) match(r marks) error {
	f := m.finder
	f.forget()
	m.found = m.found[:0]
	for _, sum := range r.sums {
		f.bySum(sum)
	}
	for _, id := range r.ids {
		f.id([]byte(id))
	}
	if at := r.terms.date; len(m.found) == 0 && !r.signed && !at.IsZero() && f.dated(at) {
		f.byTerms(r.terms)
	}
	return f.err
}

func (m *marker) add(ctx context.Context, r request) error {
	if err := m.match(r.marks); err != nil || len(m.found) == 0 {
		return err
	}
	m.usage.Matched++
	if !r.Granted() {
		m.usage.Refused++
		return nil
	}
	id := m.found[0].ID
	n, _ := parseID(id)
	if r.ID == "" {
		m.number(&r, n)
	}
	p := pendingUse{id: id, method: r.Method, status: r.Status, noID: r.ID == ""}
	var err error
	if p.row, err = r.event().row(n); err != nil {
		return err
	}
	if r.Former != "" && r.Former != r.ID {
		r.ID = r.Former
		former, err := r.event().row(n)
		if err != nil {
			return err
		}
		p.former = useSum(former)
	}
	m.pending = append(m.pending, p)
	if len(m.pending) < usageRows {
		return nil
	}
	return m.flush(ctx)
}

// number counts the requests of the same words: who asks twice within a second has
// asked twice, and the same file read again has each of them once more.
func (m *marker) number(r *request, entry int64) {
	words := sha256.Sum256([]byte(strings.Join([]string{strconv.FormatInt(entry, 10), r.At.String(), r.From, r.Agent, r.Method, strconv.Itoa(r.Status), r.Text}, "\n")))
	if len(m.same) >= mostSame {
		clear(m.same)
	}
	r.same = m.same[words]
	m.same[words]++
}

// useSum tells a use from all others, so that a log that is read twice adds
// nothing.
func useSum(r row) []byte {
	sum := sha256.Sum256([]byte(strconv.FormatInt(r.entry, 10) + " " + strconv.FormatInt(r.at, 10) + " " + string(unsalted(r.body))))
	return sum[:16]
}

// uniqueness is what makes a row one of its kind; nil: it may come again. A request
// with an id is the same in each log, whatever else those say of it.
func uniqueness(r row) []byte {
	if r.kind != Used {
		return nil
	}
	id := eventOf(r).Request
	if id == "" || strings.HasPrefix(id, sameAgain) {
		return useSum(r)
	}
	sum := sha256.Sum256([]byte(strconv.FormatInt(r.entry, 10) + " request " + id))
	return sum[:16]
}

// tellsApart reports whether a value is what makes a row one of its kind, now or
// before ids of requests were all that counts.
func tellsApart(uniq []byte, r row) bool {
	return r.kind == Used && (bytes.Equal(uniq, uniqueness(r)) || bytes.Equal(uniq, useSum(r)))
}

func (m *marker) flush(ctx context.Context) error {
	if len(m.pending) == 0 {
		return nil
	}
	err := m.ledger.write(ctx, "mark uses in", func(ctx context.Context, tx *sql.Tx) error {
		return appending(ctx, tx, func(a *appender) error {
			for _, p := range m.pending {
				added, err := m.write(ctx, a, p)
				if err != nil {
					return err
				}
				m.count(p, added)
			}
			return nil
		})
	})
	m.pending = m.pending[:0]
	return err
}

// write appends a use, unless it is there.
func (m *marker) write(ctx context.Context, a *appender, p pendingUse) (added bool, err error) {
	var one int
	err = a.tx.QueryRowContext(ctx, "SELECT 1 FROM log WHERE uniq IN (?, ?) LIMIT 1", useSum(p.row), p.former).Scan(&one)
	if !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	return a.add(ctx, p.row, uniqueness(p.row))
}

func (m *marker) count(p pendingUse, added bool) {
	u := m.usage
	if !added {
		u.Again++
		return
	}
	u.Added++
	u.Shares[p.id]++
	if p.status == http.StatusPartialContent {
		u.Parts++
	}
	if p.method == http.MethodHead {
		u.Heads++
	}
	if p.noID {
		u.Nameless++
	}
}
