package share

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// wednesday is the now of the tests: 4 March 2026, 15:04:05 in Berlin.
func wednesday(t testing.TB) time.Time {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		berlin = time.FixedZone("CET", 3600)
	}
	return time.Date(2026, time.March, 4, 15, 4, 5, 0, berlin)
}

func TestParseLifetimeDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"15m": 15 * time.Minute, "90m": 90 * time.Minute, "1h": time.Hour, "1h30m": 90 * time.Minute, "1d": 24 * time.Hour,
		"2d12h": 60 * time.Hour, "7d": 168 * time.Hour, "1w": 168 * time.Hour, "45s": 45 * time.Second, "1s": time.Second,
		" 3 days ": 72 * time.Hour, "1 hour 5 min": 65 * time.Minute, "8H": 8 * time.Hour, "604800s": 168 * time.Hour, "168h": 168 * time.Hour,
	} {
		got, err := ParseLifetime(text, wednesday(t))
		if err != nil || got.Duration != want || !got.Until.IsZero() {
			t.Errorf("%q = %v %v, want %v", text, got, err, want)
		}
	}
}

func TestParseLifetimeEnds(t *testing.T) {
	for text, want := range map[string]string{
		"until fri 17:00":           "2026-03-06T17:00:00+01:00",
		"fri 17:00":                 "2026-03-06T17:00:00+01:00",
		"friday":                    "2026-03-06T23:59:59+01:00",
		"until wed 16:00":           "2026-03-04T16:00:00+01:00", // today, still to come
		"until wed 9:00":            "2026-03-11T09:00:00+01:00", // today, but past: next week
		"17:00":                     "2026-03-04T17:00:00+01:00",
		"09:30":                     "2026-03-05T09:30:00+01:00", // past today: tomorrow
		"tomorrow 8:00":             "2026-03-05T08:00:00+01:00",
		"tomorrow":                  "2026-03-05T23:59:59+01:00",
		"today":                     "2026-03-04T23:59:59+01:00",
		"today 16:00":               "2026-03-04T16:00:00+01:00",
		"until 2026-03-09":          "2026-03-09T23:59:59+01:00",
		"2026-03-09 12:30":          "2026-03-09T12:30:00+01:00",
		"2026-03-09T12:30:00Z":      "2026-03-09T12:30:00Z",
		"2026-03-09T12:30:00+05:30": "2026-03-09T12:30:00+05:30",
	} {
		got, err := ParseLifetime(text, wednesday(t))
		at, _ := time.Parse(time.RFC3339, want)
		if err != nil || !got.Until.Equal(at) || got.Duration != 0 {
			t.Errorf("%q = %v %v, want %v", text, got.Until, err, want)
		}
	}
}

// Which flag or field a time is typed into says nothing of what was meant.
func TestParseLifetimeReadsEither(t *testing.T) {
	for text, want := range map[string]string{
		"until 2h": "2h0m0s", "for 2 hours": "2h0m0s", "in 2 hours": "2h0m0s", "until 17h": "17h0m0s", "1.5h": "1h30m0s", "half an hour": "30m0s", "PT2H": "2h0m0s", "2 weeks": "336h0m0s", "1y": "8760h0m0s", "604801s": "168h0m1s",
		"5pm": "2026-03-04T17:00:00+01:00", "fri 5pm": "2026-03-06T17:00:00+01:00", "until next wed": "2026-03-11T23:59:59+01:00", "next friday": "2026-03-06T23:59:59+01:00", "tomorrow noon": "2026-03-05T12:00:00+01:00", "24:00": "2026-03-05T00:00:00+01:00",
		"09.03.2026": "2026-03-09T23:59:59+01:00", "2026-03-09 09:00 +05:30": "2026-03-09T04:30:00+01:00", "20260309": "2026-03-09T23:59:59+01:00", "2099-01-01": "2099-01-01T23:59:59+01:00", "1772700000": "2026-03-05T09:40:00+01:00",
	} {
		got, err := ParseLifetime(text, wednesday(t))
		said := got.Duration.String()
		if !got.Until.IsZero() {
			said = got.Until.Format(time.RFC3339)
		}
		if err != nil || said != want {
			t.Errorf("%q = %s, %v; want %s", text, said, err, want)
		}
	}
}

// What is wrong is said with what to write instead.
func TestParseLifetimeSaysWhy(t *testing.T) {
	for text, want := range map[string]string{
		"01/12/2026": "expiry: 01/12/2026 is 1 December 2026 to some and 12 January 2026 to others; write 2026-12-01 or 2026-01-12",
		"30":         "here 30s, 30m, 30h or 30d",
		"1700":       "here 1700s, 1700m, or 17:00",
		"today 9:00": "expiry: that time, Wed 4 Mar 2026 09:00 CET, is past by 6 h 4 min; write",
		"yesterday":  "is past by 15 h 4 min",
		"3 mar":      "is past by 15 h 4 min",
		"-2h":        "cannot end before it begins",
		"now":        "at least one second",
		"demain":     `"demain" is neither a duration nor a time; write`,
	} {
		if _, err := ParseLifetime(text, wednesday(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// The signer knows the longest life, and names the latest end.
func TestCheckEnd(t *testing.T) {
	now := wednesday(t)
	for text, want := range map[string]string{
		"7d": "", "11 mar 15:04:05": "", "168h": "",
		"8d":              "expiry: 8d is over 7 days, the most that S3 honours; the latest possible end is Wed 11 Mar 2026 15:04:05 CET; a signed URL of CloudFront may live longer",
		"604801s":         "7d1s is over",
		"2 weeks":         "14d is over",
		"999999999w":      "more than 292 years is over",
		"11 mar 17:00":    "until Wed 11 Mar 2026 17:00:00 CET is 7 days 1 h, over 7 days, the most that S3 honours; the latest possible end is Wed 11 Mar 2026 15:04:05 CET",
		"11 mar 15:04:06": "the latest possible end is Wed 11 Mar 2026 15:04:05 CET",
	} {
		l, err := ParseLifetime(text, now)
		if err != nil {
			t.Fatal(err)
		}
		if err = (Request{Lifetime: l}).CheckEnd(now); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		if err = (Request{Lifetime: l, Starts: now.Add(200 * time.Hour)}).CheckEnd(now); !l.Until.IsZero() && (err == nil || !strings.Contains(err.Error(), "before it opens")) {
			t.Errorf("%q, opening later: %v", text, err)
		}
	}
}

func TestParseLifetimeRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "0", "0s", "0m", "-5m", "-1h", "5", "90", "500ms", "1.5s", "h", "1h2", "soon",
		"until", "until yesterday", "fri 25:00", "fri 17:00 sharp", "today 9:00", "2026-13-01", "2020-01-01", "2026-03-04T14:04:05Z", "999999999999999h", "1h\x1b[31m", "∞", "01/12/2026", "31 Feb", "17h30", "fri 25:00", "23:59:60", "freitag 17:00", "5pm EST",
	} {
		got, err := ParseLifetime(text, wednesday(t))
		var usage *UsageError
		if !errors.As(err, &usage) || usage.Hint == "" {
			t.Errorf("%q = %+v, %v; want a *UsageError with a hint", text, got, err)
		}
	}
}

// The clocks of the Azores go from midnight to 1:00 on 29 March 2026: a day is
// a day of the calendar all the same.
func TestANumberAloneIsAskedForItsUnit(t *testing.T) {
	if _, err := ParseLifetime("30", wednesday(t)); err == nil || !strings.HasPrefix(err.Error(), "expiry: 30 has no unit; write 15m") {
		t.Errorf("%v", err)
	}
}

func TestParseLifetimeAcrossAMidnightThatIsSkipped(t *testing.T) {
	zone, err := time.LoadLocation("Atlantic/Azores")
	if err != nil {
		t.Skip(err)
	}
	now := time.Date(2026, time.March, 28, 0, 30, 0, 0, zone)
	for text, want := range map[string]string{
		"tomorrow":      "2026-03-29T23:59:59Z",
		"sun 10:00":     "2026-03-29T10:00:00Z",
		"tomorrow 9:00": "2026-03-29T09:00:00Z",
		"mon 9:00":      "2026-03-30T09:00:00Z",
	} {
		got, err := ParseLifetime(text, now)
		at, _ := time.Parse(time.RFC3339, want)
		if err != nil || !got.Until.Equal(at) {
			t.Errorf("%q = %v %v, want %v", text, got.Until, err, want)
		}
	}
}

func TestParseStart(t *testing.T) {
	for text, want := range map[string]string{
		"2h":                   "2026-03-04T17:04:05+01:00",
		"fri 09:00":            "2026-03-06T09:00:00+01:00",
		"fri":                  "2026-03-06T00:00:00+01:00", // a link that opens on friday does not open at its end
		"tomorrow":             "2026-03-05T00:00:00+01:00",
		"2026-03-09":           "2026-03-09T00:00:00+01:00",
		"today":                "2026-03-04T15:04:05+01:00", // at once
		"2026-03-09T12:30:00Z": "2026-03-09T12:30:00Z",
		"8d":                   "2026-03-12T15:04:05+01:00", // the seven days of S3 count from the start
		"52w":                  "2027-03-03T15:04:05+01:00",
		"2027-06-01T00:00:00Z": "2027-06-01T00:00:00Z",
	} {
		got, err := ParseStart(text, wednesday(t))
		at, _ := time.Parse(time.RFC3339, want)
		if err != nil || !got.Equal(at) {
			t.Errorf("%q = %v %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"2020-01-01":           "that time, Wed 1 Jan 2020 23:59 CET, is past by 2253 days 15 h",
		"2020-01-01T00:00:00Z": "is past",
		"soonish":              `"soonish" is neither a delay nor a time`,
		"":                     "neither a delay nor a time",
		"-2h":                  `"-2h" is neither`,
		"5":                    "5 has no unit",
		"999999999w":           "over ten years from now",
		"9999d9999d":           "over ten years from now",
		"2099-01-01":           "over ten years from now",
		"2399-01-01T00:00:00Z": "over ten years from now",
	} {
		var usage *UsageError
		got, err := ParseStart(text, wednesday(t))
		if !errors.As(err, &usage) || !strings.Contains(usage.Problem, want) || usage.Hint == "" {
			t.Errorf("%q = %v, %v; want %s", text, got, err, want)
		}
	}
}

func FuzzParseLifetime(f *testing.F) {
	for _, s := range []string{"15m", "until fri 17:00", "1d12h", "2026-03-09", "-1", "99999999w", "tomorrow 8:00"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 4, 15, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ParseLifetime(text, now)
		if err != nil {
			return
		}
		if l.Until.IsZero() && (l.Duration < time.Second || l.Duration%time.Second != 0) {
			t.Errorf("%q = %v: no whole seconds", text, l.Duration)
		}
		if !l.Until.IsZero() && !l.Until.After(now) {
			t.Errorf("%q ends at %v, which is past", text, l.Until)
		}
	})
}
