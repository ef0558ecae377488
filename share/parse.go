package share

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseStart reads when a link opens, as a person types it (fri 09:00, RFC
// 3339, or a delay such as 2h) in the time zone of now. A day without a time
// means its beginning, as it means its end for a lifetime. Errors are
// *UsageError.
func ParseStart(text string, now time.Time) (time.Time, error) {
	l, err := ParseLifetime(text, now)
	if err != nil {
		return time.Time{}, &UsageError{Op: "start", Problem: fmt.Sprintf("%q is no time to come", clip(text)), Hint: "write fri 09:00, 2h, or 2026-12-24T09:00:00Z"}
	}
	if l.Until.IsZero() {
		return now.Add(l.Duration), nil
	}
	if isDay(text) {
		if first := firstSecond(l.Until); first.After(now) {
			return first, nil
		}
		return now, nil
	}
	return l.Until, nil
}

// isDay reports an end that ParseLifetime read from a day alone.
func isDay(text string) bool { return !strings.Contains(text, ":") }

func firstSecond(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location())
}

// ParseBytes reads a size as a person types it: 500, 2MB, 1.5 GiB. Decimal and
// binary units mean what they say; a bare K, M, G, T is decimal, as Bytes writes.
func ParseBytes(text string) (int64, error) {
	t := strings.ToLower(strings.TrimSpace(text))
	number := strings.TrimRight(t, "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSpace(t[len(number):])
	factor, ok := map[string]float64{
		"": 1, "b": 1, "bytes": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
		"k": 1e3, "kib": 1 << 10, "m": 1e6, "mib": 1 << 20, "g": 1e9, "gib": 1 << 30, "t": 1e12, "tib": 1 << 40,
	}[unit]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) || n*factor > 1<<50 {
		return 0, &UsageError{Op: "size", Problem: fmt.Sprintf("%q is no size", clip(text)), Hint: "write 500, 2MB or 1.5GiB"}
	}
	return int64(n * factor), nil
}
