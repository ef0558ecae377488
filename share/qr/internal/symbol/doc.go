// Package symbol makes QR codes of recovery level L by ISO/IEC 18004:2015, in the
// smallest version that the text can be written in: digits, capitals and bytes
// each in the mode that suits them, mixed so that no other mix has fewer bits.
//
// The Reed-Solomon code is go-qrcode's, whose own encoder mixes modes too rarely
// and takes no segments from outside.
package symbol

import "errors"

// ErrTooLong says that no version holds the text.
var ErrTooLong = errors.New("the text is longer than a code of version 40 holds")

// Symbol is a finished code without margin.
type Symbol struct {
	Size int
	Dark []bool // row by row
}

// Encode writes a text. The error is ErrTooLong.
func Encode(text string) (*Symbol, error) {
	v, data, err := smallest(text)
	if err != nil {
		return nil, err
	}
	best, least := (*grid)(nil), 0
	plain := newGrid(v)
	plain.place(interleave(v, data))
	for mask := range masks {
		g := plain.masked(mask)
		if p := g.penalty(); best == nil || p < least {
			best, least = g, p
		}
	}
	return &Symbol{Size: best.size, Dark: best.dark}, nil
}
