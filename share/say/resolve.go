package say

import (
	"time"
)

// settle decides what could only be decided with all words read.
func (r *reader) settle() error {
	if r.unsure != "" {
		if err := r.sure(); err != nil {
			return err
		}
	}
	if !r.known || r.past && r.days > 0 {
		return ErrNoTime
	}
	if r.date.month != 0 && r.date.day == 0 {
		return &UnclearError{r.date.month.String() + " names no day", "write 24 " + r.date.month.String()[:3]}
	}
	if r.tonight && r.clockSet && r.clock.plain && r.clock.hour < 12 {
		return &UnclearError{r.clock.String() + " tonight may be before or after noon", "write " + timeOfDay{r.clock.hour + 12, r.clock.minute, 0}.String() + ", or am or pm"}
	}
	if r.edge != noEdge && r.clockSet && !(r.edge == midnight && r.clock.hour%24 == 0) {
		return &UnclearError{"two times of day are named", "write one"}
	}
	return r.foreignDay()
}

// sure decides what 13.12 is: with a day beside it a time, with a time a day.
func (r *reader) sure() error {
	d, isDate, c, isClock := either(r.unsure)
	hasDay := r.fixed || r.daysSet || r.weekSet || r.date.day != 0
	switch {
	case isClock && (hasDay || !isDate) && !r.clockSet:
		return r.setClock(c)
	case isDate && (r.clockSet || !isClock) && !r.fixed:
		return r.setDate(d)
	case !isDate && !isClock:
		return &UnclearError{r.unsure + " is neither a time of day nor a day", "write 17:30, or 1 Dec"}
	}
	return &UnclearError{r.unsure + " is a day to some and a time of day to others", "write " + d.typed() + ", or " + c.String()}
}

// foreignDay refuses today and tomorrow of another time zone, where that has
// another date just now.
func (r *reader) foreignDay() error {
	if r.zone == nil || !r.daysSet {
		return nil
	}
	here, there := dateOf(r.now), dateOf(r.now.In(r.zone))
	if here == there {
		return nil
	}
	return &UnclearError{"it is " + here.words() + " here, and " + there.words() + " in that time zone", "write the date, as " + here.plus(r.days).numbers()}
}

// resolve makes a time of what was said.
func (r *reader) resolve() (Named, error) {
	zone := r.now.Location()
	if r.zone != nil {
		zone = r.zone
	}
	now := r.now.In(zone)
	d, err := r.on(now)
	if err != nil {
		return Named{}, err
	}
	n, err := r.of(d, zone)
	if moved, ok := r.moved(d, n, now); err == nil && ok {
		n, err = r.of(moved, zone)
	}
	if err != nil {
		return Named{}, err
	}
	if r.zone != nil {
		err = inForce(n.Last)
	} else if name, _ := n.Last.Zone(); r.own != "" && name != r.own {
		err = &UnclearError{"on " + dateOf(n.Last).words() + " the clocks here show " + name + ", not " + r.own, "write " + name}
	}
	return Named{n.First.In(r.now.Location()), n.Last.In(r.now.Location())}, err
}

// of is the time of day that was said on a day, or all of that day.
func (r *reader) of(d date, zone *time.Location) (Named, error) {
	day, err := whole(d, zone)
	switch {
	case err != nil:
		return Named{}, err
	case r.edge == endOfDay:
		return momentOf(day.Last), nil
	case r.edge == midnight && r.past:
		return momentOf(day.First), nil
	case r.edge == midnight:
		return momentOf(day.Last.Add(time.Second)), nil
	case !r.clockSet:
		return day, nil
	}
	t, err := at(d, r.clock.timeOfDay, zone, r.own)
	return momentOf(t), err
}

// moved is the day to take instead, where a time of day alone, or a day of the week,
// has not come yet today, or is over.
func (r *reader) moved(d date, n Named, now time.Time) (date, bool) {
	step := 1
	if r.weekSet {
		step = 7
	}
	switch {
	case r.fixed || r.date.day != 0 || r.daysSet || r.thisOne || n.First.IsZero():
		return d, false
	case !r.past && !n.Last.After(now):
		return d.plus(step), true
	case r.past && n.First.After(now):
		return d.plus(-step), true
	}
	return d, false
}

// on is the day that was said: a date, one counted from today, a day of the week, or
// today. Where several were said they have to agree.
func (r *reader) on(now time.Time) (date, error) {
	today := dateOf(now)
	d := today
	switch {
	case r.date.day != 0:
		d = r.completed(today)
		if err := d.check(d.numbers()); err != nil {
			return d, err
		}
		if r.daysSet && today.plus(r.days) != d {
			return d, &UnclearError{"two days are named, " + d.words() + " and " + today.plus(r.days).words(), "write one"}
		}
	case r.daysSet:
		d = today.plus(r.days)
	case r.weekSet:
		return today.plus(r.weekDays(today)), r.midnightOf(today.plus(r.weekDays(today)))
	}
	if r.weekSet && d.weekday() != r.week {
		return d, &UnclearError{d.words() + " is no " + r.week.String(), "leave the day of the week out, or correct the date"}
	}
	if r.today || d == today && !r.daysSet && r.date.day == 0 {
		return d, nil
	}
	return d, r.midnightOf(d)
}

// midnightOf refuses the midnight of a day that was named: it has two.
func (r *reader) midnightOf(d date) error {
	if r.edge != midnight {
		return nil
	}
	return &UnclearError{d.words() + " has a midnight at its beginning and one at its end", "write " + d.numbers() + " 00:00, or " + d.numbers() + " 24:00"}
}

// weekDays is how many days from today the day of the week is.
func (r *reader) weekDays(today date) int {
	n := (int(r.week) - int(today.weekday()) + 7) % 7
	switch {
	case r.past && n > 0:
		return n - 7
	case r.past && r.nextOne:
		return -7
	case r.nextOne && n == 0:
		return 7
	}
	return n
}

// recent is how long ago a day without a year is taken to be past, and not of the
// next year: whoever writes yesterday's date means yesterday.
const recent = 60 // days

// completed completes a date: the next such day from today, or the last one.
func (r *reader) completed(today date) date {
	d := r.date
	if d.month == 0 {
		return r.dayOfMonth(today)
	}
	if d.year != 0 {
		return d
	}
	for step := range 9 { // 29 February is in one of them
		d.year = today.year + step
		if r.past {
			d.year = today.year - step
		}
		ahead := d.since(today)
		if d.exists() && (r.past && ahead <= 0 || !r.past && ahead >= 0 || step == 0 && ahead >= -recent && !r.past) {
			return d
		}
	}
	return d
}

// dayOfMonth is the next 5th, or the last one.
func (r *reader) dayOfMonth(today date) date {
	d := r.date
	for step := range 3 { // of two months in a row one has 31 days
		if r.past {
			step = -step
		}
		first := date{today.year, today.month + time.Month(step), 1}.plus(0)
		d.year, d.month = first.year, first.month
		if d.exists() && (r.past && d.since(today) <= 0 || !r.past && d.since(today) >= 0) {
			break
		}
	}
	return d
}
