package history

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"signet/share/ledger"
	"signet/share/say"
	"signet/share/state"
	"signet/ui/kit"
)

// leftWidth is the room for the time that is left, or what has become of it.
const leftWidth = 8

// moment is when a link is looked at, and how: what counts as soon, and the colours.
type moment struct {
	now  time.Time
	soon time.Duration
	th   *kit.Theme
}

// at is the moment at which the screen is drawn.
func (s *Screen) at() moment { return moment{s.env.Now(), s.env.Soon, s.env.Theme} }

// urgency is the colour of a link that works, by the time that it has left.
func (m moment) urgency(ends time.Time) lipgloss.Style {
	return m.th.State(state.Of(time.Time{}, ends, m.now, m.soon))
}

// left is the countdown of an open link, coloured by the time left, or the state
// of any other.
func (m moment) left(e ledger.Entry) (string, lipgloss.Style) {
	th, now := m.th, m.now
	switch e.StateAt(now) {
	case stateOpen:
		return say.Countdown(e.Left(now)), m.urgency(e.Terms.Ends)
	case stateLater:
		return "in " + roughly(e.Terms.Starts.Sub(now)), th.Accent
	case ledger.StateEarly:
		return "broken", th.Bad
	case ledger.StateRevoked:
		return "revoked", th.Warn
	case ledger.StateFailed:
		return "failed", th.Bad
	case ledger.StateStarting:
		return "begun", th.Warn
	case ledger.StateEnded:
	}
	return "ended", th.Over
}

// roughly is a length of time in at most 4 cells.
func roughly(d time.Duration) string {
	text, _, _ := strings.Cut(say.Countdown(d), " ")
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
	c.made = take(78, 12)
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
// folded into it; empty: nothing. danger draws the operation of one that destroys.
func (c columns) row(e ledger.Entry, batch string, now time.Time, danger func(...string) string) string {
	t := e.Spec.Target
	object := kit.CutLeft(kit.Clean(t.Bucket+"/"+t.Key), c.object)
	if batch != "" {
		object = kit.Cut("▸ "+batch+" · "+kit.Clean(t.Bucket+"/"+t.Key), c.object)
	}
	op := string(e.Spec.Operation)
	if name := e.Spec.Operation.Info().Name; name != "" {
		op = strings.TrimPrefix(name, "upload ") // "form" fits the column
	}
	op = kit.Clean(op)
	if e.Spec.Operation.Info().Destroys {
		op = danger(op)
	}
	return c.join(object, op, kit.Clean(e.Recipient), kit.Clean(e.Note), kit.Clean(e.Who.User), say.Short(e.Created, now))
}

func when(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	return say.Moment(t, now)
}

func ago(t, now time.Time) string {
	if d := now.Sub(t); d < 24*time.Hour {
		return say.Ago(t, now)
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
