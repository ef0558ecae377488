package objects

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/listing"
)

// gatherFrom is how many rows a folder must have for its pages to be gathered: the first ones
// are waited for.
const gatherFrom = 5_000

// Of a large folder pages are gathered for gathering, or until there are most of them:
// each message is a picture, and a number that counts a thousand rows further says no
// more than one that counts ten thousand further.
const (
	gathering = 60 * time.Millisecond
	most      = 10
)

// span is closed, or sends, when what has been read is not to be held back any longer.
func span() <-chan time.Time { return time.After(gathering) }

// gathered are pages that came soon after each other.
type gathered struct {
	level, seq int
	pages      []listed
	ahead      <-chan listed // the page that was asked for after them; nil: none
}

// page asks for the next page, and in a large folder for those after it. A page that was
// asked for ahead is waited for, not asked for again.
func (s *Screen) page(v *level, ahead <-chan listed) tea.Cmd {
	pages := 1
	if n := v.list.Loaded(); n >= s.gatherFrom {
		pages = max(min(most, (v.load.until-n)/pageSize), 1)
	}
	v.load.out = v.load.seq
	g := gatherer{source: s.source, ask: s.request(v), shelf: v.load.shelf, pages: pages, got: gathered{level: v.id, seq: v.load.seq, ahead: ahead}}
	span := s.span
	return s.env.DoIn(v.load.ctx, func(ctx context.Context) tea.Msg { return g.run(ctx, span()) })
}

// gatherer reads pages off the loop.
type gatherer struct {
	source Source
	ask    s3browser.ListRequest
	shelf  *listing.Shelf
	pages  int // at most
	got    gathered
}

// run reads until there are enough pages, or until the span is over and there is one: a
// server that has stopped answering holds back nothing that it has sent. What has been
// read by the end of ctx is handed over as well.
func (g *gatherer) run(ctx context.Context, over <-chan time.Time) gathered {
	for {
		if g.got.ahead == nil && ctx.Err() == nil {
			g.got.ahead = g.read(ctx)
		}
		limit := over
		if len(g.got.pages) == 0 { // there is nothing to hand over yet
			limit = nil
		}
		select { // what is over already is seen before what comes
		case <-ctx.Done():
			g.rest()
			return g.got
		case <-limit:
			return g.got
		default:
		}
		select {
		case page := <-g.got.ahead:
			g.got.ahead = nil
			if g.take(page) {
				return g.got
			}
		case <-limit:
			return g.got
		case <-ctx.Done():
			g.rest()
			return g.got
		}
	}
}

// rest takes the page that was asked for ahead if it is there already.
func (g *gatherer) rest() {
	select {
	case page := <-g.got.ahead:
		g.take(page)
	default:
	}
	g.got.ahead = nil
}

// take keeps a page, and reports that no other is wanted after it.
func (g *gatherer) take(page listed) (last bool) {
	if page.panicked != nil {
		panic(page.panicked)
	}
	g.got.pages = append(g.got.pages, page)
	g.ask.Token = page.page.Next
	return page.err != nil || page.page.Done || page.page.Next == "" || len(g.got.pages) == g.pages
}

// read asks for one page. The answer waits for whoever wants it, and holds up nobody if
// nobody does.
func (g *gatherer) read(ctx context.Context) <-chan listed {
	answer := make(chan listed, 1)
	source, ask, packs, level, seq := g.source, g.ask, pack(g.ask.Prefix, g.shelf), g.got.level, g.got.seq
	go func() {
		defer func() {
			if p := recover(); p != nil { // the command's to have, where the terminal is restored
				answer <- listed{panicked: p}
			}
		}()
		page, err := source.List(ctx, ask)
		rows := rowsOf(ask.Prefix, page.Entries)
		answer <- listed{level: level, seq: seq, page: page, rows: rows, packed: packs(rows), err: err}
	}()
	return answer
}

// gathered takes pages in the order in which they came. Once one of them has ended the
// load, those after it are stale. What a stopped reading has brought is taken too, so that
// it is never asked for again; a new beginning wants none of it.
func (s *Screen) gathered(msg gathered) tea.Cmd {
	v := s.level(msg.level)
	if v == nil || msg.seq != v.load.out {
		return nil
	}
	v.load.out = 0
	var all []tea.Cmd
	for _, page := range msg.pages {
		all = append(all, s.listed(page))
	}
	if v.load.running {
		if msg.seq != v.load.seq { // what it asked for ahead ended with it
			msg.ahead = nil
		}
		all = append(all, s.page(v, msg.ahead))
	}
	return tea.Batch(all...)
}
