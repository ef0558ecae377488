package say

import (
	"math"
	"testing"
	"time"
)

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
