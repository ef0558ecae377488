package ledger

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// driver is an index that yields candidates in the order of the page. The
// conditions of the query are held against each of them.
type driver struct {
	from   clause // "entry INDEXED BY ... WHERE ..."
	column string // of the entry's number
	byEnds bool
	desc   bool
	sorted bool // has to be sorted first: fit only if it yields few
}

// few candidates are looked at in one go, whatever their order.
const few = 2000

// limited yields the candidates from skip on as column n (and ends).
func (d driver) limited(limit, skip int) clause {
	order, columns := d.column, d.column+" AS n"
	if d.desc {
		order += " DESC"
	}
	if d.byEnds {
		order, columns = "ends, n", "n, ends"
	}
	if d.column == "entry" { // an entry may have several events of a kind
		columns = "DISTINCT " + columns
	}
	return clause{
		fmt.Sprintf("SELECT %s FROM %s ORDER BY %s LIMIT %d OFFSET %d", columns, d.from.sql, order, limit, skip),
		d.from.args,
	}
}

func (d driver) ends() string {
	if d.byEnds {
		return "d.ends"
	}
	return "0"
}

// choose takes the index that yields the fewest candidates, counting up to a
// limit, or else one that needs no sorting.
func (s *search) choose(ctx context.Context) (driver, error) {
	if s.Sort == EndsFirst {
		return s.byEnds(), nil
	}
	if s.words {
		var err error
		if s.sample, err = s.readSample(ctx); err != nil {
			return driver{}, err
		}
	}
	all := s.drivers()
	best, fewest := s.streaming(all), few
	for _, d := range all[:len(all)-1] {
		var n int
		count := "SELECT count(*) FROM (SELECT 1 FROM " + d.from.sql + fmt.Sprintf(" LIMIT %d)", few)
		if err := s.db.QueryRowContext(ctx, count, d.from.args...).Scan(&n); err != nil {
			return driver{}, err
		}
		if n < fewest {
			best, fewest = d, n
		}
	}
	return best, nil
}

// streaming is the driver for when all yield many: the first that is in order.
func (s *search) streaming(all []driver) driver {
	for _, d := range all {
		if !d.sorted && (!s.Fold || s.narrows()) {
			return d
		}
	}
	return all[len(all)-1]
}

// drivers lists the indexes that serve the query; the last one always does.
func (s *search) drivers() []driver {
	var out []driver
	add := func(sorted bool, column, from string, args ...any) {
		c := clause{from, args}
		s.bound(&c, column)
		out = append(out, driver{from: c, column: column, desc: s.Sort == Newest, sorted: sorted})
	}
	if s.Group != "" {
		add(false, "n", "entry INDEXED BY entry_grp WHERE grp = ?", s.Group)
	}
	for _, text := range []string{s.Text, s.Recipient, s.Note} {
		if m := match(text, s.sample); s.words && m != "" {
			add(false, "rowid", "words WHERE words MATCH ?", m)
		}
	}
	s.stateDrivers(add)
	for _, by := range []struct{ index, column, value string }{
		{"entry_key", "access_key", s.Key}, {"entry_bucket", "bucket", s.Bucket}, {"entry_op", "op", string(s.Operation)},
	} {
		if by.value != "" {
			add(false, "n", "entry INDEXED BY "+by.index+" WHERE "+by.column+" = ?", by.value)
		}
	}
	if s.Fold && !s.narrows() {
		add(false, "n", "entry INDEXED BY entry_first WHERE first = 1")
		return out
	}
	add(false, "n", "entry WHERE 1")
	return out
}

func (s *search) stateDrivers(add func(sorted bool, column, from string, args ...any)) {
	switch s.State {
	case StateFailed:
		add(false, "n", "(SELECT n FROM entry INDEXED BY entry_failed WHERE failed = 1 UNION SELECT entry FROM log INDEXED BY log_mark WHERE mark = 6) WHERE 1")
	case StateLater:
		add(false, "n", "entry INDEXED BY entry_later WHERE later = 1")
	case StateRevoked:
		add(false, "entry", "log INDEXED BY log_mark WHERE mark = 1")
	case StateEarly:
		add(false, "entry", "log INDEXED BY log_mark WHERE mark = 2")
	case StateOpen, StateRunning:
		add(true, "n", "entry INDEXED BY entry_ends WHERE ends > ?", s.now)
	case StateEnded:
		add(true, "n", "entry INDEXED BY entry_ends WHERE ends > 0 AND ends <= ?", s.now)
	}
}

// within keeps an entry's number within the times asked for.
func (s *search) within(c *clause, column string) {
	if !s.Since.IsZero() {
		c.and(column+" >= ?", firstAt(s.Since))
	}
	if !s.Until.IsZero() {
		c.and(column+" < ?", firstAt(s.Until))
	}
}

// bound keeps a driver within the times asked for and behind the cursor.
func (s *search) bound(c *clause, column string) {
	s.within(c, column)
	switch {
	case s.After.set && s.Sort == Newest:
		c.and(column+" < ?", s.After.n)
	case s.After.set:
		c.and(column+" > ?", s.After.n)
	}
}

// byEnds goes through what still runs, in the order of its end.
func (s *search) byEnds() driver {
	c := clause{"entry INDEXED BY entry_ends WHERE ends > ?", []any{s.now}}
	if s.After.set { // the end as such bounds what is read of the index
		c = clause{"entry INDEXED BY entry_ends WHERE ends >= ? AND (ends > ? OR n > ?)", []any{s.After.ends, s.After.ends, s.After.n}}
	}
	s.within(&c, "n")
	return driver{from: c, column: "n", byEnds: true}
}

// A text is looked up by a few of its trigrams: every candidate is held against
// the text itself, so that rare ones narrow enough, and common ones would cost
// the reading of lists as long as the log. What is rare is estimated on
// samples from all over the log.
const (
	maxGrams     = 4
	samplePlaces = 8
	sampleRows   = 25 // at each place
)

// grams are the trigrams of a text.
func grams(text string) []string {
	r := []rune(strings.ToLower(text))
	var out []string
	for i := 0; i+3 <= len(r); i++ {
		out = append(out, string(r[i:i+3]))
	}
	return out
}

// match asks the text index for entries that have the rarest trigrams of the
// text; empty if the text is too short for that.
func match(text string, sample []string) string {
	type gram struct {
		text  string
		count int
	}
	var all []gram
	for _, g := range grams(text) {
		n := 0
		for _, s := range sample {
			if strings.Contains(s, g) {
				n++
			}
		}
		all = append(all, gram{g, n})
	}
	slices.SortStableFunc(all, func(a, b gram) int { return a.count - b.count })
	var out []string
	for i, g := range all {
		if i == maxGrams || i > 0 && g.count > len(sample)/4 {
			break
		}
		out = append(out, phrase(g.text))
	}
	return strings.Join(out, " AND ")
}

// phrase is text in the language of the text index.
func phrase(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// readSample is the text of some shares from all over the time of the log.
func (s *search) readSample(ctx context.Context) ([]string, error) {
	var low, high int64
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce((SELECT min(n) FROM entry), 0), coalesce((SELECT max(n) FROM entry), 0)").Scan(&low, &high); err != nil {
		return nil, err
	}
	part := "SELECT * FROM (SELECT " + words + " FROM entry e WHERE n >= ? ORDER BY n LIMIT " + strconv.Itoa(sampleRows) + ")"
	var parts []string
	var from []any
	for i := range samplePlaces {
		parts = append(parts, part)
		from = append(from, low+(high-low)/samplePlaces*int64(i))
	}
	return collect(ctx, s.db, itself[string], strings.Join(parts, " UNION ALL "), from...)
}
