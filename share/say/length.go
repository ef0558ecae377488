package say

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"signet/internal/lazyregexp"
)

const day = 24 * time.Hour

// Length is a length of time as a person gives it. A day back from now is the
// same time yesterday, also where clocks change; a day of a link is 24 hours.
type Length struct {
	Years, Months, Days int
	Clock               time.Duration // hours to seconds
}

// What text is instead of a length of time.
var (
	ErrNoLength = errors.New("is not a duration")
	ErrNoUnit   = errors.New("has no unit")
	ErrNegative = errors.New("is negative")
)

var (
	negative   = lazyregexp.New(`^-\s*\d`)
	lengthPart = lazyregexp.New(`^(\d{1,9})(?:[.,](\d{1,9}))?\s*([a-z]+)\.?(?:,?\s*(?:and\s+)?)`)
	lengthWord = lazyregexp.New(`\b(half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) `)
	decimal    = lazyregexp.New(`^\d+[.,]\d+$`)
	andAHalf   = lazyregexp.New(`(\d+) ([a-z]+) and 1 half|(\d+) and 1 half ([a-z]+)`)
	isoLength  = lazyregexp.New(`^p((?:\d+(?:[.,]\d+)?[ymwd])*)(?:t((?:\d+(?:[.,]\d+)?[hms])+))?$`)
	isoPart    = lazyregexp.New(`(\d+(?:[.,]\d+)?)([a-z])`)
)

// parseLength reads what ParseSpan does, and keeps days and years apart from hours.
func parseLength(text string) (Length, error) {
	t := plain(text)
	if negative.MatchString(t) {
		return Length{}, ErrNegative
	}
	if m := isoLength.FindStringSubmatch(t); m != nil && len(t) > 1 {
		months := strings.ReplaceAll(isoPart.ReplaceAllString(m[1], "$1$2 "), "m ", "mo ") // M is a minute only behind the T
		return sumLength(months + isoPart.ReplaceAllString(m[2], "$1$2 "))
	}
	return sumLength(spelled(t))
}

// spelled takes away the words around a length, and writes its numbers in digits.
func spelled(t string) string {
	for _, before := range []string{"+", "for ", "in ", "within ", "the next "} {
		t = strings.TrimSpace(strings.TrimPrefix(t, before))
	}
	t = strings.TrimSuffix(t, " from now")
	if t == "fortnight" {
		return "1 " + t
	}
	t = lengthWord.ReplaceAllStringFunc(t, func(word string) string { return numeral(strings.TrimSpace(word)) + " " })
	return andAHalf.ReplaceAllString(t, "$1$3.5 $2$4")
}

// numeral is a number in words, as lengthWord finds them, in digits.
func numeral(word string) string {
	for n, name := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve") {
		if word == name {
			return strconv.Itoa(n)
		}
	}
	if strings.HasPrefix(word, "half") {
		return "0.5"
	}
	return "1" // a, an
}

func sumLength(t string) (sum Length, err error) {
	if t != "" && strings.Trim(t, "0123456789") == "" || decimal.MatchString(t) {
		return Length{}, ErrNoUnit
	}
	for rest := strings.TrimSpace(t); rest != "" || t == ""; {
		m := lengthPart.FindStringSubmatch(rest)
		if m == nil {
			return Length{}, ErrNoLength
		}
		n, _ := strconv.Atoi(m[1]) // at most nine digits
		if !sum.add(n, m[3]) || !sum.addPart(m[2], m[3]) {
			return Length{}, ErrNoLength
		}
		rest = rest[len(m[0]):]
	}
	return sum, nil
}

// add adds n of a unit, and reports whether there is such a unit.
func (l *Length) add(n int, unit string) bool {
	if size := clockUnit(unit); size != 0 {
		l.Clock = plus(l.Clock, n, size)
		return true
	}
	switch unit {
	case "d", "day", "days":
		l.Days += n
	case "w", "wk", "wks", "week", "weeks":
		l.Days += 7 * n
	case "fortnight", "fortnights":
		l.Days += 14 * n
	case "mo", "mos", "month", "months":
		l.Months += n
	case "y", "yr", "yrs", "year", "years":
		l.Years += n
	default:
		return false
	}
	return true
}

// addPart adds decimals of a unit that is so long everywhere, "5" of "1.5h". It
// refuses what is no whole second, and a comma that may part thousands.
func (l *Length) addPart(decimals, unit string) bool {
	if decimals == "" {
		return true
	}
	size := clockUnit(unit)
	switch unit {
	case "d", "day", "days":
		size = day
	case "w", "wk", "wks", "week", "weeks":
		size = 7 * day
	}
	part, err := strconv.ParseFloat("0."+decimals, 64)
	d := time.Duration(math.Round(part * float64(size)))
	if err != nil || size == 0 || len(decimals) > 2 || d%time.Second != 0 {
		return false
	}
	l.Clock = plus(l.Clock, 1, d)
	return true
}

// clockUnit is how long a unit is that clocks count; 0: none of them.
func clockUnit(unit string) time.Duration {
	switch unit {
	case "s", "sec", "secs", "second", "seconds":
		return time.Second
	case "m", "min", "mins", "minute", "minutes":
		return time.Minute
	case "h", "hr", "hrs", "hour", "hours":
		return time.Hour
	}
	return 0
}

// plus is d and n units more, or the longest Duration.
func plus(d time.Duration, n int, unit time.Duration) time.Duration {
	if unit > 0 && int64(n) > int64((math.MaxInt64-d)/unit) { // asked before multiplying, which could wrap around
		return math.MaxInt64
	}
	return d + time.Duration(n)*unit
}

// Duration is the length with days of 24 hours, months of 30 and years of 365 days.
// The longest Duration stands for all that is longer.
func (l Length) Duration() time.Duration {
	return plus(plus(plus(l.Clock, l.Days, day), l.Months, 30*day), l.Years, 365*day)
}

// Before is the moment that long before another, by the calendar.
func (l Length) Before(t time.Time) time.Time {
	return t.AddDate(-l.Years, -l.Months, -l.Days).Add(-l.Clock)
}

// ParseSpan reads a length of time in seconds to years: 90m, 1d12h, 3 days, +8h, 1.5h,
// half an hour, for 2 hours, and PT2H as ISO 8601 writes it. A day has 24 hours. It
// knows no maximum, which is the caller's: 7 days for a link of S3, an hour for a
// timeout. The error is ErrNoLength, ErrNoUnit or ErrNegative.
func ParseSpan(text string) (time.Duration, error) {
	l, err := parseLength(text)
	return l.Duration(), err
}
