package revoke

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/share/takeback"
)

// While the links are only tried nothing is taken back, and esc leaves it so.
func TestStoppedBeforeAnythingIsDone(t *testing.T) {
	k := one()
	k.waits, k.tells = true, []takeback.News{{Doing: "tried before", Done: 90, All: 114}}
	d := start(t, k)
	d.Press("enter", "down")
	d.Type("revoke")
	d.Hold = true
	d.Press("enter")
	answer := make(chan []tea.Msg)
	go func() { answer <- d.Run(0) }()
	for s := d.Screen.(*Screen); len(s.news) < 1; { // it is told beside the loop
		d.Tick(0)
	}
	if v := d.View(120, 22); !strings.Contains(v, "Nothing is taken back yet: esc stops it") || strings.Contains(v, "proof") {
		t.Errorf("it says:\n%s", v)
	}
	d.Press("esc")
	<-answer
}

// However little room there is, the name of the chosen way is in sight.
func TestTheChosenWayIsInSight(t *testing.T) {
	d := start(t, one())
	for range 5 {
		w, _ := d.Screen.(*Screen).way()
		for _, size := range [][2]int{{40, 6}, {40, 8}, {80, 12}} {
			if v := d.View(size[0], size[1]); !strings.Contains(v, "› "+w.Name) {
				t.Errorf("%s is not to be seen in %v:\n%s", w.Name, size, v)
			}
		}
		d.Press("down")
	}
}
