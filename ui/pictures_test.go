package ui

import (
	"os"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// frames compares the whole window with its golden. Keys of the log, which are others
// in each run, are one text.
func (r *rig) frames(w *world, name string) {
	r.t.Helper()
	page, err := w.log.Query(r.t.Context(), ledger.Query{})
	if err != nil {
		r.t.Fatal(err)
	}
	uitest.Frames(r.t, name, r.theme, func(wide, high int, has colorprofile.Profile) string {
		r.send(tea.WindowSizeMsg{Width: wide, Height: high}, tea.ColorProfileMsg{Profile: has})
		view := r.View().Content
		for i, e := range page.Entries {
			view = strings.ReplaceAll(view, e.ID, strings.Repeat(string(rune('a'+i)), len(e.ID)))
		}
		return view
	})
}

// there opens the spot of that name, where the goldens are found.
func (w *world) there(t *testing.T, name string) *rig {
	t.Helper()
	all := spots()
	i := slices.IndexFunc(all, func(s spot) bool { return s.name == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	r := w.at(t, all[i])
	t.Chdir(dir)
	return r
}

// The whole window: the header, a screen, what is said, and the keys.
func TestFrames(t *testing.T) {
	for _, c := range []struct {
		name, at string
		then     func(*rig)
	}{
		{"places", "places, first", nil},
		{"none", "places, none", nil},
		{"objects", "objects, an object", nil},
		{"chosen", "objects, the chosen", nil},
		{"compose", "compose", nil},
		{"link", "link", nil},
		{"code", "code", nil},
		{"export", "code, export", nil},
		{"batch", "batch", nil},
		{"history", "history", nil},
		{"history-details", "history, details", nil},
		{"history-over", "history, over in detail", nil},
		{"goto", "objects, go to", nil},
		{"states", "objects, an object", func(r *rig) {
			r.o.States = func(share.Target) []string { return []string{"demo", "read-only", "guarded"} }
			r.stated = false
		}},
		{"info", "objects, an object", func(r *rig) { r.say(kit.Info, "nothing is chosen") }},
		{"good", "link", func(r *rig) { r.say(kit.Good, "link copied: the terminal was asked to, and may have refused") }},
		{"problem", "objects, an object", func(r *rig) {
			r.say(kit.Problem, "access denied listing s3://acme/hr: needs s3:ListBucket; "+strings.Repeat("the server said why at some length, ", 12))
		}},
		{"parting", "compose, recipient", func(r *rig) { r.types("Ada"); r.press("esc") }},
		{"busy", "objects, an object", func(r *rig) {
			reading := &fake{name: "acme/", busy: "listing, 12,000 so far"}
			r.apply(0, kit.Push{Make: reading.make()})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			r := w.there(t, c.at)
			if c.then != nil {
				c.then(r)
			}
			r.frames(w, "frame-"+c.name)
		})
	}
}

// The page of all keys, of each kind of screen.
func TestHelpPages(t *testing.T) {
	var kinds []string
	for _, s := range spots() {
		kind, _, _ := strings.Cut(s.name, ",")
		if slices.Contains(kinds, kind) {
			continue
		}
		w := newWorld(t)
		r := w.there(t, s.name)
		if r.press("?"); r.help == nil { // a screen that takes text has its keys below it
			continue
		}
		kinds = append(kinds, kind)
		t.Run(kind, func(t *testing.T) {
			r.t = t
			r.frames(w, "help-"+strings.ReplaceAll(kind, " ", "-"))
		})
	}
}

func (r *rig) say(kind kit.Kind, text string) { r.toast.Show(kind, text, r.clock.Now()) }
