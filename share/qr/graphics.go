package qr

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// kittyID names our image in the terminal, so that deleting it leaves the
// images of others alone.
const kittyID = 0x5167

// Picture returns the sequences that draw the code at a cell, counted from 0,
// and leave the cursor where it was. The string is empty for styles that are not
// graphics.
//
// The cells below the picture must be blank when it is sent, and stay as they
// are: whatever is written there erases it. In tmux kitty's picture has no cell:
// it stands where Draw has drawn.
func Picture(c *Code, p Plan, t Terminal, col, row int) string {
	switch {
	case !p.Style.Graphics():
		return ""
	case p.placed(t):
		return strings.Join(c.placedImage(p, t), "")
	}
	return ansi.SaveCursor + ansi.CursorPosition(col+1, row+1) + atCursor(c, p) + ansi.RestoreCursor
}

// Erase returns what removes a picture that Picture drew. Sixels and iTerm2's
// images go when the screen is cleared, for which the caller must see anyway.
func Erase(c *Code, s Style, t Terminal) string {
	switch {
	case s != Kitty || c == nil:
		return ""
	case t.InTmux:
		id, _, _ := c.imageID()
		return ansi.TmuxPassthrough(eraseKitty(id))
	}
	return eraseKitty(kittyID)
}

func eraseKitty(id int) string {
	return ansi.KittyGraphics(nil, "a=d", "d=I", fmt.Sprintf("i=%d", id), "q=2")
}

// KittyImage returns the sequences of the kitty graphics protocol that show the
// code as a PNG at the cursor, without moving it and without an answer: chunks
// of 4,096 bytes.
// https://sw.kovidgoyal.net/kitty/graphics-protocol/
func KittyImage(c *Code, scale, quiet int) []string {
	data := base64.StdEncoding.EncodeToString(encodePNG(Image(c, scale, quiet)))
	return kittyParts(data, "a=T", "f=100", "t=d", fmt.Sprintf("i=%d", kittyID), "p=1", "C=1")
}

// kittyParts cuts the data of a picture into chunks, the first with its options.
func kittyParts(data string, options ...string) []string {
	var parts []string
	for first := true; first || data != ""; first = false {
		n := min(len(data), kitty.MaxChunkSize)
		chunk := data[:n]
		data = data[n:]
		more := "m=0"
		if data != "" {
			more = "m=1"
		}
		opts := []string{"q=2", more}
		if first {
			opts = append(options, opts...)
		}
		parts = append(parts, ansi.KittyGraphics([]byte(chunk), opts...))
	}
	return parts
}

// ITerm2Image returns the sequence of iTerm2's inline images, which WezTerm,
// VS Code, mintty and others know too.
// https://iterm2.com/documentation-images.html
func ITerm2Image(c *Code, scale, quiet int) string {
	side := (c.size + 2*quiet) * scale
	data := encodePNG(Image(c, scale, quiet))
	return fmt.Sprintf("\x1b]1337;File=inline=1;size=%d;width=%dpx;height=%dpx;preserveAspectRatio=1;doNotMoveCursor=1:%s\a",
		len(data), side, side, base64.StdEncoding.EncodeToString(data))
}

func encodePNG(img image.Image) []byte {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	_ = e.Encode(&b, img) // a buffer takes everything
	return b.Bytes()
}

// Print draws the code where the cursor is, at the left edge of the normal
// screen, and leaves the cursor below it. It is empty for a plan that does not
// fit.
func Print(c *Code, p Plan, t Terminal) string {
	switch drawing := Draw(c, p, t); {
	case drawing != "" && p.Style.Graphics():
		return Picture(c, p, t, 0, 0) + drawing + "\n"
	case drawing != "":
		return drawing + "\n"
	case !p.Style.Graphics():
		return ""
	}
	// Make room first, so that the picture does not scroll while it is drawn.
	room := strings.Repeat("\n", p.Rows) + ansi.CursorUp(p.Rows)
	return room + ansi.SaveCursor + atCursor(c, p) + ansi.RestoreCursor + ansi.CursorDown(p.Rows)
}

// atCursor draws the code at the cursor.
func atCursor(c *Code, p Plan) string {
	switch p.Style {
	case Kitty:
		return strings.Join(KittyImage(c, p.Pixels, p.Side), "")
	case Sixel:
		return SixelImage(c, p.Pixels, p.Side)
	case ITerm2:
		return ITerm2Image(c, p.Pixels, p.Side)
	}
	return ""
}
