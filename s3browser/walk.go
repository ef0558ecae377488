package s3browser

import (
	"context"
	"sync"
)

// Walk reads a listing to its end and hands on page by page. An entry that was not
// asked for ends it with an error before its page is handed on.
//
// While a page is gone through the next one is fetched: the server and whoever
// prints do not wait for each other. It is one page and no more, so that a slow
// reader holds no memory, and an end costs one request at most. A page's entries are
// good until page returns, their strings for longer.
func (c *Client) Walk(ctx context.Context, r ListRequest, page func(Page) error) error {
	ctx, cancel := context.WithCancel(ctx)
	pages, left := make(chan walked), make(chan struct{})
	var fetching sync.WaitGroup
	fetching.Go(func() {
		defer close(pages)
		defer func() {
			if p := recover(); p != nil { // whoever walks panics with it, where the terminal is restored
				select {
				case pages <- walked{panicked: p}:
				case <-left:
				}
			}
		}()
		c.fetch(ctx, r, pages, left)
	})
	defer fetching.Wait()
	defer func() { close(left); cancel() }()
	for p := range pages {
		if p.panicked != nil {
			panic(p.panicked)
		}
		if p.err != nil {
			return p.err
		}
		if err := page(p.Page); err != nil || p.Done {
			return err
		}
	}
	return nil
}

// walked is a page, or why there is none.
type walked struct {
	Page
	err      error
	panicked any
}

// fetch hands on the pages of a listing up to the last one, the first error or the
// moment in which whoever takes them has left.
func (c *Client) fetch(ctx context.Context, r ListRequest, to chan<- walked, left <-chan struct{}) {
	var (
		trail  Trail
		memory [2][]Entry // the page that is gone through, and the one that is fetched
	)
	for {
		p, err := c.list(ctx, r, memory[0])
		memory[0], memory[1] = memory[1], p.Entries
		if err == nil {
			err = allAsked(r, p)
		}
		select {
		case to <- walked{Page: p, err: err}:
		case <-left:
			return
		}
		if err != nil || p.Done {
			return
		}
		if err := trail.Follow(r, p); err != nil { // what was listed counts, whatever follows
			select {
			case to <- walked{err: err}:
			case <-left:
			}
			return
		}
		r.Token = p.Next
	}
}

// allAsked refuses a page with an entry that was not asked for.
func allAsked(r ListRequest, p Page) error {
	for i := range p.Entries {
		if e := &p.Entries[i]; e.Foreign {
			return foreign(r, e.Key)
		}
	}
	return nil
}
