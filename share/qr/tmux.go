package qr

import "strings"

// Tmux is what a tmux says of itself and of the terminals that show it. Nothing
// that is sent through it to those can find that out.
type Tmux struct {
	Passthrough bool // it passes on what it does not understand itself
	Clients     []Client
	Zoom        string // the keys that give the pane the whole window; empty: it has it
}

// Client is a terminal that shows a tmux.
type Client struct {
	Type     string // the name that it gave itself (XTVERSION): "kitty(0.36.4)"
	Name     string // TERM
	Features string // that tmux uses in it
	UTF8     bool
}

// Tmux is the terminal as seen from within a tmux, whose own answer to the
// question for device attributes said whether it takes sixels.
//
// A picture that is only passed on is unknown to tmux: it stands where the
// terminal has the cell, not the pane, and stays over other windows, where the
// secret can be read by whoever looks. So there are two kinds alone, both kept by
// tmux in its pane: its own sixels, and kitty's placeholders, which are text. All
// the terminals that show it must know them.
func (t Terminal) Tmux(m Tmux, sixel bool) Terminal {
	if !t.InTmux || len(m.Clients) == 0 {
		return t
	}
	t.Zoom, t.Name = m.Zoom, m.Clients[0].Type+" "+m.Clients[0].Name
	placed := t.Colors && !t.FewColors
	t.Sixel, t.UTF8 = sixel, true
	for _, c := range m.Clients {
		placed = placed && c.places()
		t.Sixel = t.Sixel && c.sixel()
		t.UTF8 = t.UTF8 && c.UTF8
		t.Console = t.Console || console(c.Name)
	}
	t.Kitty, t.Closed = placed && m.Passthrough, placed && !m.Passthrough
	return t
}

// places reports a terminal that puts a picture where kitty's placeholders stand:
// kitty since 0.28, and Ghostty.
// https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders
func (c Client) places() bool {
	return versioned{"kitty(", []int{0, 28}}.is(c.Type) || strings.HasPrefix(strings.ToLower(c.Type), "ghostty")
}

// sixel reports a terminal that tmux sends sixels to. A tmux around a tmux says
// so for itself, not for what it is in.
func (c Client) sixel() bool {
	nested := strings.HasPrefix(strings.ToLower(c.Type), "tmux") || strings.HasPrefix(c.Name, "tmux") || strings.HasPrefix(c.Name, "screen")
	for feature := range strings.SplitSeq(c.Features, ",") {
		if feature == "sixel" {
			return !nested
		}
	}
	return false
}
