package share

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Sentence says in plain words what the holder of a link will be able to do,
// until when in the time zone of now, and what limits it. Names from outside
// are passed through clean before they are quoted.
func Sentence(p Plan, now time.Time, clean func(string) string) string {
	r, t, zone := p.Request, p.Terms, now.Location()
	info := r.Operation.Info()
	object := clean(r.Target.Bucket + "/" + r.Target.Key)
	if r.AnyName() {
		object = "any name beginning with " + object
	}
	if r.Target.VersionID != "" {
		object += " (this version)"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Anyone with this %s can ", info.Noun)
	if t.Starts.After(now.Add(r.Skew + time.Minute)) { // signed by the server's clock
		fmt.Fprintf(&b, "from %s (S3 opens it up to 15 minutes earlier) ", Moment(t.Starts, now))
	}
	often := ", as often as they like,"
	if r.Options.IfNoneMatch {
		info.Rest, often = "", ", once and only if nothing is there yet,"
	}
	fmt.Fprintf(&b, info.Does+info.Rest, object)
	if info.Policy {
		b.WriteString(clean(formWords(r.Options)))
	}
	until := "until"
	if t.AtMost {
		until = "until, at most,"
	}
	fmt.Fprintf(&b, "%s %s %s (%s).", often, until, Moment(t.Ends.In(zone), now), Words(t.Ends.Sub(t.Starts)))
	b.WriteString(limitWords(t))
	return b.String()
}

func formWords(o Options) string {
	limit := o.MaxSize
	if limit == 0 {
		limit = DefaultMaxSize
	}
	s := ", at most " + Bytes(limit)
	if o.MinSize > 0 {
		s = ", " + Bytes(o.MinSize) + " to " + Bytes(limit)
	}
	if o.ContentType != "" {
		s += ", of type " + o.ContentType
		if o.ContentTypePrefix {
			s += "*"
		}
	}
	return s
}

func limitWords(t Terms) string {
	if !t.Shortened() {
		if t.AtMost {
			return " The session that signs may end sooner; nobody told signet when."
		}
		return ""
	}
	asked := " Asked for " + Words(t.Asked.Sub(t.Starts)) + ", but "
	switch t.Reason {
	case ByCredential:
		return asked + "the " + t.Detail + " that signs it ends then."
	case ByUnknown:
		return asked + "links of a session last 36 hours at most, and the session may end sooner."
	case ByLifecycle:
		return asked + "a lifecycle rule removes the object then."
	case ByGuard:
		return asked + t.Detail + " allows no more."
	}
	return asked + "S3 honours no link longer than 7 days."
}

// Moment writes a point in time for people, in now's time zone: the day only if
// it is not today, the year only if it is not this one.
func Moment(t, now time.Time) string {
	t = t.In(now.Location())
	layout := "Mon 2 Jan 2006 15:04 MST"
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		layout = "15:04 MST"
		if t.Sub(now).Abs() < 10*time.Minute {
			layout = "15:04:05 MST"
		}
		return "today " + t.Format(layout)
	case t.Year() == now.Year():
		layout = "Mon 2 Jan 15:04 MST"
	}
	return t.Format(layout)
}

// Bytes writes a size in decimal units, three digits at most: 999 B, 2.8 kB.
func Bytes(n int64) string {
	f, unit := Scale(n)
	if unit == "B" {
		return fmt.Sprintf("%d B", n)
	}
	if math.Abs(f) >= 99.95 {
		return fmt.Sprintf("%.0f %s", f, unit)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") + " " + unit
}

// Scale is a number of bytes in the decimal unit that makes a number below 1,000
// of it, once that is rounded. EB is the last that an int64 can need.
func Scale(n int64) (number float64, unit string) {
	number, unit = float64(n), "B"
	for _, next := range []string{"kB", "MB", "GB", "TB", "PB", "EB"} {
		if math.Abs(number) < 999.5 {
			break
		}
		number, unit = number/1000, next
	}
	return number, unit
}
