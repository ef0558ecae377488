package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Action is something that can be done by a key, as the table [keys] names it. The
// interface has them all; what they do is none of the settings' business.
type Action struct {
	Name  string
	Keys  []string // by default
	Means string
	Fixed bool // cannot be given other keys
}

// Keyboard is what the table [keys] is judged by.
type Keyboard struct {
	Actions []Action
	// Check says why a name is that of no key; nil: all are.
	Check func(key string) error
}

// readKeys reads the table keys: the keys of one's own, by the action that has them
// instead of its own. Without a keyboard there is no interface that they could be for.
func readKeys(root *section, board Keyboard) map[string][]string {
	s := root.table("keys")
	if s == nil || board.Actions == nil {
		return nil
	}
	own := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		if s.keyAction(name, board.Actions) {
			own[name] = s.keysOf(name, board)
		}
	}
	s.keyConflicts(own, board.Actions)
	return own
}

// keyAction reports whether there is an action of that name that can have own keys.
func (s *section) keyAction(name string, actions []Action) bool {
	var names []string
	for _, a := range actions {
		switch {
		case a.Name != name:
			names = append(names, a.Name)
			continue
		case a.Fixed:
			s.doc.fail(s.spot(name).key, name+" keeps "+strings.Join(a.Keys, ", "), "it must be there whatever else is set")
			return false
		}
		return true
	}
	hint := "signet config --keys lists them"
	if near := nearest(name, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	s.doc.fail(s.spot(name).key, "there is no action "+quote(name), hint)
	return false
}

// keysOf reads one key as text or several as a list.
func (s *section) keysOf(name string, board Keyboard) []string {
	hint := `write ` + name + ` = "f5" or ` + name + ` = ["f5", "ctrl+t"]`
	var keys []string
	switch v := s.values[name].(type) {
	case string:
		keys = []string{v}
	case []any:
		keys = s.texts(name)
		if len(v) == 0 {
			s.fail(name, name+" has no key", "leave the line out for the key that it has by itself")
		}
	default:
		s.wrongType(name, v, "a key", hint)
	}
	for i, k := range keys {
		if board.Check == nil {
			continue
		}
		if err := board.Check(k); err != nil {
			s.fail(s.keyPath(name, i), name+": "+cut(err.Error(), maxProblem), "a letter or sign, or a name as f5, ctrl+t, alt+x, space, pgup")
		}
	}
	return keys
}

// keyPath is where the i-th key of an action stands.
func (s *section) keyPath(name string, i int) string {
	if _, list := s.values[name].([]any); list {
		return join(name, strconv.Itoa(i))
	}
	return name
}

// keyConflicts notes each key that would mean two things.
func (s *section) keyConflicts(own map[string][]string, actions []Action) {
	taken := map[string]string{}
	for _, a := range actions {
		if _, changed := own[a.Name]; changed {
			continue
		}
		for _, k := range a.Keys {
			taken[k] = a.Name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		for i, k := range own[name] {
			if other, twice := taken[k]; twice {
				s.fail(s.keyPath(name, i), fmt.Sprintf("the key %s of %s is that of %s too", quote(k), name, other), "a key does one thing; give "+other+" another one, or "+name)
			}
			taken[k] = name
		}
	}
}

// KeysOf are the keys of an action as they are in force, and where they come from.
func (s *Settings) KeysOf(a Action) Value {
	if keys, own := s.Keys[a.Name]; own {
		return Value{"keys." + a.Name, strings.Join(keys, " "), s.sourceOf("keys", a.Name)}
	}
	return Value{"keys." + a.Name, strings.Join(a.Keys, " "), sourceDefault}
}
