package history

import (
	"strings"
	"testing"

	"signet/ui/kit"
)

// A click goes to the share that is drawn there, at any size, and never to one beside
// the rows; the details are left to whoever selects text.
func TestClickOnAShare(t *testing.T) {
	for _, size := range []struct{ w, h int }{{80, 24}, {120, 40}, {60, 10}, {80, 3}} {
		w := newWorld(t, 50).start()
		w.Press("down", "down", "down", "down")
		lines := strings.Split(w.text(size.w, size.h), "\n")
		for y, line := range lines {
			_, name, row := strings.Cut(line, "file-")
			before := w.chosen().ID
			w.text(size.w, size.h)
			w.Send(kit.Click{X: 4, Y: y})
			if got := w.chosen(); row && !strings.HasSuffix(got.Spec.Target.Key, "file-"+name[:4]+".pdf") || !row && got.ID != before {
				t.Errorf("%dx%d, line %d %q leads to %s", size.w, size.h, y, line, got.Spec.Target.Key)
			}
		}
	}
	w := newWorld(t, 5).start()
	w.text(80, 24)
	id := w.chosen().ID
	w.Send(kit.Click{X: 4, Y: 3, Double: true})
	if len(w.exits) != 1 || w.exits[0] != "link "+id {
		t.Errorf("a double click leads to %v", w.exits)
	}
	w.Press("tab")
	if w.screen().Pointed() {
		t.Error("the details take the mouse")
	}
}
