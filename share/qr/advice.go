package qr

import "strings"

// enlarging is how a terminal is given more cells.
type enlarging struct {
	names []string // in what it calls itself, in small letters
	how   string
}

const (
	minus    = "maximise the window, then make the letters smaller (ctrl+minus, on a Mac cmd+minus)"
	ctrl     = "maximise the window, then make the letters smaller (ctrl+minus)"
	mac      = "maximise the window, then make the letters smaller (cmd+minus)"
	whatever = "maximise the window, then make the letters smaller"
)

// terminals are those whose keys are known, the more special names first. Letters
// made smaller first shrink the window of some instead of giving it more cells.
func terminals() []enlarging {
	return []enlarging{
		{[]string{"kitty"}, "maximise the window, then make the letters smaller (ctrl+shift+minus, on a Mac cmd+minus)"},
		{[]string{"ghostty", "wezterm", "alacritty", "rio"}, minus},
		{[]string{"vscode", "xterm.js"}, "maximise the panel, then make everything smaller (ctrl+minus, on a Mac cmd+minus)"},
		{[]string{"iterm", "apple_terminal"}, mac},
		{[]string{"foot", "konsole", "vte", "mintty", "contour", "windows terminal", "qterminal", "terminology"}, ctrl},
		{[]string{"rxvt"}, "maximise the window, or start it with smaller letters (urxvt -fn \"xft:monospace:size=7\")"},
		{[]string{"st-", "st("}, "maximise the window, then make the letters smaller (ctrl+shift+page down)"},
		{[]string{"xterm("}, "maximise the window, then make the letters smaller (ctrl and the right mouse button show the sizes)"},
	}
}

// Enlarge says in words how this terminal is given room for a code.
func (t Terminal) Enlarge() string {
	how := whatever
	name := strings.ToLower(t.Name)
	for _, known := range terminals() {
		if known.in(name) {
			how = known.how
			break
		}
	}
	if t.Console {
		how = "choose a smaller font for the console (setfont)"
	}
	if t.Zoom != "" {
		return "zoom the pane (" + t.Zoom + "); if that is not enough, " + how
	}
	return how
}

// in reports whether one of the words of a name begins with one of these.
func (e enlarging) in(name string) bool {
	for word := range strings.FieldsSeq(name) {
		for _, n := range e.names {
			if strings.HasPrefix(word, n) || strings.HasPrefix(word, "xterm-"+n) {
				return true
			}
		}
	}
	return strings.Contains(name, "windows terminal") && e.how == ctrl
}

// console reports a terminal without windows by its name in TERM: the fonts of
// such consoles have a full block at most.
func console(term string) bool {
	for _, name := range []string{"linux", "cons25", "wsvt25", "pccon"} {
		if term == name || strings.HasPrefix(term, name+"-") || strings.HasPrefix(term, name+"w") {
			return true
		}
	}
	return false
}
