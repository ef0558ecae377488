package qr_test

import (
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// TestAStruckCodeIsRead by no decoder, at any size; the code itself is.
func TestAStruckCodeIsReadByNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and decodes for long, in one goroutine")
	}
	for _, n := range []int{30, 100, 384, 780, 1464, 2006, 2900} {
		link := qrtest.Link(n)
		c := encode(t, link)
		for _, scale := range []int{2, 3, 8} {
			qrtest.MustNotRead(t, qr.Image(c.Struck(), scale, qr.QuietZone), link)
		}
	}
	c := encode(t, qrtest.Link(384))
	if c.Struck().Size() != c.Size() || !c.Dark(0, 0) {
		t.Error("the code itself was changed")
	}
}
