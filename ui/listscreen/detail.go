package listscreen

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// Detail is what is told of one row, on a card beside the list, or where there is no
// room, instead of it. Its parts are asked for when the cursor rests on a row, each by
// itself: one that is refused keeps no other from being told.
type Detail[T any] struct {
	Title string // of the card
	// Name is what a row is called; nil: by its key.
	Name  func(row T) string
	Parts []Part[T]
}

// Part is one thing about a row.
type Part[T any] struct {
	Name string
	// Ask answers with lines. It must return soon after ctx ends.
	Ask func(ctx context.Context, row T) ([]string, error)
	// Known are lines that the row holds itself, where nothing is asked: no IO.
	Known func(row T) []string
}

// asks reports that there is more to tell than the rows hold.
func (d *Detail[T]) asks() bool {
	return slices.ContainsFunc(d.Parts, func(p Part[T]) bool { return p.Ask != nil })
}

const rest = 150 * time.Millisecond

// remembered is how many rows' details are kept.
const remembered = 256

// told are the parts of a row that were told, in their order; nil: not yet.
type told [][]string

// looking is the row that is being asked about.
type looking struct {
	seq    int
	key    string
	left   int // parts that are not told yet
	cancel context.CancelFunc
}

// toldMsg is one part.
type toldMsg struct {
	seq, part int
	lines     []string
}

// look asks about the row under the cursor when its details are in sight, and gives up
// what is asked about the one that the cursor has left.
func (s *Screen[T]) look() tea.Cmd {
	d := s.spec.Detail
	row, ok := s.list.Selected()
	if d == nil || !d.asks() {
		return nil
	}
	key := ""
	if ok {
		key = s.spec.Rows.Key(&row)
	}
	wanted := ok && (s.wide || s.details.On)
	if wanted && s.looking.key == key && s.looking.cancel != nil {
		return nil
	}
	s.unlook()
	if _, known := s.told[key]; known || !wanted {
		return nil
	}
	if s.told == nil || len(s.told) >= remembered {
		s.told = map[string]told{}
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.looking.key, s.looking.cancel, s.looking.left = key, cancel, len(d.Parts)
	s.told[key] = make(told, len(d.Parts))
	cmds := make([]tea.Cmd, len(d.Parts))
	for i, p := range d.Parts {
		if p.Ask == nil {
			s.looking.left-- // the row itself tells it
			continue
		}
		seq, pause := s.looking.seq, s.pause
		cmds[i] = s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
			timer := time.NewTimer(pause)
			defer timer.Stop()
			select {
			case <-ctx.Done():
				return nil
			case <-timer.C:
			}
			lines, err := p.Ask(ctx, row)
			if err != nil {
				sentence, hint := failure.Explain(err)
				lines = []string{say.Line(sentence, hint)}
			}
			return toldMsg{seq, i, lines}
		})
	}
	return tea.Batch(cmds...)
}

// unlook gives up what is asked. A row of which not all was told is asked anew.
func (s *Screen[T]) unlook() {
	s.looking.seq++
	if s.looking.cancel != nil {
		s.looking.cancel()
		if s.looking.left > 0 {
			delete(s.told, s.looking.key)
		}
	}
	s.looking.cancel, s.looking.key = nil, ""
}

// tookPart takes one part.
func (s *Screen[T]) tookPart(msg toldMsg) {
	if msg.seq != s.looking.seq {
		return
	}
	s.told[s.looking.key][msg.part] = append([]string{}, msg.lines...)
	if s.looking.left--; s.looking.left == 0 {
		s.unlook()
	}
}

// label is the room for the names of the parts.
const label = 14

// about is the row that the details are of.
func (s *Screen[T]) about() string {
	row, ok := s.list.Selected()
	if !ok {
		return ""
	}
	return s.spec.Rows.Key(&row)
}

// inDetails reports that the details have the keys: they are in sight.
func (s *Screen[T]) inDetails() bool {
	return s.details.On && s.spec.Detail != nil && s.list.Len() > 0
}

// detail draws what is known of the row under the cursor.
func (s *Screen[T]) detail(w int) []string {
	row, ok := s.list.Selected()
	d := s.spec.Detail
	if !ok || d == nil {
		return nil
	}
	c := kit.Column{W: w, Theme: s.env.Theme}
	key := s.spec.Rows.Key(&row)
	name := key
	if d.Name != nil {
		name = d.Name(row)
	}
	for _, l := range kit.Wrap(kit.Clean(name), w) {
		c.Lines = append(c.Lines, s.env.Theme.Title.Render(l))
	}
	c.Lines = append(c.Lines, "")
	known := s.told[key]
	for i, p := range d.Parts {
		lines := []string{"…"}
		if p.Known != nil {
			lines = p.Known(row)
		} else if i < len(known) && known[i] != nil {
			lines = known[i]
		}
		name := p.Name
		for _, l := range lines {
			c.Fact(label, name, l)
			name = ""
		}
	}
	return c.Lines
}

// beside puts the details next to the list, or in its place.
func (s *Screen[T]) beside(w, h int) string {
	switch {
	case s.spec.Detail == nil:
	case s.wide:
		side := kit.SideWidth(w)
		left := strings.Split(s.list.View(w-side, h, s.env.Theme), "\n")
		right := s.details.Card(s.spec.Detail.Title, s.about(), s.detail(kit.CardRoom(side-1)), s.base.list, side-1, h, s.env.Theme)
		return strings.Join(kit.Beside(left, right, w-side, 1, h), "\n")
	case s.details.On:
		return s.details.Page(s.about(), s.detail(max(w-2, 1)), 0, w, h, s.env.Theme)
	}
	return s.list.View(w, h, s.env.Theme)
}
