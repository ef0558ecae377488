package objects

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/kit"
)

// rest is how long the cursor must stay on a row before the server is asked
// about it, and typing must pause before it is asked to search.
const rest = 150 * time.Millisecond

// linger is how long what was told of the object before stays in sight while the
// answers about the next one are on their way: neighbours are much alike, and a pane
// that is emptied and filled again at each step costs a line of text twice.
const linger = 600 * time.Millisecond

// remembered is how many answers about single objects a folder keeps.
const remembered = 256

// head is what was found out about one object.
type head struct {
	facts s3browser.Head
	err   error
	parts []part // of the aspects, in their order; empty: not asked yet
}

// complete reports that nothing is left to ask.
func (h *head) complete() bool {
	for i := range h.parts {
		if !h.parts[i].told {
			return false
		}
	}
	return len(h.parts) > 0
}

// looking is the one object that is being asked about.
type looking struct {
	seq    int
	key    string
	ctx    context.Context
	cancel context.CancelFunc
}

// stay is what was told of the object before, as long as it lingers.
type stay struct {
	level int
	head  head      // of no parts: nothing lingers
	since time.Time // the cursor left it then; zero: it is there
}

// The answers: about the object itself, about one aspect of it, and that one of them
// takes long.
type (
	looked struct {
		level, seq int
		key        string
		head       head
	}
	toldMsg struct {
		level, seq, aspect int
		key                string
		part               part
	}
	slowMsg struct{ seq int }
)

// look asks about the object under the cursor when the detail pane is in sight,
// and gives up the questions about the one that the cursor has left.
func (s *Screen) look() tea.Cmd {
	v := s.top()
	r, ok := v.list.Selected()
	wanted := ok && !r.folder && !r.foreign && (s.wide || s.details.On) && s.dialog == nil && s.chosen == nil && v.sought == "" && !s.away
	if wanted && s.looking.key == r.key && s.looking.cancel != nil {
		return nil
	}
	s.unlook()
	h, known := v.heads[r.key]
	s.settle(v, &h, wanted)
	if !wanted || known && h.complete() {
		return nil
	}
	s.looking.key = r.key
	s.looking.ctx, s.looking.cancel = context.WithCancel(s.env.Ctx)
	source, bucket, id, seq, key, rest := s.source, s.at.Bucket, v.id, s.looking.seq, r.key, s.rest
	ask := s.env.DoIn(s.looking.ctx, func(ctx context.Context) tea.Msg {
		if !pause(ctx, rest) {
			return nil
		}
		if known {
			return looked{id, seq, key, h}
		}
		facts, err := source.Head(ctx, bucket, key, "")
		return looked{id, seq, key, head{facts: facts, err: err}}
	})
	return tea.Batch(ask, s.slow(seq))
}

// slow gives up what lingers when the answers take long.
func (s *Screen) slow(seq int) tea.Cmd {
	if s.stay.head.parts == nil || s.rest == 0 {
		return nil
	}
	return s.env.DoIn(s.looking.ctx, func(ctx context.Context) tea.Msg {
		if !pause(ctx, linger) {
			return nil
		}
		return slowMsg{seq}
	})
}

// settle notes what may linger: the last object of which everything was told, for a
// moment after the cursor has left it.
func (s *Screen) settle(v *level, h *head, wanted bool) {
	now := s.env.Now()
	switch {
	case !wanted || s.stay.level != v.id:
		s.stay = stay{level: v.id}
	case !s.stay.since.IsZero() && now.Sub(s.stay.since) > linger:
		s.stay = stay{level: v.id}
	case s.stay.since.IsZero():
		s.stay.since = now
	}
	if wanted && h.complete() {
		s.stay = stay{level: v.id, head: *h}
	}
}

func (s *Screen) unlook() {
	s.looking.seq++
	s.looking.key = ""
	if s.looking.cancel != nil {
		s.looking.cancel()
		s.looking.cancel = nil
	}
}

// looked takes what the server says of the object, and asks for its aspects.
func (s *Screen) looked(msg looked) tea.Cmd {
	v := s.level(msg.level)
	if v == nil || msg.seq != s.looking.seq {
		return nil
	}
	all := s.aspects()
	parts := make([]part, len(all))
	copy(parts, msg.head.parts)
	msg.head.parts = parts
	if len(v.heads) >= remembered {
		clear(v.heads)
	}
	v.heads[msg.key] = msg.head
	var cmds []tea.Cmd
	for i, a := range all {
		switch {
		case parts[i].told:
		case a.ask == nil || a.there && msg.head.err != nil:
			parts[i].told = true
		default:
			cmds = append(cmds, s.askAspect(v, msg.key, i, a))
		}
	}
	s.whole(v, msg.key)
	return tea.Batch(cmds...)
}

func (s *Screen) askAspect(v *level, key string, i int, a aspect) tea.Cmd {
	id, seq, target := v.id, s.looking.seq, s.target(key)
	return s.env.DoIn(s.looking.ctx, func(ctx context.Context) tea.Msg {
		p := a.ask(ctx, target)
		p.told = true
		return toldMsg{id, seq, i, key, p}
	})
}

// told takes one aspect.
func (s *Screen) told(msg toldMsg) {
	v := s.level(msg.level)
	if v == nil || msg.seq != s.looking.seq {
		return
	}
	h, ok := v.heads[msg.key]
	if !ok || msg.aspect >= len(h.parts) {
		return
	}
	h.parts[msg.aspect] = msg.part
	s.whole(v, msg.key)
}

// whole ends the questions when all are answered.
func (s *Screen) whole(v *level, key string) {
	if h := v.heads[key]; h.complete() {
		s.unlook()
		s.stay = stay{level: v.id, head: h}
	}
}

// leave and returned: while another screen stands above, nothing is asked, and when it
// has gone there may be one share more.
func (s *Screen) leave(step kit.Step) {
	if _, ok := step.(kit.Push); ok {
		s.away = true
	}
}

func (s *Screen) returned(msg tea.Msg) {
	switch msg.(type) {
	case kit.Tick, tea.KeyPressMsg, tea.PasteMsg: // they come to the screen on top alone
	default:
		return
	}
	if !s.away {
		return
	}
	s.away = false
	for _, h := range s.top().heads {
		if len(h.parts) > 0 {
			h.parts[aspectShares].told = false
		}
	}
}
