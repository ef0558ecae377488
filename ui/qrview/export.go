package qrview

import (
	"context"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
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
func saveLabel(env kit.Env, path string, label qr.Label, form qr.Form, overwrite bool) tea.Cmd {
	return env.Do(func(context.Context) tea.Msg {
		return Exported{Path: path, Err: qr.Save(path, label, form, overwrite)}
	})
}

// Export asks where to save a code, and never overwrites without asking.
type Export struct {
	env   kit.Env
	label qr.Label
	ask   *prompt.File
	form  qr.Form
	busy  bool
}

// NewExport makes the question. When it is answered, the screen below gets an
// Exported.
func NewExport(env kit.Env, label qr.Label) *Export {
	e := &Export{env: env, label: label, ask: prompt.AskFile(prompt.Spec{
		Title: "save the code",
		Label: "file ",
		Value: say.ShellFileName(label.Name, "link", ".qr.png"),
		Does:  "save",
	})}
	e.hint()
	return e
}

// formKey is what chooses a paper or a scale: in a question letters are text.
func formKey() key.Binding { return kit.Bind("tab", "another paper or size", "tab") }

// hint says what endings there are, and what can be chosen of the file that is named now.
func (e *Export) hint() {
	text := ".png: the code alone; .svg .pdf .html: with name, end and link"
	if words := e.form.Words(e.ask.Path(), e.label.Code); words != "" {
		text += "; " + words + " (" + kit.Named(formKey()) + ": " + e.form.Next(e.ask.Path()).Words(e.ask.Path(), nil) + ")"
	}
	e.ask.Hint(text)
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
	if press, ok := msg.(tea.KeyPressMsg); ok && key.Matches(press, formKey()) {
		e.form = e.form.Next(e.ask.Path())
		e.hint()
		return nil, nil
	}
	outcome, to := e.ask.Answer(msg, e.env.Now())
	e.hint()
	switch outcome {
	case prompt.Cancelled:
		return kit.Pop{Then: Exported{}}, nil
	case prompt.Accepted:
		e.busy = true
		return nil, saveLabel(e.env, to.Path, e.label, e.form, to.Replace)
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

// exportKeys are the keys of the question.
type exportKeys struct {
	prompt.KeyMap
	form key.Binding
}

// ShortHelp is the footer.
func (k exportKeys) ShortHelp() []key.Binding { return append(k.KeyMap.ShortHelp(), k.form) }

// FullHelp is the help page.
func (k exportKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// Keys is the one source of keys, help and enabledness.
func (e *Export) Keys() help.KeyMap {
	k := exportKeys{e.ask.Keys(), formKey()}
	k.form.SetEnabled(e.form.Words(e.ask.Path(), nil) != "")
	return k
}
