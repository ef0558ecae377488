package s3browser

import "context"

// Lister gives one page of a listing; *Client is one.
type Lister interface {
	List(ctx context.Context, r ListRequest) (Page, error)
}

// Pages is a listing that is read a page at a time, as far as somebody wants to. It
// may be stopped after any page and goes on there.
type Pages struct {
	ask   ListRequest
	trail Trail
	done  bool
}

// NewPages begins a listing.
func NewPages(r ListRequest) *Pages { return &Pages{ask: r} }

// Done reports that all has been read.
func (p *Pages) Done() bool { return p.done }

// Next reads one page. With an error of the listing itself the page counts all the
// same, and nothing comes after it; after another error, Next asks for the same page
// again.
func (p *Pages) Next(ctx context.Context, from Lister) (Page, error) {
	page, err := from.List(ctx, p.ask)
	if err != nil {
		return Page{}, err
	}
	for i := range page.Entries {
		if e := &page.Entries[i]; e.Foreign {
			p.done = true
			return Page{}, foreign(p.ask, e.Key)
		}
	}
	p.done = page.Done
	if err := p.trail.Follow(p.ask, page); err != nil {
		p.done = true
		return page, err
	}
	p.ask.Token = page.Next
	return page, nil
}
