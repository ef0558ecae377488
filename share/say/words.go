package say

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/internal/lazyregexp"
)

var (
	spacedHalf = lazyregexp.New(`(\d) (am|pm|a\.m\.?|p\.m\.?|a|p)( |,|$)`)
	dateAndT   = lazyregexp.New(`^(\d{4}-?\d{2}-?\d{2})t(\d.*)$`)
	clockZone  = lazyregexp.New(`^(\d{1,2}(?::?\d{2}){0,2}(?:[.,]\d{1,9})?(?:am|pm)?)(z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|utc|gmt)$`)
	ordinal    = lazyregexp.New(`^(\d{1,2})(st|nd|rd|th|\.)?$`)
	fullYear   = lazyregexp.New(`^(?:'(\d{2})|(\d{4}))$`)
)

// behindDate stands for the T of ISO 8601; nobody can type it, all being lower case.
const behindDate = "T"

// wordsOf parts a text at blanks and commas, and where ISO 8601 has none.
func wordsOf(t string) (out []string) {
	t = spacedHalf.ReplaceAllString(t, "$1$2$3")
	for _, w := range strings.FieldsFunc(t, func(r rune) bool { return r == ' ' || r == ',' }) {
		if m := dateAndT.FindStringSubmatch(w); m != nil {
			out, w = append(out, m[1], behindDate), m[2]
		}
		behind := len(out) > 0 && out[len(out)-1] == behindDate
		if m := clockZone.FindStringSubmatch(w); m != nil && (behind || strings.ContainsAny(m[1], ":m") && !isRange(m[1], m[2])) {
			out, w = append(out, m[1]), m[2]
		}
		out = append(out, w)
	}
	return out
}

// isRange reports 08:00-09:00, which nobody writes for a time zone: programs that do
// write seconds, or the T.
func isRange(clock, zone string) bool {
	return zone[0] == '-' && strings.Count(clock, ":") < 2
}

// edge is a moment of a day by name.
type edge int

const (
	noEdge edge = iota
	midnight
	endOfDay
)

// reader reads words into what they said.
type reader struct {
	words []string
	next  int
	now   time.Time
	past  bool

	known bool // a word was understood, so that the text is about a time
	date  date // 0 in a field: not said
	fixed bool // the date stands, and is no relative one

	days    int // from today
	daysSet bool
	today   bool // today, tonight: the past is not moved to another day
	tonight bool

	week    time.Weekday
	weekSet bool
	nextOne bool // next, last: not the day of today
	thisOne bool

	clock    clockWord
	clockSet bool
	edge     edge
	zone     *time.Location
	own      string // an abbreviation of this place's own time zone
	unsure   string // 13.12
}

// read takes the next word, or several.
func (r *reader) read() error {
	if n := r.phrase(); n > 0 {
		r.next += n
		r.known = true
		return nil
	}
	word := r.words[r.next]
	for _, as := range []func(string) (bool, error){r.filler, r.asClock, r.asDate, r.asDay, r.asNumber, r.asZone} {
		if ok, err := as(word); ok || err != nil {
			return err
		}
	}
	return r.unknown(word)
}

// unknown is a word that is not understood: of another language, a slip, or of a
// text that is not about time at all.
func (r *reader) unknown(word string) error {
	if !r.aboutTime() {
		return ErrNoTime
	}
	return &UnclearError{quote(word) + " is not understood as part of a time", "write fri 17:00, 24 Dec 5pm, or 2026-12-24 17:00"}
}

// quote quotes what was typed, in a length that a sentence can hold.
func quote(text string) string { return fmt.Sprintf("%.40q", text) }

// aboutTime reports that a word was understood, or one further on will be.
func (r *reader) aboutTime() bool {
	return r.known || slices.ContainsFunc(r.words[r.next+1:], func(word string) bool {
		_, clock, _ := parseClock(word)
		_, date, _ := parseDate(word)
		_, week := weekdayNamed(word)
		_, day := dayWords()[word]
		return clock || date || week || day || monthNamed(word) != 0
	})
}

// phrases are groups of words that mean one thing.
func (r *reader) phrases() []struct {
	words string
	mean  func()
} {
	days := func(n int) func() { return func() { r.days, r.daysSet = n, true } }
	end := func() { r.edge = endOfDay }
	return []struct {
		words string
		mean  func()
	}{
		{"the day after tomorrow", days(2)},
		{"day after tomorrow", days(2)},
		{"the day before yesterday", days(-2)},
		{"day before yesterday", days(-2)},
		{"end of the day", end},
		{"end of day", end},
		{"end of the month", func() { r.endOf(0) }},
		{"end of this month", func() { r.endOf(0) }},
		{"end of month", func() { r.endOf(0) }},
		{"end of the year", func() { r.endOf(time.December) }},
		{"end of this year", func() { r.endOf(time.December) }},
		{"end of year", func() { r.endOf(time.December) }},
		{"end of", end},
		{"12 noon", func() { r.clock, r.clockSet = clockWord{timeOfDay: timeOfDay{hour: 12}}, true }},
		{"12 midnight", func() { r.edge = midnight }},
	}
}

// phrase is how many words the phrase here has; 0: there is none.
func (r *reader) phrase() int {
	rest := strings.Join(r.words[r.next:], " ") + " "
	for _, p := range r.phrases() {
		if strings.HasPrefix(rest, p.words+" ") {
			p.mean()
			return strings.Count(p.words, " ") + 1
		}
	}
	return 0
}

// endOf names the last day of a month; 0: of this one.
func (r *reader) endOf(m time.Month) {
	today := dateOf(r.now)
	if m == 0 {
		m = today.month
	}
	r.date, r.fixed, r.edge = date{today.year, m + 1, 0}.plus(0), true, endOfDay
}
