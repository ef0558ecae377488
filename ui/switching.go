package ui

import (
	"context"
	"slices"
	"sync"

	"signet/ui/kit"
	"signet/ui/places"
)

// found are the places to switch to, as they were read last.
type found struct {
	read  func(context.Context) ([]Place, error)
	anew  func(context.Context) error // the settings that they are of; nil: they stay as they are
	more  *listed                     // that are known beside them, as one that was made since the start
	begun bool                        // the first answer is what is known: nothing is read for it
	mu    sync.Mutex
	asked bool
	list  list
}

// Places is called off the loop. Who asks again has the settings read anew; where they
// cannot be, the places are those of before.
func (f *found) Places(ctx context.Context) ([]places.Place, error) {
	f.mu.Lock()
	again := f.asked
	f.asked = true
	f.mu.Unlock()
	if f.begun && (!again || f.anew == nil) {
		return f.more.Places(ctx)
	}
	var stale error
	if again && f.anew != nil {
		stale = f.anew(ctx)
	}
	all, err := f.read(ctx)
	if more := f.more.Load(); more != nil && (!again || f.anew == nil || stale != nil) { // read anew, they are all there are
		for _, p := range *more {
			if !slices.ContainsFunc(all, func(q Place) bool { return q.Name == p.Name }) {
				all = append(all, p)
			}
		}
	}
	f.mu.Lock()
	f.list = all
	f.mu.Unlock()
	if err != nil {
		return nil, err
	}
	rows, _ := list(all).Places(ctx)
	return rows, stale
}

// named is the place of a name, as it was read last.
func (f *found) named(name string) (Place, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.list {
		if p.Name == name {
			return p, true
		}
	}
	return Place{}, false
}

// after has all places known that were found, before one of them becomes another or
// goes: the screen that comes then lists what is known.
func (w *wiring) after(src *found, to func(places.Place) kit.Maker) func(places.Place) kit.Maker {
	if to == nil {
		return nil
	}
	return func(p places.Place) kit.Maker {
		src.mu.Lock()
		all := slices.Clone(src.list)
		src.mu.Unlock()
		if all != nil {
			w.know(all)
		}
		return to(p)
	}
}

// opens enters a place that was found.
func (w *wiring) opens(src *found) func(places.Place) kit.Maker {
	return func(chosen places.Place) kit.Maker {
		if p, ok := src.named(chosen.Name); ok {
			w.instead(p.Name, p)
		}
		return w.open(w.known[chosen.Name])
	}
}

// switching is the screen that chooses another place, from anywhere. All screens are
// left for it: the way here begins anew.
func (w *wiring) switching() kit.Maker {
	src := w.everywhere()
	src.anew = w.p.Anew
	return func(env kit.Env) kit.Screen {
		return places.New(env, src, places.Options{Setup: w.p.Setup, Switch: true}, places.Exits{
			New: w.making(), Edit: w.after(src, w.changing()), Remove: w.after(src, w.removing()),
			Changed: w.places, // what stands below may be of the place that was changed
			Open:    w.opens(src),
		})
	}
}
