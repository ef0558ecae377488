package config

import (
	"bytes"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// block is where a table of a list, as a [[place]], stands in a file, as lines: from begins
// with the header, to is behind the last line that says something of it. Comments behind
// that, and above the header, are not part of it.
type block struct {
	lines    []string // of the whole file, each with its end
	from, to int
	inner    int     // the line of the first table within it; to: there is none
	keys     []keyAt // the settings before that
}

// keyAt is the line that a setting begins in.
type keyAt struct {
	name string
	line int
}

// blockOf finds the nth table of a list, counted from 0; ok is false where the tables are
// not written as [[place]] on lines of their own.
func blockOf(data []byte, list string, nth int) (b block, ok bool) {
	b.lines = strings.SplitAfter(string(data), "\n")
	if last := len(b.lines) - 1; b.lines[last] == "" {
		b.lines = b.lines[:last]
	}
	b.to, b.inner = len(b.lines), -1
	p, seen := unstable.Parser{}, -1
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.Table && e.Kind != unstable.ArrayTable && e.Kind != unstable.KeyValue {
			continue
		}
		names, line := header(e, data)
		switch here := seen == nth; {
		case e.Kind == unstable.KeyValue:
			if here && b.inner < 0 && len(names) == 1 {
				b.keys = append(b.keys, keyAt{names[0], line})
			}
		case e.Kind == unstable.ArrayTable && len(names) == 1 && names[0] == list:
			if here {
				return b.ending(line), true
			}
			if seen++; seen == nth {
				b.from = line
			}
		case here && names[0] != list:
			return b.ending(line), true
		case here && b.inner < 0:
			b.inner = line
		}
	}
	return b.ending(b.to), seen == nth
}

// header is the name of a table or of a setting, and the line that it stands in, from 0.
func header(e *unstable.Node, data []byte) (names []string, line int) {
	for it := e.Key(); it.Next(); {
		if len(names) == 0 {
			line = bytes.Count(data[:it.Node().Raw.Offset], []byte("\n"))
		}
		names = append(names, string(it.Node().Data))
	}
	return names, line
}

// ending is the block that ends before a line, without the empty lines and comments there.
func (b block) ending(to int) block {
	for b.to = to; b.to > b.from && saysNothing(b.lines[b.to-1]); {
		b.to--
	}
	if b.inner < 0 {
		b.inner = b.to
	}
	return b
}

// saysNothing reports an empty line or a comment.
func saysNothing(line string) bool {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	return line == "" || line[0] == '#'
}

func isEmpty(line string) bool { return strings.TrimSpace(line) == "" }

// without is the file without the table, the comment right above it, and an empty line
// that would stand there twice. What the file begins with is its heading, and stays.
func (b block) without() []byte {
	from, to := b.from, b.to
	for from > 0 && saysNothing(b.lines[from-1]) && !isEmpty(b.lines[from-1]) {
		from--
	}
	if from == 0 {
		from = b.from
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
