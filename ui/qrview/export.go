package qrview

import (
	"context"
	"errors"
	"io/fs"
	"strings"

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
func saveLabel(env kit.Env, path string, label qr.Label, overwrite bool) tea.Cmd {
	return env.Do(func(context.Context) tea.Msg {
		return Exported{Path: path, Err: qr.Save(path, label, overwrite)}
	})
}

// Export asks where to save a code, and never overwrites without asking.
type Export struct {
	env    kit.Env
	label  qr.Label
	ask    *prompt.Prompt
	exists string // a file of this name exists: overwrite it?
	busy   bool
	keys   exportKeys
}

// NewExport makes the question. When it is answered, the screen below gets an
// Exported.
func NewExport(env kit.Env, label qr.Label) *Export {
	return &Export{env: env, label: label, keys: newExportKeys(), ask: prompt.New(prompt.Spec{
		Title: "save the code",
		Label: "file ",
		Hint:  ".png .svg: the code alone; .pdf .html: a page with name and end",
		Value: say.ShellFileName(label.Name, "link", ".qr.png"),
		Does:  "save",
	})}
}

// Init needs nothing.
func (e *Export) Init() tea.Cmd { return nil }

// Title is the screen's part of the breadcrumb.
func (e *Export) Title() string { return "save" }

// Capturing is always true: keys are text, or the answer to a question.
func (e *Export) Capturing() bool { return true }

// Update takes the answer, saves, and asks again when the file exists.
func (e *Export) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case Exported:
		return e.saved(msg), nil
	case tea.KeyPressMsg:
		if e.busy {
			return nil, nil
		}
		if e.exists != "" {
			return nil, e.overwrite(msg)
		}
	}
	switch e.ask.Update(msg, e.env.Now()) {
	case prompt.Cancelled:
		return kit.Pop{Then: Exported{}}, nil
	case prompt.Accepted:
		return nil, e.save(e.ask.Path(), false)
	case prompt.Open:
	}
	return nil, nil
}

func (e *Export) overwrite(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, e.keys.yes):
		return e.save(e.exists, true)
	case key.Matches(msg, e.keys.no):
		e.exists = ""
	}
	return nil
}

func (e *Export) save(path string, overwrite bool) tea.Cmd {
	if path == "" {
		e.ask.Problem = "a file needs a name"
		return nil
	}
	e.busy = true
	return saveLabel(e.env, path, e.label, overwrite)
}

func (e *Export) saved(msg Exported) kit.Step {
	e.busy = false
	switch {
	case errors.Is(msg.Err, fs.ErrExist) && e.exists == "":
		e.exists = msg.Path
	case msg.Err != nil:
		e.exists = ""
		e.ask.Problem = msg.Err.Error() // the prompt cleans it
	default:
		return kit.Pop{Then: msg}
	}
	return nil
}

// View draws the question, or the one about the file that exists.
func (e *Export) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if e.exists == "" {
		return e.ask.Over("", w, h, e.env.Theme)
	}
	th := e.env.Theme
	lines := styled(th.Warn, kit.Clean(e.exists)+" exists.", w)
	lines = append(lines, styled(th.Text, "Press "+kit.Named(e.keys.yes)+" to overwrite it, "+kit.Named(e.keys.no)+" to choose another name.", w)...)
	return strings.Join(lines[:min(len(lines), h)], "\n"), nil
}

// exportKeys answer the question whether to overwrite.
type exportKeys struct{ yes, no key.Binding }

func newExportKeys() exportKeys {
	return exportKeys{
		yes: kit.Bind("y", "overwrite", "y"),
		no:  kit.Bind("n", "another name", "n", "esc"),
	}
}

// ShortHelp makes exportKeys a help.KeyMap.
func (k exportKeys) ShortHelp() []key.Binding { return []key.Binding{k.yes, k.no} }

// FullHelp makes exportKeys a help.KeyMap.
func (k exportKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// Keys is the one source of keys, help and enabledness.
func (e *Export) Keys() help.KeyMap {
	if e.exists != "" {
		return e.keys
	}
	return e.ask.Keys()
}
