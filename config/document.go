package config

import (
	"errors"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// maxBytes bounds the settings file: a thousand places fit ten times over.
const maxBytes = 1 << 20

// document is a parsed settings file: its values, where each stands, and what
// was found wrong with it.
type document struct {
	file     string
	data     []byte
	lines    []int // where each line begins
	values   map[string]any
	places   map[string]spot // by path, as "place.0.sign.profile"
	problems []problem
}

// problem is something wrong at an offset of the file; below 0 it is not in the
// file. The line is counted when it is told: there may be very many.
type problem struct {
	err    *Error
	offset int
}

// spot is where a key and its value stand, as byte offsets.
type spot struct{ key, value int }

// parse reads TOML. Syntax errors and keys set twice end it.
func parse(file string, data []byte) (*document, error) {
	d := &document{file: file, data: data, lines: lineStarts(data), places: map[string]spot{}}
	if i := invalidUTF8(data); i >= 0 {
		return nil, d.errorAt(i, "not UTF-8 text", "save the file as UTF-8")
	}
	if err := d.locate(); err != nil {
		return nil, err
	}
	if err := toml.Unmarshal(data, &d.values); err != nil {
		return nil, d.syntaxError(err)
	}
	return d, nil
}

func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, c := range data {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func (d *document) syntaxError(err error) error {
	e := &Error{File: d.file, Problem: cut(strings.TrimPrefix(err.Error(), "toml: "), maxProblem)}
	if at, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := at.Position() // in bytes
		e.Line, e.Column = d.position(d.lines[min(line, len(d.lines))-1] + column - 1)
		e.Hint = "the line is not valid TOML"
	}
	return e
}

// line is the line of a byte offset, 1-based.
func (d *document) line(offset int) int {
	return sort.SearchInts(d.lines, max(0, min(offset, len(d.data)))+1)
}

// position turns a byte offset into a line and a column in characters.
func (d *document) position(offset int) (line, column int) {
	line = d.line(offset)
	start := d.lines[line-1]
	return line, utf8.RuneCount(d.data[start:max(start, min(offset, len(d.data)))]) + 1
}

func (d *document) errorAt(offset int, problem, hint string) *Error {
	line, column := d.position(offset)
	return &Error{File: d.file, Line: line, Column: column, Problem: problem, Hint: hint}
}

// fail notes a problem at an offset of the file.
func (d *document) fail(offset int, text, hint string) {
	d.problems = append(d.problems, problem{&Error{File: d.file, Problem: text, Hint: hint}, offset})
}

// err joins the problems in the order of the file.
func (d *document) err() error {
	sort.SliceStable(d.problems, func(i, j int) bool { return d.problems[i].offset < d.problems[j].offset })
	var all []error
	for _, p := range d.problems[:min(len(d.problems), maxErrors)] {
		if p.offset >= 0 {
			p.err.Line, p.err.Column = d.position(p.offset)
		}
		all = append(all, p.err)
	}
	return errors.Join(all...)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
