package share

import (
	"errors"
	"fmt"
	"time"

	"signet/share/say"
)

// maxDelay is how far away a start may be. S3 sets no bound: the seven days of a
// link count from its start. Beyond this it is a slip, since the key that signs
// would have to be valid still.
const maxDelay = 10 * 365 * 24 * time.Hour

// startHint shows what ParseStart reads.
const startHint = "write fri 09:00, 2h, 10d, or 2026-12-24T09:00:00Z"

// ParseStart reads when a link opens, as a person types it (fri 09:00, RFC
// 3339, or a delay such as 2h) in the time zone of now. A day without a time
// means its beginning, as it means its end for a lifetime. Errors are
// *UsageError.
func ParseStart(text string, now time.Time) (time.Time, error) {
	w, err := readTyped(text, now)
	switch {
	case err != nil && !errors.Is(err, say.ErrNegative):
		return time.Time{}, w.refused("start", startHint, "delay", err)
	case err != nil:
		return time.Time{}, startError(fmt.Sprintf("%q is neither a delay nor a time", clip(w.text)))
	case w.isSpan:
		return startWithin(now.Add(w.span), w.span > maxDelay)
	}
	at := w.named
	switch {
	case at.First.Equal(now) || at.First.Before(now) && at.Last.After(now):
		return now, nil // now, today
	case !at.Last.After(now):
		return time.Time{}, startError(past(at.Last, now))
	}
	return startWithin(at.First, at.First.Sub(now) > maxDelay)
}

func startWithin(at time.Time, over bool) (time.Time, error) {
	if over {
		return time.Time{}, startError("that is over ten years from now")
	}
	return at, nil
}

func startError(problem string) error {
	return &UsageError{Op: "start", Problem: problem, Hint: startHint}
}
