package share

import (
	"cmp"
	"strings"
	"time"

	"signet/share/say"
)

// Lifetime is how long a link is wanted for: a duration or an end. The zero
// Lifetime means the default of the settings.
type Lifetime struct {
	Duration time.Duration // whole seconds; 0 if Until is set
	Until    time.Time
	// From is when the duration begins, by this machine's clock; zero: with the
	// link. It gives many links one end, however long it takes to sign them.
	From time.Time
}

// End is the end that all links have in common; zero: each has its own.
func (l Lifetime) End() time.Time {
	if l.From.IsZero() {
		return l.Until
	}
	return l.From.Add(l.Duration)
}

// by is the lifetime by the clock that signs, which is ahead of this machine's.
func (l Lifetime) by(ahead time.Duration) Lifetime {
	if l.From.IsZero() {
		return l
	}
	return Lifetime{Until: l.End().Add(ahead)}
}

// IsZero reports whether neither a duration nor an end is given.
func (l Lifetime) IsZero() bool { return l.Duration == 0 && l.Until.IsZero() }

// For is a lifetime of d.
func For(d time.Duration) Lifetime { return Lifetime{Duration: d} }

// lifetimeHint shows what ParseLifetime reads.
func lifetimeHint() string {
	return "write 15m, 8h, 3d, until fri 17:00, or 2026-12-24T17:00:00Z; at most " + say.Compact(say.Longest) + ", by " + KindCloudFront.Info().Name + " longer"
}

// ParseLifetime reads a lifetime as a person types it: what say.ParseSpan and
// say.ParseTime read, the latter in the time zone of now; a day is meant until its
// last second. Words before it (for, in, until) may be left out, and do not have to
// fit. It knows no maximum, which is the signer's: Request.CheckEnd. Durations are
// whole seconds, at least 1. Errors are of type *UsageError.
func ParseLifetime(text string, now time.Time) (Lifetime, error) {
	t := strings.TrimSpace(text)
	if t == "" {
		return Lifetime{}, lifetimeError("nothing was written")
	}
	w, err := readTyped(t, now)
	switch {
	case err != nil:
		return Lifetime{}, w.refused("expiry", lifetimeHint(), "duration", err)
	case w.isSpan && w.span < time.Second, !w.isSpan && w.named.Last.Equal(now):
		return Lifetime{}, lifetimeError("a link must live at least one second")
	case w.isSpan:
		return Lifetime{Duration: w.span.Truncate(time.Second)}, nil
	case !w.named.Last.After(now):
		return Lifetime{}, lifetimeError(past(w.named.Last, now))
	}
	return Lifetime{Until: w.named.Last}, nil
}

// past says that a time is no end and no start any more.
func past(at, now time.Time) string {
	return "that time, " + say.DatedMoment(at.In(now.Location())) + ", is past by " + say.Span(now.Sub(at))
}

// CheckEnd judges the end of the request by the longest life that a plain key gives:
// seven days from when it opens, as from now. That of another signer is judged when it
// is known which one signs. Errors are of type *UsageError.
func (r Request) CheckEnd(now time.Time) error {
	if r.chooses() {
		return nil
	}
	_, err := r.ownEnd(now, KindKey.Info(), func(Request) string { return "" })
	return err
}

// ownEnd is what the request asks for, with nothing that shortens it. longer names the
// signers of the place that CloudFront is behind; empty: it has none, or is not known.
func (r Request) ownEnd(now time.Time, kind SignerInfo, longer func(Request) string) (Terms, error) {
	t, err := resolve(now, r.start(now), r.Lifetime.by(0), kind)
	if err == nil && t.Reason == ByMaximum && t.Asked.After(t.Ends) {
		hint, form := "", "" // the problem names the last end
		if kind.Longest > 0 {
			names := longer(r)
			form = "the latest possible end is " + say.Exact(t.Ends, now) + "; a signed URL of CloudFront may live longer: "
			hint = form + "--signer " + cmp.Or(names, "NAME, of a [[place.signer]]")
			form += cmp.Or(names, "signed by a [[place.signer]] of that kind")
		}
		err = &UsageError{Op: "expiry", Problem: r.Lifetime.tooLong(t, now, kind), Hint: hint, Form: form}
	}
	return t, err
}

// tooLong says how far past the longest life an end is.
func (l Lifetime) tooLong(t Terms, now time.Time, kind SignerInfo) string {
	long := "over " + say.Span(kind.Longest) + ", " + kind.Over
	switch {
	case kind.Longest == 0:
		return "until " + say.Exact(t.Asked, now) + " is past " + say.Exact(t.Ends, now) + ", " + kind.Over
	case l.Until.IsZero() && l.Duration > 2*365*24*time.Hour: // whose days nobody counts; perhaps the longest that there is
		return say.Span(l.Duration) + " is " + long
	case l.Until.IsZero():
		return say.Compact(l.Duration) + " is " + long
	}
	return "until " + say.Exact(t.Asked, now) + " is " + say.Span(t.Asked.Sub(t.Starts)) + ", " + long
}

func lifetimeError(problem string) error {
	return &UsageError{Op: "expiry", Problem: problem, Hint: lifetimeHint()}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
