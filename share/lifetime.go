package share

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
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

// LifetimeHint shows what ParseLifetime reads.
const LifetimeHint = "write 15m, 8h, 3d, until fri 17:00, or 2026-12-24T17:00:00Z; at most 7d"

// ParseLifetime reads a lifetime as a person types it: a duration in seconds
// to weeks (90m, 1d12h, 3 days) or an end (until fri 17:00, tomorrow 9:00,
// 2026-12-24, RFC 3339) in the time zone of now. Durations are whole seconds,
// 1 s to 7 days. Errors are of type *UsageError.
func ParseLifetime(text string, now time.Time) (Lifetime, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	if t == "" {
		return Lifetime{}, lifetimeError("nothing was written")
	}
	rest, isEnd := strings.CutPrefix(t, "until ")
	if !isEnd {
		if d, ok, err := parseDuration(t); ok || err != nil {
			return Lifetime{Duration: d}, err
		}
	}
	end, ok := parseEnd(strings.TrimSpace(rest), now)
	if !ok {
		return Lifetime{}, lifetimeError(fmt.Sprintf("%q is neither a duration nor a time", clip(text)))
	}
	if !end.After(now) {
		return Lifetime{}, lifetimeError("that time, " + end.Format("Mon 2 Jan 2006 15:04 MST") + ", is past")
	}
	return Lifetime{Until: end}, nil
}

func lifetimeError(problem string) error {
	return &UsageError{Op: "expiry", Problem: problem, Hint: LifetimeHint}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var (
	durationShape = regexp.MustCompile(`^[-+]?\d[\d.]*\s*[a-zµ]*(\s*\d[\d.]*\s*[a-zµ]*)*$`)
	durationPart  = regexp.MustCompile(`^(\d{1,9})\s*([a-z]+)\s*`)
)

// parseDuration reads text that looks like a duration; ok says that it does.
func parseDuration(t string) (d time.Duration, ok bool, err error) {
	if !durationShape.MatchString(t) {
		return 0, false, nil
	}
	if strings.HasPrefix(t, "-") {
		return 0, true, lifetimeError("a link cannot end before it begins")
	}
	t = strings.TrimPrefix(t, "+")
	if n, e := strconv.ParseUint(t, 10, 64); e == nil {
		if n == 0 {
			return 0, true, lifetimeError("a link must live at least one second")
		}
		return 0, true, lifetimeError(t + " has no unit")
	}
	d, over, ok := sumDuration(t, MaxSeconds*time.Second)
	switch {
	case !ok:
		return 0, false, nil
	case over:
		return 0, true, lifetimeError(clip(t) + " is over 7 days, the most that S3 honours")
	case d < time.Second:
		return 0, true, lifetimeError("a link must live at least one second")
	}
	return d, true, nil
}

// sumDuration adds up parts such as 1d12h; ok says that all of them are
// durations, over that they are more than most.
func sumDuration(t string, most time.Duration) (d time.Duration, over, ok bool) {
	for rest := t; rest != ""; {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, false, false
		}
		n, _ := strconv.ParseInt(m[1], 10, 64) // at most nine digits
		unit, known := durationUnit(m[2])
		if !known {
			return 0, false, false
		}
		if n > int64((most-d)/unit) { // asked before multiplying, which could wrap around
			return most, true, true
		}
		d += time.Duration(n) * unit
		rest = rest[len(m[0]):]
	}
	return d, false, true
}

func durationUnit(s string) (time.Duration, bool) {
	switch s {
	case "s", "sec", "secs", "second", "seconds":
		return time.Second, true
	case "m", "min", "mins", "minute", "minutes":
		return time.Minute, true
	case "h", "hr", "hrs", "hour", "hours":
		return time.Hour, true
	case "d", "day", "days":
		return 24 * time.Hour, true
	case "w", "week", "weeks":
		return 7 * 24 * time.Hour, true
	}
	return 0, false
}

// parseEnd reads a point in time. A day without a time means that day's last
// second.
func parseEnd(t string, now time.Time) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02t15:04:05z07:00", "2006-01-02t15:04z07:00"} {
		if end, err := time.Parse(layout, strings.ToUpper(t)); err == nil {
			return end, true
		}
		if end, err := time.Parse(layout, t); err == nil {
			return end, true
		}
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02t15:04:05", "2006-01-02t15:04"} {
		if end, err := time.ParseInLocation(layout, t, now.Location()); err == nil {
			return end, true
		}
	}
	if day, err := time.ParseInLocation("2006-01-02", t, now.Location()); err == nil {
		return lastSecond(day), true
	}
	return parseSpoken(t, now)
}

func lastSecond(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, day.Location())
}

// parseSpoken reads "17:00", "today 17:00", "tomorrow", "fri 17:00".
func parseSpoken(t string, now time.Time) (time.Time, bool) {
	words := strings.Fields(t)
	if len(words) == 0 || len(words) > 2 {
		return time.Time{}, false
	}
	days, named := spokenDay(words[0], now)
	clock := ""
	switch {
	case named && len(words) == 2:
		clock = words[1]
	case !named && len(words) == 1:
		clock = words[0]
	case !named:
		return time.Time{}, false
	}
	// Noon exists on every day; the time of now may not, where clocks change.
	day := time.Date(now.Year(), now.Month(), now.Day()+days, 12, 0, 0, 0, now.Location())
	if clock == "" {
		return lastSecond(day), true
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, false
	}
	end := time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, now.Location())
	if !end.After(now) {
		switch {
		case !named:
			end = end.AddDate(0, 0, 1)
		case words[0] != "today":
			end = end.AddDate(0, 0, 7)
		}
	}
	return end, true
}

// spokenDay says how many days from now the named day is.
func spokenDay(word string, now time.Time) (days int, ok bool) {
	switch word {
	case "today", "tonight":
		return 0, true
	case "tomorrow":
		return 1, true
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		if len(word) >= 3 && strings.HasPrefix(name, word) {
			return (int(d) - int(now.Weekday()) + 7) % 7, true
		}
	}
	return 0, false
}

// Compact writes a duration so that ParseLifetime reads it back: 15m, 1d12h.
func Compact(d time.Duration) string {
	d = max(d.Truncate(time.Second), time.Second)
	var b strings.Builder
	for _, u := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / u.size; n > 0 {
			b.WriteString(strconv.Itoa(int(n)) + u.name)
			d %= u.size
		}
	}
	return b.String()
}

// Words writes a duration the way people say it, at most two units: "3 days",
// "1 h 30 min", "45 s". Negative durations are written as zero. The longest that a
// Duration can hold is what time.Time.Sub gives for all that is longer.
func Words(d time.Duration) string {
	if d > math.MaxInt64-time.Minute { // rounded, perhaps
		return "more than 292 years"
	}
	d = max(d, 0).Truncate(time.Second)
	type unit struct {
		size       time.Duration
		one, other string
	}
	units := []unit{{24 * time.Hour, " day", " days"}, {time.Hour, " h", " h"}, {time.Minute, " min", " min"}, {time.Second, " s", " s"}}
	for i, u := range units {
		n := d / u.size
		if n == 0 {
			continue
		}
		s := strconv.Itoa(int(n)) + plural(n, u.one, u.other)
		if i+1 < len(units) {
			next := units[i+1]
			if m := d % u.size / next.size; m > 0 {
				s += " " + strconv.Itoa(int(m)) + plural(m, next.one, next.other)
			}
		}
		return s
	}
	return "0 s"
}

func plural(n time.Duration, one, other string) string {
	if n == 1 {
		return one
	}
	return other
}
