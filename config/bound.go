package config

import (
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"
)

// What a settings file may have. Reading TOML takes time with the square of how
// many keys there are and of how deep they are nested; no settings come near this.
const (
	maxKey   = 1024 // bytes of one part of a key
	maxParts = 8    // of a key with dots, table included
	maxKeys  = 1000 // different ones, those of all places and guards counted once
)

// bound refuses what no settings have, before anything costly is done with it. What
// is no TOML is left to the parser, which stops where this does.
func (d *document) bound() error {
	p := unstable.Parser{}
	p.Reset(d.data)
	b := bounds{document: d, seen: map[string]bool{}}
	table, depth := "", 0
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table, depth = b.key("", 0, e)
		case unstable.KeyValue:
			b.pair(table, depth, e)
		}
		if b.wrong != nil {
			return b.wrong
		}
	}
	return nil
}

// bounds looks at keys; wrong is what was found first.
type bounds struct {
	document *document
	seen     map[string]bool
	at       int // the key that was looked at last
	wrong    error
}

// key counts the parts of a key below a table, and returns its path and depth.
func (b *bounds) key(path string, depth int, e *unstable.Node) (string, int) {
	for it := e.Key(); it.Next() && b.wrong == nil; {
		name := string(it.Node().Data)
		path, depth, b.at = join(path, name), depth+1, int(it.Node().Raw.Offset)
		b.seen[path] = true
		switch {
		case len(name) > maxKey:
			b.wrong = b.document.errorAt(b.at, "unknown key "+quote(name), "no setting has a name of "+strconv.Itoa(len(name))+" bytes")
		case depth > maxParts:
			b.wrong = b.document.errorAt(b.at, "unknown key "+quote(path), "no setting is in so many tables")
		case len(b.seen) > maxKeys:
			b.wrong = b.document.errorAt(b.at, "unknown key "+quote(path), "the file has more than "+strconv.Itoa(maxKeys)+" different keys, and settings have not")
		}
	}
	return path, depth
}

func (b *bounds) pair(path string, depth int, e *unstable.Node) {
	path, depth = b.key(path, depth, e)
	if b.wrong == nil {
		b.value(path, depth, e.Value())
	}
}

// value looks for the keys inside of a value.
func (b *bounds) value(path string, depth int, v *unstable.Node) {
	if v.Kind != unstable.Array && v.Kind != unstable.InlineTable {
		return
	}
	if depth++; depth > maxParts {
		b.wrong = b.document.errorAt(b.at, "lists and tables in each other, more than "+strconv.Itoa(maxParts)+" deep", "no setting has that")
		return
	}
	for it := v.Children(); it.Next() && b.wrong == nil; {
		if it.Node().Kind == unstable.KeyValue {
			b.pair(path, depth, it.Node())
		} else {
			b.value(path, depth, it.Node())
		}
	}
}
