package listing

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"signet/share"
)

// Size is a number of bytes in at most eight cells, in decimal units: "999 B",
// "1.5 MB". Never more than three digits and a fraction.
func Size(n int64) string {
	f, unit := share.Scale(n)
	if unit != "B" && math.Abs(f) < 9.95 {
		return fmt.Sprintf("%.1f %s", f, unit)
	}
	return fmt.Sprintf("%.0f %s", f, unit)
}

// Count is a number with its thousands apart: "12,000".
func Count(n int) string {
	s := strconv.Itoa(n)
	first := len(s) - len(strings.TrimLeft(s, "-"))
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Things is a count with its noun: "1 object", "12,000 objects", "3 entries".
func Things(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeiou") {
		noun = stem + "ie"
	}
	return Count(n) + " " + noun + "s"
}

// When is a time to the minute in the zone of now, 16 cells wide; empty for the
// zero time.
func When(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(now.Location()).Format("2006-01-02 15:04")
}
