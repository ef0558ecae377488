package uitest

import (
	"testing"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// Key makes the message that a terminal sends for a key of that name, and fails for
// names that no key press ever has; see kit.Press.
func Key(name string) (tea.KeyPressMsg, error) { return kit.Press(name) }

// CheckKeys walks a key map: every binding has a help text, every key in it can
// really be pressed, and no key means two things at once.
func CheckKeys(t testing.TB, keys help.KeyMap) {
	t.Helper()
	seen := map[string]string{}
	full := keys.FullHelp()
	for _, column := range full {
		for _, b := range column {
			checkBinding(t, b)
			if !b.Enabled() {
				continue
			}
			for _, k := range b.Keys() {
				if other, dup := seen[k]; dup {
					t.Errorf("key %q means both %q and %q", k, other, b.Help().Desc)
				}
				seen[k] = b.Help().Desc
			}
		}
	}
	for _, b := range keys.ShortHelp() {
		checkBinding(t, b)
	}
}

func checkBinding(t testing.TB, b key.Binding) {
	t.Helper()
	h := b.Help()
	if h.Key == "" || h.Desc == "" {
		t.Errorf("binding %v has no help text (key %q, what %q)", b.Keys(), h.Key, h.Desc)
	}
	for _, k := range b.Keys() {
		if _, err := Key(k); err != nil {
			t.Errorf("binding %q can never fire: %v", h.Desc, err)
		}
	}
}
