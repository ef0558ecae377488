package say

import (
	"fmt"
	"slices"
	"time"
)

// date is a day of the calendar, wherever that is.
type date struct {
	year  int
	month time.Month
	day   int
}

// dateOf is the day that a clock shows in its zone.
func dateOf(t time.Time) date { return date{t.Year(), t.Month(), t.Day()} }

// plus counts days of the calendar.
func (d date) plus(days int) date {
	return dateOf(time.Date(d.year, d.month, d.day+days, 0, 0, 0, 0, time.UTC))
}

// since is how many days d is after another.
func (d date) since(o date) int {
	at := func(d date) time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }
	return int(at(d).Sub(at(o)) / day)
}

func (d date) weekday() time.Weekday {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Weekday()
}

// exists reports a day that the calendar has, in a year of four digits.
func (d date) exists() bool {
	return d.year >= 1000 && d.year <= 9999 && d == d.plus(0)
}

// numbers is the day as ParseTime takes it in every case: "2026-12-01".
func (d date) numbers() string { return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day) }

// words is the day for a sentence: "Tue 1 Dec 2026".
func (d date) words() string {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC).Format("Mon 2 Jan 2006")
}

// timeOfDay is what a clock shows; 24:00 is the end of its day.
type timeOfDay struct{ hour, minute, second int }

func (c timeOfDay) String() string {
	if c.second != 0 {
		return fmt.Sprintf("%02d:%02d:%02d", c.hour, c.minute, c.second)
	}
	return fmt.Sprintf("%02d:%02d", c.hour, c.minute)
}

// moments are the points in time at which the clocks of a zone show this: nearly
// always one, none where they are put forward over it, two where they are put back.
func moments(d date, c timeOfDay, zone *time.Location) (all []time.Time) {
	shown := time.Date(d.year, d.month, d.day, c.hour, c.minute, c.second, 0, time.UTC)
	for _, around := range []time.Duration{-26 * time.Hour, 0, 26 * time.Hour} {
		_, offset := shown.Add(around).In(zone).Zone()
		at := shown.Add(-time.Duration(offset) * time.Second).In(zone)
		_, there := at.Zone()
		if there == offset && !slices.ContainsFunc(all, at.Equal) {
			all = append(all, at)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// jump is the moment at which the clocks of a zone change, near a time that they
// leave out.
func jump(d date, c timeOfDay, zone *time.Location) time.Time {
	near := time.Date(d.year, d.month, d.day, c.hour, c.minute, c.second, 0, time.UTC).In(zone)
	start, end := near.ZoneBounds()
	if !end.IsZero() && (start.IsZero() || end.Sub(near).Abs() < near.Sub(start).Abs()) {
		return end
	}
	return start
}

// at is the one moment at which the clocks of a zone show this, and call themselves
// so if that was said: "EST". An *UnclearError says that there is none, or that there
// are two.
func at(d date, c timeOfDay, zone *time.Location, called string) (time.Time, error) {
	if c.hour == 24 {
		d, c.hour = d.plus(1), 0
	}
	all := moments(d, c, zone)
	for _, t := range all {
		if name, _ := t.Zone(); len(all) == 1 || name == called {
			return t, nil
		}
	}
	if len(all) > 1 {
		write := func(t time.Time) string { return d.numbers() + " " + c.String() + t.Format(" -07:00") }
		return time.Time{}, &UnclearError{
			"the clocks of " + zoneName(all[0]) + " show " + c.String() + " twice on " + d.words() + ", when they go back",
			"write " + write(all[0]) + " for the first time, " + write(all[1]) + " for the second",
		}
	}
	change := jump(d, c, zone)
	before, after := change.Add(-time.Second), change
	if dateOf(after).since(dateOf(before)) > 1 {
		return time.Time{}, noSuchDay(d, zone)
	}
	return time.Time{}, &UnclearError{
		"there is no " + c.String() + " on " + d.words() + " in " + zoneName(after) + ": the clocks go from " + before.Add(time.Second).In(time.FixedZone(before.Zone())).Format("15:04 MST") + " to " + after.Format("15:04 MST"),
		"write " + dateOf(after).numbers() + after.Format(" 15:04"),
	}
}

// zoneName is a place whose clocks change, or what its clocks say.
func zoneName(t time.Time) string {
	if name := t.Location().String(); name != "Local" {
		return name
	}
	return "this time zone"
}

func noSuchDay(d date, zone *time.Location) error {
	return &UnclearError{"the calendar of " + zoneName(time.Time{}.In(zone)) + " leaves out " + d.words(), "write another day"}
}

// whole is a day from its first second to its last, as the clocks of a zone have
// it: of 23, 24 or 25 hours, and not always from midnight.
func whole(d date, zone *time.Location) (Named, error) {
	first, next := begin(d, zone), begin(d.plus(1), zone)
	if dateOf(first) != d {
		return Named{}, noSuchDay(d, zone)
	}
	return Named{First: first, Last: next.Add(-time.Second)}, nil
}

// begin is the first moment of a day; of one that is left out, of the one after it.
func begin(d date, zone *time.Location) time.Time {
	if all := moments(d, timeOfDay{}, zone); len(all) > 0 {
		return all[0]
	}
	return jump(d, timeOfDay{}, zone)
}
