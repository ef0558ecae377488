package qrview_test

import (
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/qr/qrtest"
	"signet/ui/kit"
	"signet/ui/qrview"
	"signet/ui/uitest"
)

// The codes of several links say which one it is, by its whole name, and are paged
// through.
func TestCodesOfSeveralAreCounted(t *testing.T) {
	asked := 0
	subject := qrview.Subject{
		URL: share.NewSecret(qrtest.Link(384)), Name: "invoice.pdf", Key: "2026/invoice.pdf", Ends: uitest.NewClock().Now().Add(time.Hour),
		At: 3, Pages: 12, Page: func(by int) kit.Maker { asked = by; return nil },
	}
	d := uitest.New(t, func(env kit.Env) kit.Screen { return qrview.NewScreen(env, terminal(120, 40, false), subject) })
	if got := d.View(120, 40); !strings.Contains(strings.Join(strings.Fields(got), " "), "3 of 12: 2026/invoice.pdf") {
		t.Errorf("\n%s", got)
	}
	for name, by := range map[string]int{"down": 1, "up": -1, "right": 1, "left": -1} {
		asked = 0
		if d.Press(name); asked != by {
			t.Errorf("%s leads by %d", name, asked)
		}
		if _, ok := d.Step().(kit.Replace); !ok {
			t.Errorf("%s: %+v", name, d.Step())
		}
	}
}
