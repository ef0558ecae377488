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
	read func(context.Context) ([]Place, error)
	more *listed // that are known beside them, as one that was made since the start
	mu   sync.Mutex
	list list
}

// Places is called off the loop.
func (f *found) Places(ctx context.Context) ([]places.Place, error) {
	all, err := f.read(ctx)
	if more := f.more.Load(); more != nil {
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
	return list(all).Places(ctx)
}

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
		w.know(all)
		return to(p)
	}
}

// switching is the screen that chooses another place, from anywhere. All screens are
// left for it: the way here begins anew.
func (w *wiring) switching() kit.Maker {
	src := w.everywhere()
	return func(env kit.Env) kit.Screen {
		return places.New(env, src, places.Options{Setup: w.p.Setup, Switch: true}, places.Exits{
			New: w.making(), Edit: w.after(src, w.changing()), Remove: w.after(src, w.removing()),
			Changed: w.places, // what stands below may be of the place that was changed
			Open: func(chosen places.Place) kit.Maker {
				p, ok := src.named(chosen.Name)
				if !ok {
					p = w.known[chosen.Name]
				}
				if _, ok := w.known[p.Name]; !ok {
					w.know(append(slices.Clone(w.all), p))
				}
				return w.open(p)
			},
		})
	}
}
