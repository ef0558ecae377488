package say

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Named is a time as a person names it: a moment, whose First and Last are the
// same, or a day from its first second to its last.
type Named struct{ First, Last time.Time }

func momentOf(t time.Time) Named { return Named{t, t} }

// ErrNoTime says that a text is not about a time.
var ErrNoTime = errors.New("is not a time")

// UnclearError says what keeps a text from naming one time: what has two readings,
// what the calendar or the clocks do not have, a word that is not understood.
type UnclearError struct {
	Problem string // a clause: "February has no day 31"
	Next    string // what to write: "write 28 Feb"
}

func (e *UnclearError) Error() string { return Line(e.Problem, e.Next) }

// ParseTime reads a moment or a day in the time zone of now, or in one that is named:
// 17:00, 5pm, noon, fri 5pm, tomorrow, 1 Dec, 24.12.2026, 2026-12-24 17:00 +05:30, RFC
// 3339, RFC 2822, Unix seconds. What names no year, no day or no date is the next one
// from now. It knows neither a first nor a last moment. The error is ErrNoTime or an
// *UnclearError.
func ParseTime(text string, now time.Time) (Named, error) { return parseWhen(text, now, false) }

// ParsePast reads a moment in the past: a length of time back from now (90m, 12h,
// 7d, 2 weeks ago), a month, or what ParseTime reads, of which what names no year, no
// day or no date is the last one until now. A day and a month are their first second,
// in now's zone. The error is ErrNoTime or an *UnclearError.
func ParsePast(text string, now time.Time) (time.Time, error) {
	t := plain(text)
	if t == "now" {
		return now, nil
	}
	if month, err := time.ParseInLocation("2006-01", t, now.Location()); err == nil {
		return month, nil
	}
	if l, err := parseLength(strings.TrimSuffix(t, " ago")); err == nil {
		if l == (Length{}) || l.Years >= 1000 || l.Months >= 12_000 || l.Days >= 1_000_000 || strings.HasPrefix(t, "in ") {
			return time.Time{}, ErrNoTime
		}
		return l.Before(now), nil
	}
	n, err := parseWhen(t, now, true)
	return n.First, err
}

// parseWhen reads the words one by one, then makes a time of what they said.
func parseWhen(text string, now time.Time, past bool) (Named, error) {
	t := plain(text)
	if at, ok, err := unixSeconds(t); ok {
		return momentOf(at.In(now.Location())), err
	}
	if t == "now" {
		return momentOf(now), nil
	}
	r := &reader{words: wordsOf(t), now: now, past: past}
	for r.next < len(r.words) {
		if err := r.read(); err != nil {
			return Named{}, err
		}
	}
	if err := r.settle(); err != nil {
		return Named{}, err
	}
	return r.resolve()
}

// unixSeconds reads what programs write for a time: ten digits, as the exp of a
// token, or @ and digits as date takes them.
func unixSeconds(t string) (at time.Time, ok bool, err error) {
	digits, marked := strings.CutPrefix(t, "@")
	if strings.Trim(digits, "0123456789") != "" || !marked && len(digits) != 10 && len(digits) != 13 {
		return at, false, nil
	}
	if len(digits) > 10 {
		return at, true, &UnclearError{t + " has too many digits for Unix seconds", "leave out the last three if these are milliseconds"}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return time.Unix(n, 0), err == nil, nil
}
