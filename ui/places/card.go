package places

import "signet/ui/listscreen"

// The facts of a place, in the order of the card. Those that nothing is known of are
// left away.
const (
	Address = "address"
	Region  = "region"
	Style   = "bucket name"
	Keys    = "keys"
	Links   = "links"
	Begins  = "begins in"
	Forbids = "forbids"
	Tried   = "last trial"
	Written = "settings"
)

// card tells what a place is.
func card() *listscreen.Detail[Place] {
	d := &listscreen.Detail[Place]{Title: "place", Name: func(p Place) string { return p.label() }}
	for _, name := range []string{Address, Region, Style, Keys, Links, Begins, Forbids, Tried, Written} {
		d.Parts = append(d.Parts, listscreen.Part[Place]{Name: name, Known: func(p Place) []string { return p.fact(name) }})
	}
	return d
}

func (p *Place) fact(name string) []string {
	for _, f := range p.Facts {
		if f.Name == name {
			return f.Lines
		}
	}
	return nil
}
