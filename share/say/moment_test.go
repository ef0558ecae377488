package say

import (
	"testing"
	"time"
)

func TestMoments(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	now := time.Date(2026, 11, 27, 16, 0, 0, 0, zone)
	at := func(text string) time.Time {
		m, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	soon, today, nextYear := at("2026-11-27T15:05:09Z"), at("2026-11-27T19:00:00Z"), at("2027-03-04T23:30:00Z")
	for _, c := range []struct{ got, want string }{
		{Moment(soon, now), "today 16:05:09 CET"},
		{Moment(today, now), "today 20:00 CET"},
		{Moment(at("2026-11-28T11:00:00Z"), now), "Sat 28 Nov 12:00 CET"},
		{Moment(nextYear, now), "Fri 5 Mar 2027 00:30 CET"},
		{Moment(at("2027-11-27T15:00:00Z"), now), "Sat 27 Nov 2027 16:00 CET"}, // the same day of another year
		{DatedMoment(today), "Fri 27 Nov 2026 19:00 UTC"},
		{ForeignMoment(today, now), "Friday, 27 November 2026, 20:00 CET (UTC+01:00)"},
		{ForeignMoment(soon, now), "Friday, 27 November 2026, 16:05:09 CET (UTC+01:00)"},
		{ForeignMoment(today, now.UTC()), "Friday, 27 November 2026, 19:00 UTC"},
		{ForeignMoment(today, now.In(time.FixedZone("", 19800))), "Saturday, 28 November 2026, 00:30 (UTC+05:30)"},
		{UTC(now), "27 Nov 2026 15:00 UTC"},
		{ServerTime(now), "2026-11-27 15:00:00 UTC"},
		{Minute(nextYear, now), "2027-03-05 00:30"},
		{Minute(time.Time{}, now), ""},
		{Typed(soon, now), "2026-11-27 16:05:09"},
		{Short(soon, now), "16:05:09"},
		{Short(at("2026-01-02T03:04:00Z"), now), "2 Jan 04:04"},
		{Short(nextYear, now), "5 Mar 2027"},
		{Day(nextYear), "4 Mar 2027"},
		{DayAndMinute(nextYear), "4 Mar 2027 23:30"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestWhatIsTypedForAMomentReadsBack(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.FixedZone("", 2*3600))
	at := time.Date(2026, 3, 5, 6, 7, 8, 0, time.UTC)
	if got, ok := ParseTime(Typed(at, now), now); !ok || !got.First.Equal(at) || got.Last != got.First {
		t.Errorf("%v", got)
	}
}

func TestParseTime(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 4, 5, 0, time.FixedZone("CET", 3600)) // a Wednesday
	for text, want := range map[string][2]string{
		"fri 17:00":                 {"2026-03-06 17:00:00"},
		"wed 9:00":                  {"2026-03-11 09:00:00"},
		"09:30":                     {"2026-03-05 09:30:00"},
		"today 9:00":                {"2026-03-04 09:00:00"}, // past: whoever asks says so
		"friday":                    {"2026-03-06 00:00:00", "2026-03-06 23:59:59"},
		"Today":                     {"2026-03-04 00:00:00", "2026-03-04 23:59:59"},
		"2026-03-09":                {"2026-03-09 00:00:00", "2026-03-09 23:59:59"},
		"2026-03-09 12:30":          {"2026-03-09 12:30:00"},
		"2026-03-09t12:30":          {"2026-03-09 12:30:00"},
		"2026-03-09T12:30:07":       {"2026-03-09 12:30:07"},
		"2026-03-09t12:30z":         {"2026-03-09 13:30:00"},
		" 2026-03-09T12:30:00.5Z ":  {"2026-03-09 13:30:00"},
		"2026-03-09T12:30:00+05:30": {"2026-03-09 08:00:00"},
	} {
		if want[1] == "" {
			want[1] = want[0]
		}
		if got, ok := ParseTime(text, now); !ok || Typed(got.First, now) != want[0] || Typed(got.Last, now) != want[1] {
			t.Errorf("%q = %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "until", "yesterday", "fri 25:00", "fri 17:00 sharp", "2026-13-01", "15m", "fr", "2026-03"} {
		if got, ok := ParseTime(text, now); ok {
			t.Errorf("%q = %v", text, got)
		}
	}
}

func TestParsePast(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 4, 5, 0, time.FixedZone("CET", 3600))
	for text, want := range map[string]string{
		"90m": "2026-03-04 13:34:05", "12H": "2026-03-04 03:04:05", "7d": "2026-02-25 15:04:05", "2 weeks": "2026-02-18 15:04:05", "2y": "2024-03-04 15:04:05",
		"1d12h": "2026-03-03 03:04:05", "2026-03-01": "2026-03-01 00:00:00", "2026-02": "2026-02-01 00:00:00", "2026-03-01 10:00": "2026-03-01 10:00:00", "2026-03-01T10:00:00Z": "2026-03-01 11:00:00",
	} {
		if got, ok := ParsePast(text, now); !ok || Typed(got, now) != want {
			t.Errorf("%q = %v, %v; want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "0d", "7", "-7d", "soon", "fri", "1000y", "1000000d", "999999999w"} {
		if got, ok := ParsePast(text, now); ok {
			t.Errorf("%q = %v", text, got)
		}
	}
}
