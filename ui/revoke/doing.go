package revoke

import (
	"context"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"

	"signet/share/takeback"
	"signet/ui/kit"
)

// progress is what was told while it is being done, beside the loop: the last of each kind.
type progress struct {
	mu   sync.Mutex
	all  []takeback.News
	told bool // since it was read
}

func (p *progress) tell(n takeback.News) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = true
	if i := slices.IndexFunc(p.all, func(o takeback.News) bool { return o.Doing == n.Doing }); i >= 0 {
		p.all[i] = n
		return
	}
	p.all = append(p.all, n)
}

// read is what was told; false: nothing since.
func (p *progress) read() (all []takeback.News, told bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	told, p.told = p.told, false
	return slices.Clone(p.all), told
}

// do does what was shown and confirmed.
func (s *Screen) do() tea.Cmd {
	ctx, stop := context.WithCancel(s.env.Ctx)
	s.stage, s.stop, s.stopping = doing, stop, false
	s.progress, s.news, s.pane = &progress{}, nil, pane{}
	taker, step, reason, p := s.taker, s.step, s.form.Value(fieldReason), s.progress
	if m := s.sight.mend; m != nil {
		return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
			words, err := m.Do(ctx, reason)
			return mendedMsg{words, err}
		})
	}
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		return doneMsg{taker.Do(ctx, step, reason, p.tell)}
	})
}

func (s *Screen) ended(msg doneMsg) {
	s.stop()
	s.stage, s.account, s.pane = done, msg.account, pane{}
}

// tick takes what was told meanwhile.
func (s *Screen) tick() {
	if news, told := s.progress.read(); told {
		s.news = news
		s.pane.stale()
	}
}

// result is what the screen below is told.
func (s *Screen) result() kit.Changed {
	a := s.account
	switch {
	case s.sight.mend != nil && s.err != nil:
		return kit.Changed{Kind: kit.Problem, Text: kit.CleanOnce(s.sight.of.ID + ": " + s.err.Error())}
	case s.sight.mend != nil:
		return kit.Changed{Kind: kit.Good, Text: kit.CleanOnce(s.sight.of.ID + ": " + s.mended)}
	}
	kind, text := kit.Good, a.Sum()
	if a.Failed() {
		kind = kit.Problem
	}
	if len(a.Outcomes) == 1 {
		text = a.Outcomes[0].Entry.ID + ": " + words(a.Outcomes[0].State)
	}
	return kit.Changed{Kind: kind, Text: kit.Clean(text)}
}
