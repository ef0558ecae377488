package say

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Compact writes a duration so that ParseSpan reads it back: 15m, 1d12h, 0s. What
// is less than a second is left out, and what is negative is no time.
func Compact(d time.Duration) string {
	var b strings.Builder
	for _, u := range units() {
		if n := d / u.size; n > 0 {
			b.WriteString(strconv.Itoa(int(n)) + u.letter)
			d %= u.size
		}
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}

// unit is a unit of time: typed, in a short text, and in a sentence.
type unit struct {
	size                time.Duration
	letter, short, name string
}

func units() []unit {
	return []unit{{day, "d", "day", "day"}, {time.Hour, "h", "h", "hour"}, {time.Minute, "m", "min", "minute"}, {time.Second, "s", "s", "second"}}
}

// Span writes a duration the way people say it, at most two units: "3 days",
// "1 h 30 min", "45 s". Negative durations are written as zero. The longest that a
// Duration can hold is what time.Time.Sub gives for all that is longer.
func Span(d time.Duration) string {
	if d > math.MaxInt64-time.Minute { // rounded, perhaps
		return "more than 292 years"
	}
	d = max(d, 0).Truncate(time.Second)
	all := units()
	for i, u := range all {
		if d < u.size {
			continue
		}
		s := u.count(d / u.size)
		if rest := d % u.size; i+1 < len(all) && rest >= all[i+1].size {
			s += " " + all[i+1].count(rest/all[i+1].size)
		}
		return s
	}
	return "0 s"
}

// count counts days as people do; shorter units have abbreviations.
func (u unit) count(n time.Duration) string {
	if u.short == u.name {
		return strconv.Itoa(int(n)) + " " + noun(n, u.name)
	}
	return strconv.Itoa(int(n)) + " " + u.short
}

// RoughSpan is a duration in one unit, rounded down: "3 minutes". The longest
// stands for all that is longer.
func RoughSpan(d time.Duration) string {
	if d == math.MaxInt64 {
		return "more than 292 years"
	}
	for _, u := range units() {
		if n := d / u.size; n > 0 {
			return strconv.Itoa(int(n)) + " " + noun(n, u.name)
		}
	}
	return "less than a second"
}

// Days is a number of days: "1 day", "3,650 days".
func Days(n int) string { return Things(n, "day") }

// Ago says how long before now a moment was: "3 days ago".
func Ago(t, now time.Time) string { return Span(now.Sub(t)) + " ago" }

// Countdown is a length of time in at most 7 cells, down to the second when it
// is short: 6d 23h, 2h 05m, 4m 09s, 59s.
func Countdown(d time.Duration) string {
	d = max(d, 0)
	s := int64(d / time.Second)
	switch {
	case d >= 100*day:
		return fmt.Sprintf("%dd", min(s/86400, 999_999))
	case d >= day:
		return fmt.Sprintf("%dd %02dh", s/86400, s/3600%24)
	case d >= time.Hour:
		return fmt.Sprintf("%dh %02dm", s/3600, s/60%60)
	case d >= time.Minute:
		return fmt.Sprintf("%dm %02ds", s/60, s%60)
	}
	return fmt.Sprintf("%ds", s)
}
