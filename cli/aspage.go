package cli

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"signet/config"
	"signet/s3browser"
	"signet/share"
	"signet/share/address"
	"signet/share/check"
	"signet/share/handover"
	"signet/share/many"
	"signet/share/publish"
	"signet/share/say"
)

// publisher stores pages with the keys of the places.
func (a *app) publisher(svc *share.Service) (*publish.Publisher, error) {
	l, err := a.openLog()
	if err != nil && l == nil {
		return nil, err
	}
	return &publish.Publisher{Service: svc, Log: l, Where: a.pagesOf, Store: func(_ context.Context, name string) (publish.Store, error) {
		p := a.places.get(name)
		if p.readOnly() {
			return nil, errors.New("the place is read-only, and nothing is stored in it")
		}
		return shelf{p.browser()}, nil
	}}, nil
}

// pagesOf is where pages of a place about something in a bucket go.
func (a *app) pagesOf(place, bucket string) (into, prefix string) {
	at := a.places.get(place).config
	return cmp.Or(at.PagesBucket, bucket), cmp.Or(at.PagesPrefix, config.DefaultPages)
}

// shelf is a place that pages are stored in.
type shelf struct{ *s3browser.Client }

// PutNew implements publish.Store.
func (s shelf) PutNew(ctx context.Context, bucket, key string, body []byte, as publish.Stored) (version string, err error) {
	return s.Client.PutNew(ctx, s3browser.PutRequest{
		Bucket: bucket, Key: key, Body: body, ContentType: as.ContentType, CacheControl: as.CacheControl, Metadata: as.Metadata,
	})
}

// Keeps implements publish.Store. Who may not ask is told no more than what is always true.
func (s shelf) Keeps(ctx context.Context, bucket string) (publish.Keeping, error) {
	state, err := s.Versioning(ctx, bucket)
	var known *s3browser.Error
	switch {
	case err == nil && state == "":
		return publish.KeepsNone, nil
	case err == nil:
		return publish.KeepsVersions, nil
	case errors.As(err, &known) && (known.Kind == s3browser.AccessDenied || known.Unsupported()):
		return publish.KeepsUnknown, nil
	}
	return publish.KeepsUnknown, err
}

// lookingAtOnce is how many objects are asked about at a time, for a page of them.
const lookingAtOnce = 8

// described are objects with their sizes, types and checksums, as far as the server tells.
func (a *app) described(ctx context.Context, from many.Source) many.Source {
	return many.Ahead(from, lookingAtOnce, func(f many.Found) many.Found {
		t := f.Target
		h, sums, err := a.places.get(t.Place).browser().Described(ctx, t.Bucket, t.Key, t.VersionID)
		if err != nil { // what the listing says is all that is known
			known, ok := errorOf(err)
			f.Gone = ok && known.Kind == s3browser.NotFound
			return f
		}
		f.Object.Known, f.Object.Size, f.Object.ContentType = true, h.Size, h.ContentType
		for _, sum := range sums {
			if f.Object.Checksum = checksumWords(sum); f.Object.Checksum != "" {
				break
			}
		}
		return f
	})
}

// sayGone says of each object that there is not that its link on the page opens nothing.
func (a *app) sayGone(from many.Source, f *shareFlags, line *progress) many.Source {
	return func(yield func(many.Found) bool) error {
		return from(func(o many.Found) bool {
			if o.Gone {
				line.clear()
				a.sayOf(clean(o.Target.URI())+": ", []say.Remark{check.Missing()})
				f.bad = true
			}
			return yield(o)
		})
	}
}

// checksumWords are a checksum of the whole content as people compare it; empty: it is of
// the parts, or nobody has a command for it.
func checksumWords(sum s3browser.Checksum) string {
	name := map[string]string{"SHA256": "SHA-256", "SHA512": "SHA-512", "SHA1": "SHA-1", "MD5": "MD5", "CRC64NVME": "CRC64NVME", "CRC32": "CRC-32", "CRC32C": "CRC-32C"}[sum.Algorithm]
	raw, err := base64.StdEncoding.DecodeString(sum.Value)
	if sum.Composite || name == "" || err != nil {
		return ""
	}
	return name + " " + hex.EncodeToString(raw)
}

// checkPage judges the flags for a page of links.
func (f *shareFlags) checkPage(op share.Operation, args []string) error {
	if op.Info().Policy {
		return f.checkUploadPage(args)
	}
	switch {
	case op != share.Download:
		return &usageError{"--as-page is a page of links to download, and --op is " + op.Info().Name, "leave one out"}
	case f.below:
		return &usageError{"--below is one link of a folder, and --as-page another", "leave one out"}
	case f.out.csv || f.out.markdown:
		return &usageError{"--as-page gives one link, and --csv and --markdown are lists", "leave one out, or take --json"}
	case f.out.handover == string(handover.HTML):
		return &usageError{"--handover html is a file with the links, and --as-page stores one", "leave one out"}
	}
	return nil
}

// sharePage shares several objects by one link, to a page with a link to each.
func (a *app) sharePage(ctx context.Context, f *shareFlags, svc *share.Service, p *place, terms share.Request, targets []share.Target) error {
	pub, err := a.publisher(svc)
	if err != nil {
		return err
	}
	page := terms
	page.Target = meant(page.Target, targets[0])
	links, err := pub.Links(ctx, page, handover.Options{Now: a.Clock(), Title: cmp.Or(f.title, pageTitle(targets))})
	if err != nil {
		return err
	}
	for _, text := range links.Means() {
		fmt.Fprintln(a.Err, clean(text))
	}
	terms.Group = links.Group
	line := a.progress()
	defer line.clear()
	objects := a.described(ctx, a.folders(ctx, targets, terms.Target, f.recursive, line.listed))
	if !f.check { // which says so itself
		objects = a.sayGone(objects, f, line)
	}
	job := &many.Job{
		Service: svc, Terms: terms, Objects: objects,
		Ask: onPage(a.looks(f, svc, p).Ask), List: links, Clock: a.Clock, Progress: &many.Progress{},
	}
	job.Hooks = a.hooks(line, job.Progress)
	job.Hooks.First = nil // the page is what is handed over
	r, err := job.Run(ctx)
	line.clear()
	for _, text := range r.SumUp(clean) {
		fmt.Fprintln(a.Err, text)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return links.Abandon(ctx, err)
	}
	done, err := links.Publish()
	if err != nil {
		return err
	}
	if err := a.hand(ctx, f, done.Link); err != nil {
		return err
	}
	a.published(done)
	switch {
	case r.Failed > 0:
		return fmt.Errorf("share: %s of %s could not be signed, and are not on the page", say.Count(r.Failed), say.Count(r.Failed+r.Links))
	case f.bad:
		return errors.New("share: all are signed, but not all will work; see above")
	}
	return nil
}

// batchPage has the links of a job of the screens on a page, whose own link is the result.
func (a *app) batchPage(ctx context.Context, job *many.Job, title string) (r many.Result, err error) {
	pub, err := a.publisher(job.Service)
	if err != nil {
		return r, err
	}
	links, err := pub.Links(ctx, job.Terms, handover.Options{Now: a.Clock(), Title: title})
	if err != nil {
		return r, err
	}
	job.Terms.Group, job.List, job.Ask, job.Objects = links.Group, links, onPage(job.Ask), a.described(ctx, job.Objects)
	if r, err = job.Run(ctx); err == nil {
		err = ctx.Err()
	}
	if err != nil || r.Links == 0 {
		return many.Result{Tally: many.Tally{}, Failed: r.Failed, FirstErr: r.FirstErr, Left: r.Left}, links.Abandon(ctx, err)
	}
	done, err := links.Publish()
	if err != nil {
		return many.Result{Failed: r.Failed, FirstErr: r.FirstErr, Left: r.Left}, err
	}
	r.Page = &done.Link
	return r, nil
}

// gather stores a page of links that the screens have signed already.
func (a *app) gather(svc *share.Service) func(context.Context, []share.Link, string) (share.Link, error) {
	return func(ctx context.Context, links []share.Link, title string) (share.Link, error) {
		pub, err := a.publisher(svc)
		if err != nil {
			return share.Link{}, err
		}
		done, err := pub.Gather(ctx, a.describedLinks(ctx, links), handover.Options{Now: a.Clock(), Title: title})
		return done.Link, err
	}
}

// describedLinks are links with what the server says of their objects.
func (a *app) describedLinks(ctx context.Context, links []share.Link) (all []share.Link) {
	from := a.described(ctx, func(yield func(many.Found) bool) error {
		for _, l := range links {
			if !yield(many.Found{Target: l.Request.Target, Object: l.Request.Object}) {
				break
			}
		}
		return nil
	})
	_ = from(func(f many.Found) bool {
		l := links[len(all)]
		l.Request.Object = f.Object
		all = append(all, l)
		return true
	})
	return all
}

// means says what a page of links would mean: of such as are signed, or of terms.
func (a *app) means(svc *share.Service) func(context.Context, share.Request, []share.Link) ([]string, error) {
	return func(ctx context.Context, r share.Request, links []share.Link) ([]string, error) {
		pub, err := a.publisher(svc)
		if err != nil {
			return nil, err
		}
		if len(links) > 0 {
			r = publish.Gathered(links)
		}
		return pub.Means(ctx, r)
	}
}

// lines are the objects of a page that standard input names: all are read before the first is
// signed, since the page goes where they are.
func (a *app) lines(ctx context.Context, p *place) (targets []share.Target, err error) {
	err = many.Lines(a.stdin(ctx), true, func(line string) (share.Target, error) {
		return unsigned(line, p.servers(ctx))
	})(func(f many.Found) bool { targets = append(targets, f.Target); return true })
	if err == nil && len(targets) == 0 {
		err = errors.New("share: nothing to share: no object found")
	}
	return targets, err
}

// onPage leaves out, by name, what no browser opens: a page is for browsers.
func onPage(ask func(context.Context, share.Request) (share.Request, error)) func(context.Context, share.Request) (share.Request, error) {
	return func(ctx context.Context, r share.Request) (share.Request, error) {
		if address.DotSegments(r.Target.Key) {
			return r, errors.New("no browser opens a key with a . or .. segment: it is not on the page")
		}
		return ask(ctx, r)
	}
}

// folders are the targets of a page: what ends in a slash is a folder, and with all each is.
// The pages that were stored in one are not of it.
func (a *app) folders(ctx context.Context, targets []share.Target, flags share.Target, all bool, listed func(int)) many.Source {
	var chosen []many.Chosen
	for _, t := range targets {
		chosen = append(chosen, many.Chosen{Target: meant(flags, t), Folder: all || isFolder(t)})
	}
	return many.Gather(ctx, slices.Values(chosen), a.belowButPages, clean, listed)
}

// belowButPages lists what is below a folder, but for pages of links that lie there.
func (a *app) belowButPages(ctx context.Context, t share.Target, page func([]many.Entry) error) error {
	into, prefix := a.pagesOf(t.Place, t.Bucket)
	if into != t.Bucket || prefix == "" || strings.HasPrefix(t.Key, prefix) {
		return a.below(ctx, t, page)
	}
	return a.below(ctx, t, func(entries []many.Entry) error {
		return page(slices.DeleteFunc(entries, func(e many.Entry) bool { return strings.HasPrefix(e.Key, prefix) }))
	})
}

func isFolder(t share.Target) bool { return t.Key == "" || strings.HasSuffix(t.Key, "/") }

// pageTitle heads a page of one folder by its name.
func pageTitle(targets []share.Target) string {
	if len(targets) == 1 && targets[0].Key != "" && isFolder(targets[0]) {
		return say.LastPart(targets[0].Key)
	}
	return ""
}

// published says what a page is, and how it goes.
func (a *app) published(done publish.Published) {
	text := say.Things(done.Links, "link") + " on " + say.Things(done.Pages, "page")
	if done.Pages > 1 {
		text += ", the index among them"
	}
	fmt.Fprintln(a.Err, text+"; in the share log as "+done.Link.ID+", its batch is "+done.Group)
}
