package publish

import (
	"context"
	"errors"
	"fmt"

	"signet/share"
	"signet/share/handover"
)

// Links is a page of links that grows as they are signed: the first are stored, in a page
// of their own, when it has as many as a page holds. It is a list of handover, so that
// whatever signs many links fills it.
type Links struct {
	*Book
	ctx    context.Context
	o      handover.Options
	now    *handover.Listing
	index  *handover.Listing
	links  int
	skewed bool
}

// Links begins a page of links. Its own request has the terms of the links.
func (p *Publisher) Links(ctx context.Context, page share.Request, o handover.Options) (*Links, error) {
	b, err := p.Begin(ctx, share.PageListing, page, true)
	if err != nil {
		return nil, err
	}
	return &Links{Book: b, ctx: ctx, o: o, now: handover.NewListing(o, false), index: handover.NewListing(o, true)}, nil
}

// Gather stores a page of links that are signed already, and were handed over one by one,
// or will be. The page is one more share of their group; where it cannot be stored, they stay
// as they are.
func (p *Publisher) Gather(ctx context.Context, links []share.Link, o handover.Options) (Published, error) {
	l, err := p.Links(ctx, Gathered(links), o)
	if err != nil {
		return Published{}, err
	}
	l.found = true
	for _, link := range links {
		if err := l.Add(link); err != nil {
			return Published{}, l.Abandon(ctx, fmt.Errorf("%s: %w", link.Request.Target.URI(), err))
		}
	}
	return l.Publish()
}

// Means says what a page of links with these terms would mean, or why there can be none.
func (p *Publisher) Means(ctx context.Context, terms share.Request) ([]string, error) {
	b, err := p.Begin(ctx, share.PageListing, terms, true)
	if err != nil {
		return nil, err
	}
	return b.Means(), nil
}

// Gathered is the request for the page of links that are signed: theirs.
func Gathered(links []share.Link) share.Request {
	page := links[0].Request
	page.Starts, page.Revocable = links[0].Terms.Starts, links[0].Mandate.Kind.Info().Alone
	page.Item = ""
	return page
}

// Add adds a link.
func (l *Links) Add(link share.Link) error {
	if !l.skewed { // the page is judged by the same clock
		l.page.Skew, l.page.SkewOf, l.skewed = link.Request.Skew, link.Request.SkewOf, true
	}
	if l.now.Full() {
		if err := l.turn(); err != nil {
			return err
		}
	}
	l.links++
	return l.now.Add(link)
}

// Close does nothing: whether the page is whole is known to whoever fills it.
func (l *Links) Close() error { return nil }

// turn stores the page that is full, and begins the next.
func (l *Links) turn() error {
	if l.index.Full() {
		return &share.UsageError{Op: "--as-page", Problem: "these are more links than pages can hold", Hint: "share fewer at once"}
	}
	link, err := l.put(l.now)
	if err == nil {
		l.index.AddPage(link, l.now.Span(), l.now)
		l.now = handover.NewListing(l.o, false)
	}
	return err
}

func (l *Links) put(page *handover.Listing) (share.Link, error) {
	body, err := page.HTML()
	if err != nil {
		return share.Link{}, err
	}
	if page.Opens().After(l.page.Starts) && !l.page.Starts.IsZero() {
		l.page.Starts = page.Opens()
	}
	return l.store(l.ctx, body, page.Ends())
}

var errNoLink = errors.New("share: nothing to share: no object found")

// Publish stores the page, or the last of several and their index.
func (l *Links) Publish() (Published, error) {
	if l.links == 0 {
		return Published{}, l.Abandon(l.ctx, errNoLink)
	}
	last := l.now
	var err error
	if l.index.Len() > 0 {
		err, last = l.turn(), l.index
	}
	if err != nil {
		return Published{}, l.Abandon(l.ctx, err)
	}
	link, err := l.put(last)
	if err != nil {
		return Published{}, l.Abandon(l.ctx, err)
	}
	return Published{
		Link: link, Kind: share.PageListing, Group: l.Group, Links: l.links, Pages: len(l.pages),
	}, nil
}
