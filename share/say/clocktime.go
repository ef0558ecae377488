package say

import (
	"strconv"
	"strings"

	"signet/internal/lazyregexp"
)

var (
	clockShape  = lazyregexp.New(`^(\d{1,2})(?:([:.])(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?(am|pm|a\.m\.?|p\.m\.?|a|p)?$`)
	clockLetter = lazyregexp.New(`^(\d{1,2})h(\d{2})?$`)
	clockBasic  = lazyregexp.New(`^(\d{2})(\d{2})(\d{2})?$`)
)

// clockWord is a time of day as it was written.
type clockWord struct {
	timeOfDay
	plain bool // neither am nor pm, nor past noon
}

// parseClock reads 17:00, 17.30, 17:00:30, 5pm, 5:30 p.m., 12am. A number alone is
// none.
func parseClock(word string) (c clockWord, ok bool, err error) {
	m := clockShape.FindStringSubmatch(word)
	if m == nil || m[3] == "" && m[5] == "" {
		return c, false, nil
	}
	c.hour, _ = strconv.Atoi(m[1])
	c.minute, _ = strconv.Atoi(m[3])
	c.second, _ = strconv.Atoi(m[4])
	if m[5] == "" {
		c.plain = c.hour >= 1 && c.hour <= 12
		return c, true, c.check(word)
	}
	if c.hour < 1 || c.hour > 12 {
		return c, true, &UnclearError{word + " is no time of day", "write 17:00, or 5pm"}
	}
	c.hour %= 12
	if m[5][0] == 'p' {
		c.hour += 12
	}
	return c, true, c.check(word)
}

// parseHour reads 17h and 17h30, which without more words are a length of time.
func parseHour(word string) (c clockWord, ok bool, err error) {
	return digits(clockLetter.FindStringSubmatch(word), word)
}

// parseBasic reads 170000 and 1700 of ISO 8601's basic form.
func parseBasic(word string) (c clockWord, ok bool, err error) {
	return digits(clockBasic.FindStringSubmatch(word), word)
}

func digits(m []string, word string) (c clockWord, ok bool, err error) {
	if m == nil {
		return c, false, nil
	}
	c.hour, _ = strconv.Atoi(m[1])
	c.minute, _ = strconv.Atoi(m[2])
	if len(m) > 3 {
		c.second, _ = strconv.Atoi(m[3])
	}
	return c, true, c.check(word)
}

func (c timeOfDay) check(word string) error {
	switch {
	case c.second == 60 && c.minute < 60 && c.hour < 24:
		return &UnclearError{"no clock here has the leap second " + word, "write the second before or after it"}
	case c.hour > 24 || c.minute > 59 || c.second > 59 || c.hour == 24 && c.minute+c.second > 0:
		return &UnclearError{"there is no time of day " + strings.TrimSpace(word), "a day is from 00:00 to 24:00"}
	}
	return nil
}
