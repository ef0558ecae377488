package qr_test

import (
	"bytes"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// BenchmarkLinkToCells is everything between a signed URL and lines to print.
// The bounds: 8 ms at version 13, 35 ms at version 33.
func BenchmarkLinkToCells(b *testing.B) {
	for name, n := range map[string]int{"v13": 384, "v33": 2006} {
		link := qrtest.Link(n)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c := encode(b, link)
				if qr.Draw(c, qr.Fit(c.Size(), modern(), qr.Auto), modern()) == "" {
					b.Fatal("nothing drawn")
				}
			}
		})
	}
}

// BenchmarkDraw is the part of it that a resize costs.
func BenchmarkDraw(b *testing.B) {
	c := encode(b, qrtest.Link(384))
	p := qr.Fit(c.Size(), modern(), qr.Auto)
	for b.Loop() {
		qr.Draw(c, p, modern())
	}
}

// BenchmarkSixel is the largest picture of a window of 80x24.
func BenchmarkSixel(b *testing.B) {
	c := encode(b, qrtest.Link(1464))
	for b.Loop() {
		b.SetBytes(int64(len(qr.SixelImage(c, 3, 2))))
	}
}

// BenchmarkFrameBytes counts what reaches the terminal for a code at 120x40,
// and for a second frame in which only the text beside it changes.
//
// The first frame has about 33 kB: 2,926 cells of three bytes and 1,808 changes
// of colour. docs/adr/0003 has the bound, and what the ways around it cost.
func BenchmarkFrameBytes(b *testing.B) {
	term := modern()
	term.Cols, term.Rows = 120, 40
	c := encode(b, qrtest.Link(384))
	drawing := qr.Draw(c, qr.Fit(c.Size(), term, qr.Auto), term)
	for b.Loop() {
		var out bytes.Buffer
		r := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color"})
		r.SetColorProfile(colorprofile.ANSI256)
		r.SetFullscreen(true)
		screen := uv.NewScreenBuffer(120, 40)
		uv.NewStyledString(drawing).Draw(screen, screen.Bounds())
		r.Render(screen.RenderBuffer)
		_ = r.Flush()
		b.ReportMetric(float64(out.Len()), "bytes/first")
		out.Reset()
		screen.SetCell(100, 3, &uv.Cell{Content: "7", Width: 1})
		r.Render(screen.RenderBuffer)
		_ = r.Flush()
		b.ReportMetric(float64(out.Len()), "bytes/tick")
	}
}
