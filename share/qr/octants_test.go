package qr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// vte is a terminal without pictures that draws octants, of 80x24.
func vte() qr.Terminal {
	return qr.Terminal{Cols: 80, Rows: 24, CellW: 8, CellH: 17, Colors: true, DarkBackground: true, UTF8: true, BlockWidth: 1, Name: "VTE(7802)"}
}

// TestOctantsScan draws links of every kind in every font without gaps, which is how
// terminals draw them themselves, with and without colours.
func TestOctantsScan(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and decodes for long, in one goroutine")
	}
	for _, n := range []int{154, 384, 464, 780} {
		link := qrtest.Link(n)
		c := encode(t, link)
		for i, font := range fonts() {
			if font.GapTop+font.GapBottom > 0 {
				continue
			}
			for _, colors := range []bool{true, false} {
				t.Run(fmt.Sprintf("%d/%d/colors=%v", n, i, colors), func(t *testing.T) {
					term := vte()
					term.CellW, term.CellH, term.Colors, term.DarkBackground = font.CellW, font.CellH, colors, !font.Light
					p := qr.Fit(c.Size(), term, qr.Octants)
					if p.Style != qr.Octants {
						t.Fatalf("%+v", p)
					}
					font := font
					font.NoColors = !colors
					img := qrtest.Pixels(qr.Draw(c, p, term), p.Cols, p.Rows, font)
					if got, err := qrtest.Phone(img); got != link && (!qrtest.HasZbar() || qrtest.Zbar(img) != link) {
						t.Errorf("neither gozxing nor zbar reads it: %v", err)
					}
				})
			}
		}
	}
}

// TestOctantsHoldWhatTheyShould: 792 bytes of any kind in 80x24, and no more.
func TestOctantsHoldWhatTheyShould(t *testing.T) {
	for _, tt := range []struct {
		bytes int
		fits  bool
	}{{384, true}, {792, true}, {860, false}} {
		p := qr.Fit(encode(t, qrtest.Link(tt.bytes)).Size(), vte(), qr.Octants)
		if p.Fits() != tt.fits || p.Fits() && (p.Rows > 24 || p.Cols > 80) {
			t.Errorf("%d bytes: %+v", tt.bytes, p)
		}
	}
}

// TestOctantsAreOfOneColumn, no coloured spaces, and each pattern the character that
// Unicode names.
func TestOctantsAreOfOneColumn(t *testing.T) {
	for _, n := range []int{53, 154, 384, 780} {
		c := encode(t, qrtest.Link(n))
		p := qr.Fit(c.Size(), vte(), qr.Octants)
		drawing := qr.Draw(c, p, vte())
		if strings.ContainsAny(drawing, " █") {
			t.Errorf("%d bytes: a space or a block of one colour", n)
		}
		lines := strings.Split(drawing, "\n")
		if len(lines) != p.Rows || p.Top < 1 || p.Bottom < p.Top || 4*p.Rows != c.Size()+p.Top+p.Bottom {
			t.Errorf("%d bytes: %d lines for %+v", n, len(lines), p)
		}
		for _, l := range lines {
			if ansi.StringWidth(l) != p.Cols || !strings.HasSuffix(l, "\x1b[m") {
				t.Errorf("%d bytes: a line of %d columns for %+v", n, ansi.StringWidth(l), p)
			}
		}
	}
	// BLOCK OCTANT- and the parts that are inked: UnicodeData of 16.0.
	for r, parts := range map[rune]string{
		0x1cd00: "3", 0x1cd05: "124", 0x1cd17: "12345", 0x1cd18: "6", 0x1cd31: "2456", 0x1cd4a: "12357", 0x1cd70: "1234567",
		0x1cd94: "2368", 0x1cdac: "178", 0x1cddf: "235678", 0x1cde5: "2345678",
	} {
		img := qrtest.Pixels(string(r), 1, 1, qrtest.Terminal{CellW: 2, CellH: 4})
		got := ""
		for i, v := range img.Pix {
			if v > 128 {
				got += string(rune('1' + i))
			}
		}
		if got != parts {
			t.Errorf("U+%X is drawn as %s, want %s", r, got, parts)
		}
	}
}

// TestOctantsWhereTheyAreKnown are taken where nothing larger fits; elsewhere they are
// drawn only for who asks.
func TestOctantsWhereTheyAreKnown(t *testing.T) {
	n := encode(t, qrtest.Link(384)).Size()
	for name, want := range map[string]string{
		"VTE(7802)": "octants", "VTE(7800)": "octants", "VTE(7600)": "none", "vte": "none", "kitty(0.40.0)": "octants", "kitty(0.36.4)": "none",
		"kitty(1.0)": "octants", "foot(1.20.0)": "octants", "foot(1.19.9)": "none", "foot(1.13.1-2)": "none", "ghostty 1.2.0": "octants", "ghostty 1.1.3": "none",
		"XTerm(379)": "none", "WezTerm 20240203-110809-5046fc22": "none", "": "none", "kitty": "none", "kitty()": "none",
	} {
		term := vte()
		term.Name = name
		if got := qr.Fit(n, term, qr.Auto).Style.String(); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
		if finer := qr.Finer(n, term); finer != (want == "none") {
			t.Errorf("%q: offered to be tried: %v", name, finer)
		}
		if qr.Next(n, term, qr.None) != qr.Octants || !qr.Fit(n, term, qr.Octants).Fits() {
			t.Errorf("%q: cannot be chosen", name)
		}
	}
	for why, change := range map[string]func(*qr.Terminal){
		"tmux": func(t *qr.Terminal) { t.InTmux = true }, "no UTF-8": func(t *qr.Terminal) { t.UTF8 = false }, "wide": func(t *qr.Terminal) { t.BlockWidth = 2 },
		"a console": func(t *qr.Terminal) { t.Console = true }, "cells of another shape": func(t *qr.Terminal) { t.CellH = 24 },
	} {
		term := vte()
		change(&term)
		if got := qr.Fit(n, term, qr.Auto).Style; got == qr.Octants {
			t.Errorf("%s: octants by themselves", why)
		}
		if tried := why == "cells of another shape"; qr.Finer(n, term) != tried {
			t.Errorf("%s: offered to be tried: %v", why, !tried)
		}
	}
	large := vte()
	large.Cols, large.Rows = 120, 40
	if got := qr.Fit(n, large, qr.Auto).Style; got != qr.Half || qr.Next(n, large, qr.Half) != qr.Octants || qr.Finer(n, large) {
		t.Errorf("at 120x40: %v, then %v", got, qr.Next(n, large, qr.Half))
	}
	sixel := vte()
	sixel.Sixel = true
	if got := qr.Fit(n, sixel, qr.Auto).Style; got != qr.Sixel {
		t.Errorf("a picture has larger squares: %v", got)
	}
	if p := qr.Fit(n, qr.Terminal{Cols: 80, Rows: 24}, qr.Octants); p.Fits() || !strings.Contains(p.Problem(), "block characters") {
		t.Errorf("without UTF-8: %+v", p)
	}
}
