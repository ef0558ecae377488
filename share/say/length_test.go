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
		"1.5h": 90 * time.Minute, "1,5 h": 90 * time.Minute, "0.25h": 15 * time.Minute, "0.1d": 144 * time.Minute, "1.5 weeks": 252 * time.Hour, "2.50 hours": 150 * time.Minute,
		"an hour": time.Hour, "a week": 7 * day, "a fortnight": 14 * day, "fortnight": 14 * day, "half an hour": 30 * time.Minute, "half a day": 12 * time.Hour, "an hour and a half": 90 * time.Minute,
		"two and a half hours": 150 * time.Minute, "twelve hours": 12 * time.Hour, "1 h, 30 min": 90 * time.Minute, "1 hour and 5 mins.": 65 * time.Minute, "2 hrs,30 min": 150 * time.Minute,
		"for 2 hours": 2 * time.Hour, "in 2 hours": 2 * time.Hour, "within 3 days": 3 * day, "2 hours from now": 2 * time.Hour, "2\u202fhours": 2 * time.Hour, "1 month": 30 * day, "2mo": 60 * day,
		"P1DT2H": 26 * time.Hour, "PT90M": 90 * time.Minute, "P1M": 30 * day, "P1W": 7 * day, "P1Y": 365 * day, "PT1.5H": 90 * time.Minute, "p1m1dt1m": 31*day + time.Minute,

		"999999999w": math.MaxInt64, "30501w": math.MaxInt64, "6d30501w": math.MaxInt64, "999999999y": math.MaxInt64,
	} {
		if got, err := ParseSpan(text); err != nil || got != want {
			t.Errorf("%q = %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": ErrNoLength, " ": ErrNoLength, "h": ErrNoLength, "1h2": ErrNoLength, "1.5s": ErrNoLength, "1,500s": ErrNoLength, "1.333h": ErrNoLength, "1.5 months": ErrNoLength, "1h and": ErrNoLength, "P": ErrNoLength, "PT": ErrNoLength, "P1H": ErrNoLength, "3 working days": ErrNoLength, "zwei stunden": ErrNoLength, "17h30": ErrNoLength, "2h ago": ErrNoLength,
		"500ms": ErrNoLength, "soon": ErrNoLength,
		"-": ErrNoLength, "1h\x1b[31m": ErrNoLength, "١h": ErrNoLength, "9999999999s": ErrNoLength, "2026-03-04": ErrNoLength, "17:00": ErrNoLength,
		"5": ErrNoUnit, " 0 ": ErrNoUnit, "+90": ErrNoUnit, "-5m": ErrNegative, "-1": ErrNegative, "−5m": ErrNegative, "1.5": ErrNoUnit,
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
