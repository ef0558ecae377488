package qr

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// kittyID names our image in the terminal, so that deleting it leaves the
// images of others alone.
const kittyID = 0x5167

// Picture returns the sequences that draw the code at a cell, counted from 0,
// and leave the cursor where it was. Inside tmux they are wrapped so that it
// passes them on. The string is empty for styles that are not graphics.
//
// The cells below the picture must be blank when it is sent, and stay as they
// are: whatever is written there erases it.
func Picture(c *Code, p Plan, t Terminal, col, row int) string {
	parts := pictureParts(c, p)
	if len(parts) == 0 {
		return ""
	}
	if !t.Tmux {
		return ansi.SaveCursor + ansi.CursorPosition(col+1, row+1) + strings.Join(parts, "") + ansi.RestoreCursor
	}
	// Other output may come between two wrapped parts, so the cursor goes with
	// the one that draws: the last of kitty's, the only one of the others.
	last := len(parts) - 1
	parts[last] = ansi.SaveCursor + ansi.CursorPosition(col+1, row+1) + parts[last] + ansi.RestoreCursor
	var b strings.Builder
	for _, part := range parts {
		b.WriteString(ansi.TmuxPassthrough(part))
	}
	return b.String()
}

// Erase returns what removes a picture that Picture drew. Sixels and iTerm2's
// images go when the screen is cleared, for which the caller must see anyway.
func Erase(s Style, t Terminal) string {
	if s != Kitty {
		return ""
	}
	seq := ansi.KittyGraphics(nil, "a=d", "d=I", fmt.Sprintf("i=%d", kittyID), "q=2")
	if t.Tmux {
		return ansi.TmuxPassthrough(seq)
	}
	return seq
}

// KittyImage returns the sequences of the kitty graphics protocol that show the
// code as a PNG at the cursor, without moving it and without an answer: chunks
// of 4,096 bytes.
// https://sw.kovidgoyal.net/kitty/graphics-protocol/
func KittyImage(c *Code, scale, quiet int) []string {
	data := base64.StdEncoding.EncodeToString(pngBytes(c, scale, quiet))
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
			opts = []string{"a=T", "f=100", "t=d", fmt.Sprintf("i=%d", kittyID), "p=1", "C=1", "q=2", more}
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
	data := pngBytes(c, scale, quiet)
	return fmt.Sprintf("\x1b]1337;File=inline=1;size=%d;width=%dpx;height=%dpx;preserveAspectRatio=1;doNotMoveCursor=1:%s\a",
		len(data), side, side, base64.StdEncoding.EncodeToString(data))
}

func pngBytes(c *Code, scale, quiet int) []byte {
	var b bytes.Buffer
	_ = PNG(&b, c, scale, quiet) // a buffer takes everything
	return b.Bytes()
}

// Print draws the code where the cursor is, at the left edge of the normal
// screen, and leaves the cursor below it. It is empty for a plan that does not
// fit.
func Print(c *Code, p Plan, t Terminal) string {
	if !p.Style.Graphics() {
		if drawing := Draw(c, p, t); drawing != "" {
			return drawing + "\n"
		}
		return ""
	}
	// Make room first, so that the picture does not scroll while it is drawn.
	room := strings.Repeat("\n", p.Rows) + ansi.CursorUp(p.Rows)
	here := strings.Join(pictureParts(c, p), "")
	if t.Tmux {
		here = ""
		for _, part := range pictureParts(c, p) {
			here += ansi.TmuxPassthrough(part)
		}
	}
	return room + ansi.SaveCursor + here + ansi.RestoreCursor + ansi.CursorDown(p.Rows)
}

func pictureParts(c *Code, p Plan) []string {
	switch p.Style {
	case Kitty:
		return KittyImage(c, p.Pixels, p.Side)
	case Sixel:
		return []string{SixelImage(c, p.Pixels, p.Side)}
	case ITerm2:
		return []string{ITerm2Image(c, p.Pixels, p.Side)}
	}
	return nil
}
