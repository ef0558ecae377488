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
		{Exact(today, now), "today (Fri 27 Nov 2026) 20:00:00 CET"},
		{Exact(nextYear, now), "Fri 5 Mar 2027 00:30:00 CET"},
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
