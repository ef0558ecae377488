package say

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests know every zone, also where the machine knows none
)

// in is a moment of a clock in a zone.
func in(t testing.TB, zone, clock string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04:05", clock, loc)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// reads holds what a text means: "" for one of the two is a moment.
func reads(t *testing.T, now time.Time, cases map[string]string) {
	t.Helper()
	for text, want := range cases {
		got, err := ParseTime(text, now)
		shown := got.First.Format("2006-01-02 15:04:05")
		if got.Last != got.First {
			shown = "all of " + got.First.Format("2006-01-02")
			if day, _ := whole(dateOf(got.First), now.Location()); day != got {
				shown = "not " + shown
			}
		}
		if err != nil || shown != want {
			t.Errorf("%q = %s, %v; want %s", text, shown, err, want)
		}
	}
}

// refuses holds what is said against a text.
func refuses(t *testing.T, now time.Time, cases map[string]string) {
	t.Helper()
	for text, want := range cases {
		got, err := ParseTime(text, now)
		var unclear *UnclearError
		if want == "" && !errors.Is(err, ErrNoTime) || want != "" && (!errors.As(err, &unclear) || !strings.Contains(err.Error(), want) || unclear.Next == "") {
			t.Errorf("%q = %v, %v; want %s", text, got, err, want)
		}
	}
}

func TestTimesThatPeopleType(t *testing.T) {
	reads(t, in(t, "Europe/Berlin", "2026-11-28 15:04:05"), map[string]string{ // a Saturday
		"5pm": "2026-11-28 17:00:00", "5 PM": "2026-11-28 17:00:00", "5p": "2026-11-28 17:00:00", "5 p.m.": "2026-11-28 17:00:00", "5:30pm": "2026-11-28 17:30:00", "5:00\u202fPM": "2026-11-28 17:00:00",
		"17.30": "2026-11-28 17:30:00", "17:00:30": "2026-11-28 17:00:30", "at 17h": "2026-11-28 17:00:00", "fri 17h30": "2026-12-04 17:30:00", "9:00": "2026-11-29 09:00:00",
		"12am": "2026-11-29 00:00:00", "12pm": "2026-11-29 12:00:00", "noon": "2026-11-29 12:00:00", "midnight": "2026-11-29 00:00:00", "24:00": "2026-11-29 00:00:00", "midnight tonight": "2026-11-29 00:00:00",
		"fri 5pm": "2026-12-04 17:00:00", "5pm fri": "2026-12-04 17:00:00", "noon fri": "2026-12-04 12:00:00", "friday noon": "2026-12-04 12:00:00", "fri 12 noon": "2026-12-04 12:00:00",
		"next friday": "all of 2026-12-04", "this friday": "all of 2026-12-04", "by Friday": "all of 2026-12-04", "Fri.": "all of 2026-12-04", "weds": "all of 2026-12-02", "mon": "all of 2026-11-30",
		"sat": "all of 2026-11-28", "this saturday": "all of 2026-11-28", "next saturday": "all of 2026-12-05", "sat 9:00": "2026-12-05 09:00:00", "sat 16:00": "2026-11-28 16:00:00", "next sat 16:00": "2026-12-05 16:00:00",
		"fri 24:00": "2026-12-05 00:00:00", "fri 0:00": "2026-12-04 00:00:00", "end of friday": "2026-12-04 23:59:59", "eod": "2026-11-28 23:59:59", "end of day": "2026-11-28 23:59:59", "end of the month": "2026-11-30 23:59:59", "end of year": "2026-12-31 23:59:59",
		"tonight": "all of 2026-11-28", "tonight 9pm": "2026-11-28 21:00:00", "today 17:00": "2026-11-28 17:00:00", "today 9:00": "2026-11-28 09:00:00", "tomorrow noon": "2026-11-29 12:00:00", "5pm tomorrow": "2026-11-29 17:00:00",
		"day after tomorrow": "all of 2026-11-30", "the day after tomorrow at 5pm": "2026-11-30 17:00:00", "yesterday": "all of 2026-11-27",
		"1 Dec": "all of 2026-12-01", "1st Dec": "all of 2026-12-01", "Dec 1": "all of 2026-12-01", "the 1st of December": "all of 2026-12-01", "1. Dec": "all of 2026-12-01", "Dec 1 2026": "all of 2026-12-01", "1 Dec '26": "all of 2026-12-01",
		"December 1st, 2026 5pm": "2026-12-01 17:00:00", "5pm on Dec 1": "2026-12-01 17:00:00", "1-Dec-2026": "all of 2026-12-01", "01dec26": "all of 2026-12-01", "5th": "all of 2026-12-05", "28th": "all of 2026-11-28", "27th": "all of 2026-12-27",
		"01.12.2026": "all of 2026-12-01", "1.12.": "all of 2026-12-01", "01.12.26 17:00": "2026-12-01 17:00:00", "1.12. 17.30": "2026-12-01 17:30:00", "31.12": "all of 2026-12-31", "13.12 17:00": "2026-12-13 17:00:00", "fri 13.12": "2026-12-04 13:12:00",
		"2026/12/01": "all of 2026-12-01", "2026-12-1 9:00": "2026-12-01 09:00:00", "20261201": "all of 2026-12-01", "2026\u201112\u201101": "all of 2026-12-01", "12/25/2026": "all of 2026-12-25", "25/12/2026": "all of 2026-12-25", "12/12/2026": "all of 2026-12-12",
		"1 jan": "all of 2027-01-01", "29 Feb": "all of 2028-02-29", "27 nov": "all of 2026-11-27", "28 nov 9:00": "2026-11-28 09:00:00", "1 sept": "all of 2027-09-01",
		"20261201T170000Z": "2026-12-01 18:00:00", "20261201T1700+0530": "2026-12-01 12:30:00", "2026-12-01T17:00Z": "2026-12-01 18:00:00", "2026-12-01t17:00:00.123456+01:00": "2026-12-01 17:00:00", "2026-12-01T17:00:00": "2026-12-01 17:00:00", "2026-12-01 17:00:00-05:00": "2026-12-01 23:00:00",
		"2026-11-30 09:00 +05:30": "2026-11-30 04:30:00", "Tue, 01 Dec 2026 17:00:00 +0100": "2026-12-01 17:00:00", "Tue, 01 Dec 2026 17:00:00 GMT": "2026-12-01 18:00:00", "Tue Dec  1 17:00:00 CET 2026": "2026-12-01 17:00:00", "2026-12-01 17:00:00 +0000 UTC": "2026-12-01 18:00:00",
		"1796000000": "2026-11-30 01:53:20", "@1796000000": "2026-11-30 01:53:20",
		"17:00 UTC": "2026-11-28 18:00:00", "17:00Z": "2026-11-28 18:00:00", "5pm CET": "2026-11-28 17:00:00", "5pm europe/london": "2026-11-28 18:00:00", "5pm America/New_York": "2026-11-28 23:00:00", "17:00+05:30": "2026-11-29 12:30:00", "17:00 utc+2": "2026-11-28 16:00:00", "1 jul 17:00 CEST": "2027-07-01 17:00:00", "17:00 JST": "2026-11-29 09:00:00",
		"now": "2026-11-28 15:04:05",
	})
}

// What has two readings, and what the calendar does not have, is refused in words.
func TestTimesWithTwoReadingsOrNone(t *testing.T) {
	refuses(t, in(t, "Europe/Berlin", "2026-11-28 15:04:05"), map[string]string{
		"01/12/2026":        "01/12/2026 is 1 December 2026 to some and 12 January 2026 to others; write 2026-12-01 or 2026-01-12",
		"1/12":              "write 1 Dec or 12 Jan",
		"01-12-2026":        "write 2026-12-01 or 2026-01-12",
		"26-12-01":          "all four digits",
		"13.12":             "write 13 Dec, or 13:12",
		"17h30":             "write 17h30m, or 17:30",
		"fri midnight":      "write 2026-12-04 00:00, or 2026-12-04 24:00",
		"tomorrow midnight": "write 2026-11-29 00:00, or 2026-11-29 24:00",
		"tonight 9:00":      "write 21:00",
		"fri 17":            "17 alone is no time of day; write 17:00",
		"fri 1700":          "write 17:00",
		"tomorrow at 5":     "write 5am or 5pm",
		"31 Feb":            "February has no day 31",
		"31.4.2026":         "April has no day 31",
		"29 feb 2027":       "2027 is no leap year",
		"0001-01-01":        "all four digits of the year",
		"2026-02-30":        "February has no day 30",
		"2026-13-01":        "no month 13",
		"25:00":             "there is no time of day 25:00",
		"24:01":             "no time of day", "17:60": "no time of day", "13:00pm": "no time of day", "0am": "no time of day", "13.70": "neither a time of day nor a day",
		"23:59:60":             "leap second",
		"Fri, 01 Dec 2026":     "Tue 1 Dec 2026 is no Friday",
		"tomorrow 1 Dec":       "two days",
		"fri 17:00 18:00":      "two times of day",
		"noon midnight":        "two times of day",
		"fri sat":              "two days of the week",
		"1 dec 24.12.":         "two dates",
		"17:00 UTC +01:00":     "two time zones",
		"last friday":          "is past",
		"next week":            "names no day",
		"next":                 "names no day",
		"december":             "names no day",
		"freitag 17:00":        `"freitag" is not understood`,
		"morgen 17:00":         `"morgen" is not understood`,
		"fri 17:00 sharp":      `"sharp" is not understood`,
		"5pm EST":              "EST is more than one time zone; write the offset",
		"17:00 ist":            "IST is more than one time zone",
		"5pm CEST":             "the clocks show CET, not CEST",
		"5pm Mars/Phobos":      "knows no time zone Mars/Phobos",
		"5pm ../etc/localtime": "not understood",
		"17:00 +15:00":         "no clock is +15:00",
		"1796000000000":        "leave out the last three",
		"":                     "", "soon": "", "demain": "", "15m": "", "5": "", "1700": "", "17h": "", "2026-03": "", "morgen um neun": "", "h": "", "t": "", "08:00-09:00": "", "fr": "", "-2h": "", "1h\x1b[31m": "",
	})
}

// Where another zone has another date just now, today is nobody's.
func TestTomorrowOfAnotherZone(t *testing.T) {
	now := in(t, "America/Los_Angeles", "2026-11-28 18:00:00")
	refuses(t, now, map[string]string{"tomorrow 9:00 Asia/Tokyo": "it is Sat 28 Nov 2026 here, and Sun 29 Nov 2026 in that time zone; write the date, as 2026-11-29"})
	reads(t, now, map[string]string{
		"mon 9:00 Asia/Tokyo": "2026-11-29 16:00:00", "tomorrow 9:00 America/New_York": "2026-11-29 06:00:00",
		"5pm PST": "2026-11-29 17:00:00", // this place's own word for its time
	})
	refuses(t, now, map[string]string{"1 jul 17:00 PST": "show PDT, not PST"})
}

// A time that the clocks leave out, or show twice, is refused with what to write.
func TestClockChanges(t *testing.T) {
	for _, c := range []struct {
		zone, now string
		reads     map[string]string
		refuses   map[string]string
	}{
		{"America/New_York", "2026-03-07 12:00:00", map[string]string{
			"sun 3:00": "2026-03-08 03:00:00", "tomorrow": "all of 2026-03-08", "tomorrow 2:30 -05:00": "2026-03-08 03:30:00",
		}, map[string]string{
			"sun 2:30": "there is no 02:30 on Sun 8 Mar 2026 in America/New_York: the clocks go from 02:00 EST to 03:00 EDT; write 2026-03-08 03:00",
		}},
		{"America/New_York", "2026-10-31 12:00:00", map[string]string{
			"sun 0:59": "2026-11-01 00:59:00", "sun 2:00": "2026-11-01 02:00:00", "2026-11-01 01:30 -04:00": "2026-11-01 01:30:00", "sunday": "all of 2026-11-01",
		}, map[string]string{
			"sun 1:30": "show 01:30 twice on Sun 1 Nov 2026, when they go back; write 2026-11-01 01:30 -04:00 for the first time, 2026-11-01 01:30 -05:00 for the second",
		}},
		{"Europe/Berlin", "2026-03-28 12:00:00", nil, map[string]string{"tomorrow 2:00": "from 02:00 CET to 03:00 CEST", "2:59": "there is no 02:59"}},
		{"Europe/Berlin", "2026-10-24 12:00:00", map[string]string{"tomorrow 3:00": "2026-10-25 03:00:00"}, map[string]string{"2:30": "twice"}},
		{"Australia/Lord_Howe", "2026-10-03 12:00:00", map[string]string{"tomorrow 2:30": "2026-10-04 02:30:00"}, map[string]string{"tomorrow 2:15": "from 02:00 +1030 to 02:30 +11"}},
		{"Australia/Lord_Howe", "2026-04-04 12:00:00", map[string]string{"tomorrow 1:15": "2026-04-05 01:15:00"}, map[string]string{"tomorrow 1:45": "write 2026-04-05 01:45 +11:00 for the first time, 2026-04-05 01:45 +10:30"}},
		{"Pacific/Apia", "2011-12-29 12:00:00", map[string]string{
			"today": "all of 2011-12-29", "midnight": "2011-12-31 00:00:00", "sat 9:00": "2011-12-31 09:00:00", "day after tomorrow": "all of 2011-12-31",
		}, map[string]string{
			"30 Dec 2011": "the calendar of Pacific/Apia leaves out Fri 30 Dec 2011", "tomorrow": "leaves out", "fri 9:00": "leaves out",
		}},
		{"Atlantic/Azores", "2026-03-28 12:00:00", map[string]string{"tomorrow": "all of 2026-03-29"}, nil},
	} {
		reads(t, in(t, c.zone, c.now), c.reads)
		refuses(t, in(t, c.zone, c.now), c.refuses)
	}
}

// A day is as long as the clocks make it.
func TestWholeDays(t *testing.T) {
	for _, c := range []struct {
		zone string
		day  date
		want time.Duration
	}{
		{"America/New_York", date{2026, 3, 8}, 23 * time.Hour},
		{"America/New_York", date{2026, 11, 1}, 25 * time.Hour},
		{"Australia/Lord_Howe", date{2026, 4, 5}, 24*time.Hour + 30*time.Minute},
		{"Atlantic/Azores", date{2026, 3, 29}, 23 * time.Hour},
		{"America/Sao_Paulo", date{2018, 11, 4}, 23 * time.Hour}, // begins at 01:00
		{"America/Sao_Paulo", date{2018, 2, 17}, 25 * time.Hour}, // ends at the second 23:59:59
		{"America/Havana", date{2026, 11, 1}, 25 * time.Hour},    // begins at the first of two midnights
		{"UTC", date{2026, 12, 31}, 24 * time.Hour},
	} {
		n, err := whole(c.day, in(t, c.zone, "2026-01-01 00:00:00").Location())
		if got := n.Last.Sub(n.First) + time.Second; err != nil || got != c.want || dateOf(n.First) != c.day || dateOf(n.Last) != c.day {
			t.Errorf("%s %v: %v, %v", c.zone, c.day, got, err)
		}
	}
}

func TestWhatIsTypedForAMomentReadsBack(t *testing.T) {
	now := in(t, "America/New_York", "2026-10-31 12:00:00")
	for _, at := range []time.Time{now.Add(time.Second), now.Add(13*time.Hour + 30*time.Minute), now.Add(14*time.Hour + 30*time.Minute), now.AddDate(1, 0, 0)} {
		if got, err := ParseTime(Typed(at, now), now); err != nil || !got.First.Equal(at) || got.Last != got.First {
			t.Errorf("%s: %v, %v", Typed(at, now), got, err)
		}
		if got, err := ParseTime(strings.NewReplacer("today (", "", ")", "").Replace(Exact(at, now)), now); err != nil || !got.First.Equal(at) {
			t.Errorf("%s: %v, %v", Exact(at, now), got, err)
		}
	}
}

func TestParsePast(t *testing.T) {
	now := in(t, "Europe/Berlin", "2026-03-04 15:04:05") // a Wednesday
	for text, want := range map[string]string{
		"90m": "2026-03-04 13:34:05", "12H": "2026-03-04 03:04:05", "7d": "2026-02-25 15:04:05", "2 weeks": "2026-02-18 15:04:05", "2y": "2024-03-04 15:04:05", "2 hours ago": "2026-03-04 13:04:05", "a week ago": "2026-02-25 15:04:05", "1 month": "2026-02-04 15:04:05",
		"1d12h": "2026-03-03 03:04:05", "2026-03-01": "2026-03-01 00:00:00", "2026-02": "2026-02-01 00:00:00", "2026-03-01 10:00": "2026-03-01 10:00:00", "2026-03-01T10:00:00Z": "2026-03-01 11:00:00",
		"yesterday": "2026-03-03 00:00:00", "yesterday 5pm": "2026-03-03 17:00:00", "fri": "2026-02-27 00:00:00", "last friday": "2026-02-27 00:00:00", "wed": "2026-03-04 00:00:00", "last wed": "2026-02-25 00:00:00", "wed 16:00": "2026-02-25 16:00:00",
		"9:00": "2026-03-04 09:00:00", "5pm": "2026-03-03 17:00:00", "today": "2026-03-04 00:00:00", "midnight": "2026-03-04 00:00:00", "1 Dec": "2025-12-01 00:00:00", "1 mar": "2026-03-01 00:00:00", "5th": "2026-02-05 00:00:00", "31st": "2026-01-31 00:00:00", "29 feb": "2024-02-29 00:00:00", "now": "2026-03-04 15:04:05",
	} {
		if got, err := ParsePast(text, now); err != nil || got.Format("2006-01-02 15:04:05") != want {
			t.Errorf("%q = %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0d", "7", "-7d", "soon", "1000y", "1000000d", "999999999w", "in 2 hours", "tomorrow", "01/12/2026"} {
		if got, err := ParsePast(text, now); err == nil {
			t.Errorf("%q = %v", text, got)
		}
	}
}

// Whatever is read, a day is whole and a moment is one; nothing panics.
func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"5pm", "fri 17h30", "13.12", "2026-11-30 09:00 +05:30", "Tue, 01 Dec 2026 17:00:00 GMT", "next friday", "end of month", "@1", "31 Feb", "2026-03-08 2:30", "24:00", "9999-12-31 24:00"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 4, 15, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ParseTime(text, now)
		if err == nil && n.Last.Before(n.First) {
			t.Errorf("%q = %v", text, n)
		}
		_, _ = ParsePast(text, now)
		_, _ = ParseSpan(text)
	})
}
