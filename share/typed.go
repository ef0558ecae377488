package share

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"signet/share/say"
)

// typedTime is a time as a person types it: a length from now, or a time that is named.
type typedTime struct {
	text   string
	isSpan bool
	span   time.Duration
	named  say.Named
}

// readTyped reads either, wherever it was typed: which flag or field was taken says
// nothing of what was meant.
func readTyped(text string, now time.Time) (typedTime, error) {
	w := typedTime{text: strings.ToLower(strings.TrimSpace(text))}
	for _, before := range []string{"until ", "till "} {
		w.text = strings.TrimPrefix(w.text, before)
	}
	var spanErr, err error
	if w.span, spanErr = say.ParseSpan(w.text); spanErr == nil {
		w.isSpan = true
		return w, nil
	}
	if w.named, err = say.ParseTime(w.text, now); errors.Is(err, say.ErrNoTime) && !errors.Is(spanErr, say.ErrNoLength) {
		err = spanErr
	}
	return w, err
}

// refused puts into words what is wrong with the text, which is neither a time nor
// what else it might be.
func (w typedTime) refused(op, hint, other string, err error) error {
	var unclear *say.UnclearError
	switch {
	case errors.As(err, &unclear):
		return &UsageError{Op: op, Problem: unclear.Problem, Hint: unclear.Next}
	case errors.Is(err, say.ErrNegative):
		return &UsageError{Op: op, Problem: fmt.Sprintf("%q is negative: a link cannot end before it begins", clip(w.text)), Hint: hint}
	case errors.Is(err, say.ErrNoUnit):
		n := clip(strings.TrimPrefix(w.text, "+"))
		if strings.Trim(n, "0.,") == "" {
			return &UsageError{Op: op, Problem: n + " is no time at all", Hint: hint}
		}
		return &UsageError{Op: op, Problem: n + " has no unit", Hint: hint + "; here " + unitsFor(n)}
	}
	return &UsageError{Op: op, Problem: fmt.Sprintf("%q is neither a %s nor a time", clip(w.text), other), Hint: hint}
}

// unitsFor offers the readings of a number alone.
func unitsFor(n string) string {
	if len(n) == 4 && n < "2400" && n[2:] < "60" {
		return n + "s, " + n + "m, or " + n[:2] + ":" + n[2:]
	}
	return n + "s, " + n + "m, " + n + "h or " + n + "d"
}
