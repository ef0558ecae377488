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

// locate notes where every key and value stands, and refuses what no settings have,
// before anything costly is done with it. What is no TOML is left to the parser,
// which stops where this does.
func (d *document) locate() error {
	p := unstable.Parser{}
	p.Reset(d.data)
	w := walk{document: d, count: map[string]int{}, seen: map[string]bool{}}
	var table level
	for w.wrong == nil && p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = w.header(e)
		case unstable.KeyValue:
			w.pair(table, e)
		}
	}
	return w.wrong
}

// walk goes through the syntax tree once; wrong is what was found first.
type walk struct {
	document *document
	count    map[string]int // how many elements each list of tables has so far
	seen     map[string]bool
	at       int // the key that was looked at last
	wrong    error
}

// level is how far into the tables something is.
type level struct {
	path  string // "place.0.sign"
	plain string // "place.sign"
	depth int    // parts of the key, and lists around it
}

func (w *walk) refuse(problem, hint string) { w.wrong = w.document.errorAt(w.at, problem, hint) }

// key goes one part of a key further in.
func (w *walk) key(l level, k *unstable.Node) level {
	name := string(k.Data)
	l, w.at = level{join(l.path, name), join(l.plain, name), l.depth + 1}, int(k.Raw.Offset)
	w.seen[l.plain] = true
	switch {
	case len(name) > maxKey:
		w.refuse("unknown key "+quote(name), "no setting has a name of "+strconv.Itoa(len(name))+" bytes")
	case l.depth > maxParts:
		w.refuse("unknown key "+quote(l.plain), "no setting is in so many tables")
	case len(w.seen) > maxKeys:
		w.refuse("unknown key "+quote(l.plain), "the file has more than "+strconv.Itoa(maxKeys)+" different keys, and settings have not")
	}
	w.note(l.path)
	return l
}

// note keeps the first mention of a path.
func (w *walk) note(path string) {
	if _, ok := w.document.places[path]; !ok {
		w.document.places[path] = spot{w.at, w.at}
	}
}

// header goes into a [table] or [[list of tables]]. A part of its name that is a
// list means the latest element.
func (w *walk) header(e *unstable.Node) (l level) {
	for it := e.Key(); it.Next() && w.wrong == nil; {
		l = w.key(l, it.Node())
		if it.IsLast() && e.Kind == unstable.ArrayTable {
			w.count[l.path]++
		}
		if n := w.count[l.path]; n > 0 {
			l.path = join(l.path, strconv.Itoa(n-1))
			w.note(l.path)
		}
	}
	return l
}

// pair goes through key = value below a table.
func (w *walk) pair(l level, e *unstable.Node) {
	for it := e.Key(); it.Next() && w.wrong == nil; {
		l = w.key(l, it.Node())
	}
	if w.wrong == nil {
		w.value(l, w.at, e.Value())
	}
}

// value notes a value, and goes through what is inside it.
func (w *walk) value(l level, key int, v *unstable.Node) {
	at := key
	if v.Raw.Length > 0 {
		at = int(v.Raw.Offset)
	}
	w.document.places[l.path] = spot{key, at}
	if v.Kind != unstable.Array && v.Kind != unstable.InlineTable {
		return
	}
	if l.depth++; l.depth > maxParts {
		w.refuse("lists and tables in each other, more than "+strconv.Itoa(maxParts)+" deep", "no setting has that")
		return
	}
	i := 0
	for it := v.Children(); it.Next() && w.wrong == nil; i++ {
		if it.Node().Kind == unstable.KeyValue {
			w.pair(l, it.Node())
		} else {
			w.value(level{join(l.path, strconv.Itoa(i)), l.plain, l.depth}, at, it.Node())
		}
	}
}
