package many

import (
	"fmt"
	"time"

	"signet/share"
	"signet/share/say"
)

// Planned is what the links of objects under the same guard rails would be: a plan
// of the first of them, or why they are not signed.
type Planned struct {
	Railed
	Plan share.Plan
	Err  error
}

// Sum is what the links come to that will be signed: every number that is said of all
// of them on one screen is one of these.
type Sum struct {
	Links       int
	Bytes       int64 // of their objects together
	Largest     int64
	Unknown     int        // objects of unknown size
	First, Last share.Plan // that ends first, and last
	AtFirst     int        // links that end with First, and so early
	Early       int        // that end earlier than asked for
	Short       share.Plan // one of those
	Longest     Found      // with the longest link
}

// Add sums up plans. The zero Sum is that of none.
func Add(all []Planned) (s Sum) {
	for _, p := range all {
		if p.Err != nil {
			continue
		}
		switch ends := p.Plan.Terms.Ends; {
		case s.Links == 0 || ends.Before(s.First.Terms.Ends):
			s.First, s.AtFirst = p.Plan, p.Objects
		case ends.Equal(s.First.Terms.Ends):
			s.AtFirst += p.Objects
		}
		if s.Links == 0 || p.Plan.Terms.Ends.After(s.Last.Terms.Ends) {
			s.Last = p.Plan
		}
		if p.Plan.Terms.Shortened() {
			s.Early += p.Objects
			s.Short = p.Plan
		}
		if len(p.Longest.Target.Key) > len(s.Longest.Target.Key) {
			s.Longest = p.Longest
		}
		s.Links += p.Objects
		s.Bytes += p.Bytes
		s.Unknown += p.Unknown
		s.Largest = max(s.Largest, p.Largest)
	}
	return s
}

// Sentence says in plain words what the holders of all links will be able to do, and
// until when; it is empty where none will be signed.
func Sentence(all []Planned, now time.Time, clean func(string) string) string {
	s := Add(all)
	n, early, first, last, short := s.Links, s.Early, s.First, s.Last, s.Short
	if n == 0 {
		return ""
	}
	info, t := last.Request.Operation.Info(), last.Terms
	text := say.Things(n, "link") + ", one for each object: whoever has one can "
	if from := last.Mandate.Networks(); from != "" {
		text = say.Things(n, "link") + ", one for each object: whoever has one and comes from " + from + " can "
	}
	if t.Starts.After(now.Add(last.Request.Skew + time.Minute)) {
		text += "from " + say.Exact(t.Starts, now) + last.Mandate.Kind.Info().Earlier() + " "
	}
	text += fmt.Sprintf(info.Does+info.Rest, "its object") + ", as often as they like, " + until(first, last, now) + "."
	switch {
	case early == n:
		text += " That is earlier than asked for, because " + clean(short.Terms.Because()) + "."
	case early > 0:
		text += " " + say.Count(early) + " of them end earlier than asked for, because " + clean(short.Terms.Because()) + "."
	}
	if last.Mandate.Kind.Info().Prepares {
		text += " The server is asked for something to sign each of them with, one after the other; whatever stops that, the log has what was made by then."
	}
	return text + last.SignedBy(clean)
}

// until is when they end, or between which moments.
func until(first, last share.Plan, now time.Time) string {
	end := say.Moment
	if !last.Request.Lifetime.Until.IsZero() {
		end = say.Exact
	}
	span := " (" + say.Span(last.Terms.Ends.Sub(last.Terms.Starts)) + ")"
	if a, b := end(first.Terms.Ends, now), end(last.Terms.Ends, now); a != b {
		return "until " + a + " at the soonest and " + b + " at the latest" + span
	}
	if last.Terms.AtMost {
		return "until, at most, " + end(last.Terms.Ends, now) + span
	}
	return "until " + end(last.Terms.Ends, now) + span
}

// Refused says what will not be signed, and why: a sentence for each kind.
func Refused(all []Planned, clean func(string) string) (out []string) {
	for _, p := range all {
		if p.Err != nil {
			out = append(out, say.Things(p.Objects, "object")+" will not be shared, the first "+clean(p.First.Target.URI())+": "+clean(p.Err.Error()))
		}
	}
	return out
}
