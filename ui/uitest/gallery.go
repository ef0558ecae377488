package uitest

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"signet/ui/kit"
)

var gallery = flag.String("gallery", "", "folder to draw every golden screen into, in every theme")

// frameRows are the root's own: screens are drawn without them.
const frameRows = 2

// Terminal is the size of a window.
type Terminal struct{ W, H int }

func (s Terminal) String() string { return fmt.Sprintf("%dx%d", s.W, s.H) }

// Terminals are those that people have, and that every screen is drawn for.
func Terminals() []Terminal { return []Terminal{{80, 24}, {120, 40}, {200, 60}} }

// themed is a theme, and what of it reaches the terminal.
type themed struct {
	name    string
	theme   kit.Theme
	profile colorprofile.Profile
}

func themes() []themed {
	return []themed{
		{"dark", kit.NewTheme(true), colorprofile.TrueColor},
		{"light", kit.NewTheme(false), colorprofile.TrueColor},
		{"16", kit.FewColors(true), colorprofile.ANSI},
		{"none", kit.FewColors(true), colorprofile.Ascii},
	}
}

// Goldens compares the screen in all Terminals and all themes with
// testdata/NAME.golden, after what differs from run to run is cleaned away.
func (d *Driver) Goldens(name string, clean ...func(string) string) {
	d.t.Helper()
	GoldensOf(d.t, name, func(Terminal) *Driver { return d }, clean...)
}

// GoldensOf is Goldens for a screen that is made for the size of its terminal.
func GoldensOf(t testing.TB, name string, of func(Terminal) *Driver, clean ...func(string) string) {
	t.Helper()
	var all []drawing
	for _, s := range Terminals() {
		d := of(s)
		d.View(s.W, s.H-frameRows) // that it fits
		all = append(all, inThemes(t, d.Env.Theme, s, func(has colorprofile.Profile) string {
			if d.Hear != nil {
				d.Hear(tea.ColorProfileMsg{Profile: has})
			}
			view, _ := d.Screen.View(s.W, s.H-frameRows)
			for _, c := range clean {
				view = c(view)
			}
			return view
		})...)
	}
	pictures(t, name, all)
}

// Frames is Goldens for the whole window: the header, a screen and the status line.
// What it draws has the colours of that theme, and is told what the terminal has.
func Frames(t testing.TB, name string, theme *kit.Theme, draw func(w, h int, has colorprofile.Profile) string) {
	t.Helper()
	var all []drawing
	for _, s := range Terminals() {
		all = append(all, inThemes(t, theme, s, func(has colorprofile.Profile) string { return draw(s.W, s.H, has) })...)
	}
	pictures(t, name, all)
}

// drawing is a screen in a theme and a terminal, as it reaches that.
type drawing struct {
	size  Terminal
	theme string
	view  string
}

// inThemes draws in one theme after the other. All that is drawn with has the same
// theme, as in the program.
func inThemes(t testing.TB, theme *kit.Theme, s Terminal, draw func(colorprofile.Profile) string) []drawing {
	t.Helper()
	kept := *theme
	defer func() { *theme = kept }()
	var all []drawing
	for _, th := range themes() {
		*theme = th.theme
		var out bytes.Buffer
		w := colorprofile.Writer{Forward: &out, Profile: th.profile}
		if _, err := w.WriteString(draw(th.profile)); err != nil {
			t.Error(err)
		}
		all = append(all, drawing{s, th.name, out.String()})
	}
	return all
}

// pictures compares drawings with their golden, and with -gallery draws them into its
// folder.
func pictures(t testing.TB, name string, all []drawing) {
	t.Helper()
	same(t, name, written(all))
	if *gallery == "" {
		return
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		file := fmt.Sprintf("%s-%s@%s@%s.ansi", filepath.Base(dir), name, d.size, d.theme)
		if err := os.WriteFile(filepath.Join(*gallery, file), []byte(d.view), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
