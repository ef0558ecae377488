package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/config/bookmarks"
	"signet/share"
	"signet/ui/jump"
	"signet/ui/kit"
)

// Kept is what the user comes back to; *bookmarks.Store is one. All methods read or
// write files.
type Kept interface {
	List() ([]bookmarks.Bookmark, error)
	Add(b bookmarks.Bookmark) (added bool, err error)
	Remove(l bookmarks.Location) (gone bool, err error)
	Visited() ([]bookmarks.Recent, error)
	Visit(l bookmarks.Location, passed *bookmarks.Location) error
	Forget(l bookmarks.Location) error
}

// keeping is what is kept, with the bookmarks as they were read last.
type keeping struct {
	store Kept // nil: nothing is kept

	mu      sync.Mutex
	list    []bookmarks.Bookmark
	dropped bookmarks.Bookmark // last: taking that back gives its name again

	last share.Target // where the user was noted last
	when time.Time
}

// read reads the bookmarks. What is wrong with their file is said where they are used.
func (k *keeping) read() ([]bookmarks.Bookmark, error) {
	if k.store == nil {
		return nil, nil
	}
	list, err := k.store.List()
	k.mu.Lock()
	defer k.mu.Unlock()
	if err == nil {
		k.list = list
	}
	return list, err
}

// has reports a location that is bookmarked. No IO.
func (k *keeping) has(t share.Target) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.ContainsFunc(k.list, func(b bookmarks.Bookmark) bool { return b.Same(location(t)) })
}

// drop removes a bookmark, and remembers it.
func (k *keeping) drop(l bookmarks.Location) error {
	k.mu.Lock()
	for _, b := range k.list {
		if b.Same(l) {
			k.dropped = b
		}
	}
	k.mu.Unlock()
	_, err := k.store.Remove(l)
	return err
}

// again is a bookmark of a location, with the name that it had until just now.
func (k *keeping) again(l bookmarks.Location) bookmarks.Bookmark {
	k.mu.Lock()
	defer k.mu.Unlock()
	b := bookmarks.Bookmark{Location: l}
	if k.dropped.Same(l) {
		b.Name, b.Added = k.dropped.Name, k.dropped.Added
	}
	return b
}

func location(t share.Target) bookmarks.Location {
	return bookmarks.Location{Place: t.Place, Bucket: t.Bucket, Key: t.Key}
}

// serverOf is where a place is browsed, as bookmarks note it. It may read files.
func serverOf(p Place) string {
	if p.Servers == nil {
		return ""
	}
	if all := p.Servers(); len(all) > 0 {
		return all[0]
	}
	return ""
}

// bookmarking is bookmark; nil: nothing is kept.
func (w *wiring) bookmarking() func(share.Target) func(bool) (string, error) {
	if w.kept.store == nil {
		return nil
	}
	return w.bookmark
}

// bookmark is the work that keeps a location, or drops its bookmark.
func (w *wiring) bookmark(t share.Target) func(on bool) (said string, err error) {
	p, l, kept := w.known[t.Place], location(t), &w.kept
	return func(on bool) (said string, err error) {
		if on {
			l.Server = serverOf(p)
			said = "bookmarked " + shown(t)
			_, err = kept.store.Add(kept.again(l))
		} else {
			said = "removed the bookmark of " + shown(t)
			err = kept.drop(l)
		}
		if err == nil {
			_, err = kept.read()
		}
		return said, err
	}
}

// shown is a location for a message.
func shown(t share.Target) string {
	l, _ := location(t).Secret() // one that was noted once is not shown
	if l.Bucket == "" {
		return "the place " + kit.Clean(l.Place)
	}
	return kit.Clean(l.Address())
}

// passing is how short a stay is no visit: on the way to a folder one passes others.
const passing = 5 * time.Second

// visit notes where the user is.
func (w *wiring) visit(at share.Target) tea.Cmd {
	if w.kept.store == nil {
		return nil
	}
	l, now := location(at), w.now()
	var passed *bookmarks.Location
	if last := location(w.kept.last); last.Above(l) && now.Sub(w.kept.when) < passing {
		passed = &last
	}
	w.kept.last, w.kept.when = at, now
	p, store := w.known[at.Place], w.kept.store
	return func() tea.Msg {
		l.Server = serverOf(p)
		_ = store.Visit(l, passed) // what cannot be remembered is forgotten
		return nil
	}
}

// everywhere finds the places that can be gone to.
func (w *wiring) everywhere() *found {
	read := w.p.All
	if read == nil {
		read = w.p.Places
	}
	return &found{read: read, more: &w.listed}
}

// ways is a jump.Source.
type ways struct {
	found *found
	kept  *keeping
	here  share.Target // where the user is
	open  bool         // its place is open
}

// Known gives bookmarks, recents and places. A bookmark is of a place at a server: a
// place of that name that is gone, or is at another server now, is not its.
func (s *ways) Known(ctx context.Context) (all []jump.Way, err error) {
	listed, err := s.found.Places(ctx)
	if err != nil {
		return nil, err
	}
	at := servers{known: map[string]string{}}
	marks, err := s.kept.read()
	for _, b := range marks {
		w := s.way(jump.Bookmark, b.Location, &at)
		w.Name = b.Name
		all = append(all, w)
	}
	if s.kept.store != nil {
		recents, failed := s.kept.store.Visited()
		if err == nil {
			err = failed
		}
		for _, r := range recents {
			if w := s.way(jump.Recent, r.Location, &at); w.Gone == "" && !r.Same(location(s.here)) { // one is there
				all = append(all, w)
			}
		}
	}
	for _, p := range listed {
		all = append(all, jump.Way{Kind: jump.Place, Place: p.Name, Label: p.Label, There: !s.open || p.Name != s.here.Place})
	}
	return all, err
}

func (s *ways) way(kind jump.Kind, l bookmarks.Location, at *servers) jump.Way {
	w := jump.Way{Kind: kind, Place: l.Place, Bucket: l.Bucket, Key: l.Key, There: !s.open || l.Place != s.here.Place}
	p, ok := s.found.named(l.Place)
	server := ""
	if ok {
		server = at.of(p)
	}
	w.Gone, w.Label = l.Gone(ok, server), p.Label
	if _, secret := l.Secret(); secret {
		w.Secret, w.Bare = true, l.Shown()
	}
	return w
}

// Forget drops a bookmark or a recent.
func (s *ways) Forget(_ context.Context, w jump.Way) (said string, err error) {
	t := share.Target{Place: w.Place, Bucket: w.Bucket, Key: w.Key}
	if w.Kind == jump.Recent {
		return "forgot " + shown(t), s.kept.store.Forget(location(t))
	}
	err = s.kept.drop(location(t))
	if err == nil {
		_, err = s.kept.read()
	}
	return "removed the bookmark of " + shown(t), err
}

// servers are those of places, each asked for once.
type servers struct{ known map[string]string }

func (s *servers) of(p Place) string {
	if at, ok := s.known[p.Name]; ok {
		return at
	}
	s.known[p.Name] = serverOf(p)
	return s.known[p.Name]
}

// way goes the way of a row.
func (w *wiring) way(src *ways, to jump.Way) kit.Maker {
	p, ok := w.known[to.Place]
	if found, there := src.found.named(to.Place); !ok && there {
		p = found
		w.learn(p)
	}
	if to.Bucket == "" {
		return w.open(p)
	}
	return w.at(p, share.Target{Bucket: to.Bucket, Key: to.Key})
}
