package versions

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/listing"
)

// load is how far the reading has come.
type load struct {
	seq     int // of the last page asked for; answers to others are stale
	ctx     context.Context
	cancel  context.CancelFunc
	running bool
	done    bool
	lost    bool // the server leads nowhere: only a new beginning helps
	from    s3browser.VersionMark
	until   int // rows at which it pauses
	trail   s3browser.Trail
	shelf   *listing.Shelf // where what it brings is kept
	err     error

	versions, markers, foreign int
}

// listed is one page, or why there is none.
type listed struct {
	seq  int
	page s3browser.VersionPage
	rows []row
	more bool
	err  error

	packed listing.Block[row]
}

// foundMsg is the answer of a filter's job.
type foundMsg struct{ found listing.Found }

// begin reads from the beginning, and ends a reading under way.
func (s *Screen) begin() tea.Cmd {
	s.stop()
	s.load = load{seq: s.load.seq, shelf: &listing.Shelf{}}
	s.list.Reload()
	return s.proceed()
}

// proceed reads on from where the reading stopped.
func (s *Screen) proceed() tea.Cmd {
	s.stop()
	s.load.ctx, s.load.cancel = context.WithCancel(s.env.Ctx)
	s.load.running, s.load.err, s.load.until = true, nil, s.list.Loaded()+s.enough
	return s.page()
}

// stop ends the reading under way, if any.
func (s *Screen) stop() {
	s.load.seq++
	if s.load.cancel != nil {
		s.load.cancel()
		s.load.cancel = nil
	}
	s.load.running = false
}

func (s *Screen) page() tea.Cmd {
	source, seq, ask, packs := s.source, s.load.seq, s.request(), pack(s.at.Key, s.text, s.load.shelf)
	return s.env.DoIn(s.load.ctx, func(ctx context.Context) tea.Msg {
		page, err := source.VersionPage(ctx, ask)
		rows, more := s.rowsOf(page)
		return listed{seq, page, rows, more, err, packs(rows)}
	})
}

func (s *Screen) request() s3browser.VersionRequest {
	return s3browser.VersionRequest{Bucket: s.at.Bucket, Prefix: s.at.Key, From: s.load.from}
}

// listed takes a page and asks for the next one.
func (s *Screen) listed(msg listed) tea.Cmd {
	if msg.seq != s.load.seq || !s.load.running {
		return nil
	}
	if msg.err != nil {
		s.stop()
		s.load.err = msg.err
		return nil
	}
	astray := s.load.trail.FollowVersions(s.request(), msg.page)
	s.load.took(msg)
	work := s.work(s.list.AppendPacked(msg.rows, msg.packed))
	switch {
	case msg.page.Done || !msg.more:
		s.stop()
		s.load.done = true
		return tea.Batch(work, s.work(s.list.Done()))
	case astray != nil:
		s.stop()
		s.load.lost, s.load.err = true, astray
		return tea.Batch(work, s.work(s.list.Done()))
	case s.list.Loaded() >= s.load.until:
		s.stop()
		return work
	}
	return tea.Batch(work, s.page())
}

func (l *load) took(msg listed) {
	l.from = msg.page.Next
	for i := range msg.rows {
		switch r := &msg.rows[i]; {
		case r.foreign:
			l.foreign++
		case r.deleted:
			l.markers++
		default:
			l.versions++
		}
	}
}

// partial reports that there is more to load and nothing is loading it.
func (l *load) partial() bool { return !l.done && !l.running && !l.lost }

func (s *Screen) work(job listing.Job) tea.Cmd {
	if job == nil {
		return nil
	}
	return s.env.Do(func(ctx context.Context) tea.Msg { return foundMsg{job(ctx)} })
}
