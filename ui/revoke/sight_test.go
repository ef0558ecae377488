package revoke

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/share/ledger"
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

// Where the ways are more than the room, what is out of sight is counted.
func TestWaysOutOfSightAreCounted(t *testing.T) {
	d := start(t, one())
	if v := d.View(40, 12); !strings.Contains(v, "↓ ") || !strings.Contains(v, " more lines") || strings.Contains(v, "↑") {
		t.Errorf("at the first way:\n%s", v)
	}
	d.Press("end")
	if v := d.View(40, 12); !strings.Contains(v, "↑ ") || strings.Contains(v, "↓ ") {
		t.Errorf("at the last way:\n%s", v)
	}
	if v := d.View(120, 40); strings.Contains(v, "more line") {
		t.Errorf("with room for all:\n%s", v)
	}
}

// A link at which a statement was written and not proved has its undoing beside the ways.
func TestWhatIsNotProvedIsUndone(t *testing.T) {
	k := one()
	k.entry.State = ledger.StateOpen
	k.entry.Events = []ledger.Event{
		{Kind: ledger.Revoking, Detail: "a Deny in the policy of the bucket, statement " + takeback.Sid(k.entry.ID)},
		{Kind: ledger.Revoking, Detail: "the policy is written, and it is not proved that the server heeds it: a link that writes is never tried"},
	}
	did := 0
	k.mend = Mend{Does: "open the link again", Word: "undo", Do: func(context.Context, string) (string, error) {
		did++
		return "it is open again", nil
	}}
	d := start(t, k)
	w, _ := d.Screen.(*Screen).way()
	if v := d.View(120, 40); w.Name != "policy" || !strings.Contains(v, "undo      take out of the policy again what was written for this link, and is not proved") {
		t.Fatalf("it begins at %s:\n%s", w.Name, v)
	}
	for range 8 {
		if w, _ = d.Screen.(*Screen).way(); !w.undo {
			d.Press("down")
		}
	}
	d.Press("enter", "esc")
	if w, _ = d.Screen.(*Screen).way(); !w.undo || d.Screen.Capturing() {
		t.Fatal("esc does not lead back to the ways")
	}
	d.Press("enter", "down")
	d.Type("undo")
	d.Press("enter")
	if v := d.View(80, 22); did != 1 || k.does != 0 || !strings.Contains(v, "✓ it is open again") {
		t.Errorf("done %d times:\n%s", did, v)
	}
	k.err = errors.New("nobody may")
	d = start(t, k)
	if strings.Contains(d.View(120, 40), "undo") {
		t.Error("it is offered where nothing was read")
	}
}
