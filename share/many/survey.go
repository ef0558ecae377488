package many

import (
	"context"
	"iter"
	"strings"

	"signet/share"
	"signet/share/say"
)

// Survey is all that is about to be shared, listed to its end before anything is
// signed: what it says is what will be signed.
type Survey struct {
	Objects     int
	Bytes       int64 // together
	First, Last share.Target
	Archived    int // that must be restored before their links work
	Empty       int // of zero size
	// Railed are the objects by the guard rails that hold for them, and what no rail
	// says anything of; at most MaxKinds.
	Railed []Railed
	Beyond int // objects under other rails yet

	gathered *gathering
}

// Railed is objects for which the same guard rails hold, by the first of them.
type Railed struct {
	First   Found
	Pins    bool // a rail wants the version pinned
	Objects int
	Bytes   int64 // together
	Largest int64 // of one of them
	Unknown int   // of unknown size
	Longest Found // with the longest key, and so the longest link and the largest code

	rails string
}

// add counts an object.
func (r *Railed) add(f Found) {
	r.Objects++
	if len(f.Target.Key) > len(r.Longest.Target.Key) {
		r.Longest = f
	}
	if !f.Object.Known {
		r.Unknown++
		return
	}
	r.Bytes += f.Object.Size
	r.Largest = max(r.Largest, f.Object.Size)
}

// Take lists what is chosen, as Gather does, and sums it up.
func Take(ctx context.Context, chosen iter.Seq[Chosen], walk Walk, rails share.Rails, clean func(string) string, listed func(n int)) (*Survey, error) {
	g := newGathering(clean, listed)
	if err := g.gather(ctx, chosen, walk); err != nil {
		return nil, err
	}
	s := &Survey{gathered: g}
	g.all(func(f Found) bool {
		s.count(f, rails)
		return s.Objects%perWord != 0 || ctx.Err() == nil
	})
	return s, ctx.Err()
}

// Source hands out the objects of the survey.
func (s *Survey) Source() Source {
	return func(yield func(Found) bool) error {
		s.gathered.all(yield)
		return nil
	}
}

func (s *Survey) count(f Found, rails share.Rails) {
	if s.Objects == 0 {
		s.First = f.Target
	}
	s.Last = f.Target
	s.Objects++
	if o := f.Object; o.Known {
		s.Bytes += o.Size
		if o.Size == 0 {
			s.Empty++
		}
		if share.ArchivedClass(o.StorageClass) {
			s.Archived++
		}
	}
	s.sort(f, rails)
}

// sort counts an object with those under the same rails.
func (s *Survey) sort(f Found, rails share.Rails) {
	names, pins := "", false
	if len(rails.Rules) > 0 {
		rules := rails.For(f.Target)
		pins = rules.Pins()
		for _, rule := range rules {
			names += rule.Name + "\x00"
		}
	}
	for i := range s.Railed {
		if s.Railed[i].rails == names {
			s.Railed[i].add(f)
			return
		}
	}
	if len(s.Railed) == MaxKinds {
		s.Beyond++
		return
	}
	s.Railed = append(s.Railed, Railed{First: f, Pins: pins, rails: names})
	s.Railed[len(s.Railed)-1].add(f)
}

// Words say how many they are, how large together, and what is odd among them.
func (s *Survey) Words() string {
	parts := []string{say.Things(s.Objects, "object") + ", " + say.Bytes(s.Bytes) + " together"}
	if s.Archived > 0 {
		parts = append(parts, say.Count(s.Archived)+" archived, which must be restored before their links work")
	}
	if s.Empty > 0 {
		parts = append(parts, say.Count(s.Empty)+" of zero size")
	}
	return strings.Join(parts, " · ")
}
