package uitest

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"signet/ui/kit"
)

var gallery = flag.String("gallery", "", "folder to draw every golden screen into, in every theme")

// frameRows are the root's own: screens are drawn without them.
const frameRows = 2

// Terminal is the size of a window.
type Terminal struct{ W, H int }

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

// Goldens compares the screen in all Terminals with testdata/NAME-WxH.golden.
func (d *Driver) Goldens(name string, clean ...func(string) string) {
	d.t.Helper()
	for _, s := range Terminals() {
		d.GoldenAt(name, s, clean...)
	}
}

// GoldenAt compares the screen in one terminal, after what differs from run to run is
// cleaned away. With -gallery it is drawn in every theme, too.
func (d *Driver) GoldenAt(name string, s Terminal, clean ...func(string) string) {
	d.t.Helper()
	view := d.View(s.W, s.H-frameRows)
	for _, c := range clean {
		view = c(view)
	}
	Golden(d.t, fmt.Sprintf("%s-%dx%d", name, s.W, s.H), view)
	if *gallery != "" {
		d.draw(name, s)
	}
}

// Styled compares the screen at 80x24 in every theme with testdata/NAME-styled.golden,
// where the styles are written out: ‹1;38;5;117›.
func (d *Driver) Styled(name string) {
	d.t.Helper()
	var b strings.Builder
	d.inThemes(func(t themed) {
		s := Terminals()[0]
		fmt.Fprintf(&b, "── %s\n%s\n", t.name, written(d.drawn(t, s)))
	})
	Golden(d.t, name+"-styled", b.String())
}

// inThemes shows the screen in one theme after the other. All that it draws with
// has the same theme, as in the program.
func (d *Driver) inThemes(do func(themed)) {
	kept := *d.Env.Theme
	defer func() { *d.Env.Theme = kept }()
	for _, t := range themes() {
		*d.Env.Theme = t.theme
		do(t)
	}
}

// drawn is the screen as it reaches a terminal with the colours of the theme.
func (d *Driver) drawn(t themed, s Terminal) string {
	view, _ := d.Screen.View(s.W, s.H-frameRows)
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: t.profile}
	if _, err := w.WriteString(view); err != nil {
		d.t.Error(err)
	}
	return out.String()
}

// draw writes the screen in every theme into the folder of the gallery.
func (d *Driver) draw(name string, s Terminal) {
	d.t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		d.t.Fatal(err)
	}
	d.inThemes(func(t themed) {
		file := fmt.Sprintf("%s-%s@%dx%d@%s.ansi", filepath.Base(dir), name, s.W, s.H-frameRows, t.name)
		if err := os.WriteFile(filepath.Join(*gallery, file), []byte(d.drawn(t, s)), 0o600); err != nil {
			d.t.Fatal(err)
		}
	})
}

// written is a drawing with its styles in words, and without its hyperlinks.
func written(view string) string {
	view = regexp.MustCompile(`\x1b\]8;[^\x07\x1b]*(\x07|\x1b\\)`).ReplaceAllString(view, "")
	view = regexp.MustCompile(`\x1b\[([0-9;:]*)m`).ReplaceAllString(view, "‹$1›")
	lines := strings.Split(view, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}
