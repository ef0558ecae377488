package cli

import (
	"strings"
	"testing"

	"signet/share/qr"
)

// FuzzUnderstand: whatever a terminal answers, a code can be planned and drawn for it,
// and no picture is larger than a screen.
func FuzzUnderstand(f *testing.F) {
	f.Add("\x1bP>|foot(1.16.2)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;4c")
	f.Add("\x1b[6;99999999999999999999;99999999999999999999t\x1b[?62;4c")
	f.Add("\x1b[4;2160;3840t\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[7;1R\x1b[7;3R\x1b[?62c")
	f.Add("\x1b_Gi=31;OK\x1b\\\x1b[6;1000000000;1000000000t\x1b[?62c")
	code, err := qr.Encode("https://store.example/acme/q3.pdf")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		for _, tmux := range []bool{false, true} {
			term := understand(answer, qr.Terminal{Cols: 80, Rows: 24, Kept: 3, UTF8: true, Colors: true, InTmux: tmux, Asked: true})
			if strings.ContainsAny(term.Name, "\x1b\a") || term.CellW < 0 || term.CellH < 0 {
				t.Errorf("%q is understood as %+v", answer, term)
			}
			for _, style := range qr.Styles() {
				plan := qr.Fit(code.Size(), term, style)
				if plan.Style == qr.None {
					continue
				}
				if plan.Cols < 1 || plan.Rows < 1 || plan.Cols > term.Cols || plan.Rows > term.Rows {
					t.Errorf("%q: %+v", answer, plan)
				}
				drawn := qr.Draw(code, plan, term) + qr.Picture(code, plan, term, 0, 0)
				if len(drawn) > 4<<20 {
					t.Errorf("%q: %s has %d bytes", answer, style, len(drawn))
				}
			}
		}
	})
}
