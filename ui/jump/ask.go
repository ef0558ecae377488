package jump

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/failure"
)

// Rest is how long typing must pause before a server is asked.
const Rest = 150 * time.Millisecond

// maxRows bounds what is asked of a server, and shown of its answer.
const maxRows = 100

// asking is what a server is asked at the moment.
type asking struct {
	seq    int // of the last question; answers to others are stale
	q      question
	cancel func() // nil: nothing is asked
}

// answer is what the server said last of a folder.
type answer struct {
	question
	told    bool
	ways    []Way
	all     bool // there are no more
	refused bool // this bucket cannot be listed: it is not asked again
	err     error
}

// shelf is the buckets of the place, which are asked for once.
type shelf struct {
	told  bool
	names []string
	err   error
}

// The answers.
type (
	bucketsMsg struct {
		seq   int
		names []string
		err   error
	}
	belowMsg struct {
		seq  int
		page s3browser.Page
		err  error
	}
)

// ask asks what the text could become, unless that is known or nobody's business.
// What was asked before ends.
func (s *Screen) ask() tea.Cmd {
	s.unask()
	q, ok := asks(s.text)
	if !ok || s.server == nil {
		return nil
	}
	s.asking.q = q
	if q.buckets && s.shelf.told || !q.buckets && s.answer.covers(q) {
		return nil
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.asking.cancel = cancel
	seq, pause, server := s.asking.seq, s.o.Rest, s.server
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		if !rested(ctx, pause) {
			return nil
		}
		if q.buckets {
			return askBuckets(ctx, server, seq)
		}
		page, err := server.List(ctx, s3browser.ListRequest{Bucket: q.bucket, Prefix: q.prefix, Max: maxRows})
		return belowMsg{seq, page, err}
	})
}

func askBuckets(ctx context.Context, server Server, seq int) tea.Msg {
	list, err := server.Buckets(ctx)
	names := make([]string, 0, len(list))
	for _, b := range list {
		names = append(names, b.Name)
	}
	return bucketsMsg{seq, names, err}
}

// unask ends what is asked; an answer that comes all the same is stale.
func (s *Screen) unask() {
	s.asking.seq++
	if s.asking.cancel != nil {
		s.asking.cancel()
	}
	s.asking.q, s.asking.cancel = question{}, nil
}

func rested(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (s *Screen) tookBuckets(msg bucketsMsg) {
	if msg.seq != s.asking.seq {
		return
	}
	s.shelf = shelf{true, msg.names, msg.err}
	s.answered()
}

func (s *Screen) tookBelow(msg belowMsg) {
	if msg.seq != s.asking.seq {
		return
	}
	a := answer{question: s.asking.q, told: true, all: msg.page.Done, err: msg.err, refused: msg.err != nil && failure.Denied(msg.err)}
	for _, e := range msg.page.Entries[:min(len(msg.page.Entries), maxRows)] {
		if e.Foreign {
			continue
		}
		kind := Object
		if e.Folder {
			kind = Folder
		}
		a.ways = append(a.ways, Way{Kind: kind, Place: s.o.Place, Bucket: a.bucket, Key: e.Key})
	}
	s.answer = a
	s.answered()
}

// answered ends the question, and shows what it brought.
func (s *Screen) answered() {
	s.asking.cancel()
	s.asking.cancel = nil
	s.fit()
}
