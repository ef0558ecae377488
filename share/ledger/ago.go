package ledger

import (
	"fmt"
	"strings"
	"time"

	"signet/share"
)

// ParseAgo reads a moment in the past: a length of time back from now (90m, 12h,
// 7d, 2w), a date, a date with a time, or RFC 3339. Dates are in now's zone.
func ParseAgo(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly, "2006-01"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	var n int
	var unit string
	if c, err := fmt.Sscanf(strings.ToLower(text), "%d%s", &n, &unit); err == nil && c == 2 && n > 0 && n < 1_000_000 {
		switch unit {
		case "m", "min":
			return now.Add(-time.Duration(n) * time.Minute), nil
		case "h":
			return now.Add(-time.Duration(n) * time.Hour), nil
		case "d", "day", "days":
			return now.AddDate(0, 0, -n), nil
		case "w", "week", "weeks":
			return now.AddDate(0, 0, -7*n), nil
		case "y", "year", "years":
			if n < 1000 {
				return now.AddDate(-n, 0, 0), nil
			}
		}
	}
	return time.Time{}, &share.UsageError{Op: "time", Problem: fmt.Sprintf("%.40q is no moment in the past", text), Hint: "write 90m, 12h, 7d, 2w, or a date such as 2026-03-01"}
}
