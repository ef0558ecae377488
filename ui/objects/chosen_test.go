package objects

import (
	"fmt"
	"strings"
	"testing"
)

// The list of what is chosen holds the first ones and says so; the others stay chosen.
func TestTheListOfTheChosenSaysHowManyItShows(t *testing.T) {
	keys := make([]string, shownChosen+2_000)
	for i := range keys {
		keys[i] = fmt.Sprintf("%06d.pdf", i)
	}
	d, s, _ := start(t, newBucket(keys...), here)
	d.Press("a", "C")
	if v := d.View(80, 24); !strings.Contains(v, "the first 10,000 of 12,000 chosen in s3://acme-legal") || !strings.Contains(v, "12,000 of 12,000 stay chosen") {
		t.Errorf("many:\n%s", v)
	}
	d.Press("space", "enter")
	if s.count() != len(keys)-1 {
		t.Errorf("%d are chosen, one of %d was dropped", s.count(), len(keys))
	}
	d.Press("A", "space", "C")
	if v := d.View(80, 24); strings.Contains(v, "first") || !strings.Contains(v, "chosen in s3://acme-legal") {
		t.Errorf("one:\n%s", v)
	}
}
