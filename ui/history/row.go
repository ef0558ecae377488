package history

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
)

// leftWidth is the room for the time that is left, or what has become of it.
const leftWidth = 8

// left is the countdown of an open link, coloured by the time left, or the state
// of any other.
func left(e ledger.Entry, now time.Time, th *kit.Theme) (string, lipgloss.Style) {
	switch e.StateAt(now) {
	case stateOpen:
		d := e.Left(now)
		return countdown(d), urgency(d, th)
	case stateLater:
		return "in " + roughly(e.Terms.Starts.Sub(now)), th.Accent
	case ledger.StateEarly:
		return "broken", th.Bad
	case ledger.StateRevoked:
		return "revoked", th.Warn
	case ledger.StateFailed:
		return "failed", th.Bad
	case ledger.StateEnded:
	}
	return "ended", th.Stopped
}

// urgency is the colour of a time that is left.
func urgency(d time.Duration, th *kit.Theme) lipgloss.Style {
	switch {
	case d < 10*time.Minute:
		return th.Bad
	case d < time.Hour:
		return th.Warn
	}
	return th.Good
}

// countdown is a length of time in at most 7 cells, down to the second when it
// is short: 6d 23h, 2h 05m, 4m 09s, 59s.
func countdown(d time.Duration) string {
	d = max(d, 0)
	s := int64(d / time.Second)
	switch {
	case d >= 100*24*time.Hour:
		return fmt.Sprintf("%dd", min(s/86400, 999_999))
	case d >= 24*time.Hour:
		return fmt.Sprintf("%dd %02dh", s/86400, s/3600%24)
	case d >= time.Hour:
		return fmt.Sprintf("%dh %02dm", s/3600, s/60%60)
	case d >= time.Minute:
		return fmt.Sprintf("%dm %02ds", s/60, s%60)
	}
	return fmt.Sprintf("%ds", s)
}

// roughly is a length of time in at most 4 cells.
func roughly(d time.Duration) string {
	text, _, _ := strings.Cut(countdown(d), " ")
	return text
}

// columns are those that a list of some width has room for.
type columns struct{ object, op, to, note, by, made int }

// columnsFor gives the object what the others leave. Whom it went to is what the
// log is opened for, and comes before when it was made, which its place in the
// list tells nearly as well.
func columnsFor(w int) columns {
	c := columns{}
	room := w - 2 - leftWidth - 2
	take := func(from, width int) int {
		if w < from {
			return 0
		}
		room -= width + 2
		return width
	}
	c.op = take(60, 8)
	c.to = take(84, 20)
	if c.to == 0 {
		c.to = take(68, 14)
	}
	c.made = take(76, 12)
	c.note = take(110, 24)
	c.by = take(140, 10)
	c.object = max(room, 0)
	return c
}

func (c columns) join(object, op, to, note, by, made string) string {
	cells := []string{kit.Pad(object, c.object)}
	for _, x := range []struct {
		width int
		text  string
	}{{c.op, op}, {c.to, to}, {c.note, note}, {c.by, by}, {c.made, made}} {
		if x.width > 0 {
			cells = append(cells, kit.Pad(x.text, x.width))
		}
	}
	return strings.Join(cells, "  ")
}

func (c columns) titles() string {
	return kit.Pad("left", leftWidth) + "  " + c.join("object", "what", "for", "note", "by", "made")
}

// row is the entry's part of a line, after the time left. batch says what is
// folded into it; empty: nothing.
func (c columns) row(e ledger.Entry, batch string, now time.Time) string {
	t := e.Spec.Target
	object := kit.CutLeft(kit.Clean(t.Bucket+"/"+t.Key), c.object)
	if batch != "" {
		object = kit.Cut("▸ "+batch+" · "+kit.Clean(t.Bucket+"/"+t.Key), c.object)
	}
	op := string(e.Spec.Operation)
	if name := e.Spec.Operation.Info().Name; name != "" {
		op = strings.TrimPrefix(name, "upload ") // "form" fits the column
	}
	return c.join(object, kit.Clean(op), kit.Clean(e.Recipient), kit.Clean(e.Note), kit.Clean(e.Who.User), short(e.Created, now))
}

// short is a moment in at most 12 cells: the time today, the day and time this
// year, the day before.
func short(t, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case t.Year() != now.Year():
		return t.Format("2 Jan 2006")
	case t.YearDay() != now.YearDay():
		return t.Format("2 Jan 15:04")
	}
	return t.Format("15:04:05")
}

func when(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	return share.Moment(t, now)
}

func ago(t, now time.Time) string {
	if d := now.Sub(t); d < 24*time.Hour {
		return share.Words(d) + " ago"
	}
	return when(t, now)
}

// nameOf is the name of an object within its folder.
func nameOf(k string) string {
	trimmed := strings.TrimSuffix(k, "/")
	if i := strings.LastIndexByte(trimmed, '/'); i >= 0 {
		return k[i+1:]
	}
	return k
}
