package compose

import (
	"strings"
	"testing"

	"signet/ui/kit"
)

// Enter in a text goes on to the next field and signs nothing; ctrl+s signs from
// anywhere, and so does enter where nothing is typed.
func TestEnterGoesOnAndCtrlSSigns(t *testing.T) {
	r := newRig(t)
	form := r.Screen.(*Screen).form
	r.fill(fieldTo, "Ms Ito")
	if got := kit.Named(r.Screen.(*Screen).keys.enter); got != "enter" || r.Screen.Keys().ShortHelp()[0].Help().Desc != "next field" {
		t.Errorf("%s in a text is called %q", got, r.Screen.Keys().ShortHelp()[0].Help().Desc)
	}
	r.Press("enter")
	if form.Focus() != fieldNote || len(r.service.shared) != 0 {
		t.Fatalf("enter led to %s and signed %d", form.Focus(), len(r.service.shared))
	}
	r.Type("audit")
	r.Press("ctrl+s")
	if len(r.service.shared) != 1 || r.service.shared[0].Recipient != "Ms Ito" || r.service.shared[0].Note != "audit" {
		t.Errorf("ctrl+s shared %+v", r.service.shared)
	}
	r = newRig(t)
	r.Press("tab", "enter")
	if len(r.service.shared) != 1 {
		t.Error("enter on a choice does not sign")
	}
}

// What was typed is not thrown away without a question; what was chosen is one key
// away again.
func TestWhatWouldBeLost(t *testing.T) {
	r := newRig(t)
	s := r.Screen.(*Screen)
	r.Press("2", "tab")
	if got := s.Unsaved(); got != "" {
		t.Errorf("nothing was typed, and %q would be lost", got)
	}
	r.fill(fieldNote, "audit")
	if got := s.Unsaved(); !strings.Contains(got, "typed") {
		t.Errorf("a note would be lost, and %q is said", got)
	}
	many := newRig(t, func(r *rig) { r.in.Many = "3 objects" })
	many.fill(fieldNote, "audit")
	many.Press("ctrl+s")
	if got := many.Screen.(*Screen).Unsaved(); got != "" {
		t.Errorf("it was handed on, and %q would be lost", got)
	}
}
