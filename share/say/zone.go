package say

import (
	"strconv"
	"strings"
	"time"

	"signet/internal/lazyregexp"
)

// abbreviations are those of time zones that mean one offset all over the world,
// with a place that uses them, if it does so for only half of the year. EST, CST,
// IST, BST, AST, MST, PST and others mean several, and are not here.
func abbreviations() map[string]struct {
	hours float64
	place string
} {
	return map[string]struct {
		hours float64
		place string
	}{
		"z": {}, "utc": {}, "gmt": {}, "ut": {}, "zulu": {},
		"wet": {0, "Europe/Lisbon"}, "west": {1, "Europe/Lisbon"},
		"cet": {1, "Europe/Berlin"}, "cest": {2, "Europe/Berlin"},
		"eet": {2, "Europe/Helsinki"}, "eest": {3, "Europe/Helsinki"},
		"edt": {-4, "America/New_York"}, "mdt": {-6, "America/Denver"}, "pdt": {-7, "America/Los_Angeles"},
		"akdt": {-8, "America/Anchorage"}, "aedt": {11, "Australia/Sydney"}, "acdt": {10.5, "Australia/Adelaide"},
		"nzst": {12, "Pacific/Auckland"}, "nzdt": {13, "Pacific/Auckland"},
		"aest": {10, ""}, "acst": {9.5, ""}, "awst": {8, ""}, "akst": {-9, ""}, "hst": {-10, ""},
		"jst": {9, ""}, "kst": {9, ""}, "hkt": {8, ""}, "sgt": {8, ""}, "msk": {3, ""}, "sast": {2, ""},
	}
}

var (
	zoneOffset = lazyregexp.New(`^(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?$`)
	zoneLetter = lazyregexp.New(`^[a-z]{2,5}$`)
	zonePlace  = lazyregexp.New(`^[a-z_]+(?:/[a-z0-9_+-]+){1,2}$`)
)

// parseZone reads a time zone: an offset, a place as Europe/Berlin, or an
// abbreviation that means one thing. Others that people use are an *UnclearError.
func parseZone(word string) (*time.Location, bool, error) {
	if m := zoneOffset.FindStringSubmatch(word); m != nil && (len(m[2]) == 2 || word[0] == 'u' || word[0] == 'g') {
		return offsetZone(word, m)
	}
	if zonePlace.MatchString(word) {
		return placeZone(word)
	}
	if a, known := abbreviations()[word]; known {
		return time.FixedZone(strings.ToUpper(word), int(a.hours*3600)), true, nil
	}
	return nil, false, nil
}

func offsetZone(word string, m []string) (*time.Location, bool, error) {
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3]) // none: 0
	if hours > 14 {
		return nil, true, &UnclearError{"no clock is " + word + " from UTC", "write an offset between -12:00 and +14:00"}
	}
	seconds := hours*3600 + minutes*60
	if m[1] == "-" {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), true, nil
}

// placeZone looks a place up in the time zones of this machine, which tell capitals
// apart: europe/berlin is Europe/Berlin.
func placeZone(word string) (*time.Location, bool, error) {
	capital := true
	name := strings.Map(func(r rune) rune {
		was := capital
		capital = r == '/' || r == '_' || r == '-'
		if was {
			return toUpper(r)
		}
		return r
	}, word)
	for _, n := range []string{name, strings.ToUpper(word)} {
		if zone, err := time.LoadLocation(n); err == nil {
			return zone, true, nil
		}
	}
	return nil, true, &UnclearError{"this machine knows no time zone " + name, "write the offset, as +01:00"}
}

func toUpper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

// severalZones are abbreviations that people write and that mean several offsets.
func severalZones(word string) bool {
	return strings.Contains(" est cst cdt mst pst ist bst ast adt act eat art amt brt pkt wib gst ", " "+word+" ")
}

// inForce judges an abbreviation for half of the year by the day it is used for:
// 17:00 CET in July is 18:00 on the clocks of those who write it, or a slip.
func inForce(t time.Time) error {
	word := strings.ToLower(t.Location().String())
	a := abbreviations()[word]
	if a.place == "" {
		return nil
	}
	place, err := time.LoadLocation(a.place)
	if err != nil { // this machine has no time zones: the offset is what was written
		return nil
	}
	if name, offset := t.In(place).Zone(); offset != int(a.hours*3600) {
		return &UnclearError{"on " + dateOf(t).words() + " the clocks show " + name + ", not " + strings.ToUpper(word), "write " + name + ", or the offset " + t.Format("-07:00")}
	}
	return nil
}
