package compose

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// A key in a text field: the form is read, a plan asked for, and all drawn.
func BenchmarkKey(b *testing.B) {
	in := Input{Request: share.Request{Target: share.Target{Bucket: "acme", Key: "2025/Nordwind/NDA.pdf"}, Operation: share.Form}}
	clock := uitest.NewClock()
	d := uitest.New(b, func(env kit.Env) kit.Screen {
		return New(env, &share.Service{Signer: &signer{}, Clock: clock.Now}, nil, Exits{}, in)
	})
	d.Screen.(*Screen).form.FocusOn(fieldNote)
	for i := 0; b.Loop(); i++ {
		if i%100 == 0 {
			d.Screen.(*Screen).form.SetValue(fieldNote, "")
		}
		d.Send(tea.KeyPressMsg{Code: 'x', Text: "x"})
		d.Screen.View(120, 38)
	}
}
