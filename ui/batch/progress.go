package batch

import (
	"time"

	"signet/share/say"
	"signet/ui/kit"
)

// sample is how far the work had come at a moment.
type sample struct {
	at           time.Time
	done, failed int64
}

// soFar is how far the signing has come, at what rate, for how long yet, and how it is
// stopped. Rate and rest are those of the last tick, when the links were counted.
func (s *Screen) soFar() string {
	end := "; " + kit.Named(s.keys.stop) + " stops."
	if s.stopping {
		end = ". Stopping: what is being signed is still counted and recorded."
	}
	if s.total <= 0 {
		return say.Things(s.seen.done, "link") + " signed so far" + end
	}
	return say.Count(s.seen.done) + " of " + say.Things(s.total, "link") + " signed" + s.pace() + end
}

// occupied is said of a key that does nothing while links are signed.
func (s *Screen) occupied() string {
	text := "signing " + say.Count(s.progress.Done.Load())
	if s.total > 0 {
		text += " of " + say.Count(s.total)
	}
	if s.stopping {
		return text + ", stopping"
	}
	return text + "; " + kit.Named(s.keys.stop) + " stops"
}

// pace is the rate so far, and how long the rest takes at that; empty: nobody can tell.
// What cannot be signed takes its time too.
func (s *Screen) pace() string {
	took := s.seen.at.Sub(s.begun)
	through := s.seen.done + s.seen.failed
	if through == 0 || took < time.Second || s.stopping {
		return ""
	}
	rate := float64(through) / took.Seconds()
	words := ", fewer than one a second"
	if rate >= 1 {
		words = ", " + say.Count(int(rate)) + " a second"
	}
	rest := int64(s.total) - through
	if rest <= 0 {
		return words
	}
	left := time.Duration(float64(rest) / rate * float64(time.Second))
	return words + ", about " + say.Span(max(left.Round(time.Second), time.Second)) + " left"
}

// account is what was signed and recorded when it was stopped, and what was not.
func (s *Screen) account() string {
	r := s.result
	text := say.Things(r.Links, "link") + " signed, "
	switch logged := r.Links - r.Unlogged; {
	case r.Links == 0:
		text = "nothing was signed"
	case r.Unlogged == 0:
		text += "all of them in the share log"
	default:
		text += say.Count(logged) + " of them in the share log"
	}
	if rest := s.total - r.Links - r.Failed; rest > 0 {
		text += "; " + say.Things(rest, "object") + " not signed"
	}
	return text
}
