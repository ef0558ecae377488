// Package places is the first screen: what can be browsed, profiles of the AWS
// files and endpoints of the settings alike. With none it says how to add one.
package places

import (
	"context"

	"charm.land/bubbles/v2/key"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/listscreen"
)

// Place is one thing that can be browsed, as it is shown. Its text may be
// anything; it is cleaned where it is drawn.
type Place struct {
	Name   string // unique; what the places of requests are called
	Label  string // shown instead of Name; empty: Name
	Kind   string // "SSO", "role", "keys", "endpoint", ...
	Where  string // region or address
	Starts string // bucket and prefix where browsing begins; empty: the buckets
	State  string // "read only"; empty: nothing to say
	Own    bool   // of the settings, where it can be changed and removed
	Facts  []Fact // for the card beside the list
}

// Fact is one thing that is known of a place.
type Fact struct {
	Name  string
	Lines []string
}

func (p *Place) label() string {
	if p.Label != "" {
		return p.Label
	}
	return p.Name
}

// Source finds the places. It reads files and must return soon after ctx ends.
type Source interface {
	Places(ctx context.Context) ([]Place, error)
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	Open func(Place) kit.Maker // browses a place
	Demo func() kit.Maker      // starts the demo
	New  func() kit.Maker      // makes a place
	// Edit and Remove change a place of the settings, or take it out.
	Edit, Remove func(Place) kit.Maker
	// Changed is where to go after that; nil: the places are listed anew.
	Changed func() kit.Maker
}

// Setup is what the screen shows to somebody who has no place yet.
type Setup struct {
	File  string   // of the settings
	Lines []string // to be written there, as an example
}

// Options are what the screen may be told beside its places.
type Options struct {
	Setup Setup
	// Choose says why a place is asked for, in one line, when the screen is a
	// question on the way to another one; empty: it is where browsing begins.
	Choose string
	// Switch leaves all screens for the place that is chosen.
	Switch bool
	// Notice is one plain line of at most w cells about what else is going on
	// ("3 links open · 2 end within 15 min"), and whether that is pressing;
	// empty: nothing is. It is called while drawing: no IO.
	Notice func(w int) (text string, pressing bool)
}

// New makes the screen. Nothing is read before Init.
func New(env kit.Env, src Source, o Options, exits Exits) *listscreen.Screen[Place] {
	spec := listscreen.Spec[Place]{
		Rows: rows(), One: "place", Title: "places", Busy: "looking for places", Load: src.Places,
		Enter: "browse", Back: env.Keys.Bind("back", "back"), Home: true, Reload: "look again",
		Question: o.Choose, Notice: o.Notice, More: []listscreen.Action{made(env.Keys, exits), demo(env.Keys, exits)},
		Loading: listing.Message{Title: "looking for places …"}, Empty: none(o.Setup, made(env.Keys, exits).Key),
	}
	spec.Keep = func(p Place) share.Target { return share.Target{Place: p.Name} }
	spec.Detail = card()
	spec.OnRow = []listscreen.RowAction[Place]{
		onOwn(env.Keys.Bind("edit", "change"), exits.Edit), onOwn(env.Keys.Bind("remove", "remove"), exits.Remove),
	}
	if exits.Changed != nil {
		spec.Changed = func() kit.Step { return kit.Start{Make: exits.Changed()} }
	}
	if exits.Open != nil {
		spec.Open = func(p Place) kit.Step { return kit.Push{Make: exits.Open(p)} }
	}
	if o.Choose != "" { // a question that was answered does not come back
		spec.Title, spec.Enter, spec.Home = "choose a place", "this one", false
		spec.Open = func(p Place) kit.Step { return kit.Replace{Make: exits.Open(p)} }
	}
	if o.Switch {
		spec.Enter, spec.Home = "switch to it", false
		spec.Open = func(p Place) kit.Step { return kit.Start{Make: exits.Open(p)} }
	}
	return listscreen.New(env, spec)
}

// onOwn is what can be done with a place of the settings alone.
func onOwn(b key.Binding, exit func(Place) kit.Maker) listscreen.RowAction[Place] {
	return listscreen.RowAction[Place]{
		Key: b,
		For: func(p Place) bool { return exit != nil && p.Own },
		Do:  func(p Place) kit.Step { return kit.Push{Make: exit(p)} },
	}
}

func made(keys kit.Keys, exits Exits) listscreen.Action {
	b := keys.Bind("new", "new place")
	b.SetEnabled(exits.New != nil)
	return listscreen.Action{
		Key: b, Long: "add a place: a server of your own, or AWS",
		Do: func() kit.Step { return kit.Push{Make: exits.New()} },
	}
}

func demo(keys kit.Keys, exits Exits) listscreen.Action {
	b := keys.Bind("demo", "demo")
	b.SetEnabled(exits.Demo != nil)
	return listscreen.Action{
		Key: b, Long: "try the demo: a private bucket inside this program",
		Do: func() kit.Step { return kit.Push{Make: exits.Demo()} },
	}
}

func rows() listing.Spec[Place] {
	return listing.Spec[Place]{
		Columns: []listing.Column{
			{Title: "place"},
			{Title: "kind", Width: 12, From: 34},
			{Title: "where", From: 60},
			{Title: "state", Width: 14, From: 66},
		},
		Key:  func(p *Place) string { return p.Name },
		Text: func(p *Place) string { return p.label() + " " + p.Kind + " " + p.Where },
		Row:  drawn,
	}
}

func drawn(p *Place) listing.Row {
	where := p.Where
	if p.Starts != "" {
		where += " " + p.Starts
	}
	return listing.Row{Cells: []string{p.label(), p.Kind, where, p.State}, Tone: listing.Folder}
}

// none says how to add a place: first with the key that asks for all it takes.
func none(setup Setup, add key.Binding) listing.Message {
	m := listing.Message{Title: "no place to browse yet", Text: "There is no profile in ~/.aws and no place in the settings.", Exact: setup.Lines}
	if add.Enabled() {
		m.Text = "Press " + kit.Named(add) + " to add a place: a server of your own, or AWS. " + m.Text
	}
	if setup.File != "" {
		m.Text += " You can also sign in with the AWS tools (aws configure, aws configure sso), or write an endpoint into " + setup.File + ":"
	}
	return m
}
