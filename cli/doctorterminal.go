package cli

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"signet/share/qr"
	"signet/share/say"
)

// The least that the screens want, and what they are made for.
const (
	leastCols, leastRows = 40, 10
	usualCols, usualRows = 80, 24
)

func (d *doctor) size(context.Context) []say.Remark {
	if d.screen == nil {
		return one(say.Info, "there is no terminal here: what follows is what the environment says", "")
	}
	t := d.asked()
	text := say.Things(t.Cols, "column") + " and " + say.Things(t.Rows+t.Kept, "row")
	if t.CellW > 0 && t.CellH > 0 {
		text += fmt.Sprintf(", each cell %dx%d", t.CellW, t.CellH)
	} else {
		text += ", and nothing tells how large a cell is"
	}
	switch rows := t.Rows + t.Kept; {
	case t.Cols < leastCols || rows < leastRows:
		return one(say.Bad, fmt.Sprintf("%s: the screens need %dx%d at least", text, leastCols, leastRows), t.Enlarge())
	case t.Cols < usualCols || rows < usualRows:
		return one(say.Warning, fmt.Sprintf("%s: few codes fit into less than %dx%d", text, usualCols, usualRows), t.Enlarge())
	}
	return one(say.Good, text, "")
}

func (d *doctor) kindOfTerminal(context.Context) []say.Remark {
	t, kind := d.asked(), d.Env("TERM")
	switch {
	case kind == "" && d.screen == nil:
		return one(say.Info, "TERM is not set", "")
	case kind == "":
		return one(say.Warning, "TERM is not set, so that nothing is known of the terminal", "export TERM=xterm-256color, or what the terminal is")
	case t.Plain:
		return one(say.Warning, "TERM is dumb: no colours, and no code in characters", "use another terminal for codes and screens")
	}
	text := "TERM is " + kind
	if t.Named {
		text += "; it calls itself " + t.Name
	}
	return one(say.Good, text, "")
}

func (d *doctor) locale(context.Context) []say.Remark {
	name, value := "LANG", d.Env("LANG")
	for _, n := range []string{"LC_ALL", "LC_CTYPE"} {
		if v := d.Env(n); v != "" {
			name, value = n, v
			break
		}
	}
	text := name + " is " + value
	if value == "" {
		text = "no locale is set"
	}
	said := qr.Environment(d.Env).Terminal().UTF8
	switch t := d.asked(); {
	case t.UTF8 && said:
		return one(say.Good, text+": UTF-8", "")
	case t.UTF8:
		return one(say.Warning, text+", and not UTF-8; the terminal itself draws UTF-8", "export LANG=C.UTF-8")
	case said:
		return one(say.Warning, text+", and the terminal does not draw UTF-8", "use a terminal that does, or set it to UTF-8")
	}
	return one(say.Warning, text+", and not UTF-8: codes are drawn in full cells, which take twice the room", "export LANG=C.UTF-8")
}

func (d *doctor) colours(context.Context) []say.Remark {
	theme := "; the theme is " + d.settings.Theme
	switch {
	case d.Env("NO_COLOR") != "":
		return one(say.Good, "none, as NO_COLOR asks", "")
	case d.screen == nil:
		return one(say.Info, "none where there is no terminal"+theme, "")
	}
	switch colorprofile.Detect(d.screen, os.Environ()) {
	case colorprofile.TrueColor:
		return one(say.Good, "16 million"+theme, "")
	case colorprofile.ANSI256:
		return one(say.Good, "256"+theme, "")
	case colorprofile.ANSI:
		return one(say.Good, "16"+theme, "")
	}
	return one(say.Warning, "none, going by TERM", "export TERM=xterm-256color, or what the terminal is")
}

// pictures are the ways in which codes can be drawn pixel by pixel.
func (d *doctor) pictures(context.Context) []say.Remark {
	t := d.asked()
	if d.screen == nil {
		return one(say.Info, "no terminal was asked", "")
	}
	var has []string
	for _, p := range []struct {
		has  bool
		name string
	}{{t.Kitty, "kitty"}, {t.Sixel, "sixel"}, {t.ITerm2, "iTerm2"}} {
		if p.has {
			has = append(has, p.name)
		}
	}
	switch {
	case len(has) > 0 && (t.CellW <= 0 || t.CellH <= 0):
		return one(say.Warning, "by "+strings.Join(has, ", ")+", but the terminal does not tell the size of its cells, which pictures need", "")
	case len(has) > 0:
		return one(say.Good, "by "+strings.Join(has, ", "), "")
	case t.Closed:
		return one(say.Warning, "the terminal shows pictures, and tmux does not pass them on", "tmux set -g allow-passthrough on")
	case !t.Asked:
		return one(say.Info, "the terminal did not say that it shows any; codes are drawn in characters", "")
	}
	return one(say.Info, "it shows none; codes are drawn in characters", "")
}

// characters are what codes are drawn in otherwise.
func (d *doctor) characters(context.Context) []say.Remark {
	switch t := d.asked(); {
	case t.Console:
		return one(say.Warning, "a console without windows: its font has no half blocks, and codes take full cells", t.Enlarge())
	case t.Octants():
		return one(say.Good, "half blocks and octants", "")
	case t.Blocks():
		return one(say.Good, "half blocks; octants only if asked for (--style octants)", "")
	case t.BlockWidth > 1:
		return one(say.Warning, "half blocks are two columns wide: codes take full cells", "have the terminal draw ambiguous characters in one column")
	}
	return one(say.Warning, "full cells alone, which take twice the room", "use a terminal and a locale of UTF-8")
}

func (d *doctor) clipboard(ctx context.Context) []say.Remark {
	const unsure = "no terminal says whether it takes it"
	switch {
	case d.clipboardOff():
		return one(say.Info, `the settings keep links off the clipboard (clipboard = "off")`, "")
	case d.nativeHere(ctx):
		return one(say.Good, "that of this machine", "")
	case d.Env("TMUX") != "" && d.tmuxKeeps(ctx):
		return one(say.Warning, "tmux keeps what is copied: prefix ] pastes it, and the terminal does not get it", "tmux set -s set-clipboard on")
	case d.Env("TMUX") != "":
		return one(say.Good, "that of tmux, and through it the terminal's (OSC 52); "+unsure, "")
	case d.inScreen():
		return one(say.Info, "the terminal's, through screen (OSC 52); "+unsure, "")
	case d.screen == nil:
		return one(say.Info, "there is none without a display or a terminal", "")
	}
	return one(say.Info, "the terminal's (OSC 52); "+unsure, "")
}

// escapeTime is how long tmux may wait for what follows an escape before it is felt.
const escapeTime = 100

// tmuxOptions are what of tmux decides how signet looks and feels.
func (d *doctor) tmuxOptions(ctx context.Context) (out []say.Remark) {
	if d.Env("TMUX") == "" {
		return nil
	}
	m := d.tmux(ctx)
	switch {
	case len(m.Clients) == 0 && d.tmuxSays(ctx, "display-message", "-p", "#{version}") != "":
		return one(say.Info, "no terminal shows this tmux now: what one could show is not known", "tmux attach, and run this again there")
	case len(m.Clients) == 0:
		return one(say.Warning, "TMUX is set, and tmux does not answer", "unset TMUX where no tmux is around, or look why tmux list-clients says nothing")
	}
	add := func(l say.Level, text, next string) { out = append(out, one(l, text, next)...) }
	if m.Passthrough {
		add(say.Good, "allow-passthrough is on", "")
	} else {
		add(say.Info, "allow-passthrough is off: no pictures by kitty", "tmux set -g allow-passthrough on")
	}
	text := d.tmuxSays(ctx, "show-options", "-sv", "escape-time")
	switch ms, err := strconv.Atoi(strings.TrimSpace(text)); {
	case err != nil:
	case ms > escapeTime:
		add(say.Warning, fmt.Sprintf("escape-time is %d ms: so long does tmux hold back each esc", ms), "tmux set -s escape-time 10")
	default:
		add(say.Good, fmt.Sprintf("escape-time is %d ms", ms), "")
	}
	for _, c := range m.Clients {
		name, can := say.Line(strings.TrimSpace(c.Type+" "+c.Name)), "no sixels"
		if strings.Contains(","+c.Features+",", ",sixel,") {
			can = "sixels"
		}
		if !c.UTF8 {
			add(say.Warning, "shown by "+name+", "+can+", without UTF-8", "start tmux with -u, in a locale of UTF-8")
			continue
		}
		add(say.Good, "shown by "+name+", "+can, "")
	}
	return out
}

func (d *doctor) gnuScreen(context.Context) []say.Remark {
	if !d.inScreen() {
		return nil
	}
	return one(say.Info, "GNU screen is around: no pictures, and what is copied goes through it in pieces", "tmux shows more")
}

func (d *doctor) overSSH(ctx context.Context) []say.Remark {
	if !d.remote(ctx) {
		return nil
	}
	return one(say.Info, "this is at the other end of ssh: the clipboard is the terminal's, and a code is scanned from its screen", "")
}
