package qrview

import (
	"context"

	"charm.land/bubbles/v2/help"
	tea "charm.land/bubbletea/v2"

	"signet/share/qr"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// Exported is how an export went. It is delivered to the screen that opened the
// question; a Path of "" without an error means that nothing was saved.
type Exported struct {
	Path string
	Err  error
}

// saveLabel writes a label to a file off the loop and answers with Exported.
// The ending of path decides: .png, .svg, .pdf or .html. A file that exists is
// an Err that matches fs.ErrExist, unless overwrite is set.
func saveLabel(env kit.Env, path string, label qr.Label, overwrite bool) tea.Cmd {
	return env.Do(func(context.Context) tea.Msg {
		return Exported{Path: path, Err: qr.Save(path, label, qr.Form{}, overwrite)}
	})
}

// Export asks where to save a code, and never overwrites without asking.
type Export struct {
	env   kit.Env
	label qr.Label
	ask   *prompt.File
	busy  bool
}

// NewExport makes the question. When it is answered, the screen below gets an
// Exported.
func NewExport(env kit.Env, label qr.Label) *Export {
	return &Export{env: env, label: label, ask: prompt.AskFile(prompt.Spec{
		Title: "save the code",
		Label: "file ",
		Hint:  ".png: the code alone; .svg .pdf .html: with name, end and link",
		Value: say.ShellFileName(label.Name, "link", ".qr.png"),
		Does:  "save",
	})}
}

// Init needs nothing.
func (e *Export) Init() tea.Cmd { return nil }

// Title is the screen's part of the breadcrumb.
func (e *Export) Title() string { return "save" }

// Capturing is always true: keys are text.
func (e *Export) Capturing() bool { return true }

// Busy says what is going on, for the spinner; empty: nothing.
func (e *Export) Busy() string {
	if e.busy {
		return "saving"
	}
	return ""
}

// Update takes the answer, saves, and asks again when the file exists.
func (e *Export) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	if done, ok := msg.(Exported); ok {
		return e.saved(done), nil
	}
	if e.busy {
		return nil, nil
	}
	switch outcome, to := e.ask.Answer(msg, e.env.Now()); outcome {
	case prompt.Cancelled:
		return kit.Pop{Then: Exported{}}, nil
	case prompt.Accepted:
		e.busy = true
		return nil, saveLabel(e.env, to.Path, e.label, to.Replace)
	}
	return nil, nil
}

func (e *Export) saved(msg Exported) kit.Step {
	e.busy = false
	if msg.Err != nil {
		e.ask.Refused(msg.Path, msg.Err)
		return nil
	}
	return kit.Pop{Then: msg}
}

// View draws the question.
func (e *Export) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	return e.ask.Over("", w, h, e.env.Theme)
}

// Keys is the one source of keys, help and enabledness.
func (e *Export) Keys() help.KeyMap { return e.ask.Keys() }
