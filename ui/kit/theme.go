package kit

import (
	"charm.land/lipgloss/v2"
)

// Theme is the palette as styles. There is one constructor, of the terminal's
// background; the colour profile is applied at output, NO_COLOR included. No
// screen names a colour of its own, except the QR code.
type Theme struct {
	Text    lipgloss.Style // plain
	Muted   lipgloss.Style // secondary facts, hints
	Title   lipgloss.Style // headings, the breadcrumb's last part
	Accent  lipgloss.Style // keys in help, the active field
	Cursor  lipgloss.Style // the selected row
	Marked  lipgloss.Style // rows chosen for a batch
	Good    lipgloss.Style
	Warn    lipgloss.Style
	Bad     lipgloss.Style
	Secret  lipgloss.Style // the URL itself
	Border  lipgloss.Style // rules and frames
	Folder  lipgloss.Style
	Stopped lipgloss.Style // ended shares
}

// NewTheme returns the theme for a dark or a light background.
func NewTheme(dark bool) Theme {
	c := lipgloss.LightDark(dark)
	pick := func(light, dark string) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(c(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	return Theme{
		Text:    lipgloss.NewStyle(),
		Muted:   pick("#6b6f76", "#8a8f98"),
		Title:   lipgloss.NewStyle().Bold(true),
		Accent:  pick("#0b5fa5", "#6cb6ff"),
		Cursor:  lipgloss.NewStyle().Reverse(true),
		Marked:  pick("#7a3e9d", "#d2a8ff").Bold(true),
		Good:    pick("#1a7f37", "#57ab5a"),
		Warn:    pick("#9a6700", "#d9a441"),
		Bad:     pick("#b3261e", "#f47067").Bold(true),
		Secret:  pick("#0b5fa5", "#9cdcfe"),
		Border:  pick("#c5c9d0", "#444c56"),
		Folder:  pick("#0b5fa5", "#6cb6ff"),
		Stopped: pick("#8a8f98", "#6b6f76"),
	}
}
