package publish

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// SumName is the metadata of a stored page: the SHA-256 of its bytes. By it a page is told
// from what somebody else has put in its place.
const SumName = "signet-page"

// Stored is how a page is stored.
type Stored struct {
	ContentType, CacheControl string
	Metadata                  map[string]string
}

// Keeping is what is known of what a bucket does about versions.
type Keeping uint8

// What may be known of it.
const (
	KeepsUnknown Keeping = iota
	KeepsNone
	KeepsVersions
)

// Store is a server of S3 as somebody's keys may change it.
type Store interface {
	// Keeps says what a bucket does about versions. An error: there is no such bucket, or
	// its server does not answer.
	Keeps(ctx context.Context, bucket string) (Keeping, error)
	// PutNew stores, and never over anything. The version is empty where the bucket keeps
	// none.
	PutNew(ctx context.Context, bucket, key string, body []byte, as Stored) (version string, err error)
	// Delete deletes an object, or for good the version that is named.
	Delete(ctx context.Context, bucket, key, version string) error
}

// Log is the share log.
type Log interface {
	Append(ctx context.Context, id string, e ledger.Event) error
	Each(ctx context.Context, q ledger.Query, yield func(ledger.Entry) error) error
}

// Publisher makes pages. What it needs of the world it is given; it prints nothing.
type Publisher struct {
	Service *share.Service
	Log     Log
	// Store is whoever may store in a place; an error says why nobody may from here.
	Store func(ctx context.Context, place string) (Store, error)
	// Where is the bucket and the prefix that pages of a place are stored under, by the
	// bucket that they are about.
	Where func(place, bucket string) (into, prefix string)
}

// random is a name that nobody can guess: letters and digits, 110 bits.
func random() string { return strings.ToLower(rand.Text()[:share.PageNameLen]) }

// Target is where a page about something in a bucket is stored: a new one each time.
func (p *Publisher) Target(about share.Target) share.Target {
	into, prefix := p.Where(about.Place, about.Bucket)
	t := share.Target{Place: about.Place, Bucket: into, Key: share.PageKey(prefix, random())}
	if into == about.Bucket {
		t.Region = about.Region
	}
	return t
}

// Draft is a page before it is stored.
type Draft struct {
	Kind share.PageKind
	// Page is the request for the page's own link. Its target names the place and the bucket
	// that the page is about; Target says where it goes. Its end is that of the first of the
	// links that ends, whatever it asks for.
	Page  share.Request
	Links []share.Request
	// Render writes the page by its links, in the order in which they were asked for.
	Render func(links []share.Link) ([]byte, error)
	// Told is told what storing the page means, before it is done; nil: nobody is.
	Told func(means []string)
}

// Published is a page that is stored and shared.
type Published struct {
	Link  share.Link // of the page; of the index, where there are several
	Kind  share.PageKind
	Group string // of the links and the page in the share log
	Links int
	Pages int // that were stored
}

// Publish signs the links, writes the page, signs the page's own link and stores the page.
// Nothing is handed over that is not whole: where any of it fails, what was signed is noted
// as never handed over.
func (p *Publisher) Publish(ctx context.Context, d Draft) (Published, error) {
	b, err := p.Begin(ctx, d.Kind, d.Page, len(d.Links) > 1 || d.Kind == share.PageListing)
	if err != nil {
		return Published{}, err
	}
	if err := b.unreached(d.Links); err != nil {
		return Published{}, err
	}
	if d.Told != nil {
		d.Told(b.Means())
	}
	links, err := b.sign(ctx, d.Links)
	var body []byte
	if err == nil {
		body, err = d.Render(links)
	}
	if err != nil {
		return Published{}, b.Abandon(ctx, err)
	}
	ends := time.Time{}
	for _, l := range links {
		if ends.IsZero() || l.Terms.Ends.Before(ends) {
			ends = l.Terms.Ends
		}
	}
	link, err := b.store(ctx, body, ends)
	if err != nil {
		return Published{}, b.Abandon(ctx, err)
	}
	return Published{Link: link, Kind: d.Kind, Group: b.Group, Links: len(links), Pages: 1}, nil
}

// Book is a page, or several with an index, under way.
type Book struct {
	Group string // of all its links
	p     *Publisher
	into  Store
	kind  share.PageKind
	page  share.Request
	keeps Keeping
	found bool // the links were handed over before, and stay
	pages []stored
	ids   []string // of the entries of all pages, stored or not
}

// stored is a page that is in the bucket.
type stored struct {
	link    share.Link
	version string
}

// Begin judges a page before the first of its links is signed: whether anything can be
// stored there, and whether the guard rails allow a link to it. Several is a page with more
// than one link, which falls under what is said of batches.
func (p *Publisher) Begin(ctx context.Context, kind share.PageKind, page share.Request, several bool) (*Book, error) {
	page.Target = p.Target(page.Target)
	page.Operation, page.Page, page.Options, page.Object, page.Below = share.Download, kind, share.Options{}, share.Object{}, false
	page.Batch, page.Group = several, cmp.Or(page.Group, p.Service.NewGroup())
	b := &Book{Group: page.Group, p: p, kind: kind, page: page}
	store, err := p.Store(ctx, page.Target.Place)
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be stored: %w", kind.Info().Name, err)
	}
	b.into = store
	if b.keeps, err = store.Keeps(ctx, page.Target.Bucket); err != nil {
		return nil, fmt.Errorf("the %s cannot be stored in %s: %w", kind.Info().Name, page.Target.Bucket, err)
	}
	if _, err := p.Service.Plan(ctx, page); err != nil {
		return nil, fmt.Errorf("the %s itself, in %s: %w", kind.Info().Name, keptIn(page.Target), err)
	}
	return b, nil
}

// Means says what storing the page means, before it is done: a sentence each, without full
// stop.
func (b *Book) Means() []string { return means(b.kind, b.page.Target, b.keeps) }

// keptIn is where a page is stored, for people: its own name says nothing.
func keptIn(t share.Target) string {
	t.Key = t.Key[:strings.LastIndexByte(t.Key, '/')+1]
	return t.URI()
}

func means(kind share.PageKind, t share.Target, keeps Keeping) []string {
	all := []string{"the " + kind.Info().Name + " is to be stored in " + keptIn(t) + ": whoever may read there " + kind.Info().Gives + " until they end"}
	switch keeps {
	case KeepsVersions:
		all = append(all, "the bucket keeps versions: a plain delete leaves the page readable; signet revoke and signet log sweep delete its version")
	case KeepsUnknown:
		all = append(all, "where the bucket keeps versions, a plain delete leaves the page readable; signet revoke and signet log sweep delete its version")
	case KeepsNone:
	}
	return all
}

// sign signs all links or fails.
func (b *Book) sign(ctx context.Context, requests []share.Request) ([]share.Link, error) {
	links := make([]share.Link, 0, len(requests))
	take := func(o share.Outcome) error {
		if o.Err == nil {
			links = append(links, o.Link)
		}
		return o.Err
	}
	if len(requests) == 1 && !b.page.Batch {
		r := requests[0]
		r.Group = b.Group
		link, err := b.p.Service.Share(ctx, r)
		return links, errors.Join(err, take(share.Outcome{Link: link, Err: err}))
	}
	grouped := func(yield func(share.Request) bool) {
		for _, r := range requests {
			if r.Group = b.Group; !yield(r) {
				return
			}
		}
	}
	err := b.p.Service.ShareAll(ctx, grouped, take)
	return links, err
}

// MostStored is the largest page in bytes: whoever takes one back reads it first, to see
// that nobody has put something else there.
const MostStored = 32 << 20

// store signs the link of a page, until then at most, and stores the page.
func (b *Book) store(ctx context.Context, body []byte, ends time.Time) (link share.Link, err error) {
	if err := ctx.Err(); err != nil {
		return link, err
	}
	if len(body) > MostStored {
		return link, &share.UsageError{Op: "--as-page", Problem: "the page would be larger than " + say.Bytes(MostStored), Hint: "ask for less on one page, or sign with a key whose links are shorter"}
	}
	sum := sha256.Sum256(body)
	r := b.page
	r.PageSum, r.Lifetime = hex.EncodeToString(sum[:]), share.Lifetime{Until: ends}
	if link, err = b.p.Service.Share(ctx, r); err != nil {
		return link, err
	}
	b.ids = append(b.ids, link.ID)
	version, err := b.into.PutNew(ctx, r.Target.Bucket, r.Target.Key, body, Stored{
		ContentType: "text/html; charset=utf-8", CacheControl: "no-store", Metadata: map[string]string{SumName: r.PageSum},
	})
	if err != nil {
		return link, fmt.Errorf("the %s could not be stored: %w", b.kind.Info().Name, err)
	}
	b.pages = append(b.pages, stored{link, version})
	b.page.Target.Key = b.p.Target(b.page.Target).Key // that of the next
	return link, b.note(ctx, link.ID, ledger.Event{Kind: ledger.Published, Detail: version})
}

// note appends to the log; what the log does not know is said by the link.
func (b *Book) note(ctx context.Context, id string, e ledger.Event) error {
	if id == "" {
		return nil
	}
	return b.p.Log.Append(context.WithoutCancel(ctx), id, e)
}

// Abandon removes what was stored, and notes what was signed as never handed over. It gives
// back why, with what could not be undone.
func (b *Book) Abandon(ctx context.Context, why error) error {
	ctx = context.WithoutCancel(ctx)
	all := []error{why}
	var made, never []string
	all = append(all, b.p.Log.Each(ctx, ledger.Query{Group: b.Group}, func(e ledger.Entry) error {
		switch {
		case e.Failure != "" || b.found && e.Page == "":
		case b.found && !slices.ContainsFunc(b.ids, func(id string) bool { return id == e.ID }):
		case e.Spec.Mandate.Kind.Info().Prepares:
			made = append(made, e.ID)
		default:
			never = append(never, e.ID)
		}
		return nil
	}))
	for _, id := range never {
		all = append(all, b.p.Log.Append(ctx, id, ledger.Event{Kind: ledger.NeverHandedOver, Detail: why.Error()}))
	}
	for _, page := range b.pages {
		t := page.link.Request.Target
		err := b.into.Delete(ctx, t.Bucket, t.Key, page.version)
		if err == nil {
			err = b.note(ctx, page.link.ID, ledger.Event{Kind: ledger.Withdrawn})
		}
		all = append(all, err)
	}
	if len(made) > 0 {
		all = append(all, errors.New("keys were made for it, which nobody has: signet revoke --batch "+b.Group+" deletes them"))
	}
	b.pages = nil
	return errors.Join(slices.DeleteFunc(all, func(err error) bool { return err == nil })...)
}
