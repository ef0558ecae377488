package ui

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/placeform"
	"signet/ui/placeremove"
	"signet/ui/places"
)

// Draft is a place that is being made.
type Draft = placeform.Draft

// The sources of the keys of a draft.
const (
	KeysTyped       = placeform.Typed
	KeysProfile     = placeform.Profile
	KeysEnvironment = placeform.Environment
	KeysProgram     = placeform.Program
	KeysFile        = placeform.File
)

// Removal is what removing a place does.
type Removal = placeremove.Removal

// Makes tries places, writes them into the settings, changes and removes them.
type Makes interface {
	// Try is that of placeform.Keeper.
	Try(ctx context.Context, d Draft) (s3browser.Trial, error)
	// Save writes a place as the trial found it, and gives it as it can be browsed. left
	// is what could not be taken away of what it was before, or empty.
	Save(ctx context.Context, d Draft, found s3browser.Trial) (p Place, left string, err error)
	// Draft is a place of the settings as the form has it, without its secrets: no IO.
	Draft(name string) Draft
	// Removal says what Remove does: no IO. left is what it could not take along.
	Removal(name string) Removal
	Remove(ctx context.Context, name string) (left string, err error)
}

// maker is Makes for the form, which learns the place from its exit.
type maker struct {
	makes Makes
	saved *atomic.Pointer[Place]
}

// Try tries a draft.
func (m maker) Try(ctx context.Context, d Draft) (s3browser.Trial, error) { return m.makes.Try(ctx, d) }

// written is where in the settings a place stands; empty: it is not known.
func (p *Place) written() string {
	if p.Facts == nil {
		return ""
	}
	for _, f := range p.Facts() {
		if f.Name == FactWritten {
			return strings.Join(f.Lines, ", ")
		}
	}
	return ""
}

// Save saves it.
func (m maker) Save(ctx context.Context, d Draft, found s3browser.Trial) (string, error) {
	p, left, err := m.makes.Save(ctx, d, found)
	if err == nil {
		m.saved.Store(&p)
	}
	return left, err
}

// making leads to the form of a place; nil: places cannot be made.
func (w *wiring) making() func() kit.Maker {
	if w.p.Makes == nil {
		return nil
	}
	return func() kit.Maker {
		saved := &atomic.Pointer[Place]{}
		return func(env kit.Env) kit.Screen {
			exits := placeform.Exits{Written: func() string { return saved.Load().written() }}
			exits.Open = func(string) kit.Maker {
				p := *saved.Load()
				w.instead(p.Name, p)
				return w.open(p)
			}
			return placeform.New(env, maker{w.p.Makes, saved}, exits)
		}
	}
}

// changing leads to the form of a place that is there; nil: places cannot be changed.
func (w *wiring) changing() func(places.Place) kit.Maker {
	if w.p.Makes == nil {
		return nil
	}
	return func(was places.Place) kit.Maker {
		saved := &atomic.Pointer[Place]{}
		return func(env kit.Env) kit.Screen {
			exits := placeform.Exits{Changed: func() { w.instead(was.Name, *saved.Load()) }}
			return placeform.Edit(env, maker{w.p.Makes, saved}, exits, w.p.Makes.Draft(was.Name))
		}
	}
}

// removing leads to the question whether a place goes; nil: places cannot be removed.
func (w *wiring) removing() func(places.Place) kit.Maker {
	makes := w.p.Makes
	if makes == nil {
		return nil
	}
	return func(p places.Place) kit.Maker {
		return func(env kit.Env) kit.Screen {
			remove := func(ctx context.Context) (string, error) { return makes.Remove(ctx, p.Name) }
			return placeremove.New(env, makes.Removal(p.Name), remove, func() { w.without(p.Name) })
		}
	}
}

// instead puts a place where one of that name was, or at the end.
func (w *wiring) instead(name string, p Place) {
	all := slices.Clone(w.all)
	if i := slices.IndexFunc(all, func(q Place) bool { return q.Name == name }); i >= 0 {
		all[i] = p
	} else {
		all = append(all, p)
	}
	w.know(all)
}

// without forgets a place.
func (w *wiring) without(name string) {
	w.know(slices.DeleteFunc(slices.Clone(w.all), func(q Place) bool { return q.Name == name }))
}

// know takes the places that there are from now on.
func (w *wiring) know(list []Place) {
	w.all = list
	clear(w.known)
	for _, p := range list {
		w.known[p.Name] = p
	}
	w.listed.Store(&list)
}

// learn takes a place beside those that are known.
func (w *wiring) learn(p Place) { w.know(append(slices.Clone(w.all), p)) }

// listed is a places.Source of what is known at the time.
type listed struct{ atomic.Pointer[[]Place] }

// Places lists them.
func (l *listed) Places(ctx context.Context) ([]places.Place, error) {
	if all := l.Load(); all != nil {
		return list(*all).Places(ctx)
	}
	return nil, nil
}
