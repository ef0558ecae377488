package say

import (
	"strconv"
	"strings"
	"time"
)

// filler takes words that change nothing, and those before a day of the week.
func (r *reader) filler(word string) (bool, error) {
	switch word {
	case "at", "@", "on", "the", "of", "until", "till", "til", "by", behindDate:
	case "next":
		r.nextOne = true
		return true, r.wantsDay(word)
	case "last":
		r.nextOne = r.past
		if !r.past {
			return true, &UnclearError{"the last one of a day is past", "leave last out"}
		}
		return true, r.wantsDay(word)
	case "this", "coming":
		r.thisOne = true
		return true, r.wantsDay(word)
	default:
		return false, nil
	}
	r.next++
	return true, nil
}

// wantsDay judges what follows next, last and this: a day of the week. A week and a
// month are no time that a link could end at.
func (r *reader) wantsDay(word string) error {
	r.next++
	if r.next < len(r.words) {
		if _, ok := weekdayNamed(r.words[r.next]); ok {
			return nil
		}
		word += " " + r.words[r.next]
	}
	return &UnclearError{quote(word) + " names no day", "write next friday, in 7 days, or a date as 24 Dec"}
}

func (r *reader) asClock(word string) (bool, error) {
	switch {
	case dayOrHour.MatchString(word) && r.unsure == "":
		r.unsure = word
	case word == "noon" || word == "midday":
		return r.took(r.setClock(clockWord{timeOfDay: timeOfDay{hour: 12}}))
	case word == "midnight":
		r.edge = midnight
	case word == "eod":
		r.edge = endOfDay
	default:
		c, ok, err := r.digits(word)
		if !ok || err != nil {
			return false, err
		}
		return r.took(r.setClock(c))
	}
	return r.took(nil)
}

// digits reads a time of day that is written in digits.
func (r *reader) digits(word string) (clockWord, bool, error) {
	c, ok, err := parseClock(word)
	if !ok && r.basic(word) {
		return parseBasic(word)
	}
	if !ok {
		c, ok, err = parseHour(word)
		if ok && err == nil && len(r.words) == 1 {
			err = r.lengthOrTime(word, c)
		}
	}
	return c, ok, err
}

// basic reports digits alone behind the T of ISO 8601.
func (r *reader) basic(word string) bool {
	return r.next > 0 && r.words[r.next-1] == behindDate && clockBasic.MatchString(word)
}

// lengthOrTime is what 17h30 is alone. 17h is a length of time, as 8h always was.
func (r *reader) lengthOrTime(word string, c clockWord) error {
	if m := clockLetter.FindStringSubmatch(word); m[2] == "" {
		return ErrNoTime
	}
	return &UnclearError{word + " is a length of time to some and " + c.String() + " to others", "write " + word + "m, or " + c.String()}
}

func (r *reader) took(err error) (bool, error) {
	r.next++
	r.known = true
	return true, err
}

func (r *reader) setClock(c clockWord) error {
	if r.clockSet && r.clock.timeOfDay != c.timeOfDay {
		return &UnclearError{"two times of day are named, " + r.clock.String() + " and " + c.String(), "write one"}
	}
	r.clock, r.clockSet = c, true
	return nil
}

func (r *reader) asDate(word string) (bool, error) {
	d, ok, err := parseDate(word)
	if !ok || err != nil {
		return false, err
	}
	return r.took(r.setDate(d))
}

func (r *reader) setDate(d date) error {
	if r.fixed || r.date.day != 0 || r.date.month != 0 {
		return &UnclearError{"two dates are named, " + r.date.spoken() + " and " + d.spoken(), "write one"}
	}
	year := r.date.year
	r.date, r.fixed = d, true
	if d.year == 0 {
		r.date.year = year
	}
	return nil
}

// dayWords are days by their distance from today.
func dayWords() map[string]int {
	return map[string]int{"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "overmorrow": 2, "yesterday": -1}
}

// asDay reads today, friday, and the name of a month.
func (r *reader) asDay(word string) (bool, error) {
	if n, ok := dayWords()[word]; ok && !r.daysSet {
		r.days, r.daysSet = n, true
		r.today, r.tonight = n == 0, word == "tonight"
		return r.took(nil)
	}
	if w, ok := weekdayNamed(word); ok {
		if r.weekSet && r.week != w {
			return false, &UnclearError{"two days of the week are named", "write one"}
		}
		r.week, r.weekSet = w, true
		return r.took(nil)
	}
	if m := monthNamed(word); m != 0 && !r.fixed && r.date.month == 0 {
		r.date.month = m
		return r.took(nil)
	}
	return false, nil
}

// asNumber reads the day and the year beside the name of a month.
func (r *reader) asNumber(word string) (bool, error) {
	if m := fullYear.FindStringSubmatch(word); m != nil && r.date.year == 0 && (r.date.month != 0 || r.monthFollows()) {
		r.date.year, _ = strconv.Atoi(m[2])
		if m[1] != "" {
			r.date.year, _ = strconv.Atoi("20" + m[1])
		}
		return r.took(r.dated(word))
	}
	m := ordinal.FindStringSubmatch(word)
	if m == nil {
		return r.number(word)
	}
	n, _ := strconv.Atoi(m[1])
	switch {
	case r.date.day == 0 && (r.date.month != 0 || r.monthFollows() || m[2] != "" && m[2] != "."):
		r.date.day = n
	case r.date.year == 0 && r.date.month != 0 && m[2] == "" && len(word) == 2:
		r.date.year = 2000 + n
	default:
		return r.number(word)
	}
	return r.took(r.dated(word))
}

// monthFollows reports the name of a month behind this word, with or without "of".
func (r *reader) monthFollows() bool {
	rest := r.words[r.next+1:]
	if len(rest) > 0 && rest[0] == "of" {
		rest = rest[1:]
	}
	return len(rest) > 0 && monthNamed(rest[0]) != 0
}

// dated judges a date of several words as soon as it has a month and a day.
func (r *reader) dated(word string) error {
	if r.date.month == 0 || r.date.day == 0 {
		return nil
	}
	return r.date.check(word)
}

// number refuses one that says neither what it counts nor when.
func (r *reader) number(word string) (bool, error) {
	n, err := strconv.Atoi(word)
	if err != nil || len(word) > 4 || !r.aboutTime() {
		return false, nil
	}
	next := "write the minutes too, as 17:00, or am or pm"
	if len(word) == 4 && n < 2400 && n%100 < 60 {
		next = "write " + word[:2] + ":" + word[2:]
	} else if n >= 1 && n <= 12 {
		next = "write " + word + "am or " + word + "pm"
	} else if n <= 24 {
		next = "write " + word + ":00"
	}
	return false, &UnclearError{word + " alone is no time of day", next}
}

func (r *reader) asZone(word string) (bool, error) {
	zone, ok, err := parseZone(word)
	switch {
	case err != nil:
		return false, err
	case ok && r.zone != nil && !sameOffset(zone, r.zone, r.now):
		return false, &UnclearError{"two time zones are named", "write one"}
	case ok:
		r.zone = zone
		return r.took(nil)
	case zoneLetter.MatchString(word) && r.ownZone(word):
		return r.took(nil)
	case severalZones(word):
		return false, &UnclearError{strings.ToUpper(word) + " is more than one time zone", "write the offset, as -05:00, or a place, as America/New_York"}
	}
	return false, nil
}

func sameOffset(a, b *time.Location, now time.Time) bool {
	_, of := now.In(a).Zone()
	_, other := now.In(b).Zone()
	return of == other
}

// ownZone reports an abbreviation that the clocks of this place use, now or in the
// other half of the year. Whether they do so then is judged when the day is known.
func (r *reader) ownZone(word string) bool {
	for _, months := range []int{0, 3, 6, 9} {
		if name, _ := r.now.AddDate(0, months, 0).Zone(); strings.EqualFold(name, word) {
			r.own = strings.ToUpper(word)
			return true
		}
	}
	return false
}
