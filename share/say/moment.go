package say

import "time"

// Moment writes a point in time for people, in now's time zone: the day only if
// it is not today, the year only if it is not this one.
func Moment(t, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		if t.Sub(now).Abs() < 10*time.Minute {
			return "today " + t.Format("15:04:05 MST")
		}
		return "today " + t.Format("15:04 MST")
	case t.Year() == now.Year():
		return t.Format("Mon 2 Jan 15:04 MST")
	}
	return DatedMoment(t)
}

// Exact writes a point in time to the second in now's time zone, with its date: what
// was typed is echoed so. "Fri 4 Dec 2026 17:00:00 CET", and today's as "today (Fri 4
// Dec 2026) 17:00:00 CET".
func Exact(t, now time.Time) string {
	t = t.In(now.Location())
	if dateOf(t) == dateOf(now) {
		return t.Format("today (Mon 2 Jan 2006) 15:04:05 MST")
	}
	return DatedExact(t)
}

// DatedExact is a moment to the second in its own zone that holds also where "today"
// means nothing: "Fri 27 Nov 2026 17:00:00 CET".
func DatedExact(t time.Time) string { return t.Format("Mon 2 Jan 2006 15:04:05 MST") }

// DatedMoment is a moment in its own zone that holds also where "today" means
// nothing: "Fri 27 Nov 2026 17:00 CET".
func DatedMoment(t time.Time) string { return t.Format("Mon 2 Jan 2006 15:04 MST") }

// ForeignMoment is a moment on its own clear in any time zone, in now's:
// "Friday, 27 November 2026, 17:00 CET (UTC+01:00)". Seconds matter only to what
// ends within minutes; left out, the time is the earlier one.
func ForeignMoment(t, now time.Time) string {
	t = t.In(now.Location())
	layout := "Monday, 2 January 2006, 15:04"
	if t.Sub(now) < 10*time.Minute {
		layout += ":05"
	}
	zone, offset := t.Zone()
	switch {
	case offset == 0 && (zone == "UTC" || zone == ""):
		return t.Format(layout) + " UTC"
	case zone == "" || zone[0] == '+' || zone[0] == '-':
		return t.Format(layout + " (UTC-07:00)")
	}
	return t.Format(layout + " MST (UTC-07:00)")
}

// UTC is a moment to the minute as two machines compare it: "27 Nov 2026 16:00 UTC".
func UTC(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04 MST") }

// ServerTime is a moment to the second as a server says it: "2026-11-27 16:00:00 UTC".
func ServerTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// TimeOfDay is when something happened just now, to the second: "17:00:05".
func TimeOfDay(t time.Time) string { return t.Format("15:04:05") }

// Minute is a moment in a column of 16 cells, in the zone of now; empty for the
// zero time: "2026-11-27 17:00".
func Minute(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(now.Location()).Format("2006-01-02 15:04")
}

// Typed is a moment to the second that ParseTime reads back, in the zone of now; with
// its offset where the clocks show it twice.
func Typed(t, now time.Time) string {
	t = t.In(now.Location())
	text := t.Format("2006-01-02 15:04:05")
	hour, minute, second := t.Clock()
	if len(moments(dateOf(t), timeOfDay{hour, minute, second}, t.Location())) > 1 {
		text += t.Format(" -07:00")
	}
	return text
}

// Short is a moment in at most 12 cells: the time today, the day and time this
// year, the day before.
func Short(t, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case t.Year() != now.Year():
		return Day(t)
	case t.YearDay() != now.YearDay():
		return t.Format("2 Jan 15:04")
	}
	return t.Format("15:04:05")
}

// Day is a day in the zone of t: "27 Nov 2026".
func Day(t time.Time) string { return t.Format("2 Jan 2006") }

// DayAndMinute is a moment in its own zone: "27 Nov 2026 17:00".
func DayAndMinute(t time.Time) string { return t.Format("2 Jan 2006 15:04") }
