package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
)

// narrows reports whether the query leaves out any share at all.
func (q Query) narrows() bool {
	if q.Sort == EndsFirst { // only what still runs
		return true
	}
	q.Sort, q.Fold, q.After, q.Limit = Newest, false, Cursor{}, 0
	return q != Query{}
}

// folded keeps one entry of each group: the first there ever was, or, when the
// query narrows, the first of those that match. A batch whose first link was
// revoked is still found among what is open.
func (s *search) folded(c *clause) {
	switch {
	case !s.Fold:
	case !s.narrows():
		c.and("e.first = 1")
	default:
		// Within, e is another member of the group, and d still the entry itself.
		before := "e.n < d.n"
		if s.Sort == EndsFirst {
			before = "(e.ends, e.n) < (d.ends, d.n)"
		}
		m := s.filters()
		c.and("(e.grp IS NULL OR NOT EXISTS (SELECT 1 FROM entry e INDEXED BY entry_grp WHERE e.grp = (SELECT grp FROM entry WHERE n = d.n) AND "+before+" AND "+m.sql+"))", m.args...)
	}
}

// countMatches makes Batch the number of entries that match, for the groups on a
// folded page of a query that narrows. A page looks at a bounded number of them;
// a group that is larger than what is left of it keeps the number of all.
func (s *search) countMatches(ctx context.Context, entries []Entry) error {
	if !s.Fold || !s.narrows() {
		return nil
	}
	at, left := map[string]*Entry{}, s.budget
	var groups []string
	for i := range entries {
		e := &entries[i]
		if e.Batch == 0 || e.Batch > left {
			continue
		}
		left -= e.Batch
		at[e.Group] = e
		groups = append(groups, e.Group)
	}
	if len(groups) == 0 {
		return nil
	}
	names, err := json.Marshal(groups)
	if err != nil {
		return err
	}
	m := s.filters()
	return each(ctx, s.db, func(rows *sql.Rows) error {
		var group string
		var n int
		err := rows.Scan(&group, &n)
		if e := at[group]; e != nil && err == nil {
			e.Batch = n
		}
		return err
	}, `SELECT e.grp, count(*) FROM json_each(?2) g CROSS JOIN entry e INDEXED BY entry_grp ON e.grp = g.value
		WHERE `+m.sql+" GROUP BY e.grp", append([]any{s.now, string(names)}, m.args...)...)
}
