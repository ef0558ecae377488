package receipt

import (
	"fmt"
	"time"

	"signet/share/say"
)

// Asked is one thing that a page asked for, and what has arrived of it.
type Asked struct {
	Name    string
	Arrived []Arrival // the oldest first
	More    bool      // has arrived than is listed
	Err     error     // why nobody knows
}

// Arrival is a file that has arrived, by the name that its sender gave it.
type Arrival struct {
	Name string
	Size int64
	At   time.Time
}

// arrived writes what the bucket had of all that was asked for.
func (p page) arrived(all []Asked, now time.Time) {
	if len(all) == 0 {
		return
	}
	p.line(0, "What has arrived, as the bucket had it when this was written:")
	for _, a := range all {
		p.line(2, a.Name+": "+a.words())
		for i, f := range a.Arrived {
			before := fmt.Sprintf("%6d  ", i+1)
			p.lines(before, "        ", say.DatedExact(f.At.In(now.Location()))+", "+say.Exactly(f.Size))
			p.line(len(before), f.Name)
		}
	}
	p.blank()
}

func (a Asked) words() string {
	switch {
	case a.Err != nil:
		return "not known, " + a.Err.Error()
	case len(a.Arrived) == 0:
		return "missing"
	}
	return say.AtLeast(len(a.Arrived), a.More, "file", "files")
}
