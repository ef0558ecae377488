package history

import (
	"strings"
	"testing"
	"time"

	"signet/share"
)

// A link that deletes is told from the others while it works: in its row, and in its
// details.
func TestLinksThatDeleteAreTold(t *testing.T) {
	w := newWorld(t, 2)
	r := w.sample(0)
	r.Spec.Operation = share.Delete
	id := w.record(r)
	w.start()
	raw := func(width int) string {
		view, _ := w.Screen.View(width, 24)
		return view
	}
	danger := w.Env.Theme.Danger.Render
	for w.chosen().ID == id { // the row under the cursor has a look of its own
		w.Press("down")
	}
	if !strings.Contains(raw(80), danger("delete")) {
		t.Errorf("the row:\n%q", raw(80))
	}
	for w.chosen().ID != id {
		w.Press("up")
	}
	if !strings.Contains(raw(120), danger(" delete ")) {
		t.Errorf("the details:\n%q", raw(120))
	}
	w.Press("down")
	w.Tick(3 * time.Hour)
	if view := raw(80); strings.Contains(view, danger("delete")) || !strings.Contains(view, "delete") {
		t.Errorf("it has ended, and endangers nothing:\n%q", view)
	}
}
