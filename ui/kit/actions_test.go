package kit_test

import (
	"testing"

	"signet/ui/kit"
)

// One key means one thing on every screen.
func TestOneKeyOneMeaning(t *testing.T) {
	names, keys := map[string]bool{}, map[string]string{}
	for _, a := range kit.Actions() {
		if names[a.Name] {
			t.Errorf("two actions are called %s", a.Name)
		}
		names[a.Name] = true
		if a.Name == "" || a.Key == "" || a.Means == "" || len(a.Keys) == 0 {
			t.Errorf("something of an action is missing: %+v", a)
		}
		for _, k := range a.Keys {
			if other, taken := keys[k]; taken {
				t.Errorf("%s means both %s and %s", k, other, a.Name)
			}
			keys[k] = a.Name
		}
	}
}

func TestOwnKeys(t *testing.T) {
	own := kit.NewKeys(map[string][]string{"share": {"f5", "down"}, "back": {"b"}})
	if b := own.Bind("share", "share"); b.Help().Key != "f5/↓" || len(b.Keys()) != 2 || b.Keys()[0] != "f5" {
		t.Errorf("share is %q %q", b.Help().Key, b.Keys())
	}
	if b := own.Bind("back", "back"); b.Keys()[0] != "esc" {
		t.Errorf("esc was taken away: %q", b.Keys())
	}
	for name, keys := range map[string]kit.Keys{"table": {}, "own": own} {
		if b := keys.Bind("open", "show", "in"); b.Help().Key != "enter" || len(b.Keys()) != 3 {
			t.Errorf("%s: open and in are %q %q", name, b.Help().Key, b.Keys())
		}
		if b := keys.Bind("no such action", "x"); b.Enabled() {
			t.Errorf("%s: a name without an action has keys: %q", name, b.Keys())
		}
	}
}
