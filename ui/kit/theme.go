package kit

import (
	"image/color"

	"charm.land/lipgloss/v2"

	"signet/share/state"
)

// Theme is the palette as styles, called by what they say and not by how they look.
// No screen names a colour of its own, except the QR code. What a style says is
// always told by a word or a sign as well: there are terminals without colours.
//
// There are three weights of text: Title, Text, Muted. There is one accent. A share is
// open, ends soon or is over, and what destroys has a style that nothing else has.
type Theme struct {
	Text   lipgloss.Style // body: as the terminal writes, so that it costs nothing
	Muted  lipgloss.Style // secondary facts, hints
	Title  lipgloss.Style // headings
	Accent lipgloss.Style // keys in help, the active field
	Cursor lipgloss.Style // the selected row
	Marked lipgloss.Style // rows chosen for a batch
	Secret lipgloss.Style // the URL itself
	Folder lipgloss.Style
	Border lipgloss.Style // rules and frames

	Good lipgloss.Style
	Warn lipgloss.Style
	Bad  lipgloss.Style

	Open   lipgloss.Style // a share that works
	Soon   lipgloss.Style // one that ends soon
	Over   lipgloss.Style // one that works no more
	Danger lipgloss.Style // what destroys

	Brand    lipgloss.Style // the program's name in the header
	Bar      lipgloss.Style // the rest of the header: the way here
	BarTitle lipgloss.Style // where one is
	BarState lipgloss.Style // what holds here: demo, read-only, guarded
}

// palette is the colours that a theme is made of.
type palette struct {
	muted, accent, marked, good, warn, bad, border color.Color

	cursor, cursorGround, danger, dangerGround   color.Color
	brand, brandGround, bar, barTitle, barGround color.Color
}

// NewTheme returns the theme for a dark or a light background. Most colours are
// entries of the 256-colour cube, which terminals do not change and which take half
// the bytes of a colour in full. How they stand out is computed in a test.
func NewTheme(dark bool) Theme {
	index := func(text string) color.Color { return lipgloss.Color(text) }
	if dark {
		return palette{
			muted: index("247"), accent: index("117"), marked: index("183"), good: index("114"), warn: index("221"), bad: index("210"), border: index("240"),
			cursor: index("231"), cursorGround: index("24"), danger: index("231"), dangerGround: index("124"),
			brand: index("232"), brandGround: index("117"), bar: index("250"), barTitle: index("231"), barGround: index("236"),
		}.theme()
	}
	return palette{
		muted: index("241"), accent: index("#00416f"), marked: index("90"), good: index("22"), warn: index("94"), bad: index("124"), border: index("250"),
		cursor: index("232"), cursorGround: index("153"), danger: index("231"), dangerGround: index("124"),
		brand: index("231"), brandGround: index("#00416f"), bar: index("240"), barTitle: index("232"), barGround: index("254"),
	}.theme()
}

func (p palette) theme() Theme {
	ink := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	on := func(ink, ground color.Color) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(ink).Background(ground)
	}
	t := Theme{
		Text: lipgloss.NewStyle(), Muted: ink(p.muted), Title: lipgloss.NewStyle().Bold(true), Accent: ink(p.accent),
		Cursor: on(p.cursor, p.cursorGround), Marked: ink(p.marked).Bold(true), Secret: ink(p.accent), Folder: ink(p.accent), Border: ink(p.border),
		Good: ink(p.good), Warn: ink(p.warn), Bad: ink(p.bad).Bold(true), Danger: on(p.danger, p.dangerGround).Bold(true),
		Brand: on(p.brand, p.brandGround).Bold(true), Bar: on(p.bar, p.barGround), BarTitle: on(p.barTitle, p.barGround).Bold(true), BarState: on(p.barTitle, p.barGround),
	}
	return t.states()
}

// FewColors returns the theme of terminals with 16 colours or none, for a dark or a
// light background. The colours are called by their index and are what the user has
// made of them. What is muted is faint: there is no index that is grey everywhere.
// Without colours the weights and what is reversed remain.
func FewColors(dark bool) Theme {
	plain := lipgloss.NewStyle()
	ink := func(index string) lipgloss.Style { return plain.Foreground(lipgloss.Color(index)) }
	accent := ink("4") // blue is hard to read on black, cyan on white
	if dark {
		accent = ink("6")
	}
	t := Theme{
		Text: plain, Muted: plain.Faint(true), Title: plain.Bold(true), Accent: accent,
		Cursor: plain.Reverse(true), Marked: ink("5").Bold(true), Secret: accent, Folder: accent, Border: plain.Faint(true),
		Good: ink("2"), Warn: ink("3"), Bad: ink("1").Bold(true), Danger: ink("1").Bold(true).Reverse(true),
		Brand: accent.Bold(true).Reverse(true), Bar: plain, BarTitle: plain.Bold(true), BarState: accent.Bold(true),
	}
	return t.states()
}

// State is the style of a link's state. One that opens yet is no trouble, and no use.
func (t *Theme) State(s state.State) lipgloss.Style {
	switch s {
	case state.Open:
		return t.Open
	case state.Soon:
		return t.Soon
	case state.Over:
		return t.Over
	case state.Later:
	}
	return t.Accent
}

// states gives the states of a share the colours of what is said of it.
func (t Theme) states() Theme {
	t.Open, t.Soon, t.Over = t.Good, t.Warn, t.Muted
	return t
}
