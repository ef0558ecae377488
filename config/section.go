package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// section is one table of the document, read key by key. What nobody has asked
// for by the time of done is unknown.
type section struct {
	doc    *document
	path   string
	values map[string]any
	known  []string
}

func (d *document) root() *section { return &section{doc: d, values: d.values} }

// fail notes a problem with the value of a key; an empty key means the section.
func (s *section) fail(key, problem, hint string) {
	s.doc.fail(s.spot(key).value, problem, hint)
}

func (s *section) spot(key string) spot {
	path := s.path
	if key != "" {
		path = join(path, key)
	}
	if at, ok := s.doc.places[path]; ok {
		return at
	}
	return s.doc.places[s.path]
}

// line is where the section begins.
func (s *section) line() int { return s.doc.line(s.spot("").key) }

func (s *section) has(key string) bool {
	_, ok := s.values[key]
	return ok
}

// take returns the value of a key and makes the key known.
func (s *section) take(key string) (any, bool) {
	s.known = append(s.known, key)
	v, ok := s.values[key]
	return v, ok
}

// wrongType notes that a key has a value of another type than wanted.
func (s *section) wrongType(key string, v any, want, hint string) {
	s.fail(key, fmt.Sprintf("%s is %s, not %s", key, typeName(v), want), hint)
}

// typed takes the value of a key that must be a T, which want names; ok says that
// it is there and is one.
func typed[T any](s *section, key, want, hint string) (value T, ok bool) {
	v, ok := s.take(key)
	if !ok {
		return value, false
	}
	if value, ok = v.(T); !ok {
		s.wrongType(key, v, want, hint)
	}
	return value, ok
}

func (s *section) text(key string) string {
	t, _ := s.plainText(key, `write `+key+` = "..."`)
	return t
}

// plainText is text without control characters.
func (s *section) plainText(key, hint string) (text string, ok bool) {
	text, ok = typed[string](s, key, "text", hint)
	if hasControl(text) {
		s.fail(key, key+" holds a control character", "")
		return "", false
	}
	return text, ok
}

func (s *section) flag(key string) bool {
	b, _ := typed[bool](s, key, "true or false", "write "+key+" = true, without quotes")
	return b
}

// forbids reads what is allowed unless the file says false.
func (s *section) forbids(key string) bool {
	allowed := s.flag(key)
	return s.has(key) && !allowed
}

// span reads a duration; 0: not given.
func (s *section) span(key string, parse func(string) (time.Duration, error)) time.Duration {
	t, ok := typed[string](s, key, "text", durationHint)
	if !ok {
		return 0
	}
	d, err := parse(t)
	if err != nil {
		s.fail(key, fmt.Sprintf("%s %s %s", key, quote(t), err), durationHint)
	}
	return d
}

func (s *section) texts(key string) []string {
	list, _ := typed[[]any](s, key, "a list", `write `+key+` = ["...", "..."]`)
	var out []string
	for i, e := range list {
		t, ok := e.(string)
		if !ok {
			s.fail(join(key, strconv.Itoa(i)), key+" holds "+typeName(e)+" where text is expected", "")
			continue
		}
		out = append(out, t)
	}
	return out
}

// table returns the table of that name, or nil.
func (s *section) table(key string) *section {
	t, ok := typed[map[string]any](s, key, "a table", "write ["+join(stripIndex(s.path), key)+"] on a line of its own")
	if !ok {
		return nil
	}
	return &section{doc: s.doc, path: join(s.path, key), values: t}
}

// tables returns the elements of an array of tables.
func (s *section) tables(key string) []*section {
	hint := "write [[" + key + "]] on a line of its own, once for each"
	list, _ := typed[[]any](s, key, "a list of tables", hint)
	var out []*section
	for i, e := range list {
		path := join(key, strconv.Itoa(i))
		t, ok := e.(map[string]any)
		if !ok {
			s.fail(path, key+" holds "+typeName(e)+" where a table is expected", hint)
			continue
		}
		out = append(out, &section{doc: s.doc, path: join(s.path, path), values: t})
	}
	return out
}

// done reports the keys that nobody knows, and whether there were none: what
// seems to be missing may only be misspelt.
func (s *section) done() bool {
	ok := true
	for key := range s.values {
		if slices.Contains(s.known, key) {
			continue
		}
		ok = false
		where := ""
		if s.path != "" {
			where = " in " + stripIndex(s.path)
		}
		s.doc.fail(s.spot(key).key, "unknown key "+quote(key)+where, s.unknownHint(key))
	}
	return ok
}

// unknownHint guesses what was meant.
func (s *section) unknownHint(key string) string {
	k := plainKey(key)
	if strings.Contains(k, "secret") || strings.Contains(k, "accesskey") || strings.Contains(k, "password") || strings.Contains(k, "token") {
		return "signet keeps no credentials in its settings: put them into ~/.aws/credentials and name the profile, or into a file or the keychain (signet place add)"
	}
	if n := nearest(key, s.known); n != "" {
		return "did you mean " + n + "?"
	}
	return oneOf(s.known)
}

// stripIndex turns "place.0.sign" into "place.sign".
func stripIndex(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool {
		return p != "" && strings.Trim(p, "0123456789") == ""
	}), ".")
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date or time"
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 })
}

// quote shows text from the file, harmless and not too long.
func quote(s string) string {
	return fmt.Sprintf("%q", cut(s, 60))
}
