package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/ui/uitest"
)

// pointed is what the mouse does on a spot: nothing where it is not taken.
func pointed(t *testing.T, w *world, s spot) []press {
	t.Helper()
	from := s.from
	s.from = func(p *Parts) {
		p.Mouse = true
		if from != nil {
			from(p)
		}
	}
	var out []press
	for name, does := range map[string]func(r *rig, x, y int){
		"wheel":    func(r *rig, x, y int) { r.send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown}) },
		"wheel up": func(r *rig, x, y int) { r.send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelUp}) },
		"click":    func(r *rig, x, y int) { r.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) },
		"clicks": func(r *rig, x, y int) {
			r.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		},
	} {
		r := w.at(t, s)
		taken := r.View().MouseMode != tea.MouseModeNone
		if taken && selects(s.name) {
			t.Errorf("%s: the mouse is taken, where people select text", s.name)
		}
		before := r.seen()
		x, y := r.below()
		does(r, x, y)
		happened := w.unnamed(t, happened(w, r, before))
		if !taken && happened != "" {
			t.Errorf("%s: not taken, but %s: %s", s.name, name, happened)
		}
		if taken {
			out = append(out, press{key: name, happened: happened})
		}
	}
	slices.SortFunc(out, func(a, b press) int { return strings.Compare(a.key, b.key) })
	return out
}

// selects reports a screen on which people select text with the mouse.
func selects(name string) bool {
	for _, screen := range []string{"link", "code", "inspect", "preview", "compose", "place form"} {
		if strings.HasPrefix(name, screen) {
			return true
		}
	}
	return strings.Contains(name, "detail")
}

// below is a cell of the row below the cursor, or above it where there is none.
func (r *rig) below() (x, y int) {
	lines := strings.Split(r.screen(), "\n")
	y = max(slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "›") }), 2)
	if y+1 < len(lines) && strings.HasPrefix(lines[y+1], "  ") {
		return 5, y + 1
	}
	return 5, y - 1
}

// A key that no help names changes nothing; where text is typed it is text.
func TestNoUnlistedKeyDoesAnything(t *testing.T) {
	if testing.Short() {
		t.Skip("presses some thousand keys")
	}
	for _, s := range spots() {
		if s.name == "objects, sorting" {
			continue // where any other key is that of the list again
		}
		t.Run(s.name, func(t *testing.T) {
			w := newWorld(t)
			r := w.at(t, s)
			log, _ := w.log.Head(t.Context())
			for _, name := range unlisted(r) {
				before := r.seen()
				r.press(name)
				now := r.seen()
				after, _ := w.log.Head(t.Context())
				typed := before.capturing && len(now.titles) == len(before.titles)
				if len(w.done) > 0 || after.Seq != log.Seq || r.quits() || !typed && !harmless(happened(w, r, before)) {
					t.Errorf("%s, which the help does not name: %s", name, happened(w, r, before))
					w = newWorld(t)
				} else if now.capturing == before.capturing {
					continue
				}
				r = w.at(t, s)
				log, _ = w.log.Head(t.Context())
			}
		})
	}
}

// harmless is nothing, or why a key does nothing.
func harmless(happened string) bool { return happened == "" || strings.HasPrefix(happened, "says ·") }

// unlisted are keys of a keyboard that are bound to nothing here.
func unlisted(r *rig) []string {
	bound := map[string]bool{"ctrl+z": true, "ctrl+c": true}
	for _, b := range r.bound() {
		for _, name := range names(b) {
			bound[name] = true
		}
	}
	all := []string{"delete", "insert", "f1", "f2", "f5", "f10", "enter", "esc", "tab", "shift+tab", "backspace", "space", "left", "right", "pgup", "pgdown", "alt+enter", "shift+enter"}
	for c := '!'; c <= '~'; c++ {
		all = append(all, string(c))
	}
	for c := 'a'; c <= 'z'; c++ {
		all = append(all, "ctrl+"+string(c), "alt+"+string(c))
	}
	return slices.DeleteFunc(all, func(name string) bool {
		_, err := uitest.Key(name)
		return err != nil || bound[name]
	})
}
