package batch

import (
	"slices"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share/many"
	"signet/share/qr"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// question asks for the name of the file that the links go into and, where that is a sheet
// of codes, on which paper.
type question struct {
	*prompt.File
	says string // what there is to know of endings
	form qr.Form
}

func fileQuestion(does, says string) *question {
	q := &question{says: says, File: prompt.AskFile(prompt.Spec{Title: "write the links to", Label: "file: ", Does: does, Value: "links.csv"})}
	q.hint()
	return q
}

// paperKey is what chooses a paper: in a question letters are text.
func paperKey() key.Binding { return kit.Bind("tab", "another paper", "tab") }

// sheet is the kind of sheet that is named now; empty: none is.
func (q *question) sheet() string { return many.SheetEnding(q.Path()) }

// hint says what endings there are, and what paper the sheet is on that is named now.
func (q *question) hint() {
	text := q.says
	if words := q.form.Words(q.sheet(), nil); words != "" {
		text += "; " + words + " (" + kit.Named(paperKey()) + ": " + q.form.Next(q.sheet()).Words(q.sheet(), nil) + ")"
	}
	q.Hint(text)
}

// take is Answer, with the key that chooses a paper.
func (q *question) take(msg tea.Msg, env kit.Env) (prompt.Outcome, prompt.Destination) {
	defer q.hint()
	if press, ok := msg.(tea.KeyPressMsg); ok && key.Matches(press, paperKey()) {
		q.form = q.form.Next(q.sheet())
		return prompt.Open, prompt.Destination{}
	}
	return q.Answer(msg, env.Now())
}

// Keys are those of the question.
func (q *question) Keys() help.KeyMap {
	k := paperKeys{q.File.Keys(), paperKey()}
	k.paper.SetEnabled(q.sheet() != "")
	return k
}

type paperKeys struct {
	prompt.KeyMap
	paper key.Binding
}

// ShortHelp is the footer.
func (k paperKeys) ShortHelp() []key.Binding {
	return append(slices.Clone(k.KeyMap.ShortHelp()), k.paper)
}

// FullHelp is the help page.
func (k paperKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }
