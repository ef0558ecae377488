package form

import (
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// operations is a form as the one that shares, with more to choose than a line holds.
func operations() *Model {
	theme := kit.NewTheme(true)
	return New(
		&theme,
		Field{ID: "op", Label: "allow", Kind: Choice, Danger: "delete", Options: []string{"download", "upload", "upload form", "delete", "metadata", "multipart upload"}},
		Field{ID: "to", Label: "to", Kind: Text},
	)
}

// No choice is cut: those that a line has no room for stand below.
func TestChoicesAreNotCut(t *testing.T) {
	m := operations()
	for _, w := range []int{36, 50, 64, 79, 80, 122} {
		for at, name := range m.field("op").Options {
			m.Choose("op", at)
			view, _ := m.View(w, 12)
			got := uitest.Plain(view)
			if strings.Contains(got, "…") || !strings.Contains(got, "["+name+"]") {
				t.Errorf("at width %d:\n%s", w, got)
			}
			for _, o := range m.field("op").Options {
				if !strings.Contains(got, o) {
					t.Errorf("at width %d %s is missing:\n%s", w, o, got)
				}
			}
		}
	}
}

// What deletes has its own look when it is chosen, and nothing else has.
func TestWhatDestroysIsTold(t *testing.T) {
	m := operations()
	for at, o := range m.field("op").Options {
		m.Choose("op", at)
		for _, focus := range []string{"op", "to"} {
			m.FocusOn(focus)
			view, _ := m.View(100, 12)
			if told := strings.Contains(view, m.theme.Danger.Render("["+o+"]")); told != (o == "delete") {
				t.Errorf("%s, the focus on %s: %v\n%q", o, focus, told, view)
			}
		}
	}
}
