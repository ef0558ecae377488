package say

import (
	"errors"
	"math"
	"testing"
	"time"
)

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"15m": 15 * time.Minute, "90m": 90 * time.Minute, "1h30m": 90 * time.Minute, "1d": day, "2d12h": 60 * time.Hour, "1w": 7 * day,
		" 3 days ": 3 * day, "1 hour 5 min": 65 * time.Minute, "8H": 8 * time.Hour, "604800s": 7 * day, "+2h": 2 * time.Hour, "0s": 0,
		"2 weeks": 14 * day, "1y": 365 * day, "500 secs": 500 * time.Second, "0000000m": 0,
		"999999999w": math.MaxInt64, "30501w": math.MaxInt64, "6d30501w": math.MaxInt64, "999999999y": math.MaxInt64,
	} {
		if got, err := ParseSpan(text); err != nil || got != want {
			t.Errorf("%q = %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": ErrNoLength, " ": ErrNoLength, "h": ErrNoLength, "1h2": ErrNoLength, "1.5h": ErrNoLength, "500ms": ErrNoLength, "soon": ErrNoLength,
		"-": ErrNoLength, "1h\x1b[31m": ErrNoLength, "١h": ErrNoLength, "9999999999s": ErrNoLength, "2026-03-04": ErrNoLength, "17:00": ErrNoLength,
		"5": ErrNoUnit, " 0 ": ErrNoUnit, "+90": ErrNoUnit, "-5m": ErrNegative, "-1": ErrNegative,
	} {
		if got, err := ParseSpan(text); !errors.Is(err, want) {
			t.Errorf("%q = %v, %v; want %v", text, got, err, want)
		}
	}
}

// A day ago is the same time yesterday, where clocks change too.
func TestALengthBackIsOfTheCalendar(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 30, 12, 0, 0, 0, zone) // the clocks changed on the 29th
	for text, want := range map[string]string{"7d": "2026-03-23 12:00", "168h": "2026-03-23 11:00", "1y": "2025-03-30 12:00", "1d12h": "2026-03-28 23:00"} {
		l, err := parseLength(text)
		if got := Minute(l.Before(now), now); err != nil || got != want {
			t.Errorf("%s ago: %s, %v", text, got, err)
		}
	}
}

func FuzzCompactReadsBack(f *testing.F) {
	for _, d := range []time.Duration{0, time.Second, 90 * time.Minute, 36*time.Hour + 5*time.Second, 7 * day, math.MaxInt64, -1} {
		f.Add(int64(d))
	}
	f.Fuzz(func(t *testing.T, n int64) {
		d := time.Duration(n)
		if got, err := ParseSpan(Compact(d)); err != nil || got != max(d, 0).Truncate(time.Second) {
			t.Errorf("Compact(%v) = %q reads back as %v, %v", d, Compact(d), got, err)
		}
	})
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", -time.Hour: "0 s", 45 * time.Second: "45 s", 90 * time.Second: "1 min 30 s", time.Hour: "1 h",
		90 * time.Minute: "1 h 30 min", day: "1 day", 77*time.Hour + time.Minute: "3 days 5 h", 25*time.Hour - time.Minute: "1 day",
		math.MaxInt64: "more than 292 years", math.MinInt64: "0 s", time.Duration(math.MinInt64).Abs(): "more than 292 years", 36500 * day: "36500 days",
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%v) = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "less than a second", time.Second: "1 second", 90 * time.Second: "1 minute", 3 * time.Hour: "3 hours", 49 * time.Hour: "2 days", math.MaxInt64: "more than 292 years",
	} {
		if got := RoughSpan(d); got != want {
			t.Errorf("RoughSpan(%v) = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		-time.Second: "0s", 59 * time.Second: "59s", 249 * time.Second: "4m 09s", 125 * time.Minute: "2h 05m", 167 * time.Hour: "6d 23h", 100 * day: "100d", math.MaxInt64: "106751d",
	} {
		if got := Countdown(d); got != want || len(got) > 7 {
			t.Errorf("Countdown(%v) = %q, want %q", d, got, want)
		}
	}
	if now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC); Ago(now.Add(-3*day), now) != "3 days ago" {
		t.Error(Ago(now.Add(-3*day), now))
	}
}
