package history

import (
	"context"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
	"signet/ui/kit"
)

// detail is the entry under the cursor with all its events, as last read.
type detail struct {
	asked string // id that was asked for last
	entry *ledger.Entry
	err   error
}

// looked is an entry read whole.
type looked struct {
	id    string
	entry ledger.Entry
	err   error
}

// stale has the entry read again.
func (d *detail) stale() { d.asked = "" }

// take accepts the answer if it is the one that was asked for last.
func (d *detail) take(msg looked) {
	if msg.id != d.asked {
		return
	}
	d.err = msg.err
	if msg.err == nil {
		d.entry = &msg.entry
	}
}

// look reads the entry under the cursor, if it is in sight and not read yet.
func (s *Screen) look() tea.Cmd {
	e, some := s.selected()
	if !some || !s.details.On && !s.wide || s.detail.asked == e.ID {
		return nil
	}
	s.detail.asked = e.ID
	if s.detail.entry != nil && s.detail.entry.ID != e.ID {
		s.detail.entry = nil
	}
	id, log := e.ID, s.log
	return s.env.Do(func(ctx context.Context) tea.Msg {
		entry, err := log.Get(ctx, id)
		return looked{id, entry, err}
	})
}

// about is the entry that the details are of.
func (s *Screen) about() string {
	e, _ := s.selected()
	return e.ID
}

// selectedFacts is what there is to know of the entry under the cursor.
func (s *Screen) selectedFacts(w int) []string {
	c := &facts{kit.Column{W: w, Theme: s.env.Theme}}
	e, some := s.selected()
	if !some {
		return nil
	}
	if d := s.detail.entry; d != nil && d.ID == e.ID {
		e = *d
	}
	c.entry(e, s.at())
	c.fact("begun", s.begun[e.ID])
	if text, style, ok := s.batchFact(e, s.at()); ok {
		c.Lines[1] = style.Render(kit.Cut(text, c.W))
	}
	return c.Lines
}

// facts collects lines.
type facts struct{ kit.Column }

const factName = 11

func (c *facts) fact(name, value string) { c.Fact(factName, name, value) }

func (c *facts) entry(e ledger.Entry, m moment) {
	t, x, now := e.Spec.Target, e.Spec.Endpoint, m.now
	state, style := stateWords(e, m)
	c.Lines = append(c.Lines, kit.Cut(c.Theme.Title.Render(kit.Clean(nameOf(t.Key))), c.W), style.Render(kit.Cut(state, c.W)), "")
	c.fact("id", e.ID)
	c.fact("object", t.URI())
	c.fact("version", t.VersionID)
	c.operation(e.Spec)
	c.fact("made", when(e.Created, now))
	c.fact("opens", later(e, now))
	c.fact("ends", ends(e, now))
	c.fact("for", e.Recipient)
	c.fact("note", e.Note)
	c.fact("by", who(e.Who))
	c.fact("batch", batch(e))
	c.fact("place", x.Place)
	c.fact("endpoint", strings.TrimSpace(x.URL+" "+x.Region))
	c.fact("signed by", e.Spec.AccessKeyID)
	for _, f := range e.Facts() {
		c.fact(f.Name, f.Value)
	}
	c.fact("failed", e.Record.Failure)
	c.fact("used", used(e, now))
	if len(e.Events) > 1 {
		c.Lines = append(c.Lines, "", c.Theme.Title.Render("what happened"))
	}
	for _, ev := range e.Events {
		if len(e.Events) > 1 {
			c.event(ev, now)
		}
	}
}

// operation names it; what destroys has its own look.
func (c *facts) operation(spec share.Spec) {
	info := spec.Operation.Info()
	if !info.Destroys {
		c.fact("operation", spec.OperationName())
		return
	}
	c.Lines = append(c.Lines, kit.Cut(c.Theme.Muted.Render(kit.Pad("operation", factName))+c.Theme.Danger.Render(" "+info.Name+" "), c.W))
}

func (c *facts) event(ev ledger.Event, now time.Time) {
	text := ev.Kind
	for _, more := range []string{ev.Detail, ev.From, ev.Agent} {
		if more != "" {
			text += " · " + more
		}
	}
	if ev.Status > 0 {
		text += " · " + strconv.Itoa(ev.Status)
	}
	c.Fact(factName+1, say.Short(ev.At, now), text)
}

func later(e ledger.Entry, now time.Time) string {
	if e.StateAt(now) != stateLater {
		return ""
	}
	return when(e.Terms.Starts, now)
}

func ends(e ledger.Entry, now time.Time) string {
	if e.Terms.Ends.IsZero() {
		return ""
	}
	text := when(e.Terms.Ends, now)
	if e.Terms.AtMost {
		text = "at the latest " + text
	}
	if e.Terms.Reason != share.ByRequest && e.Terms.Reason != "" {
		text += " (" + e.Terms.Limiter() + ")"
	}
	return text
}

func who(w share.Who) string {
	text := w.User
	if w.Host != "" {
		text += "@" + w.Host
	}
	if w.SSHClient != "" {
		text += " from " + w.SSHClient
	}
	return text
}

func batch(e ledger.Entry) string {
	if e.Batch < 2 {
		return ""
	}
	return say.Things(e.Batch, "link")
}

func used(e ledger.Entry, now time.Time) string {
	if e.Uses == 0 {
		return ""
	}
	text := say.Count(e.Uses) + "×, last " + when(e.LastUse.At, now)
	if e.LastUse.From != "" {
		text += " from " + e.LastUse.From
	}
	return text
}
