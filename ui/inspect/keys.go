package inspect

import "charm.land/bubbles/v2/key"

// keyMap is the one source of the screen's keys and help.
type keyMap struct {
	read, clear                               key.Binding // while typing
	online, copy, entry, paste, down, up, top key.Binding
	back                                      key.Binding
	typing                                    bool
}

func newKeys() keyMap {
	bind := func(keys []string, k, text string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(k, text))
	}
	return keyMap{
		read:   bind([]string{"enter"}, "enter", "inspect"),
		clear:  bind([]string{"ctrl+u"}, "ctrl+u", "clear"),
		online: bind([]string{"o"}, "o", "check online (uses it once)"),
		copy:   bind([]string{"y", "c"}, "y", "copy repaired link"),
		entry:  bind([]string{"enter"}, "enter", "open in the log"),
		paste:  bind([]string{"n"}, "n", "another link"),
		down:   bind([]string{"down", "j"}, "↓", "down"),
		up:     bind([]string{"up", "k"}, "↑", "up"),
		top:    bind([]string{"home", "g"}, "g", "top"),
		back:   bind([]string{"esc"}, "esc", "back"),
	}
}

// keysNow disables what makes no sense for this link.
func (s *Screen) keysNow() keyMap {
	k := s.keys
	k.typing = s.typing
	k.online.SetEnabled(s.offline() == "")
	k.copy.SetEnabled(s.report.Repairable)
	k.entry.SetEnabled(len(s.entries) > 0 && s.exits.Entry != nil)
	return k
}

// ShortHelp is the footer.
func (k keyMap) ShortHelp() []key.Binding {
	if k.typing {
		return []key.Binding{k.read, k.clear, k.back}
	}
	return []key.Binding{k.online, k.copy, k.entry, k.paste, k.back}
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	if k.typing {
		return [][]key.Binding{{k.read, k.clear, k.back}}
	}
	return [][]key.Binding{{k.online, k.copy, k.entry, k.paste}, {k.down, k.up, k.top, k.back}}
}
