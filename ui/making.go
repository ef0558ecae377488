package ui

import (
	"context"
	"slices"
	"sync/atomic"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/placeform"
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

// Makes tries places, and writes them into the settings.
type Makes interface {
	// Try is that of placeform.Keeper.
	Try(ctx context.Context, d Draft) (s3browser.Trial, error)
	// Save writes a place as the trial found it, and gives it as it can be browsed.
	Save(ctx context.Context, d Draft, found s3browser.Trial) (Place, error)
}

// maker is Makes for the form, which learns the place from its exit.
type maker struct {
	makes Makes
	saved *atomic.Pointer[Place]
}

// Try tries a draft.
func (m maker) Try(ctx context.Context, d Draft) (s3browser.Trial, error) { return m.makes.Try(ctx, d) }

// Save saves it.
func (m maker) Save(ctx context.Context, d Draft, found s3browser.Trial) error {
	p, err := m.makes.Save(ctx, d, found)
	if err == nil {
		m.saved.Store(&p)
	}
	return err
}

// making leads to the form of a place; nil: places cannot be made.
func (w *wiring) making() func() kit.Maker {
	if w.p.Makes == nil {
		return nil
	}
	return func() kit.Maker {
		saved := &atomic.Pointer[Place]{}
		return func(env kit.Env) kit.Screen {
			return placeform.New(env, maker{w.p.Makes, saved}, placeform.Exits{Open: func(string) kit.Maker {
				p := *saved.Load()
				w.know(append(slices.DeleteFunc(slices.Clone(w.all), func(q Place) bool { return q.Name == p.Name }), p))
				return w.open(p)
			}})
		}
	}
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

// listed is a places.Source of what is known at the time.
type listed struct{ atomic.Pointer[[]Place] }

// Places lists them.
func (l *listed) Places(ctx context.Context) ([]places.Place, error) {
	if all := l.Load(); all != nil {
		return list(*all).Places(ctx)
	}
	return nil, nil
}
