package objects

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
)

// server is the filter's question to the server: which keys begin with what was
// typed? It is asked while not everything has been loaded.
type server struct {
	seq    int
	cancel context.CancelFunc
	asking bool
	err    error
}

// answered is the server's answer to the filter.
type answered struct {
	level, seq int
	rows       []row
	err        error
}

// ask asks for the keys of the folder that begin with the filter's text, after
// a moment in which nothing more is typed.
func (s *Screen) ask(v *level) tea.Cmd {
	s.unask(v)
	text := v.list.FilterText()
	if text == "" || v.load.done || v.list.Reloading() {
		return nil
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	v.server.cancel, v.server.asking, v.server.err = cancel, true, nil
	source, id, seq, rest, folder := s.source, v.id, v.server.seq, s.rest, v.prefix
	r := s3browser.ListRequest{Bucket: s.at.Bucket, Prefix: v.prefix + text, Max: pageSize}
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		if !pause(ctx, rest) {
			return nil
		}
		page, err := source.List(ctx, r)
		return answered{id, seq, rowsOf(folder, page.Entries), err}
	})
}

// unask makes the answer to an earlier question worthless.
func (s *Screen) unask(v *level) {
	v.server.seq++
	v.server.asking, v.server.err = false, nil
	if v.server.cancel != nil {
		v.server.cancel()
		v.server.cancel = nil
	}
}

// answered shows what the server found beyond what has been loaded.
func (s *Screen) answered(msg answered) {
	v := s.level(msg.level)
	if v == nil || msg.seq != v.server.seq {
		return
	}
	s.unask(v)
	v.server.err = msg.err
	ahead := msg.rows[:0]
	for _, r := range msg.rows {
		if r.key > v.load.last && !r.foreign { // which would be no answer
			ahead = append(ahead, r)
		}
	}
	v.list.SetAhead(ahead)
}

// pause waits, and reports whether the work is still wanted then.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
