package uitest

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Key makes the message that a terminal sends for a key of that name, and fails
// for names that no key press ever has, such as " " (it is "space") or
// "shift+g" (it is "G").
func Key(name string) (tea.KeyPressMsg, error) {
	rest, mod := name, tea.KeyMod(0)
	for _, m := range modifiers() {
		if r, ok := strings.CutPrefix(rest, m.prefix); ok && r != "" {
			rest, mod = r, mod|m.mod
		}
	}
	msg := tea.KeyPressMsg{Mod: mod}
	switch code, special := specials()[rest]; {
	case special:
		msg.Code = code
		if rest == "space" && mod == 0 {
			msg.Text = " "
		}
	case utf8.RuneCountInString(rest) == 1:
		msg.Code, _ = utf8.DecodeRuneInString(rest)
		if mod&^tea.ModShift == 0 {
			msg.Text = rest
		}
	default:
		return msg, fmt.Errorf("uitest: there is no key %q", name)
	}
	if got := msg.String(); got != name {
		return msg, fmt.Errorf("uitest: there is no key %q: pressing it gives %q", name, got)
	}
	return msg, nil
}

type modifier struct {
	prefix string
	mod    tea.KeyMod
}

// modifiers in the one order in which a key's name has them.
func modifiers() []modifier {
	return []modifier{
		{"ctrl+", tea.ModCtrl},
		{"alt+", tea.ModAlt},
		{"shift+", tea.ModShift},
		{"meta+", tea.ModMeta},
	}
}

// specials asks bubbletea itself what its special keys are called.
func specials() map[string]rune {
	codes := []rune{tea.KeySpace, tea.KeyEnter, tea.KeyTab, tea.KeyBackspace, tea.KeyEscape}
	for c := tea.KeyUp; c < tea.KeyUp+200; c++ {
		codes = append(codes, c)
	}
	names := make(map[string]rune, len(codes))
	for _, c := range codes {
		n := tea.KeyPressMsg{Code: c}.String()
		if _, taken := names[n]; !taken && len(n) > 1 {
			names[n] = c
		}
	}
	return names
}

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
