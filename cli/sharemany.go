package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"signet/s3browser"
	"signet/share"
	"signet/share/check"
	"signet/share/many"
	"signet/share/say"
)

// looks are what the flags want to be asked of the server about each object.
func (a *app) looks(f *shareFlags, svc *share.Service, p *place) many.Looks {
	return many.Looks{
		Rails: svc.Rails, Check: f.check, Pin: f.pin, Clean: clean,
		Look: func(ctx context.Context, r share.Request, pin bool) (many.Look, error) {
			return a.lookAt(ctx, p, r, pin)
		},
		Read: func(ctx context.Context, r share.Request) (share.Target, []say.Remark) { return a.reading(ctx, p, r) },
		Found: func(t share.Target, found []say.Remark) {
			a.sayOf(f.subject(t), found)
			f.bad = f.bad || say.Worst(found) == say.Bad || check.NeedsKey(found)
		},
	}
}

// below lists everything below a target in its place.
func (a *app) below(ctx context.Context, t share.Target, page func([]many.Entry) error) error {
	ask := s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key, Recursive: true}
	var entries []many.Entry
	return a.places.get(t.Place).browser().Walk(ctx, ask, func(listed s3browser.Page) error {
		entries = entries[:0]
		for i := range listed.Entries {
			e := &listed.Entries[i]
			entries = append(entries, many.Entry{Key: e.Key, ETag: e.ETag, Class: e.Class, Size: e.Size})
		}
		return page(entries)
	})
}

// objects are what the arguments name: addresses, standard input, or whatever is
// below them.
func (a *app) objects(ctx context.Context, f *shareFlags, p *place, targets []share.Target, flags share.Target, stdin bool, listed func(int)) many.Source {
	if stdin {
		return many.Lines(a.stdin(ctx), f.anyName, func(line string) (share.Target, error) {
			t, err := unsigned(line, p.servers(ctx))
			return meant(flags, t), err
		})
	}
	var folders []many.Chosen
	for i := range targets {
		targets[i] = meant(flags, targets[i])
		folders = append(folders, many.Chosen{Target: targets[i], Folder: true})
	}
	if f.recursive {
		return many.Gather(ctx, slices.Values(folders), a.below, clean, listed)
	}
	return many.Addresses(targets)
}

// named puts the address before an error of one object among several, unless it
// is in there.
func named(t share.Target, err error) error {
	if text := err.Error(); strings.Contains(text, t.URI()) || strings.Contains(text, clean(t.URI())) {
		return err
	}
	return fmt.Errorf("%s: %w", clean(t.URI()), err) // a line feed in a key begins no line
}

// batchGarbage is how much garbage may pile up beside what a batch has in use, in percent
// of that. It has a few megabytes, whatever its length, and one core signs while the other
// records: collections would take a tenth of the time from both.
const batchGarbage = 400

// shareMany shares several objects in one group, one link each and one end.
func (a *app) shareMany(ctx context.Context, f *shareFlags, svc *share.Service, p *place, terms share.Request, targets []share.Target, stdin bool) error {
	list, sheet, err := f.out.listOf(a, terms.Operation)
	if err != nil {
		return err
	}
	for _, t := range targets {
		if f.recursive && t.Key != "" && !strings.HasSuffix(t.Key, "/") {
			fmt.Fprintf(a.Err, "warning: %s takes every key that begins so, not only a folder of that name; end it in / for the folder\n", clean(t.URI()))
		}
	}
	if sheet == nil { // which keeps all its codes
		defer debug.SetGCPercent(debug.SetGCPercent(batchGarbage))
	}
	line := a.progress()
	defer line.clear()
	job := &many.Job{
		Service: svc, Terms: terms, Objects: a.objects(ctx, f, p, targets, terms.Target, stdin, line.listed),
		Ask: a.looks(f, svc, p).Ask, List: list, Sheet: sheet, Clock: a.Clock, Progress: &many.Progress{},
	}
	job.Hooks = a.hooks(line, job.Progress)
	r, err := job.Run(ctx)
	line.clear()
	for _, text := range r.SumUp(clean) {
		fmt.Fprintln(a.Err, text)
	}
	if r.Links > 1 && r.Unlogged > 0 {
		fmt.Fprintln(a.Err, "warning: "+r.NotLogged(clean))
	}
	if ctx.Err() != nil {
		fmt.Fprintf(a.Err, "stopped: %s links were signed; %s of them are in the share log\n", say.Count(r.Links), say.Count(r.Links-r.Unlogged))
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	each := "" // the sentence above is of the first
	if r.Links > 1 {
		each = ", each for its own object"
	}
	fmt.Fprintf(a.Err, "%s%s%s\n", say.Things(r.Links, "link"), each, r.Span(a.Clock()))
	switch {
	case r.Links == 0 && r.Failed == 0:
		return errors.New("share: nothing to share: no object found")
	case r.Failed > 0:
		return fmt.Errorf("share: %s of %s could not be signed", say.Count(r.Failed), say.Count(r.Failed+r.Links))
	case f.bad:
		return errors.New("share: all are signed, but not all will work; see above")
	}
	return nil
}

// hooks say on standard error what happens meanwhile, in the place of the line of
// progress.
func (a *app) hooks(line *progress, p *many.Progress) many.Hooks {
	return many.Hooks{
		Moved: func() { line.step(int(p.Read.Load())) },
		Failed: func(t share.Target, err error) {
			line.clear()
			fmt.Fprintln(a.Err, "signet: "+oneVoice(named(t, err)))
		},
		First: func(l share.Link) {
			line.clear()
			a.explain(l)
		},
		News: func(news []*many.Kind) {
			line.clear()
			for _, k := range news {
				fmt.Fprintln(a.Err, k.Alone(a.Clock(), clean))
				if k.IsEnd() {
					a.waysOut(k.Link)
				}
			}
		},
	}
}
