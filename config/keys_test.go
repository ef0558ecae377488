package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func board() Keyboard {
	return Keyboard{
		Actions: []Action{{Name: "back", Keys: []string{"esc"}, Fixed: true}, {Name: "share", Keys: []string{"s"}}, {Name: "copy", Keys: []string{"y", "c"}}, {Name: "stop", Keys: []string{"x"}}},
		Check: func(key string) error {
			if len(key) > 3 && !strings.HasPrefix(key, "ctrl+") {
				return fmt.Errorf("there is no key %q", key)
			}
			return nil
		},
	}
}

func TestOwnKeys(t *testing.T) {
	s, err := loadWith(t, "[keys]\nshare = 'x'\nstop = ['f5', 's']\n", Options{Keyboard: board()})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Keys["share"], []string{"x"}) || !slices.Equal(s.Keys["stop"], []string{"f5", "s"}) || len(s.Keys) != 2 {
		t.Errorf("%q", s.Keys)
	}
	v := value(s, "keys.stop")
	if v.Value != "f5 s" || !strings.HasSuffix(v.Source, ":3") {
		t.Errorf("%+v", v)
	}
	if v := s.KeysOf(board().Actions[2]); v.Value != "y c" || v.Source != sourceDefault {
		t.Errorf("%+v", v)
	}
}

func TestMistakesInKeys(t *testing.T) {
	for _, c := range []struct{ name, text, at, problem, hint string }{
		{"unknown action", "shair = 'a'", "2:1", `there is no action "shair"`, "did you mean share?"},
		{"nothing like it", "zzzzzzzzzzzz = 'a'", "2:1", "there is no action", "signet config --keys"},
		{"fixed", "back = 'q'", "2:1", "back keeps esc", ""},
		{"no key", "share = 'banana'", "2:9", `there is no key "banana"`, "f5"},
		{"no key in a list", "share = ['a', 'banana']", "2:15", `there is no key "banana"`, "f5"},
		{"a number", "share = 5", "2:9", "share is a number, not a key", `share = "f5"`},
		{"a number in a list", "share = [5]", "2:10", "share holds a number", ""},
		{"none", "share = []", "2:1", "share has no key", "leave the line out"},
		{"another's", "share = 'x'", "2:9", `the key "x" of share is that of stop too`, "give stop another one"},
		{"another's second", "share = ['a', 'c']", "2:15", `the key "c" of share is that of copy too`, ""},
		{"one that stays", "share = 'esc'", "2:9", `that of back too`, ""},
		{"twice", "share = 'a'\nstop = 'a'", "3:8", `the key "a" of stop is that of share too`, ""},
		{"twice in one", "share = ['a', 'a']", "2:15", `that of share too`, ""},
	} {
		_, err := loadWith(t, "[keys]\n"+c.text+"\n", Options{Keyboard: board()})
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if at := fmt.Sprintf("%d:%d", e.Line, e.Column); at != c.at || !strings.Contains(e.Problem, c.problem) || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: at %s %q, %q", c.name, at, e.Problem, e.Hint)
		}
	}
}
