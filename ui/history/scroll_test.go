package history

import (
	"fmt"
	"strings"
	"testing"

	"signet/share/ledger"
)

// Details that are longer than the screen are scrolled to their end, and say for
// whom and what for.
func TestDetailsScroll(t *testing.T) {
	w := newWorld(t, 3)
	r := w.sample(0)
	r.Recipient, r.Note = "ito@example.com", "for the audit"
	id := w.record(r)
	for i := range 40 {
		if err := w.log.Append(t.Context(), id, ledger.Event{Kind: ledger.Used, Detail: fmt.Sprintf("use %d.", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, size := range []struct{ w, h int }{{80, 24}, {120, 40}} {
		w.start()
		for w.chosen().ID != id {
			w.Press("down")
		}
		w.text(size.w, size.h)
		w.Press("tab")
		if got := w.text(size.w, size.h); !strings.Contains(got, "ito@example.com") || !strings.Contains(got, "for the audit") || strings.Contains(got, "use 39.") {
			t.Errorf("%d columns: the beginning is\n%s", size.w, got)
		}
		w.Press("G")
		if got := w.text(size.w, size.h); !strings.Contains(got, "use 39.") || w.chosen().ID != id {
			t.Errorf("%d columns: the end is\n%s", size.w, got)
		}
		w.Press("pgup", "up", "g")
		if got := w.text(size.w, size.h); !strings.Contains(got, "ito@example.com") {
			t.Errorf("%d columns: back at the beginning is\n%s", size.w, got)
		}
		w.Press("esc", "down")
		if w.screen().details.On || w.chosen().ID == id && w.screen().window.cursor == 0 {
			t.Errorf("%d columns: esc does not lead back to the list", size.w)
		}
	}
}
