package kit

import "slices"

// Action is one thing that can be done by a key. A key means one thing on every
// screen, so a key stands in one row only; what an action does on a certain screen is
// said where that screen binds it (Keys.Bind).
type Action struct {
	Name  string   // what the settings call it
	Key   string   // what help and hints call its keys
	Means string   // the same on every screen
	Keys  []string // as the terminal sends them
	Fixed bool     // cannot be given other keys
}

// Actions are all that a key can mean. What a key does in a question, a form or a
// field of text is not among them: there letters are text and answers.
func Actions() []Action {
	return slices.Concat(everywhere(), goingAbout(), onLinks(), onObjects(), choosing(), moving())
}

func act(name, key, means string, keys ...string) Action {
	if len(keys) == 0 {
		keys = []string{key}
	}
	return Action{Name: name, Key: key, Means: means, Keys: keys}
}

func fixed(a Action) Action {
	a.Fixed = true
	return a
}

func everywhere() []Action {
	return []Action{
		fixed(act("kill", "ctrl+c", "quit at once")),
		act("suspend", "ctrl+z", "to the shell; fg returns"),
		act("quit", "q", "quit"),
		act("help", "?", "help", "?", "f1"),
		act("log", "H", "share log"),
		act("inspect", "i", "inspect a link"),
		fixed(act("back", "esc", "back, or stop narrowing")),
		act("places", "ctrl+p", "switch place"),
		act("renew", "ctrl+r", "renew a session that is over"),
		act("demo", "d", "the demo"),
		fixed(act("expiry", "1-7", "a lifetime of the form", "1", "2", "3", "4", "5", "6", "7")),
	}
}

func goingAbout() []Action {
	return []Action{
		act("open", "enter", "open, or what is done first"),
		act("in", "l/→", "open", "l", "right"),
		act("above", "h/←", "to what is above", "h", "left", "backspace"),
		act("goto", "ctrl+o", "go to an address, a bookmark or the object"),
		act("bookmark", "b", "bookmark what is shown"),
		act("filter", "/", "filter"),
		act("details", "tab", "details, or the other part"),
		act("sort", ",", "sort by ..."),
		act("fold", "z", "fold or unfold"),
		act("edit", "E", "change it"),
		act("remove", "D", "remove it"),
		act("reload", "r", "reload, or draw again"),
		act("reload-all", "R", "reload from the beginning"),
		act("stop", "x", "stop what is running"),
	}
}

func onLinks() []Action {
	return []Action{
		act("copy", "y", "copy", "y", "c"),
		act("copy-as", "Y", "copy as ..."),
		act("try", "t", "try or check a link"),
		act("try-all", "T", "check all open links"),
		act("new", "n", "share anew, or a new one"),
		act("code", "Q", "the QR code on the whole screen"),
		act("export", "e", "save or print codes"),
		act("write", "w", "write to a file"),
		act("hand-over", "f", "hand over as ..."),
		act("print", "P", "print bare"),
		act("one-link", "M", "one link to a page of all", "M", "ctrl+l"),
		act("shorter", "<", "a shorter link"),
		act("style", "m", "another way of drawing"),
		act("invert-code", "~", "invert the code"),
		act("take-back", "X", "take back"),
		act("hand-off", "o", "hand off in the room"),
		act("keep", "K", "keep a hand-off going"),
		act("sign", "ctrl+s", "sign"),
		act("sign-anyway", "ctrl+x", "sign all the same"),
	}
}

func onObjects() []Action {
	return []Action{
		act("share", "s", "share"),
		act("share-many", "S", "share many: what is chosen, what the filter leaves, or the row"),
		act("upload", "u", "a link for an upload"),
		act("ask", "U", "ask for files"),
		act("arrived", "L", "what has arrived"),
		act("versions", "V", "versions"),
		act("preview", "p", "preview"),
		act("find-below", "F", "find below"),
		act("size", "#", "size and count below"),
		act("browser", "O", "open in the browser"),
	}
}

func choosing() []Action {
	return []Action{
		act("choose", "space", "choose"),
		act("choose-range", "v", "choose a range"),
		act("choose-all", "a", "choose all that are shown"),
		act("choose-up", "shift+↑", "choose and go up", "shift+up"),
		act("choose-down", "shift+↓", "choose and go down", "shift+down"),
		act("choose-none", "A", "choose none"),
		act("choose-others", "*", "choose the others instead"),
		act("choose-like", "+", "choose by a pattern"),
		act("drop-like", "-", "drop by a pattern"),
		act("chosen", "C", "what is chosen"),
	}
}

func moving() []Action {
	return []Action{
		act("up", "↑/k", "up", "up", "k"),
		act("down", "↓/j", "down", "down", "j"),
		act("page-up", "pgup", "page up", "pgup", "ctrl+b"),
		act("page-down", "pgdn", "page down", "pgdown", "ctrl+f"),
		act("half-up", "ctrl+u", "half a page up"),
		act("half-down", "ctrl+d", "half a page down"),
		act("top", "g/home", "first", "g", "home"),
		act("bottom", "G/end", "last", "G", "end"),
	}
}
