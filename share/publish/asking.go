package publish

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"signet/share"
	"signet/share/address"
	"signet/share/handover"
)

// Asking is a page to which files are sent: one folder for whatever comes, or a list of
// things that are asked for, each with a folder of its own.
type Asking struct {
	// Terms are those of a form: the place, bucket and prefix, the options, the end, for
	// whom, and who signs.
	Terms share.Request
	Items []share.Item // none: whatever comes
	Title string
	// Told is told what storing the page means, before it is done; nil: nobody is.
	Told func(means []string)
	// Files is how many upload links each thing has in the place of forms; 0: forms, where
	// the store takes any.
	Files int
}

// StandInFiles is how many upload links stand in for a form where nobody says how many.
const StandInFiles = 5

// MaxFiles bounds the links of one page, which it holds all.
const MaxFiles = 500

// Asked is a page that asks for files, stored and shared.
type Asked struct {
	Published
	// Formless is the store that takes no forms, where that is why the page has upload links.
	Formless string
	Files    int  // upload links of each thing; 0: it has forms
	Apart    bool // the page comes from another address than the files go to, and cannot see what becomes of them
}

// Ask makes a page, stores it and shares it. The end of the page is that of what is sent by.
func (p *Publisher) Ask(ctx context.Context, a Asking, o handover.Options) (Asked, error) {
	a.Terms.Operation, a.Terms.Options.KeyPrefix = share.Form, true
	if a.Terms.Options.SuccessRedirect == "" && a.Terms.Options.SuccessStatus == 0 {
		a.Terms.Options.SuccessStatus = 201 // the page says beforehand what that shows
	}
	out := Asked{Files: a.Files}
	if a.Files == 0 {
		var err error
		if out.Formless, err = p.formless(ctx, a.Terms); err != nil {
			return out, err
		}
		if out.Formless != "" {
			out.Files = StandInFiles
		}
	}
	wanted, err := rowsOf(a, out.Files)
	if err != nil {
		return out, err
	}
	page := a.Terms
	if p, err = p.near(ctx, page, links(wanted)); err != nil {
		return out, err
	}
	kind := share.PageUpload
	if len(a.Items) > 0 {
		kind = share.PageRequest
	}
	o.Title = a.Title
	sends := ""
	out.Published, err = p.Publish(ctx, Draft{
		Kind: kind, Page: page, Links: links(wanted), Told: a.Told,
		Render: func(links []share.Link) ([]byte, error) {
			u := handover.Uploads{Script: true}
			for _, w := range wanted {
				row := w.asked
				row.Ways, links = links[:len(w.ways)], links[len(w.ways):]
				u.Asked = append(u.Asked, row)
			}
			first := u.Asked[0].Ways[0]
			u.Reference, sends = first.Request.Group, address.Origin(first.URL.Reveal())
			var b bytes.Buffer
			err := handover.UploadPage(&b, u, o)
			return b.Bytes(), err
		},
	})
	out.Apart = address.Origin(out.Link.URL.Reveal()) != sends
	return out, err
}

// formless is the store that takes no forms, where these terms lead to one. Who signs for
// such a store signs no forms either, and is asked with what stands in for one.
func (p *Publisher) formless(ctx context.Context, form share.Request) (string, error) {
	plan, refused := p.Service.Plan(ctx, form)
	if refused == nil {
		return address.Formless(plan.Endpoint.URL), nil
	}
	options, err := standIn(form.Options)
	if err != nil {
		return "", refused
	}
	form.Operation, form.Options = share.Upload, options
	form.Target.Key += random()
	if plan, err = p.Service.Plan(ctx, form); err != nil {
		return "", refused
	}
	if store := address.Formless(plan.Endpoint.URL); store != "" {
		return store, nil
	}
	return "", refused
}

// wanted is one row of a page and the links that it needs.
type wanted struct {
	asked handover.Asked
	ways  []share.Request
}

func links(rows []wanted) (all []share.Request) {
	for _, w := range rows {
		all = append(all, w.ways...)
	}
	return all
}

// rowsOf are the rows of the page.
func rowsOf(a Asking, files int) ([]wanted, error) {
	if files < 0 || files*max(1, len(a.Items)) > MaxFiles {
		return nil, &share.UsageError{Op: "--files", Problem: fmt.Sprintf("a page holds 1 to %d upload links", MaxFiles), Hint: "ask for fewer files on one page"}
	}
	if len(a.Items) == 0 {
		w := wanted{ways: []share.Request{a.Terms}}
		if o := a.Terms.Options; files > 0 {
			w.asked.Most = o.MaxSize
			if o.ContentType != "" {
				w.asked.Types = []string{typed(o)}
			}
			return linked([]wanted{w}, files)
		}
		return []wanted{w}, nil
	}
	var rows []wanted
	for _, item := range a.Items {
		w := wanted{asked: handover.Asked{Name: item.Name, Types: item.Types, Most: item.Most}}
		into := a.Terms.Target.Key + folder(item)
		for _, o := range item.Options() {
			r := a.Terms
			r.Target.Key, r.Item = into, item.Name
			r.Options = merged(a.Terms.Options, o)
			w.ways = append(w.ways, r)
		}
		rows = append(rows, w)
	}
	if files > 0 {
		return linked(rows, files)
	}
	return rows, nil
}

// folder is the item's own: nobody who may send one thing can replace another, and who
// looks into the bucket sees what is what.
func folder(item share.Item) string {
	name := random()
	name = name[:min(len(name), 12)]
	if slug := item.Slug(); slug != "" {
		name = slug + "-" + name
	}
	return name + "/"
}

// merged are the options of an item's form beside what all have in common.
func merged(all, item share.Options) share.Options {
	o := all
	o.KeyPrefix, o.ContentType, o.ContentTypePrefix = true, item.ContentType, item.ContentTypePrefix
	if item.MaxSize > 0 {
		o.MaxSize = item.MaxSize
	}
	return o
}

func typed(o share.Options) string {
	if o.ContentTypePrefix {
		return o.ContentType + "*"
	}
	return o.ContentType
}

// linked puts upload links in the place of the forms, each for a name of its own that
// is taken once.
func linked(rows []wanted, files int) ([]wanted, error) {
	for i, w := range rows {
		form := w.ways[0]
		options, err := standIn(form.Options)
		if err != nil {
			return nil, err
		}
		if w.asked.Most == 0 {
			rows[i].asked.Most = cmp.Or(form.Options.MaxSize, share.DefaultMaxSize)
		}
		rows[i].ways = nil
		for range files {
			r := form
			r.Operation, r.Options = share.Upload, options
			r.Target.Key += random()
			rows[i].ways = append(rows[i].ways, r)
		}
	}
	return rows, nil
}

// standIn are the options of an upload link that stands in for a form. The page itself
// holds to the size and the type; what else no link can promise is refused.
func standIn(form share.Options) (link share.Options, err error) {
	seen := []string{"key-prefix", "max-size", "content-type", "success-status"}
	for _, x := range share.OptionsFor(share.Form) {
		values := x.Values(form)
		if len(values) == 0 || slices.Contains(seen, x.ID) {
			continue
		}
		if !x.For(share.Upload) {
			return link, &share.UsageError{Op: "--" + x.Flag, Problem: "is said of a form, and this page has upload links in its place", Hint: "leave it out"}
		}
		for _, v := range values {
			if err := x.Set(&link, v); err != nil {
				return link, err
			}
		}
	}
	link.IfNoneMatch = true
	return link, nil
}
