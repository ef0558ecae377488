package ui

import (
	"context"
	"sync"

	"signet/s3browser/fetch"
	"signet/share"
	"signet/share/many"
	"signet/share/qr"
)

// unfinished is work that the end of the program must wait for: a file that is
// half written, an event for the share log. The program itself waits for no
// command.
type unfinished struct{ mu sync.RWMutex }

// do runs work, or reports that the program has ended.
func (u *unfinished) do(work func()) error {
	if !u.mu.TryRLock() {
		return context.Canceled
	}
	defer u.mu.RUnlock()
	work()
	return nil
}

// end waits for what is under way; nothing begins any more.
func (u *unfinished) end() { u.mu.Lock() }

// guard makes the end of the program wait for the parts that write.
func (u *unfinished) guard(p Parts) Parts {
	if run := p.Batch; run != nil {
		p.Batch = func(ctx context.Context, o many.Order) (r many.Result, err error) {
			if gone := u.do(func() { r, err = run(ctx, o) }); gone != nil {
				return r, gone
			}
			return r, err
		}
	}
	if run := p.Listed; run != nil {
		p.Listed = func(links []share.Link, path string, on qr.Paper, overwrite bool) (err error) {
			if gone := u.do(func() { err = run(links, path, on, overwrite) }); gone != nil {
				return gone
			}
			return err
		}
	}
	if run := p.StorePage; run != nil {
		p.StorePage = func(ctx context.Context, links []share.Link, title string) (link share.Link, err error) {
			if gone := u.do(func() { link, err = run(ctx, links, title) }); gone != nil {
				return link, gone
			}
			return link, err
		}
	}
	fetches := p.Fetch
	if fetches == nil {
		fetches = fetch.ToFile
	}
	p.Fetch = func(ctx context.Context, from fetch.Getter, j fetch.Job, progress *fetch.Progress) (err error) {
		if gone := u.do(func() { err = fetches(ctx, from, j, progress) }); gone != nil {
			return gone
		}
		return err
	}
	if run := p.Event; run != nil {
		p.Event = func(ctx context.Context, id, kind, detail string) (err error) {
			if gone := u.do(func() { err = run(ctx, id, kind, detail) }); gone != nil {
				return gone
			}
			return err
		}
	}
	if run := p.Save; run != nil {
		p.Save = func(path string, data []byte, overwrite bool) (err error) {
			if gone := u.do(func() { err = run(path, data, overwrite) }); gone != nil {
				return gone
			}
			return err
		}
	}
	return p
}
