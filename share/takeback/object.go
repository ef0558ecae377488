package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// Stored is what is there of an object, or of one version of it.
type Stored struct {
	There   bool
	Size    int64
	Version string // empty, or "null": the bucket keeps none of it
}

// removal is an object, or a version, that is to be deleted.
type removal struct {
	store  Store
	target share.Target
}

// removing deletes each object once, however many links there are to it.
func (t *Taker) removing(ctx context.Context, o Offer) ([]*Change, error) {
	var all []*Change
	for _, e := range o.For {
		i := slices.IndexFunc(all, func(c *Change) bool { return sameObject(c.Ends[0].Record, e.Record) })
		if i < 0 {
			all = append(all, &Change{Way: o.Way, Ends: []ledger.Entry{e}})
		} else {
			all[i].Ends = append(all[i].Ends, e)
		}
	}
	for _, c := range all {
		c.Others = reachedBy(o, c.Ends)
		if t.remove(ctx, c); ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return all, nil
}

// remove completes a change by what is there to be deleted.
func (t *Taker) remove(ctx context.Context, c *Change) {
	e := c.Ends[0]
	d := &removal{target: e.Spec.Target}
	c.Hand = Hand{Commands: t.commands(ctx, c.Way, c.Ends), Does: "deletes it"}
	c.after = Hand{Commands: invalidate(e.Record), Does: "has the front drop its copy"}
	c.detail = func(string) string { return "the deletion of " + d.words() }
	there, err := Stored{}, error(nil)
	if d.store, err = t.Store(ctx, e); err == nil {
		there, err = d.store.Look(ctx, d.target.Bucket, d.target.Key, d.target.VersionID)
	}
	switch {
	case err != nil:
		c.Problem = err
		return
	case !there.There:
		c.Problem, c.Hand = errors.New(d.words()+" is not there"), Hand{}
		return
	}
	c.Lines = []Line{{0, "will be deleted:"}, {'-', d.words() + ", " + say.Bytes(there.Size)}, {' ', d.leaves(there)}}
	if d.target.VersionID == "" {
		c.Lines = append(c.Lines, Line{' ', "if anybody stores an object of that name again, the links open again"})
	}
	c.apply = d.apply
}

func (d *removal) words() string {
	text := d.target.URI()
	if d.target.VersionID != "" {
		text += ", version " + d.target.VersionID
	}
	return text
}

// leaves says what a deletion leaves.
func (d *removal) leaves(there Stored) string {
	switch {
	case d.target.VersionID != "":
		return "this version is gone for good; links that name no version, or another one, live on"
	case there.Version != "" && there.Version != "null":
		return "the bucket keeps versions: this one stays, as " + there.Version + ", behind a marker, and links that name a version live on"
	}
	return "it is gone for good: the bucket keeps no version of it"
}

// apply deletes, and looks whether it is gone.
func (d *removal) apply(ctx context.Context) error {
	t := d.target
	refused := d.store.Delete(ctx, t.Bucket, t.Key, t.VersionID)
	there, err := d.store.Look(context.WithoutCancel(ctx), t.Bucket, t.Key, t.VersionID)
	switch {
	case refused == nil && err == nil && there.There:
		return errors.New("the server says that " + d.words() + " is deleted, and has it still")
	case refused == nil && err != nil:
		return fmt.Errorf("%s was deleted, and whether it is gone is not known: %w", d.words(), err)
	case refused != nil && err == nil && there.There:
		return &untouchedError{err: refused, hand: true}
	case refused != nil && err != nil:
		return fmt.Errorf("%w\nwhether it was deleted is not known: %w", refused, err)
	}
	return nil // where the answer alone was lost it is gone
}

// gone: what is not there is not found; a signer that may not list is told that access is
// denied.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func (a Answer) gone() bool { return a.Status == 404 || a.denied() }

// atStore: the store judges each use of the link, and was seen to have the object no more.
// A front may serve a copy.
func atStore(rec share.Record) bool { return !rec.Spec.Mandate.Kind.Info().Bare }
