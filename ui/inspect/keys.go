package inspect

import (
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// keyMap is the one source of the screen's keys and help.
type keyMap struct {
	read, clear                      key.Binding // while typing
	online, copy, entry, next, paste key.Binding
	down, up, top                    key.Binding
	back                             key.Binding
	typing                           bool
}

func newKeys() keyMap {
	return keyMap{
		read:   kit.Bind("enter", "inspect", "enter"),
		clear:  kit.Bind("ctrl+u", "clear", "ctrl+u"),
		online: kit.Bind("o", "check online (uses it once)", "o"),
		copy:   kit.Bind("y", "copy repaired link", "y", "c"),
		entry:  kit.Bind("enter", "open in the log", "enter"),
		next:   kit.Bind("tab", "next link", "tab"),
		paste:  kit.Bind("n", "another link", "n"),
		down:   kit.Bind("↓", "down", "down", "j"),
		up:     kit.Bind("↑", "up", "up", "k"),
		top:    kit.Bind("g", "top", "home", "g"),
		back:   kit.Bind("esc", "back", "esc"),
	}
}

// keysNow disables what makes no sense for this link.
func (s *Screen) keysNow() keyMap {
	k := s.keys
	k.typing = s.typing
	k.online.SetEnabled(s.offline() == "")
	k.copy.SetEnabled(s.report.Repairable)
	k.next.SetEnabled(len(s.report.Others) > 0)
	k.entry.SetEnabled(len(s.entries) > 0 && s.exits.Entry != nil)
	return k
}

// ShortHelp is the footer.
func (k keyMap) ShortHelp() []key.Binding {
	if k.typing {
		return []key.Binding{k.read, k.clear, k.back}
	}
	return []key.Binding{k.online, k.next, k.copy, k.entry, k.paste, k.back}
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	if k.typing {
		return [][]key.Binding{{k.read, k.clear, k.back}}
	}
	return [][]key.Binding{{k.online, k.next, k.copy, k.entry, k.paste}, {k.down, k.up, k.top, k.back}}
}
