package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
)

// RemovePlace takes a place out of a settings file, with the comment right above it.
// All else stays as it is. A place that the settings name elsewhere is not removed.
func RemovePlace(file, name string) error { return change{file, name, nil}.do() }

// ReplacePlace changes a place of a settings file into another one. How its links are
// signed ([place.sign], [[place.signer]]) and the comments stay as they are, and so does every setting
// that says the same before and after. A name that the settings use elsewhere stays too.
func ReplacePlace(file, name string, p Place) error { return change{file, name, &p}.do() }

// CheckReplaced says why a place could not be changed into another; nil: it could.
// Nothing is written.
func CheckReplaced(file, name string, p Place) error {
	_, err := change{file, name, &p}.result()
	return err
}

// change is what is done to a place of a file: it becomes another one, or goes where
// there is none.
type change struct {
	file, name string
	to         *Place
}

// do replaces the file in one step, if the result says what it should.
func (c change) do() error {
	return rewrite(c.file, c.doing()+" place in", c.result)
}

// rewrite replaces a settings file with what to makes of it. Nobody else does so in between.
func rewrite(file, doing string, to func() (changed, error)) error {
	worked := false
	err := Alone(file, func(string) error {
		worked = true
		r, err := to()
		if err != nil {
			return err
		}
		if err := Replace(r.target, r.text, r.mode); err != nil {
			return fmt.Errorf("%s %s: %s: %w", doing, file, "cannot be written", err)
		}
		return nil
	})
	if err != nil && !worked {
		return fmt.Errorf("%s %s: %s: %w", doing, file, "cannot be written", err)
	}
	return err
}

func (c change) doing() string {
	if c.to == nil {
		return "remove"
	}
	return "change"
}

// changed is a file as it will be written.
type changed struct {
	target string
	text   []byte
	mode   fs.FileMode
}

func (c change) fail(problem, hint string) error {
	return &Error{File: c.file, Problem: "the place " + quote(c.name) + " cannot be " + strings.TrimSuffix(c.doing(), "e") + "ed: " + problem, Hint: hint}
}

// needed is that the name cannot go: the settings begin with that place.
func (c change) needed() error {
	return c.fail("default_place names it", "change default_place first")
}

// byHand is that the edit would not do what it should, and only that.
func (c change) byHand(why string) error { return c.fail(why, "edit the file by hand") }

// result is the file after the change, if it loads and says what it should: the place as
// it is wanted, and all other settings as they were.
func (c change) result() (out changed, err error) {
	target, data, mode, err := forEditing(c.file)
	if err != nil {
		return out, fmt.Errorf("%s place in %s: %w", c.doing(), c.file, err)
	}
	before, doc, err := readAll(c.file, data)
	if err != nil {
		return out, err
	}
	nth := slices.IndexFunc(before.Places, func(p Place) bool { return p.Name == c.name })
	if nth < 0 {
		return out, c.fail("there is no place of that name", "")
	}
	if c.to == nil && before.DefaultPlace == c.name {
		return out, c.needed()
	}
	text, want, err := c.edited(doc, nth)
	if err != nil {
		return out, err
	}
	if err := c.loads(text, want); err != nil {
		return out, err
	}
	if c.to != nil && before.DefaultPlace == c.name && c.to.Name != c.name {
		return out, c.needed()
	}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		text = append([]byte("\ufeff"), text...)
	}
	return changed{target, text, mode}, nil
}

// edited is the text after the change, and the settings that it has to say.
func (c change) edited(doc *document, nth int) (text []byte, want map[string]any, err error) {
	b, ok := blockOf(doc.data, placeTable, nth)
	if !ok {
		return nil, nil, c.byHand("it is not written as [[place]] on a line of its own")
	}
	if c.to == nil {
		return b.without(), withoutTable(doc.values, placeTable, nth), nil
	}
	list, err := settingsOf(*c.to)
	if err != nil {
		return nil, nil, err
	}
	had := tableOf(doc.values, placeTable, nth)
	now := map[string]any{}
	for _, s := range list {
		now[s.key] = s.value()
	}
	for _, inner := range []string{signTable, signerTable} {
		if table, ok := had[inner]; ok {
			now[inner] = table
		}
	}
	if text, err = b.rewritten(differences(had, now, list)); err != nil {
		return nil, nil, c.byHand(err.Error())
	}
	return text, withTable(doc.values, placeTable, nth, now), nil
}

// loads says why a text is not the settings that it should be.
func (c change) loads(text []byte, want map[string]any) error {
	doc, err := parse(c.file, text)
	if err != nil || !reflect.DeepEqual(doc.values, want) {
		return c.byHand("the file is written in a way that signet cannot edit")
	}
	_, _, err = readAll(c.file, text)
	if e := (*Error)(nil); errors.As(err, &e) {
		return c.fail(e.Problem, e.Hint)
	}
	return err
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
