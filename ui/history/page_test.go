package history

import (
	"testing"

	"signet/share"
	"signet/ui/kit"
)

// A page and the links on it end together: a link to its object alone would outlive them.
func TestAPageIsNotSharedAnew(t *testing.T) {
	w := newWorld(t, 0)
	r := w.sample(1)
	r.Page = share.PageRequest
	w.record(r)
	w.start()
	w.Press("n")
	if n, ok := w.Step().(kit.Notify); !ok || n.Kind != kit.Problem || n.Text != r.Page.Anew().Error() || len(w.exits) > 0 {
		t.Errorf("n did %+v, exits %v", w.Step(), w.exits)
	}
}
