package share

import (
	"errors"
	"fmt"
	"time"

	"signet/share/say"
)

// ParseBytes is say.ParseBytes with a *UsageError.
func ParseBytes(text string) (int64, error) {
	n, ok := say.ParseBytes(text)
	if !ok {
		return 0, &UsageError{Op: "size", Problem: fmt.Sprintf("%q is no size", clip(text)), Hint: "write 500, 2MB or 1.5GiB"}
	}
	return n, nil
}

// ParsePast is say.ParsePast with a *UsageError.
func ParsePast(text string, now time.Time) (time.Time, error) {
	at, err := say.ParsePast(text, now)
	var unclear *say.UnclearError
	switch {
	case errors.As(err, &unclear):
		return time.Time{}, &UsageError{Op: "time", Problem: unclear.Problem, Hint: unclear.Next}
	case err != nil:
		return time.Time{}, &UsageError{Op: "time", Problem: fmt.Sprintf("%.40q is no moment in the past", text), Hint: "write 90m, 12h, 7d, 2w, or a date such as 2026-03-01"}
	}
	return at, nil
}
