package jump

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// keys are those of a field of text with rows below it.
type keys struct{ open, tab, up, down, pageUp, pageDown, forget, cancel key.Binding }

// bindings are the keys as they are at this moment.
func (s *Screen) bindings() keys {
	k := keys{
		open:     kit.Bind("enter", "open", "enter"),
		tab:      kit.Bind("tab", "complete", "tab"),
		up:       kit.Bind("↑", "row above", "up"),
		down:     kit.Bind("↓", "choose", "down"),
		pageUp:   kit.Bind("pgup", "page up", "pgup"),
		pageDown: kit.Bind("pgdn", "page down", "pgdown"),
		forget:   kit.Bind("del", "forget it", "delete"),
		cancel:   kit.Bind("esc", "cancel", "esc"),
	}
	w, some := s.chosen()
	switch {
	case s.prompt.Offered() != "":
		kit.Does(&k.tab, "open it at "+kit.Clean(s.prompt.Offered()))
	case some && w.There && w.Gone == "":
		kit.Does(&k.tab, "open it at "+kit.Clean(w.place()))
	case some && w.Bucket == "":
		kit.Does(&k.tab, "open")
	}
	if some && w.Kind == Bookmark {
		kit.Does(&k.forget, "remove the bookmark")
	}
	k.forget.SetEnabled(some && w.Kind <= Recent)
	k.down.SetEnabled(len(s.rows) > 0)
	k.up.SetEnabled(some)
	k.pageUp.SetEnabled(some)
	k.pageDown.SetEnabled(len(s.rows) > 0)
	return k
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.open, k.down, k.tab, k.forget, k.cancel}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.open, k.tab, k.forget, k.cancel}, {k.up, k.down, k.pageUp, k.pageDown}}
}

// chosen is the row that is chosen, if one is.
func (s *Screen) chosen() (Way, bool) {
	if s.at < 0 || s.at >= len(s.rows) {
		return Way{}, false
	}
	return s.rows[s.at], true
}

// move chooses another row; above the first one is the field.
func (s *Screen) move(msg tea.KeyPressMsg, k keys) {
	page := max(s.space-1, 1)
	switch {
	case key.Matches(msg, k.up):
		s.at--
	case key.Matches(msg, k.down):
		s.at++
	case key.Matches(msg, k.pageUp):
		s.at -= page
	case key.Matches(msg, k.pageDown):
		s.at += page
	}
	s.at = max(min(s.at, len(s.rows)-1), -1)
}

// click chooses the row that was drawn there; twice, it is opened.
func (s *Screen) click(msg kit.Click) kit.Step {
	i := s.window() + msg.Y - s.head
	if msg.Y < s.head || msg.Y >= s.head+s.space || i >= len(s.rows) {
		return nil
	}
	s.top, s.at = s.window(), i // nothing moves under the pointer
	if msg.Double {
		return s.open(s.rows[i])
	}
	return nil
}
