package compose

import (
	"time"

	"signet/share"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/kit"
)

// termsOfAll are the terms of many links: how many and how large together, between
// which moments they end and why, the largest code, and what all of them cost. Its
// numbers are those of the sentence above them (many.Add).
func (s *Screen) termsOfAll(w int) []string {
	sum, now, th := many.Add(s.plan.all), s.plan.planned, s.env.Theme
	c := kit.Column{W: w, Theme: th}
	if c.Lines = timeline(sum.Last.Terms, sum.First.Terms.Ends, now, s.env.Soon, w, th); c.Lines != nil {
		c.Lines = append(c.Lines, "")
	}
	c.Fact(cardLabel, "links", s.linksOfAll(sum))
	if sum.Links > 1 && sum.Largest > 0 {
		c.Fact(cardLabel, "largest", say.Bytes(sum.Largest))
	}
	c.Fact(cardLabel, "asked for", say.Moment(sum.Last.Terms.Asked, now))
	for _, e := range endsOfAll(sum, now) {
		c.Fact(cardLabel, e.name, e.words)
	}
	of := ""
	if sum.Links > 1 {
		of = "the largest: "
	}
	s.codeFact(&c, of)
	if s.exits.CostAll != nil {
		c.Fact(cardLabel, "cost", s.exits.CostAll(s.plan.all))
	}
	return c.Lines
}

// linksOfAll says how many links there will be, and of how much of what is shared.
func (s *Screen) linksOfAll(sum many.Sum) string {
	all := s.survey.all
	if sum.Links == all.Objects {
		return say.Count(sum.Links) + ", " + say.Bytes(sum.Bytes) + " together"
	}
	return say.Count(sum.Links) + " of " + say.Things(all.Objects, "object") + ", " + say.Bytes(sum.Bytes) + " of " + say.Bytes(all.Bytes)
}

// named is a fact with its name.
type named struct{ name, words string }

// endsOfAll are the end that all have in common, or the earliest and the latest, with
// what cuts them short.
func endsOfAll(sum many.Sum, now time.Time) []named {
	first, last := sum.First.Terms, sum.Last.Terms
	if say.Moment(first.Ends, now) == say.Moment(last.Ends, now) {
		return []named{{"all end", end(last, "", now)}}
	}
	return []named{
		{"earliest", end(first, ", "+say.Things(sum.AtFirst, "link"), now)},
		{"latest", end(last, "", now)},
	}
}

// end is when links end, how many, and whether that is earlier than asked for.
func end(t share.Terms, many string, now time.Time) string {
	text := say.Moment(t.Ends, now)
	if t.AtMost {
		text = "at most " + text
	}
	if text += many; t.Shortened() {
		text += " ● cut short (" + t.Limiter() + ")"
	}
	return text
}
