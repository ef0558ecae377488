package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// oneEnd is a lifetime that ends all links of a batch at the same moment, however
// long it takes to sign them.
func oneEnd(terms share.Request, usual share.Lifetime, now time.Time) share.Lifetime {
	l := terms.Lifetime
	if l.IsZero() {
		l = usual
	}
	if !l.Until.IsZero() {
		return l
	}
	if terms.Starts.After(now) {
		return share.Lifetime{Until: terms.Starts.Truncate(time.Second).Add(l.Duration)}
	}
	return share.Lifetime{Duration: l.Duration, From: now.Truncate(time.Second)}
}

// named puts the address before an error of one object among several, unless it
// is in there.
func named(t share.Target, err error) error {
	if text := err.Error(); strings.Contains(text, t.URI()) || strings.Contains(text, clean(t.URI())) {
		return err
	}
	return fmt.Errorf("%s: %w", clean(t.URI()), err) // a line feed in a key begins no line
}

// shareMany shares several objects in one group, one link each and one end.
func (a *app) shareMany(ctx context.Context, f *shareFlags, svc *share.Service, p *place, terms share.Request, targets []share.Target, stdin bool) error {
	terms.Lifetime = oneEnd(terms, svc.Default, a.Clock())
	list, codes, err := f.out.listOf(a, terms.Operation)
	if err != nil {
		return err
	}
	for _, t := range targets {
		if f.recursive && t.Key != "" && !strings.HasSuffix(t.Key, "/") {
			fmt.Fprintf(a.Err, "warning: %s takes every key that begins so, not only a folder of that name; end it in / for the folder\n", clean(t.URI()))
		}
	}
	failed, read := 0, 0
	var sum tally
	var lost unlogged
	var late error
	line := a.progress()
	defer line.clear()
	src := a.source(ctx, f, p, targets, stdin, line.listed)
	requests := func(yield func(share.Request) bool) {
		for t := range src.all {
			if !terms.Lifetime.End().After(a.Clock()) {
				late = errors.New("share: the end that all links have in common is past before all are signed; take a longer one")
				return
			}
			r := terms
			r.Target = meant(terms.Target, t.target)
			r.Object = t.object
			r, asked := a.ask(ctx, f, svc, p, r)
			if asked != nil {
				if ctx.Err() != nil {
					return
				}
				failed++
				line.clear()
				fmt.Fprintln(a.Err, "signet: "+oneVoice(named(r.Target, asked)))
				continue
			}
			read++
			line.step(read)
			if !yield(r) {
				return
			}
		}
	}
	in := iter.Seq[share.Request](requests)
	if codes != nil {
		if in, err = forSheet(in); err != nil {
			return err
		}
	}
	err = svc.ShareAll(ctx, in, func(o share.Outcome) error {
		if o.Err != nil {
			var usage *share.UsageError
			itsOwn := f.recursive && o.Request.Target.Check() != nil   // of one key, that was not typed
			if errors.As(o.Err, &usage) && sum.links == 0 && !itsOwn { // of the terms: it would be said of every object
				return o.Err
			}
			failed++
			line.clear()
			fmt.Fprintln(a.Err, "signet: "+oneVoice(named(o.Request.Target, o.Err)))
			return nil
		}
		switch news := sum.add(o.Link); {
		case sum.links == 1:
			line.clear()
			a.explain(o.Link)
		case news != nil:
			line.clear()
			a.differs(news)
		}
		lost.count(o.Link)
		return list.Add(o.Link)
	})
	if closeErr := list.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = cmp.Or(src.err, late)
	}
	line.clear()
	a.sumUp(&sum)
	done := sum.links
	if done > 1 && lost.n > 0 {
		fmt.Fprintln(a.Err, "warning: "+lost.String())
	}
	if ctx.Err() != nil {
		fmt.Fprintf(a.Err, "stopped: %d links were signed; %d of them are in the share log\n", done, done-lost.n)
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Err, "%s%s\n", say.Things(done, "link"), sum.span(a.Clock()))
	switch {
	case done == 0 && failed == 0:
		return errors.New("share: nothing to share: no object found")
	case failed > 0:
		return fmt.Errorf("share: %d of %d could not be signed", failed, failed+done)
	case f.bad:
		return errors.New("share: all are signed, but not all will work; see above")
	}
	return nil
}
