package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/ui/kit"
)

// placed is the optional ability of a screen to say what of S3 it is about, as far
// as that is settled: a place, a bucket, a folder or an object.
type placed interface{ At() share.Target }

// browsing is a screen of folders, whose way begins with its place.
type browsing interface{ Place() string }

// pathRoom is what the way here keeps of the header, whatever holds.
const pathRoom = 24

// header is the program's name, the way here with its end always in sight, and at
// the right what holds here: demo, read-only, guarded.
func (a *App) header() string {
	const brand = " signet "
	th := a.theme
	states := a.states()
	if held, _ := a.held(); held != "" {
		states = append([]string{held}, states...)
	}
	end := ""
	for i := len(states); i > 0; i-- {
		end = " " + strings.Join(states[:i], " · ") + " "
		if a.w-ansi.StringWidth(brand+end) >= min(pathRoom, ansi.StringWidth(a.path())+1) {
			break
		}
		end = ""
	}
	room := max(a.w-ansi.StringWidth(brand+end), 0)
	way := kit.CutLeft(a.path(), max(room-1, 0))
	before, here := "", way
	if i := strings.LastIndex(way, crumb); i >= 0 {
		before, here = way[:i+len(crumb)], way[i+len(crumb):]
	}
	blank := max(room-1-ansi.StringWidth(way), 0)
	line := th.Brand.Render(brand) + th.Bar.Render(" "+before) + th.BarTitle.Render(here) + th.Bar.Render(strings.Repeat(" ", blank))
	if end != "" {
		line += th.BarState.Render(end)
	}
	return kit.Cut(line, a.w)
}

// crumb separates the parts of the way.
const crumb = " › "

// path is where the user is: the titles of the screens.
func (a *App) path() string {
	var parts []string
	from := 0
	for i, f := range a.stack { // where one is, not how one came: what led to the last folder is no part of it
		if b, ok := f.screen.(browsing); ok && b.Place() != "" {
			from, parts = i, []string{kit.Clean(b.Place())}
		}
	}
	for _, f := range a.stack[from:] {
		if t := f.screen.Title(); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, crumb)
}

// sight is the page that is on screen: the path, and which of its views a screen shows.
func (a *App) sight() string {
	path := a.path()
	if n := len(a.stack); n > 0 {
		if s, ok := a.stack[n-1].screen.(interface{ Sight() string }); ok {
			path += s.Sight()
		}
	}
	return path
}

// states are the words for what holds where the user is. They are asked for once at
// each place: the guard rails are read for them.
func (a *App) states() []string {
	if a.o.States == nil {
		return nil
	}
	var at share.Target
	for _, f := range a.stack {
		if p, ok := f.screen.(placed); ok {
			at = p.At()
		}
	}
	if !a.stated || at != a.statesOf {
		a.stated, a.statesOf, a.statesAre = true, at, a.o.States(at)
	}
	return a.statesAre
}
