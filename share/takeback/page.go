package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// isPage: the link opens a page of our own making, which is no document of anybody's. Its
// key says so as well: a log that came from somebody else may call any document a page.
func isPage(rec share.Record) error {
	if rec.Page == "" || rec.PageSum == "" || !share.IsPageKey(rec.Spec.Target.Key) {
		return errors.New("the link opens no page that signet has stored")
	}
	return nil
}

// leaf is a page that is to be removed: the version that was stored, where the bucket keeps
// versions, and nothing that somebody else has put in its place.
type leaf struct {
	of     ledger.Entry
	target share.Target // with the version
	store  Store
	log    Log
}

// leafOf is the page of a share, which must have its events.
func leafOf(e ledger.Entry, l Log) *leaf {
	p := &leaf{of: e, target: e.Spec.Target, log: l}
	p.target.VersionID = ""
	for _, ev := range e.Events {
		if ev.Kind == ledger.Published {
			p.target.VersionID = ev.Detail
		}
	}
	return p
}

func (p *leaf) words() string {
	text := p.target.URI()
	if p.target.VersionID != "" {
		text += ", version " + p.target.VersionID
	}
	return text
}

// errNoPage is a page that is gone already.
var errNoPage = errors.New("the page is not there any more")

// errNotOurs is what somebody else has stored in the place of a page.
var errNotOurs = errors.New("it is left")

// nothingToDelete reports that there is no page of ours there: whoever deleted what is would
// delete somebody else's.
func nothingToDelete(err error) bool {
	return errors.Is(err, errNoPage) || errors.Is(err, errNotOurs)
}

// ours looks whether what is stored is what was stored for the share. An error: it is not,
// or it cannot be known.
func (p *leaf) ours(ctx context.Context) error {
	if p.target.VersionID == "" { // nobody noted it: without one, a delete would leave it readable behind a marker
		there, err := p.store.Look(ctx, p.target.Bucket, p.target.Key, "")
		if err != nil {
			return err
		}
		p.target.VersionID = there.Version
	}
	sum, there, err := p.store.Sum(ctx, p.target.Bucket, p.target.Key, p.target.VersionID)
	switch {
	case err != nil:
		return err
	case !there:
		return errNoPage
	case sum != p.of.PageSum:
		return fmt.Errorf("something else than the page is stored as %s by now: %w", p.target.URI(), errNotOurs)
	}
	return nil
}

// remove deletes the page, looks whether it is gone, and notes it.
func (p *leaf) remove(ctx context.Context) error {
	if err := p.ours(ctx); err != nil {
		return &untouchedError{err: err}
	}
	t := p.target
	refused := p.store.Delete(ctx, t.Bucket, t.Key, t.VersionID)
	there, err := p.store.Look(context.WithoutCancel(ctx), t.Bucket, t.Key, t.VersionID)
	switch {
	case refused != nil && err == nil && there.There:
		return &untouchedError{err: refused, hand: true}
	case err == nil && there.There:
		return errors.New("the server says that " + p.words() + " is deleted, and has it still")
	case err != nil:
		return fmt.Errorf("whether %s is gone is not known: %w", p.words(), errors.Join(refused, err))
	}
	return p.log.Append(context.WithoutCancel(ctx), p.of.ID, ledger.Event{Kind: ledger.Withdrawn, Detail: t.VersionID})
}

// withdrawing removes each page.
func (t *Taker) withdrawing(ctx context.Context, o Offer) ([]*Change, error) {
	var all []*Change
	for _, e := range o.For {
		full, err := t.Log.Get(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		p := leafOf(full, t.Log)
		c := &Change{Way: o.Way, Ends: []ledger.Entry{e}, Hand: Hand{Commands: deleteVersion(p.target, t.Endpoint(ctx, e)), Does: "removes it"}}
		c.detail = func(string) string { return "the removal of the page " + p.words() }
		if p.store, c.Problem = t.Store(ctx, e); c.Problem == nil {
			c.Problem = p.ours(ctx)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c.Others = reachedBy(o, c.Ends); nothingToDelete(c.Problem) {
			c.Hand = Hand{}
		}
		c.Lines = []Line{{0, "will be removed:"}, {'-', "the " + e.Page.Info().Name + " " + p.words()}}
		c.apply = p.remove
		all = append(all, c)
	}
	return all, nil
}

// goesOn says, of each page that is removed, which of its links are not ended by that.
func (t *Taker) goesOn(ctx context.Context, s *Step, shares []ledger.Entry) error {
	for _, c := range s.Changes {
		if isPage(c.Ends[0].Record) != nil || c.Way.prepare == nil || c.Way.Name != pageWay {
			continue
		}
		n, err := t.members(ctx, c.Ends[0], shares)
		if err != nil {
			return err
		}
		if n > 0 {
			c.Lines = append(c.Lines, Line{' ', say.Things(n, "link") + " of it " + goOn(n) + " for whoever has opened it: only its whole batch, " + c.Ends[0].Group + ", takes back all"})
		}
	}
	return nil
}

func goOn(n int) string {
	if n == 1 {
		return "goes on"
	}
	return "go on"
}

// members are the open shares of a page's group beside these and itself.
func (t *Taker) members(ctx context.Context, page ledger.Entry, but []ledger.Entry) (n int, err error) {
	if page.Group == "" {
		return 0, nil
	}
	err = t.Log.Each(ctx, ledger.Query{Group: page.Group, State: ledger.StateRunning}, func(e ledger.Entry) error {
		if e.ID != page.ID && e.MayOpen(t.Clock()) && !slices.ContainsFunc(but, func(b ledger.Entry) bool { return b.ID == e.ID }) {
			n++
		}
		return nil
	})
	return n, err
}

// Leaf is a page that nobody needs any more.
type Leaf struct {
	Share   ledger.Entry
	Words   string // what goes
	Problem error  // why it cannot be removed from here; nil: it can
	leaf    *leaf
	gone    bool
}

// SweepPages finds, of pages that were stored and not removed, those that no open link leads
// to, or on which nothing is open. It changes nothing.
func (t *Taker) SweepPages(ctx context.Context, pages []ledger.Entry) (all []*Leaf, err error) {
	for _, e := range pages {
		over, err := t.over(ctx, e)
		if err != nil || ctx.Err() != nil {
			return nil, errors.Join(err, ctx.Err())
		}
		if !over {
			continue
		}
		l := &Leaf{Share: e, leaf: leafOf(e, t.Log)}
		if l.leaf.store, l.Problem = t.Store(ctx, e); l.Problem == nil {
			l.Problem = l.leaf.ours(ctx)
		}
		if errors.Is(l.Problem, errNoPage) {
			l.Problem, l.gone = nil, true
		}
		l.Words = "the " + e.Page.Info().Name + " " + l.leaf.words()
		all = append(all, l)
	}
	return all, nil
}

// over reports a page that nobody opens any more, or that opens nothing.
func (t *Taker) over(ctx context.Context, e ledger.Entry) (bool, error) {
	if isPage(e.Record) != nil {
		return false, nil
	}
	others := false // another open link leads to the page
	err := t.Log.Each(ctx, ledger.Query{State: ledger.StateRunning, Bucket: e.Spec.Target.Bucket}, func(o ledger.Entry) error {
		others = others || o.MayOpen(t.Clock()) && o.ID != e.ID && o.Spec.Target.Key == e.Spec.Target.Key
		return nil
	})
	if err != nil || others {
		return false, err
	}
	if !e.MayOpen(t.Clock()) {
		return true, nil
	}
	n, err := t.members(ctx, e, nil)
	return n == 0, err
}

// Gone reports a page that somebody has removed already: there is nothing to be shown.
func (l *Leaf) Gone() bool { return l.gone }

// Do removes the page. The link to it, if it was open yet, is noted as revoked.
func (l *Leaf) Do(ctx context.Context, now time.Time) error {
	var err error
	if l.gone {
		err = l.leaf.log.Append(ctx, l.Share.ID, ledger.Event{Kind: ledger.Withdrawn, Detail: "it was not there any more"})
	} else {
		err = l.leaf.remove(ctx)
	}
	if err == nil && l.Share.MayOpen(now) {
		err = l.leaf.log.Append(ctx, l.Share.ID, ledger.Event{Kind: ledger.Revoked, Detail: "the page was swept: all of its links are over"})
	}
	return err
}

// deleteVersion is the command that deletes what is named.
func deleteVersion(t share.Target, store string) [][]string {
	return deleteObject(share.Record{Spec: share.Spec{Target: t}}, store, time.Time{})
}
