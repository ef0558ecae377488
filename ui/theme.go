package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"signet/ui/kit"
)

// ground is what the theme is chosen by: what the settings say of it, and what the
// terminal has said.
type ground struct {
	want string // auto, dark, light or 16
	dark bool
	few  bool // the terminal has 16 colours at most
}

func newGround(want string) ground {
	return ground{want: want, dark: want != "light", few: want == "16"}
}

// heard takes what the terminal says of itself, and reports whether that was news.
// What the settings say of the background holds, whatever the terminal says; of
// colours it cannot have more than it has.
func (g *ground) heard(msg tea.Msg) bool {
	before := *g
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		if g.want != "dark" && g.want != "light" {
			g.dark = msg.IsDark()
		}
	case tea.ColorProfileMsg:
		g.few = g.want == "16" || msg.Profile <= colorprofile.ANSI
	}
	return *g != before
}

func (g *ground) theme() kit.Theme {
	if g.few {
		return kit.FewColors(g.dark)
	}
	return kit.NewTheme(g.dark)
}
