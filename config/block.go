package config

import (
	"bytes"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// block is where a [[place]] stands in a file, as lines: from begins with the header,
// to is behind the last line that says something of it. Comments behind that, and
// above the header, are not part of it.
type block struct {
	lines    []string // of the whole file, each with its end
	from, to int
	sign     int // the line of [place.sign]; to: there is none
}

// blockOf finds the nth place, counted from 0; ok is false where places are not
// written as [[place]] on lines of their own.
func blockOf(data []byte, nth int) (b block, ok bool) {
	b.lines = strings.SplitAfter(string(data), "\n")
	if last := len(b.lines) - 1; b.lines[last] == "" {
		b.lines = b.lines[:last]
	}
	b.to, b.sign = len(b.lines), -1
	p, seen := unstable.Parser{}, -1
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.Table && e.Kind != unstable.ArrayTable {
			continue
		}
		names, line := header(e, data)
		place := e.Kind == unstable.ArrayTable && len(names) == 1 && names[0] == "place"
		switch {
		case place && seen == nth, seen == nth && names[0] != "place":
			b.to = line
			b.trim()
			return b, true
		case place:
			if seen++; seen == nth {
				b.from = line
			}
		case seen == nth && len(names) == 2 && names[1] == "sign":
			b.sign = line
		}
	}
	b.trim()
	return b, seen == nth
}

// header is the name of a table, and the line that it stands in, from 0.
func header(e *unstable.Node, data []byte) (names []string, line int) {
	for it := e.Key(); it.Next(); {
		if len(names) == 0 {
			line = bytes.Count(data[:it.Node().Raw.Offset], []byte("\n"))
		}
		names = append(names, string(it.Node().Data))
	}
	return names, line
}

// trim leaves away the empty lines and comments at the end.
func (b *block) trim() {
	for b.to > b.from && saysNothing(b.lines[b.to-1]) {
		b.to--
	}
	if b.sign < 0 {
		b.sign = b.to
	}
}

// saysNothing reports an empty line or a comment.
func saysNothing(line string) bool {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	return line == "" || line[0] == '#'
}

func isEmpty(line string) bool { return strings.TrimSpace(line) == "" }

// without is the file without the place, the comment right above it, and an empty line
// that would stand there twice.
func (b block) without() []byte {
	from, to := b.from, b.to
	for from > 0 && saysNothing(b.lines[from-1]) && !isEmpty(b.lines[from-1]) {
		from--
	}
	if from == 0 || isEmpty(b.lines[from-1]) {
		for to < len(b.lines) && isEmpty(b.lines[to]) {
			to++
		}
	}
	for to == len(b.lines) && from > 0 && isEmpty(b.lines[from-1]) {
		from--
	}
	return []byte(strings.Join(b.lines[:from], "") + strings.Join(b.lines[to:], ""))
}
