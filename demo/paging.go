package demo

import (
	"slices"
	"sort"
	"strings"
)

// query asks for one page of a listing. All fields work as in S3: a common
// prefix counts as one entry, and is never told on two pages.
type query struct {
	prefix, delimiter string
	after             string // key or common prefix that the page before ended with
	afterVersion      string // of the key after; versions only
	max               int
}

// entry is a key with one of its versions, or a common prefix.
type entry struct {
	key     string
	version *version // nil: key is a common prefix
	latest  bool
}

// page is the answer. The last entry is what the next page starts after.
type page struct {
	entries   []entry
	truncated bool
}

// objects lists the newest versions that are not delete markers.
func (s *store) objects(name string, q query) (page, error) {
	return s.walk(name, q, func(key string, vs []*version, _ string) []entry {
		if vs[0].marker {
			return nil
		}
		return []entry{{key, vs[0], true}}
	})
}

// versions lists all versions, newest first, delete markers included.
func (s *store) versions(name string, q query) (page, error) {
	return s.walk(name, q, func(key string, vs []*version, after string) []entry {
		var all []entry
		for i, v := range vs {
			if after != "" {
				if v.id == after {
					after = ""
				}
				continue
			}
			all = append(all, entry{key, v, i == 0})
		}
		return all
	})
}

// walk goes through the keys of a bucket in order. The function says which
// entries a key stands for; none means the key is not shown.
func (s *store) walk(name string, q query, shown func(key string, vs []*version, after string) []entry) (page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[name]
	if b == nil {
		return page{}, noSuchBucket(name)
	}
	b.sort()
	var p page
	if q.max <= 0 {
		return p, nil
	}
	for i := first(b.keys, q); i < len(b.keys) && strings.HasPrefix(b.keys[i], q.prefix); {
		key, next := b.keys[i], i+1
		after := ""
		if key == q.after {
			after = q.afterVersion
		}
		found := shown(key, b.objects[key], after)
		if group, rolled := commonPrefix(key, q); rolled && len(found) > 0 {
			found = []entry{{key: group}}
			next = past(b.keys, i, group)
		}
		for _, e := range found {
			if len(p.entries) == q.max {
				p.truncated = true
				return p, nil
			}
			p.entries = append(p.entries, e)
		}
		i = next
	}
	return p, nil
}

// first is the index of the first key that may be on the page.
func first(keys []string, q query) int {
	if q.after == "" || q.after < q.prefix {
		i, _ := slices.BinarySearch(keys, q.prefix)
		return i
	}
	i, found := slices.BinarySearch(keys, q.after)
	if group, rolled := commonPrefix(q.after, q); rolled && group == q.after {
		return past(keys, i, group)
	}
	if found && q.afterVersion == "" {
		i++
	}
	return i
}

// commonPrefix cuts a key after the first delimiter behind the prefix.
func commonPrefix(key string, q query) (string, bool) {
	if q.delimiter == "" || !strings.HasPrefix(key, q.prefix) {
		return "", false
	}
	rest := key[len(q.prefix):]
	i := strings.Index(rest, q.delimiter)
	if i < 0 {
		return "", false
	}
	return key[:len(q.prefix)+i+len(q.delimiter)], true
}

// past is the index of the first key from i on that is not in the group.
func past(keys []string, i int, group string) int {
	return i + sort.Search(len(keys)-i, func(n int) bool { return !strings.HasPrefix(keys[i+n], group) })
}
