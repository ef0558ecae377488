package objects

import (
	"strings"
	"testing"

	"signet/ui/kit"
)

// Whoever changes a key changes it in one place: what stands instead of rows, and
// sentences, name the new one.
func TestTheScreenNamesItsKeys(t *testing.T) {
	d, s, _ := start(t, &bucket{fail: map[int]error{0: refused()}}, here)
	s.keys.jump, s.keys.retry = kit.Bind("ctrl+l", "go to", "ctrl+l"), kit.Bind("F5", "reload", "f5")
	v := d.View(80, 24)
	if !strings.Contains(v, "ctrl+l  open a bucket") || !strings.Contains(v, "F5  try again") || strings.Contains(v, "ctrl+o  ") {
		t.Error(v)
	}
	if got := s.bindings().retry.Help(); got.Key != "F5" || got.Desc != "try again" {
		t.Errorf("in the footer: %+v", got)
	}
	if why := s.foreignWhy(); !strings.Contains(why, "ctrl+l goes to") {
		t.Error(why)
	}
}
