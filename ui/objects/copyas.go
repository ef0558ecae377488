package objects

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/listing"
)

// copyAs is the menu of what an object is called elsewhere, for the clipboard.
type copyAs struct {
	env   kit.Env
	of    share.Target
	make  func(context.Context, share.Target) []Form
	keys  listing.KeyMap
	copy  key.Binding
	back  key.Binding
	forms []Form
	at    int
}

type formsMsg struct{ forms []Form }

// copiedMsg goes to the screen below: it copies what was chosen.
type copiedMsg struct{ form Form }

func newCopyAs(env kit.Env, of share.Target, forms func(context.Context, share.Target) []Form) *copyAs {
	return &copyAs{
		env: env, of: of, make: forms, keys: listing.Keys(env.Keys),
		copy: env.Keys.Bind("open", "copy", "copy", "in"), back: env.Keys.Bind("back", "back", "above", "copy-as"),
	}
}

// Init asks for the forms, which takes the settings of the place.
func (c *copyAs) Init() tea.Cmd {
	of, forms := c.of, c.make
	return c.env.Do(func(ctx context.Context) tea.Msg { return formsMsg{forms(ctx, of)} })
}

// Title is the menu's part of the breadcrumb.
func (c *copyAs) Title() string { return "copy as" }

// Capturing is never so: the menu takes no text.
func (c *copyAs) Capturing() bool { return false }

// Update takes a key or the forms.
func (c *copyAs) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case formsMsg:
		c.forms = msg.forms
	case tea.KeyPressMsg:
		to, moved := c.keys.Target(msg, c.at, len(c.forms), len(c.forms))
		switch {
		case moved:
			c.at = max(min(to, len(c.forms)-1), 0)
		case key.Matches(msg, c.copy) && len(c.forms) > 0:
			return kit.Pop{Then: copiedMsg{c.forms[c.at]}}, nil
		case key.Matches(msg, c.back):
			return kit.Pop{}, nil
		}
	}
	return nil, nil
}

// formName is the room for what the forms are called.
const formName = 18

// View draws the forms in a card, the one under the cursor in full below.
func (c *copyAs) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	w = min(w, kit.CardMost)
	theme, inner := c.env.Theme, kit.CardRoom(w)
	var lines []string
	for i, f := range c.forms {
		line := kit.Pad(f.Name, formName) + kit.CutLeft(kit.Clean(f.Text), max(inner-formName-2, 0))
		if i == c.at {
			lines = append(lines, theme.Cursor.Render(kit.Pad("› "+line, inner)))
			continue
		}
		lines = append(lines, kit.Cut("  "+line, inner))
	}
	if c.at < len(c.forms) {
		lines = append(lines, "")
		lines = append(lines, kit.Chop(kit.Clean(c.forms[c.at].Text), max(inner, 1))...)
	}
	title := "copy " + kit.CutLeft(kit.Clean(c.of.URI()), max(inner-10, 1)) + " as"
	return strings.Join(kit.Card(theme, title, lines, w, min(h, len(lines)+2)), "\n"), nil
}

// Keys is what can be pressed now.
func (c *copyAs) Keys() help.KeyMap { return copyAsKeys{c} }

type copyAsKeys struct{ of *copyAs }

// ShortHelp is the footer.
func (k copyAsKeys) ShortHelp() []key.Binding {
	return []key.Binding{k.of.copy, k.of.back, k.of.keys.Up, k.of.keys.Down}
}

// FullHelp is the help page.
func (k copyAsKeys) FullHelp() [][]key.Binding {
	l := k.of.keys
	return [][]key.Binding{{k.of.copy, k.of.back}, {l.Up, l.Down, l.PageUp, l.PageDown, l.HalfUp, l.HalfDown, l.Top, l.Bottom}}
}

// copied puts what was chosen in the menu on the clipboard.
func (f Form) copied() kit.Step { return kit.Copy{Text: share.NewSecret(f.Text), What: f.Name} }
