package listing

import (
	"strings"
	"testing"
)

// A step of the cursor leaves everything of a row but its name as it is: what does not
// change is not sent, and that is most of a row.
func TestStepChangesNamesAlone(t *testing.T) {
	l := fill(newDocs(), 100)
	before := strings.Split(l.View(80, 24, theme()), "\n")
	press(t, l, "down")
	after := strings.Split(l.View(80, 24, theme()), "\n")
	changed := 0
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		changed++
		facts := func(line string) string { return line[strings.LastIndex(line, "pdf")+3:] }
		a, b := facts(before[i]), facts(after[i])
		if a, b = a[strings.Index(a, "\x1b[38"):], b[strings.Index(b, "\x1b[38"):]; a != b || !strings.Contains(a, "STANDARD") {
			t.Errorf("line %d\nbefore %q\nafter  %q", i, a, b)
		}
	}
	if changed != 2 {
		t.Errorf("%d lines change with a step", changed)
	}
}
