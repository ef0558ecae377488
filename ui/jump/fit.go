package jump

import (
	"slices"
	"strings"
)

// fit finds the rows for the text: first what begins with it, of what is known and then
// of what the server said; what only contains it stands between. The row that is chosen
// stays so.
func (s *Screen) fit() {
	var kept *Way
	if w, ok := s.chosen(); ok {
		kept = &w
	}
	s.rows = s.rows[:0]
	text := strings.TrimSpace(s.text)
	var within []Way
	for _, w := range s.known {
		switch {
		case text == "" && w.Kind == Place && !w.There: // one is there
		case text == "" || w.begins(text):
			s.add(w)
		case len(text) > 1 && w.contains(text):
			within = append(within, w)
		}
	}
	for _, w := range within {
		s.add(w)
	}
	for _, w := range s.told() {
		s.add(w)
	}
	s.at = -1
	if kept != nil {
		s.at = slices.IndexFunc(s.rows, kept.same)
	}
}

// add adds a row that is not there yet.
func (s *Screen) add(w Way) {
	if !slices.ContainsFunc(s.rows, w.same) {
		s.rows = append(s.rows, w)
	}
}

// told is what the server said of the text. An answer to the text before may serve for
// this one as far as it goes.
func (s *Screen) told() (ways []Way) {
	q := s.asking.q
	rest, _ := cutScheme(s.text)
	if q.buckets {
		for _, name := range s.shelf.names {
			if strings.HasPrefix(name, strings.TrimSpace(rest)) && len(ways) < maxRows {
				ways = append(ways, Way{Kind: Bucket, Place: s.o.Place, Bucket: name})
			}
		}
		return ways
	}
	for _, w := range s.answer.ways {
		if q.bucket != "" && w.Bucket == q.bucket && strings.HasPrefix(w.Key, q.prefix) {
			ways = append(ways, w)
		}
	}
	return ways
}

// complete is the text with what all rows that begin with it go on with: of the place
// that is open, since what is typed is read there. The same text: they differ.
func (s *Screen) complete() string {
	text := strings.TrimSpace(s.text)
	rest, uri := cutScheme(text)
	common, some := "", false
	for _, w := range s.rows {
		address := strings.TrimPrefix(w.address(), scheme)
		if w.There || w.Gone != "" || !strings.HasPrefix(address, rest) || address == "" || text == "" {
			continue
		}
		if !some {
			common, some = address, true
			continue
		}
		common = both(common, address)
	}
	if !some || len(common) < len(rest) {
		return s.text
	}
	if uri || strings.Contains(common, "/") {
		return scheme + common
	}
	return common
}

// both is the beginning that two texts have in common, in whole characters.
func both(a, b string) string {
	for i, r := range a {
		if !strings.HasPrefix(b[i:], string(r)) {
			return a[:i]
		}
	}
	return a
}
