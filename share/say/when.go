package say

import (
	"strings"
	"time"
)

// Named is a time as a person names it: a moment, whose First and Last are the
// same, or a day or a month from its first second to its last.
type Named struct{ First, Last time.Time }

// ParseTime reads a moment or a day in the time zone of now: 17:00, fri 17:00,
// tomorrow, 2026-12-24, 2026-12-24 17:00, RFC 3339. A day of the week or a time
// alone is the next one from now. It knows neither a first nor a last moment.
func ParseTime(text string, now time.Time) (Named, bool) {
	t := strings.ToUpper(strings.TrimSpace(text))
	if n, ok := parseDate(t, now.Location()); ok {
		return n, true
	}
	return parseSpoken(strings.ToLower(t), now)
}

// ParsePast reads a moment in the past: a length of time back from now (90m, 12h,
// 7d, 2w), a month, a day, a day with a time, or RFC 3339. A day and a month are
// their first second, in now's zone.
func ParsePast(text string, now time.Time) (time.Time, bool) {
	t := strings.ToUpper(strings.TrimSpace(text))
	if n, ok := parseDate(t, now.Location()); ok {
		return n.First, true
	}
	if month, err := time.ParseInLocation("2006-01", t, now.Location()); err == nil {
		return month, true
	}
	l, err := parseLength(t)
	if err != nil || l == (Length{}) || l.Years >= 1000 || l.Days >= 1_000_000 {
		return time.Time{}, false
	}
	return l.Before(now), true
}

// parseDate reads what people write with digits alone.
func parseDate(t string, zone *time.Location) (Named, bool) {
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04Z07:00",
		"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04",
	} {
		if at, err := time.ParseInLocation(layout, t, zone); err == nil {
			return Named{at, at}, true
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, t, zone); err == nil {
		return wholeDay(day), true
	}
	return Named{}, false
}

func wholeDay(day time.Time) Named {
	at := func(hour, minute, second int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, day.Location())
	}
	return Named{at(0, 0, 0), at(23, 59, 59)}
}

// parseSpoken reads "17:00", "today 17:00", "tomorrow", "fri 17:00".
func parseSpoken(t string, now time.Time) (Named, bool) {
	words := strings.Fields(t)
	if len(words) == 0 || len(words) > 2 {
		return Named{}, false
	}
	days, named := spokenDay(words[0], now)
	clock := ""
	switch {
	case named && len(words) == 2:
		clock = words[1]
	case !named && len(words) == 1:
		clock = words[0]
	case !named:
		return Named{}, false
	}
	// Noon exists on every day; the time of now may not, where clocks change.
	day := time.Date(now.Year(), now.Month(), now.Day()+days, 12, 0, 0, 0, now.Location())
	if clock == "" {
		return wholeDay(day), true
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return Named{}, false
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
	return Named{end, end}, true
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
