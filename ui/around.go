package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/kit"
)

// Abilities of a screen: what of S3 the bookmark key keeps, where that is another thing
// than what the screen is about (false: nothing); that it has arrived where it is about;
// and that its own row is where one goes to.
type (
	keepable interface{ Keeps() (share.Target, bool) }
	arriving interface{ Arrived() bool }
	aiming   interface{ Aims() bool }
)

// here is what of S3 the user is about, as far as that is settled.
func (a *App) here() (at share.Target) {
	for _, f := range a.stack {
		if p, ok := f.screen.(placed); ok {
			at = p.At()
		}
	}
	if kept, ok := a.keeps(); ok && at.Place == "" {
		return kept
	}
	return at
}

// keeps is what the bookmark key keeps; false: nothing is shown that could be kept.
func (a *App) keeps() (t share.Target, ok bool) {
	switch s := a.current().(type) {
	case keepable:
		t, ok = s.Keeps()
	case placed:
		t, ok = s.At(), true
	}
	t.Region, t.VersionID, t.Other = "", "", ""
	return t, ok && (t.Place != "" || t.Bucket != "")
}

// aims reports that the screen on top goes to its own row.
func (a *App) aims() bool {
	s, ok := a.current().(aiming)
	return ok && s.Aims()
}

// global keys as they are at this moment.
func (a *App) globals() globalKeys {
	k := a.keys
	t, ok := a.keeps()
	k.bookmark.SetEnabled(ok && a.o.Bookmark != nil)
	if ok && a.bookmarked(t) {
		kit.Does(&k.bookmark, "drop the bookmark")
	}
	k.jump.SetEnabled(a.o.Goto != nil && !a.aims())
	held, _ := a.held()
	k.handOff.SetEnabled(held != "")
	if s := a.current(); s != nil && s.Capturing() {
		k.help = kit.Untyped(k.help)
		for _, b := range []*key.Binding{&k.quit, &k.history, &k.inspect, &k.places, &k.jump, &k.bookmark, &k.handOff} {
			b.SetEnabled(false)
		}
	}
	return k
}

func (a *App) bookmarked(t share.Target) bool { return a.o.Bookmarked != nil && a.o.Bookmarked(t) }

// bookmarkedMsg is how it went.
type bookmarkedMsg struct {
	said string
	err  error
}

// bookmark keeps what is shown, or drops its bookmark.
func (a *App) bookmark() tea.Cmd {
	t, ok := a.keeps()
	if !ok {
		return nil
	}
	on, keep := !a.bookmarked(t), a.o.Bookmark(t)
	return func() tea.Msg {
		said, err := keep(on)
		return bookmarkedMsg{said, err}
	}
}

func (a *App) tookBookmark(msg bookmarkedMsg) tea.Cmd {
	if msg.err != nil {
		a.toast.Show(kit.Problem, kit.Clean(msg.err.Error()), a.o.Clock())
		return nil
	}
	a.toast.Show(kit.Good, msg.said, a.o.Clock())
	return nil
}

// arrived notes where the user is, once at each place or folder that could be read.
func (a *App) arrived() tea.Cmd {
	s, ok := a.current().(arriving)
	at, is := a.current().(placed)
	if a.o.Visit == nil || !ok || !is || !s.Arrived() {
		return nil
	}
	t := at.At()
	if t.Place == "" && t.Bucket == "" || t == a.visited {
		return nil
	}
	a.visited = t
	return a.o.Visit(t)
}
