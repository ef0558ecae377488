package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"signet/share/state"
)

// Summary is the state of affairs in one line.
type Summary struct {
	Open   int  // links that work now
	Later  int  // links that will open
	Today  int  // of the open ones, those that end before midnight
	Soon   int  // of the open ones, those that end within Within
	ByWhom []By // the open ones by who shared them, most first, at most five
	Capped bool // there are more than could be counted at once: all numbers are at least
	Next   time.Time
	Within time.Duration // what counts as soon
}

// By is a user and how many open links are theirs.
type By struct {
	User string
	Open int
}

// summaryRows is how many running links a summary looks at.
const summaryRows = 20_000

// running are the entries that have not ended by themselves, with their state.
//
//nolint:gochecknoglobals // immutable
var running = `SELECT e.n, e.ends, e.access_key, e.who, ` + stateSQL + ` AS state
	FROM entry e INDEXED BY entry_ends WHERE e.ends > ?1`

// Summary counts the links that work at now. Midnight is that of now's zone.
func (l *Ledger) Summary(ctx context.Context, now time.Time) (Summary, error) {
	db, err := l.reader()
	if err != nil {
		return Summary{}, err
	}
	within := state.Within(l.options.Soon)
	y, m, d := now.Date()
	midnight := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	s := Summary{Within: within}
	seen := 0
	err = each(ctx, db, func(rows *sql.Rows) error {
		var who, state string
		var n, today, soon int
		var next int64
		if err := rows.Scan(&who, &state, &n, &today, &soon, &next); err != nil {
			return err
		}
		seen += n
		s.add(who, State(state), n, today, soon, time.UnixMilli(next))
		return nil
	}, `SELECT who, state, count(*), sum(ends < ?2), sum(ends <= ?3), min(ends)
		FROM (`+running+` ORDER BY e.ends LIMIT ?4) GROUP BY who, state ORDER BY 3 DESC, who`,
		now.UnixMilli(), midnight.UnixMilli(), now.Add(within).UnixMilli(), summaryRows)
	s.Capped = seen >= summaryRows
	return s, l.fail("sum up", err)
}

func (s *Summary) add(who string, state State, n, today, soon int, next time.Time) {
	if state == StateLater {
		s.Later += n
	}
	if state != StateOpen {
		return
	}
	s.Open += n
	s.Today += today
	s.Soon += soon
	if s.Next.IsZero() || next.Before(s.Next) {
		s.Next = next
	}
	if len(s.ByWhom) < 5 {
		s.ByWhom = append(s.ByWhom, By{who, n})
	}
}

// KeyUse is an access key and the links that die with it.
type KeyUse struct {
	AccessKeyID string
	Open        int // links that work now, or will open
	Last        time.Time
	Example     Entry // the one that ends last
}

// carried are the links that a key's end would end, in the order in which they
// end by themselves. The state of a link is asked for only if an event may have
// decided on it: for each of very many links that would take most of the time.
//
//nolint:gochecknoglobals // immutable
var carried = `SELECT e.access_key, e.n FROM entry e INDEXED BY entry_ends
	WHERE e.ends > ?1 AND (e.n NOT IN (SELECT entry FROM log WHERE mark IN (1, 2, 6)) AND NOT ` + started + ` OR ` + stateSQL + ` IN ('open', 'opens-later'))
	ORDER BY e.ends`

// Keys lists the access keys that carry links which still work, or will: what
// breaks when a key is deactivated. The key with the most links comes first. It
// looks at each of these links, 100,000 and more in a second.
func (l *Ledger) Keys(ctx context.Context) ([]KeyUse, error) {
	db, err := l.reader()
	if err != nil {
		return nil, err
	}
	count, last := map[string]int{}, map[string]int64{}
	err = each(ctx, db, func(rows *sql.Rows) error {
		var key string
		var n int64
		err := rows.Scan(&key, &n)
		count[key]++
		last[key] = n
		return err
	}, carried, millis(l.options.Clock()))
	if err != nil {
		return nil, l.fail("list the keys of", err)
	}
	var out []KeyUse
	for key, n := range last {
		e, err := l.get(ctx, n)
		if err != nil {
			return nil, err
		}
		out = append(out, KeyUse{AccessKeyID: key, Open: count[key], Last: e.Terms.Ends, Example: e})
	}
	slices.SortFunc(out, func(a, b KeyUse) int {
		return cmp.Or(cmp.Compare(b.Open, a.Open), strings.Compare(a.AccessKeyID, b.AccessKeyID))
	})
	return out, nil
}
