package kit

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Press makes the message that a terminal sends for a key of that name, and fails
// for names that no key press ever has, such as " " (it is "space") or
// "shift+g" (it is "G").
func Press(name string) (tea.KeyPressMsg, error) {
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
		return msg, fmt.Errorf("there is no key %q", name)
	}
	if got := msg.String(); got != name {
		return msg, fmt.Errorf("there is no key %q: pressing it gives %q", name, got)
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

// CheckKey says why a name is that of no key, or of one that a terminal sends under
// another name; nil: it is a key.
func CheckKey(name string) error {
	if other, same := sameKeys()[name]; same {
		return fmt.Errorf("terminals send %s as %s", name, other)
	}
	_, err := Press(name)
	return err
}

// sameKeys are keys that most terminals cannot tell from others.
func sameKeys() map[string]string {
	return map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc", "ctrl+h": "backspace"}
}
