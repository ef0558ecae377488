package listing

import (
	"fmt"
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// Every line of details that are taller than their room can be brought into sight, the
// number of the others is true, and those of another row begin at the top.
func TestDetailsScroll(t *testing.T) {
	var lines []string
	for i := range 30 {
		lines = append(lines, fmt.Sprintf("line %d.", i))
	}
	keys := Keys(kit.Keys{})
	d := &Details{On: true}
	page := func(of string) string { return uitest.Plain(d.Page(of, lines, 2, 40, 10, theme())) }
	seen := page("a")
	if !strings.Contains(seen, "line 0.") || !strings.Contains(seen, "↓ 21 more lines") || !d.Over() {
		t.Errorf("the beginning is\n%s", seen)
	}
	for range 40 {
		msg, _ := uitest.Key("down")
		d.Press(msg, keys)
		seen += page("a")
	}
	if !d.Keys(keys).Down.Enabled() {
		t.Error("keys that scroll are not offered")
	}
	for _, l := range lines {
		if !strings.Contains(seen, l) {
			t.Errorf("%s is never in sight", l)
		}
	}
	if got := page("a"); !strings.Contains(got, "line 29.") || !strings.Contains(got, "↑ 21 more lines") {
		t.Errorf("the end is\n%s", got)
	}
	card := uitest.Plain(strings.Join(d.Card("version", "a", lines, keys, 40, 12, theme()), "\n"))
	if !strings.Contains(card, "line 29.") || !strings.Contains(card, "version, ↑/k and ↓/j scroll") {
		t.Errorf("the card is\n%s", card)
	}
	if got := page("b"); !strings.Contains(got, "line 0.") {
		t.Errorf("those of another row begin at\n%s", got)
	}
	if msg, _ := uitest.Key("enter"); d.Press(msg, keys) {
		t.Error("a key that moves nothing is taken")
	}
	if d.Page("b", lines[:9], 2, 40, 10, theme()); d.Keys(keys).Down.Enabled() || d.Over() {
		t.Error("keys are offered that scroll nothing")
	}
	d.On = false
	if msg, _ := uitest.Key("down"); d.Press(msg, keys) {
		t.Error("the list's keys are taken from it")
	}
}
