package accesslog

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// layouts are the times of access logs. Parsing takes a fraction of a second behind
// the seconds of each.
//
//nolint:gochecknoglobals // immutable table
var layouts = []string{
	time.RFC3339,
	"02/Jan/2006:15:04:05 -0700",
	"02/January/2006:15:04:05 -0700", // versitygw
	"2006-01-02 15:04:05Z07:00",      // Ceph
	"2006-01-02 15:04:05 MST",        // Athena
	"2006-01-02 15:04:05",
	"2006-01-02T15:04:05-0700",
	"2006-01-02T15:04:05",
	"2006/01/02 15:04:05",
}

// when reads a time as logs write it, and seconds or thousandths since 1970. Where a
// time has no zone it is taken for one of UTC.
func when(text string) (time.Time, bool) {
	text = strings.Trim(text, "[] ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), writable(t)
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 1e9 || n > 1e17 {
		return time.Time{}, false
	}
	for n > 1e11 { // thousandths, or millionths
		n /= 1000
	}
	whole, part := math.Modf(n)
	return time.Unix(int64(whole), int64(math.Round(part*1e6)*1000)).UTC(), true
}

// local reads a time of day without a zone, as the machine writes it that the log is
// from: this one's zone is the best guess.
func local(layout, text string) (time.Time, bool) {
	t, err := time.ParseInLocation(layout, text, time.Local)
	return t.UTC(), err == nil && writable(t)
}
