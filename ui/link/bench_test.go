package link_test

import (
	"testing"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/link"
	"signet/ui/uitest"
)

// A view is drawn after every message: with the code beside the text, and with
// a link that fills the screen.
func BenchmarkView(b *testing.B) {
	for name, n := range map[string]int{"code": 384, "long": 2006} {
		b.Run(name, func(b *testing.B) {
			l := signed(share.Download, n)
			d := uitest.New(b, func(env kit.Env) kit.Screen { return link.New(env, l, link.Deps{Caps: caps(120, 40)}) })
			for b.Loop() {
				d.Screen.View(120, 38)
			}
		})
	}
}
