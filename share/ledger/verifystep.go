package ledger

import (
	"fmt"
	"strings"
)

// step is one row of the chain with what the entry table says of it.
type step struct {
	row
	plain bool // each value is of the kind that signet writes
	mark  *int64
	uniq  []byte
	hash  []byte
	has   bool // an entry
	first int64
	entry columns
}

// SQLite keeps a value of any kind in any column. What may be read as the number
// 4 may be the text '4' or the blob x'34', which no query finds by that number: a
// share would be hidden from every list, and fit its hash.
const (
	mayBeNull = "typeof(l.mark) IN ('integer', 'null') AND typeof(l.uniq) IN ('blob', 'null') AND typeof(e.grp) IN ('text', 'null') AND typeof(e.sig) IN ('integer', 'null')"
	plainGone = "typeof(entry) || typeof(at) || typeof(kind) || typeof(ends) || typeof(digest) || typeof(hash) || typeof(tombstone) = 'integerintegertextintegerblobblobinteger'"
)

// stepQuery asks for the rows of a log of a schema.
func stepQuery(version int) string {
	ends, plain := "l.ends", mayBeNull+" AND typeof(l.ends) IN ('integer', 'null')"
	if version < len(steps()) {
		ends, plain = "NULL", mayBeNull
	}
	return fmt.Sprintf(`SELECT %s, l.seq, l.entry, l.at, l.kind, %s, l.mark, l.uniq, CASE WHEN length(l.body) <= %d THEN l.body END, l.hash, e.n, e.seq, e.first, %s
		FROM log l LEFT JOIN entry e ON l.kind = 'created' AND e.n = l.entry AND e.seq = l.seq ORDER BY l.seq`,
		plain, ends, mostPayload, "e."+strings.ReplaceAll(columnNames, ", ", ", e."))
}

// stepColumns are asked for.
const stepColumns = 26

// stepValues are those of one row, each as SQLite has it: a number is an int64, a
// text a string, a blob bytes. They are taken one after the other.
type stepValues struct {
	values [stepColumns]any
	into   []any
	taken  int
	plain  bool
}

func (v *stepValues) scan() []any {
	if v.into == nil {
		for i := range v.values {
			v.into = append(v.into, &v.values[i])
		}
	}
	return v.into
}

func (v *stepValues) step() step {
	v.taken, v.plain = 0, true
	couldBeNull := v.number() == 1
	var s step
	s.seq, s.row.entry, s.row.at, s.kind = v.number(), v.number(), v.number(), v.text()
	if ends := v.maybeNumber(); ends != nil {
		s.ends = *ends
	}
	s.mark, s.uniq, s.body, s.hash = v.maybeNumber(), v.bytes(), v.bytes(), v.bytes()
	if s.has = v.values[v.taken] != nil; s.has {
		v.number()
		v.number()
		s.first = v.number()
		s.entry = v.columns()
	}
	s.plain = v.plain && couldBeNull
	return s
}

func (v *stepValues) columns() columns {
	c := columns{starts: v.number(), ends: v.number(), failed: v.flag(), later: v.flag(), op: v.text(), bucket: v.text(), key: v.text(), who: v.text()}
	if v.values[v.taken] != nil {
		group := v.text()
		c.group = &group
	} else {
		v.taken++
	}
	c.sig = v.maybeNumber()
	c.object, c.note, c.recipient = v.text(), v.text(), v.text()
	return c
}

func (v *stepValues) next() any {
	v.taken++
	return v.values[v.taken-1]
}

func (v *stepValues) number() int64 {
	n, ok := v.next().(int64)
	v.plain = v.plain && ok
	return n
}

func (v *stepValues) flag() bool {
	n := v.number()
	v.plain = v.plain && (n == 0 || n == 1)
	return n == 1
}

func (v *stepValues) maybeNumber() *int64 {
	if v.values[v.taken] == nil {
		v.taken++
		return nil
	}
	n := v.number()
	return &n
}

func (v *stepValues) text() string {
	s, ok := v.next().(string)
	v.plain = v.plain && ok
	return s
}

// bytes may have been written as a text: nothing looks for them by their value.
func (v *stepValues) bytes() []byte {
	switch b := v.next().(type) {
	case []byte:
		return b
	case string:
		return []byte(b)
	case nil:
		return nil
	}
	v.plain = false
	return nil
}
