package qr

import (
	"errors"
	"fmt"

	"signet/share/qr/internal/symbol"
	"signet/share/say"
)

// MaxBytes is the longest text that every code holds: version 40, level L, byte
// mode (ISO/IEC 18004, table 7). Of digits and capitals a code holds more.
const MaxBytes = 2953

// Code is an encoded link: a square of dark and light modules without margin.
// It is immutable, and as secret as the link itself, so that it prints as its
// size only.
type Code struct {
	size int
	dark []bool // row by row
}

// TooLongError says that a text is longer than any code holds.
type TooLongError struct{ Bytes int }

func (e *TooLongError) Error() string {
	return "the link has " + say.Things(e.Bytes, "byte") + ", and a QR code holds " + say.Count(MaxBytes) + "; make the link shorter, or copy it"
}

// Encode encodes text at recovery level L in the smallest version that holds
// it. It takes milliseconds (5 at version 13, 30 at version 33): once per link,
// off the loop. The error is a *TooLongError where no version does.
func Encode(text string) (*Code, error) {
	if text == "" {
		return nil, errors.New("encode qr code: there is no link to encode")
	}
	s, err := symbol.Encode(text)
	if errors.Is(err, symbol.ErrTooLong) {
		return nil, &TooLongError{Bytes: len(text)}
	}
	if err != nil {
		return nil, fmt.Errorf("encode qr code: %w", err)
	}
	return &Code{size: s.Size, dark: s.Dark}, nil
}

// Size is the number of modules on a side, without margin: 21 to 177.
func (c *Code) Size() int { return c.size }

// Version is the version of the code: 1 to 40.
func (c *Code) Version() int { return (c.size - 17) / 4 }

// Dark reports whether the module in column x and row y is dark. Everything
// outside the code is light.
func (c *Code) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.size && y < c.size && c.dark[y*c.size+x]
}

// String names the code by its size.
func (c Code) String() string {
	return fmt.Sprintf("[qr code of version %d]", c.Version())
}

// Format prints String for every verb: the modules spell out the link.
func (c Code) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

// runs calls dark for every horizontal run of dark modules, row by row.
func (c *Code) runs(dark func(x, y, length int)) {
	for y := range c.size {
		for x := 0; x < c.size; x++ {
			start := x
			for c.Dark(x, y) {
				x++
			}
			if x > start {
				dark(start, y, x-start)
			}
		}
	}
}
