package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// RemovePlace takes a place out of a settings file, with the comment right above it.
// All else stays as it is. A place that the settings name elsewhere is not removed.
func RemovePlace(file, name string) error {
	return editPlace(file, name, "remove", func(b block, _ *document, _ int) ([]byte, error) { return b.without(), nil })
}

// ReplacePlace changes a place of a settings file into another one. How its links are
// signed ([place.sign]) and the comments stay as they are, and so does every setting
// that says the same before and after. A name that the settings use elsewhere stays too.
func ReplacePlace(file, name string, p Place) error {
	return editPlace(file, name, "change", func(b block, doc *document, nth int) ([]byte, error) { return b.with(doc, nth, p) })
}

// CheckReplaced says why a place could not be changed into another; nil: it could.
// Nothing is written.
func CheckReplaced(file, name string, p Place) error {
	_, err := change{file, name, "change"}.result(func(b block, doc *document, nth int) ([]byte, error) { return b.with(doc, nth, p) })
	return err
}

// editPlace replaces the file in one step, if the result loads.
func editPlace(file, name, doing string, edit editing) error {
	r, err := change{file, name, doing}.result(edit)
	if err != nil {
		return err
	}
	if err := Replace(r.target, r.text, r.mode); err != nil {
		return fmt.Errorf("%s place in %s: %s: %w", doing, file, "cannot be written", err)
	}
	return nil
}

// editing makes the text of a file with another nth place.
type editing func(b block, doc *document, nth int) ([]byte, error)

// change is what is done to a place of a file.
type change struct{ file, name, doing string }

// changed is a file as it will be written.
type changed struct {
	target string
	text   []byte
	mode   fs.FileMode
}

func (c change) fail(problem, hint string) error {
	return &Error{File: c.file, Problem: "the place " + quote(c.name) + " cannot be " + strings.TrimSuffix(c.doing, "e") + "ed: " + problem, Hint: hint}
}

// needed is that the name cannot go: the settings begin with that place.
func (c change) needed() error {
	return c.fail("default_place names it", "change default_place first")
}

// result is the file after the change, if it loads and nothing else has changed.
func (c change) result(edit editing) (out changed, err error) {
	target, data, mode, err := forEditing(c.file)
	if err != nil {
		return out, fmt.Errorf("%s place in %s: %w", c.doing, c.file, err)
	}
	before, doc, err := readAll(c.file, data)
	if err != nil {
		return out, err
	}
	nth := slices.IndexFunc(before.Places, func(p Place) bool { return p.Name == c.name })
	if nth < 0 {
		return out, c.fail("there is no place of that name", "")
	}
	if c.doing == "remove" && before.DefaultPlace == c.name {
		return out, c.needed()
	}
	b, ok := blockOf(doc.data, nth)
	if !ok {
		return out, c.fail("it is not written as [[place]] on a line of its own", "edit the file by hand")
	}
	text, err := edit(b, doc, nth)
	if err != nil {
		return out, c.fail(err.Error(), "edit the file by hand")
	}
	after, _, err := readAll(c.file, text)
	if e := (*Error)(nil); errors.As(err, &e) {
		return out, c.fail(e.Problem, e.Hint)
	}
	if err != nil {
		return out, err
	}
	if before.DefaultPlace == c.name && len(after.Places) > nth && after.Places[nth].Name != c.name {
		return out, c.needed()
	}
	if !sameOthers(before.Places, after.Places, nth, c.doing == "remove") {
		return out, c.fail("the file is written in a way that signet cannot edit", "edit it by hand")
	}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		text = append([]byte("\ufeff"), text...)
	}
	return changed{target, text, mode}, nil
}

// readAll loads a file's text, without the environment.
func readAll(file string, data []byte) (*Settings, *document, error) {
	doc, err := parse(file, bytes.TrimPrefix(data, []byte("\ufeff")))
	if err != nil {
		return nil, nil, err
	}
	s := &Settings{File: file, sources: map[string]string{}}
	s.read(doc, Options{Env: func(string) string { return "" }})
	return s, doc, doc.err()
}

// sameOthers reports that of the places only the nth has changed or is gone.
func sameOthers(before, after []Place, nth int, gone bool) bool {
	was := slices.Clone(before)
	now := slices.Clone(after)
	was = slices.Delete(was, nth, nth+1)
	if !gone {
		if len(now) <= nth {
			return false
		}
		now = slices.Delete(now, nth, nth+1)
	}
	return slices.EqualFunc(was, now, func(a, b Place) bool {
		a.Line, b.Line = 0, 0
		return reflect.DeepEqual(a, b)
	})
}

// setting is a line of a place, as the file has it.
type setting struct{ key, value string }

// settingsOf are the lines of a place, but those of [place.sign].
func settingsOf(p Place) ([]setting, error) {
	p.Sign = nil
	text, err := toml.Marshal(fileOf(p))
	if err != nil {
		return nil, err
	}
	var out []setting
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
			out = append(out, setting{key, value})
		}
	}
	return out, nil
}

// with is the file with the place changed.
func (b block) with(doc *document, nth int, p Place) ([]byte, error) {
	want, err := settingsOf(p)
	if err != nil {
		return nil, err
	}
	had, _ := doc.values["place"].([]any)[nth].(map[string]any)
	lines := slices.Clone(b.lines[b.from:b.sign])
	for key := range had {
		i := slices.IndexFunc(want, func(s setting) bool { return s.key == key })
		at := lineOfKey(lines, key)
		switch {
		case key == "sign" || i >= 0 && sameValue(had[key], want[i].value):
		case at < 0:
			return nil, errors.New(key + " stands where signet does not look")
		case i < 0:
			lines = slices.Delete(lines, at, at+1)
		default:
			lines[at] = revalued(lines[at], want[i].value)
		}
		if i >= 0 {
			want = slices.Delete(want, i, i+1)
		}
	}
	last := len(lines)
	for last > 1 && saysNothing(lines[last-1]) {
		last--
	}
	end := "\n"
	if strings.HasSuffix(b.lines[b.from], "\r\n") {
		end = "\r\n"
	}
	if !strings.HasSuffix(lines[last-1], "\n") {
		lines[last-1] += end
	}
	for i, s := range want {
		lines = slices.Insert(lines, last+i, s.key+" = "+s.value+end)
	}
	return []byte(strings.Join(slices.Concat(b.lines[:b.from], lines, b.lines[b.sign:]), "")), nil
}

// sameValue reports a value that is written as text says already.
func sameValue(had any, text string) bool {
	var now struct{ V any }
	return toml.Unmarshal([]byte("V = "+text), &now) == nil && fmt.Sprint(now.V) == fmt.Sprint(had)
}

// lineOfKey is the line that sets a key; -1: none does.
func lineOfKey(lines []string, key string) int {
	return slices.IndexFunc(lines, func(line string) bool {
		name, _, ok := strings.Cut(line, "=")
		return ok && strings.Trim(strings.TrimSpace(name), `"'`) == key
	})
}

// revalued is a line with another value, and with its comment.
func revalued(line, value string) string {
	head, rest, _ := strings.Cut(line, "=")
	comment, quote := "", byte(0)
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case quote == '"' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#':
			comment = " " + strings.TrimRight(rest[i:], "\r\n")
			i = len(rest)
		}
	}
	end := line[len(strings.TrimRight(line, "\r\n")):]
	space := ""
	if strings.HasPrefix(rest, " ") {
		space = " "
	}
	return head + "=" + space + value + comment + end
}
