package share

import (
	"errors"
	"strings"
	"testing"
	"time"

	"signet/share/say"
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

func TestParseLifetimeRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "0", "0s", "0m", "-5m", "-1h", "5", "90", "8d", "169h", "604801s", "2w", "500ms", "1y", "1.5h", "h", "1h2", "soon",
		"until", "until yesterday", "fri 25:00", "fri 17:00 sharp", "today 9:00", "2026-13-01", "2020-01-01", "2026-03-04T14:04:05Z", "999999999999999h", "1h\x1b[31m", "∞", "999999999w", "30501w", "6d30501w",
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
		"2020-01-01":           "that time, Wed 1 Jan 2020 23:59 CET, is past",
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
		if l.Until.IsZero() && (l.Duration < time.Second || l.Duration > say.Longest || l.Duration%time.Second != 0) {
			t.Errorf("%q = %v: outside 1 s to 7 days", text, l.Duration)
		}
		if !l.Until.IsZero() && !l.Until.After(now) {
			t.Errorf("%q ends at %v, which is past", text, l.Until)
		}
	})
}
