package share

import (
	"fmt"
	"strings"
	"time"
)

// maxDelay is how far away a start may be. S3 sets no bound: the seven days of a
// link count from its start. Beyond this it is a slip, since the key that signs
// would have to be valid still.
const maxDelay = 10 * 365 * 24 * time.Hour

// ParseStart reads when a link opens, as a person types it (fri 09:00, RFC
// 3339, or a delay such as 2h) in the time zone of now. A day without a time
// means its beginning, as it means its end for a lifetime. Errors are
// *UsageError.
func ParseStart(text string, now time.Time) (time.Time, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	if durationShape.MatchString(t) {
		if d, over, ok := sumDuration(strings.TrimPrefix(t, "+"), maxDelay); ok {
			return startWithin(now.Add(d), over)
		}
	}
	at, ok := parseEnd(t, now)
	switch {
	case !ok && isNumber(t):
		return time.Time{}, startError(clip(text) + " has no unit")
	case !ok:
		return time.Time{}, startError(fmt.Sprintf("%q is neither a delay nor a time", clip(text)))
	case !at.After(now):
		return time.Time{}, startError("that time, " + at.Format("Mon 2 Jan 2006 15:04 MST") + ", is past")
	case isDay(t):
		at = firstSecond(at)
	}
	if at.Before(now) {
		at = now // today
	}
	return startWithin(at, at.Sub(now) > maxDelay)
}

func startWithin(at time.Time, over bool) (time.Time, error) {
	if over {
		return time.Time{}, startError("that is over ten years from now")
	}
	return at, nil
}

func startError(problem string) error {
	return &UsageError{Op: "start", Problem: problem, Hint: "write fri 09:00, 2h, 10d, or 2026-12-24T09:00:00Z"}
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" && text != "" }

// isDay reports an end that parseEnd read from a day alone.
func isDay(text string) bool { return !strings.Contains(text, ":") }

func firstSecond(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location())
}
