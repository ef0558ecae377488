package ui

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// seen is all that a key can change.
type seen struct {
	titles    []string
	capturing bool
	screen    string
	said      string
	help      bool
}

func (r *rig) seen() seen {
	s := seen{screen: r.screen(), capturing: r.current().Capturing(), help: r.help != nil}
	for _, f := range r.stack {
		s.titles = append(s.titles, f.screen.Title())
	}
	s.said = strings.TrimSpace(uitest.Plain(strings.Join(r.toast.View(r.theme, 200, 1), "")))
	return s
}

// names are the keys of a binding, and those of the one that it stands for in the help.
func names(b key.Binding) []string {
	other := map[string][]string{"←/→": {"right", "l", "space"}, "↑/↓": {"up", "k", "shift+tab"}}[b.Help().Key]
	if !slices.Contains(b.Keys(), "h") && !slices.Contains(b.Keys(), "j") { // where letters are none of its keys
		other = slices.DeleteFunc(other, func(name string) bool { return len(name) == 1 })
	}
	return append(slices.Clone(b.Keys()), other...)
}

// happened is in words what a key has led to, and empty if to nothing.
func happened(w *world, r *rig, before seen) string {
	now := r.seen()
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, done := range w.done {
		add("%s", done)
	}
	switch a, b := len(before.titles), len(now.titles); {
	case r.quits():
		add("quits")
	case r.parting.open():
		add("asks before it does: %s", r.parting.does)
	case now.help && !before.help:
		add("shows the help")
	case b > a:
		add("opens %s", now.titles[b-1])
	case b < a:
		add("leaves for %s", now.titles[b-1])
	case now.titles[b-1] != before.titles[b-1]:
		add("goes to %s", now.titles[b-1])
	}
	if now.said != "" && now.said != before.said {
		add("says %s", now.said)
	}
	if len(out) == 0 && now.capturing && !before.capturing {
		add("asks %s", news(before.screen, now.screen))
	}
	if len(out) == 0 && now.screen != before.screen {
		add("shows %s", news(before.screen, now.screen))
	}
	if len(out) == 0 && len(r.out) > 0 {
		add("draws anew")
	}
	if len(out) == 0 && w.reads > 0 {
		add("reads again")
	}
	return regexp.MustCompile(`\s+`).ReplaceAllString(strings.Join(out, ", "), " ")
}

// news is the first line that was not there before.
func news(before, now string) string {
	old := strings.Split(before, "\n")
	all := strings.Split(now, "\n")
	if i := slices.IndexFunc(all, func(l string) bool { return strings.HasPrefix(strings.TrimSpace(l), "›") && !slices.Contains(old, l) }); i >= 0 {
		return kit.Cut(strings.Join(strings.Fields(all[i]), " "), 50)
	}
	for _, l := range all {
		if !slices.Contains(old, l) && strings.TrimSpace(l) != "" {
			return kit.Cut(strings.Join(strings.Fields(l), " "), 50)
		}
	}
	return "less"
}

// bound are the bindings that do something now: the screen's, and those of everywhere.
func (r *rig) bound() []key.Binding {
	var all []key.Binding
	columns := append(r.current().Keys().FullHelp(), r.everywhere())
	for _, column := range columns {
		for _, b := range column {
			if b.Enabled() && len(b.Keys()) > 0 {
				all = append(all, b)
			}
		}
	}
	return all
}

// Every key of every screen does something, and what it does is what the help says:
// testdata/keys.golden has a line for each, with the words of the help and with what
// happened. A new key is a new line there, to be read by somebody.
func TestEveryKeyOfEveryScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("presses some thousand keys")
	}
	var table strings.Builder
	does, what := map[string]bool{}, map[string]string{} // by screen and key
	for _, s := range spots() {
		t.Run(s.name, func(t *testing.T) {
			fmt.Fprintf(&table, "── %s\n", s.name)
			screen, _, _ := strings.Cut(s.name, ",")
			w := newWorld(t)
			for _, press := range pointed(t, w, s) {
				fmt.Fprintf(&table, "%-10s %-30s %s\n", press.key, "", cmp.Or(press.happened, "nothing"))
			}
			for _, press := range pressed(t, w, s) {
				fmt.Fprintf(&table, "%-10s %-30s %s\n", press.key, press.does, cmp.Or(press.happened, "nothing"))
				id := screen + ": " + press.key + " " + press.does
				does[id] = does[id] || press.happened != ""
				what[id] = s.name
			}
		})
	}
	excuses := excused()
	for id, done := range does {
		if _, known := excuses[id]; !done && !known {
			t.Errorf("%s does nothing (on %s)", id, what[id])
		} else if done && known {
			t.Errorf("%s does something now, and need not be excused", id)
		}
	}
	uitest.Golden(t, "keys", table.String())
}

// excused are keys that change nothing that is seen here, and why.
func excused() map[string]string {
	return map[string]string{
		"objects: tab complete": "nothing is typed, and nothing is bookmarked",
	}
}

// press is a key that was pressed, what the help says, and what happened.
type press struct{ key, does, happened string }

// pressed is what each key of a spot does.
func pressed(t *testing.T, w *world, s spot) []press {
	t.Helper()
	var out []press
	for _, b := range w.at(t, s).bound() {
		for _, name := range names(b) {
			if slices.ContainsFunc(out, func(p press) bool { return p.key == name }) {
				continue
			}
			r := w.at(t, s)
			log, _ := w.log.Head(t.Context())
			before := r.seen()
			r.press(name)
			out = append(out, press{name, b.Help().Desc, w.unnamed(t, happened(w, r, before))})
			if after, _ := w.log.Head(t.Context()); after.Seq != log.Seq {
				w = newWorld(t)
			}
		}
	}
	return out
}

// unnamed is a text without what differs from run to run.
func (w *world) unnamed(t *testing.T, text string) string {
	page, err := w.log.Query(t.Context(), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Entries {
		text = strings.ReplaceAll(text, e.ID, "ID")
	}
	return kit.Cut(text, 100)
}
