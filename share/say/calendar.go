package say

import (
	"strconv"
	"strings"
	"time"

	"signet/internal/lazyregexp"
)

var (
	dateISO   = lazyregexp.New(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})$`)
	dateBasic = lazyregexp.New(`^([12]\d{3})(\d{2})(\d{2})$`)
	dateDots  = lazyregexp.New(`^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?$`)
	dateBars  = lazyregexp.New(`^(\d{1,2})([/-])(\d{1,2})(?:([/-])(\d{4}|\d{2}))?$`)
	dateGlued = lazyregexp.New(`^(\d{1,2})(?:st|nd|rd|th)?[-.]?([a-z]{3,9})\.?(?:[-.]?'?(\d{4}|\d{2}))?$`)
	monthDay  = lazyregexp.New(`^([a-z]{3,9})[-.]?(\d{1,2})(?:st|nd|rd|th)?$`)
	dayOrHour = lazyregexp.New(`^(\d{1,2})\.(\d{2})$`)
)

// parseDate reads a date that is one word. A year of 0 was not said.
func parseDate(word string) (d date, ok bool, err error) {
	if m := dateISO.FindStringSubmatch(word); m != nil && m[2] == m[4] {
		return numbered(m[1], m[3], m[5], word)
	}
	if m := dateBasic.FindStringSubmatch(word); m != nil {
		return numbered(m[1], m[2], m[3], word)
	}
	if m := dateDots.FindStringSubmatch(word); m != nil {
		return numbered(m[3], m[2], m[1], word)
	}
	if m := dateBars.FindStringSubmatch(word); m != nil && m[2] == cmpOr(m[4], m[2]) && (m[2] == "/" || m[5] != "") {
		return barred(m[1], m[3], m[5], word)
	}
	if m := dateGlued.FindStringSubmatch(word); m != nil {
		if month := monthNamed(m[2]); month != 0 {
			return numbered(m[3], strconv.Itoa(int(month)), m[1], word)
		}
	}
	if m := monthDay.FindStringSubmatch(word); m != nil {
		if month := monthNamed(m[1]); month != 0 {
			return numbered("", strconv.Itoa(int(month)), m[2], word)
		}
	}
	return date{}, false, nil
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func numbered(year, month, day, word string) (date, bool, error) {
	y, _ := strconv.Atoi(year) // none: 0
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	out := date{y, time.Month(m), d}
	return out, true, out.check(word)
}

// check judges a date, also one without a year: 29 February is in some of them.
func (d date) check(word string) error {
	with := d
	if with.year == 0 {
		with.year = 2000
	}
	switch {
	case with.exists():
		return nil
	case d.month < 1 || d.month > 12:
		return &UnclearError{"there is no month " + strconv.Itoa(int(d.month)) + " in " + word, "write 2026-12-24, or 24 Dec"}
	case with.year < 1000:
		return &UnclearError{"the year of " + word + " is long past", "write all four digits of the year, as 2026-12-24"}
	case d.month == time.February && d.day == 29:
		return &UnclearError{strconv.Itoa(d.year) + " is no leap year: its February has 28 days", "write another day"}
	}
	return &UnclearError{d.month.String() + " has no day " + strconv.Itoa(d.day), "write another day"}
}

// barred reads what Americans and others read differently: 01/12/2026. It takes
// only what is a date for both, or for one.
func barred(a, b, year, word string) (date, bool, error) {
	if len(year) == 2 && strings.Contains(word, "-") {
		return date{}, true, &UnclearError{word + " may begin or end with its year", "write all four digits of the year, as 2026-12-24"}
	}
	dayFirst, _, errA := numbered(year, b, a, word)
	monthFirst, _, errB := numbered(year, a, b, word)
	switch {
	case errA != nil && errB != nil:
		return date{}, true, errA
	case errB != nil || dayFirst == monthFirst:
		return dayFirst, true, nil
	case errA != nil:
		return monthFirst, true, nil
	}
	return date{}, true, &UnclearError{
		word + " is " + dayFirst.spoken() + " to some and " + monthFirst.spoken() + " to others",
		"write " + dayFirst.typed() + " or " + monthFirst.typed(),
	}
}

// spoken is a date with the name of its month: "1 December 2026".
func (d date) spoken() string {
	text := strconv.Itoa(d.day) + " " + d.month.String()
	if d.year != 0 {
		text += " " + strconv.Itoa(d.year)
	}
	return text
}

// typed is a date that parseDate reads back: 2026-12-01, or without a year "1 Dec".
func (d date) typed() string {
	if d.year != 0 {
		return d.numbers()
	}
	return strconv.Itoa(d.day) + " " + d.month.String()[:3]
}

// monthNamed is the month whose name begins so, with three letters at least.
func monthNamed(word string) time.Month {
	word = strings.TrimSuffix(word, ".")
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); len(word) >= 3 && (strings.HasPrefix(name, word) || word == "sept") {
			if word != "sept" || m == time.September {
				return m
			}
		}
	}
	return 0
}

// weekdayNamed is the day of the week whose name begins so, with three letters at
// least.
func weekdayNamed(word string) (time.Weekday, bool) {
	word = strings.TrimSuffix(word, ".")
	if word == "weds" {
		return time.Wednesday, true
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), word) {
			return d, true
		}
	}
	return 0, false
}

// either reads 13.12, which is a day of the calendar or a time of day.
func either(word string) (d date, isDate bool, c clockWord, isClock bool) {
	m := dayOrHour.FindStringSubmatch(word)
	if m == nil {
		return d, false, c, false
	}
	d, _, dateErr := numbered("", m[2], m[1], word)
	c, isClock, clockErr := parseClock(word)
	return d, dateErr == nil, c, isClock && clockErr == nil
}
