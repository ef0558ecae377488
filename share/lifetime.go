package share

import (
	"errors"
	"fmt"
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
	return "write 15m, 8h, 3d, until fri 17:00, or 2026-12-24T17:00:00Z; at most " + say.Compact(say.Longest)
}

// ParseLifetime reads a lifetime as a person types it: a duration in seconds
// to weeks (90m, 1d12h, 3 days) or an end (until fri 17:00, tomorrow 9:00,
// 2026-12-24, RFC 3339) in the time zone of now. Durations are whole seconds,
// 1 s to say.Longest. Errors are of type *UsageError.
func ParseLifetime(text string, now time.Time) (Lifetime, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	if t == "" {
		return Lifetime{}, lifetimeError("nothing was written")
	}
	rest, isEnd := strings.CutPrefix(t, "until ")
	if !isEnd {
		d, err := say.ParseSpan(t)
		if !errors.Is(err, say.ErrNoLength) {
			return linkSpan(t, d, err)
		}
	}
	end, ok := say.ParseTime(rest, now)
	switch {
	case !ok:
		return Lifetime{}, lifetimeError(fmt.Sprintf("%q is neither a duration nor a time", clip(text)))
	case !end.Last.After(now):
		return Lifetime{}, lifetimeError("that time, " + say.DatedMoment(end.Last) + ", is past")
	}
	return Lifetime{Until: end.Last}, nil
}

// linkSpan judges how long a link is to live.
func linkSpan(text string, d time.Duration, err error) (Lifetime, error) {
	switch {
	case errors.Is(err, say.ErrNegative):
		return Lifetime{}, lifetimeError("a link cannot end before it begins")
	case err != nil && strings.Trim(text, "+0") != "":
		return Lifetime{}, lifetimeError(strings.TrimPrefix(text, "+") + " " + err.Error())
	case d < time.Second:
		return Lifetime{}, lifetimeError("a link must live at least one second")
	case d > say.Longest:
		return Lifetime{}, lifetimeError(clip(strings.TrimPrefix(text, "+")) + " is " + say.TooLong())
	}
	return Lifetime{Duration: d}, nil
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
