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

func newKeys(own kit.Keys) keyMap {
	return keyMap{
		read:   kit.Bind("enter", "inspect", "enter"),
		clear:  kit.Bind("ctrl+u", "clear", "ctrl+u"),
		online: own.Bind("try", "try it (uses it once)"),
		copy:   own.Bind("copy", "copy repaired link"),
		entry:  own.Bind("open", "open in the log"),
		next:   own.Bind("details", "next link"),
		paste:  own.Bind("new", "another link"),
		down:   own.Bind("down", "down"),
		up:     own.Bind("up", "up"),
		top:    own.Bind("top", "top"),
		back:   own.Bind("back", "back"),
	}
}

// keysNow disables what makes no sense for this link.
func (s *Screen) keysNow() keyMap {
	k := s.keys
	k.typing = s.typing
	k.read.SetEnabled(!s.text.Empty())
	k.clear.SetEnabled(!s.text.Empty())
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
