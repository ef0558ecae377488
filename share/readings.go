package share

import "signet/share/say"

// Presence is what a server says of an object.
type Presence int

// The presences.
const (
	Untold  Presence = iota // it was not asked, or does not tell
	There                   // there is one
	Missing                 // there is none
)

// Read settles which of the two readings of a URL with a + is meant, by which is
// there: at that of the target, and at the other. The remark says which was taken, and
// is empty where nothing tells: then the target stays as it is.
func (t Target) Read(at, other Presence) (Target, say.Remark) {
	second := t
	second.Key, second.Other, t.Other = t.Other, "", ""
	r := say.Remark{Code: "plus", Level: say.Info}
	const two = "the + in that URL has two readings: "
	switch {
	case at == There && other == There:
		r.Level, r.Next = say.Warning, "write s3:// for the other"
		r.Text = two + "taken is " + t.URI() + "; the other, " + second.URI() + ", is there too"
	case at == There:
		r.Text = two + "taken is " + t.URI() + ", which is there" + isNot(second, other)
	case other == There:
		t, second = second, t
		r.Text = two + "taken is " + t.URI() + ", which is there" + isNot(second, at)
	case at == Missing && other == Missing:
		r.Level = say.Warning
		r.Text = two + "taken is " + t.URI() + "; there is neither this one nor " + second.URI()
	default:
		t.Other = second.Key
		return t, say.Remark{}
	}
	return t, r
}

func isNot(t Target, p Presence) string {
	if p == Missing {
		return "; there is no " + t.URI()
	}
	return "; whether there is " + t.URI() + " is not known"
}
