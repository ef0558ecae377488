package publish

import (
	"context"
	"strings"

	"signet/share"
	"signet/share/address"
)

// near is the publisher for a page that sends. Its script is told what became of a file
// only by the address that the page itself comes from: where a bucket of its own for pages
// has another one, the page is stored in the bucket that it sends to.
func (p *Publisher) near(ctx context.Context, page share.Request, ways []share.Request) (*Publisher, error) {
	to, err := p.Service.Plan(ctx, ways[0])
	if err != nil {
		return nil, err
	}
	page.Operation, page.Options = share.Download, share.Options{}
	stored := func(by *Publisher) (share.Plan, error) {
		r := page
		r.Target = by.Target(page.Target)
		return by.Service.Plan(ctx, r)
	}
	from, err := stored(p)
	if err != nil {
		return p, nil //nolint:nilerr // said of the page itself, as it begins
	}
	if from.Request.Target.Bucket != page.Target.Bucket && apart(from, to) {
		closer := *p
		closer.Where = func(place, bucket string) (into, prefix string) {
			_, prefix = p.Where(place, bucket)
			return bucket, prefix
		}
		if nearer, err := stored(&closer); err == nil && !apart(nearer, to) {
			return &closer, nil
		}
	}
	if !ways[0].Operation.Info().Policy && apart(from, to) {
		return nil, &share.UsageError{
			Op: "--as-page", Problem: "the link to the page leads to another address than the files go to, and upload links are sent to by a page of the same address alone",
			Hint: "have the page and its links signed by the place's own key: --signer " + share.DefaultSigner,
		}
	}
	return p, nil
}

// apart reports links of two addresses. An address that leads to one bucket alone is
// another one for each bucket.
func apart(page, to share.Plan) bool {
	a, b := page.Endpoint, to.Endpoint
	if page.Mandate.Kind.Info().Bare || to.Mandate.Kind.Info().Bare {
		return page.Mandate.Kind != to.Mandate.Kind || address.Origin(a.URL) != address.Origin(b.URL)
	}
	if a.PathStyle != b.PathStyle || !a.PathStyle && page.Request.Target.Bucket != to.Request.Target.Bucket {
		return true
	}
	return address.Origin(a.URL) != address.Origin(b.URL) || a.Region != b.Region && a.URL == "" ||
		a.FIPS != b.FIPS || a.DualStack != b.DualStack || a.Accelerate != b.Accelerate
}

// Covers reports a form whose holder could upload over the pages of a bucket below a prefix:
// it takes every name that begins with its key.
func Covers(r share.Request, bucket, prefix string) bool {
	if !r.AnyName() || r.Target.Bucket != bucket {
		return false
	}
	rest, in := strings.CutPrefix(r.Target.Key, prefix)
	return strings.HasPrefix(prefix, r.Target.Key) || in && !strings.Contains(rest, "/")
}

// unreached refuses a page that whoever it is for could replace, or the page of another.
func (b *Book) unreached(ways []share.Request) error {
	t := b.page.Target
	_, prefix := b.p.Where(t.Place, t.Bucket)
	for _, r := range ways {
		if Covers(r, t.Bucket, prefix) {
			return &share.UsageError{
				Op: "--as-page", Problem: "pages are stored in " + keptIn(t) + ", and whoever uploads below " + r.Target.URI() + " could put something else in their place",
				Hint: "name another folder, as s3://" + r.Target.Bucket + "/in/",
			}
		}
	}
	return nil
}
