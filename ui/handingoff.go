package ui

import (
	"context"

	"signet/share"
	rules "signet/share/handoff"
	"signet/share/say"
	"signet/ui/handoff"
	"signet/ui/kit"
)

// Room is a hand-off that goes on.
type Room = handoff.Room

var _ coded = (*handoff.Screen)(nil) // what is said there must not move its code

// handOff leads to where an object is handed off; nil: it cannot be. One hand-off at a
// time goes on without its screen.
func (w *wiring) handOff() func(share.Link, share.Request) kit.Maker {
	if w.p.HandOff == nil {
		return nil
	}
	return func(l share.Link, r share.Request) kit.Maker {
		if r.Page = l.Request.Page; r.Page != "" {
			r.Group = l.Request.Group // its presses belong to the page
		}
		of := handoff.Of{Request: r, Until: l.Terms.Ends, Share: l.ID}
		return func(env kit.Env) kit.Screen { return handoff.New(env, of, w.handOffDeps()) }
	}
}

// handOffObject is the same for an object of which there is no link; nil: it cannot be.
func (w *wiring) handOffObject() func(t share.Target, o share.Object) kit.Maker {
	if w.p.HandOff == nil {
		return nil
	}
	return func(t share.Target, o share.Object) kit.Maker {
		return func(env kit.Env) kit.Screen {
			return handoff.New(env, handoff.Of{Request: share.Request{Target: t, Operation: share.Download, Object: o}}, w.handOffDeps())
		}
	}
}

func (w *wiring) handOffDeps() handoff.Deps {
	return handoff.Deps{Caps: w.caps, Opener: w.p.HandOff, Keep: func(r handoff.Room) bool {
		if words, _ := w.heldOff(); words != "" {
			return false
		}
		w.held = r
		context.AfterFunc(w.ctx, r.Stop) // it ends with the program
		return true
	}}
}

// heldOff is the hand-off that goes on without its screen, for the header.
func (w *wiring) heldOff() (words string, show kit.Maker) {
	if w.held == nil {
		return "", nil
	}
	s := w.held.State()
	if s.Why != rules.Running {
		return "", nil
	}
	room := w.held
	return "hand-off: " + say.Count(s.Left) + " left, " + say.RoughSpan(room.Terms().Ends.Sub(w.now())), func(env kit.Env) kit.Screen {
		return handoff.Again(env, room, w.handOffDeps())
	}
}

// held is what goes on without its screen.
func (a *App) held() (words string, show kit.Maker) {
	if a.o.Held == nil {
		return "", nil
	}
	return a.o.Held()
}
