package many

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"signet/share"
	"signet/share/say"
)

// Chosen is one thing to be shared: an object, or all that is in a folder.
type Chosen struct {
	Target share.Target
	Object share.Object
	Folder bool // everything below Target.Key; on the screens that ends in "/" or is empty
}

// Entry is an object as a server lists it. Its strings may share their memory
// with others: what is kept of them is copied.
type Entry struct {
	Key, ETag, Class string
	Size             int64
}

// Walk lists everything below a target, page by page, until the end or an error
// of page, which it returns.
type Walk func(ctx context.Context, below share.Target, page func([]Entry) error) error

// The bounds of what is shared in one go: it is kept in memory until the listing
// is complete. A million links are signed in half a minute.
const (
	maxGathered     = 1_000_000
	maxGatheredText = 200_000_000 // bytes of keys, ETags and storage classes
)

// perWord is how many objects that were chosen one by one are taken between two
// words about how many there are.
const perWord = 10_000

// gathering is what is to be shared, listed to its end before the first link is
// signed: a server that turns out to list what was not asked for, or without an
// end, has then been given nothing. Each object is in it once.
type gathering struct {
	most     int // objects
	mostText int // bytes
	clean    func(string) string
	listed   func(n int)

	groups []group
	seen   map[string]map[string]struct{} // by place and bucket: keys
	n      int
	text   int
}

// group is one object, or those of a page of a listing.
type group struct {
	at      share.Target // without a key, where objects have their own
	object  share.Object
	objects []Entry
}

// Gather lists the chosen folders to their ends, and takes the chosen objects as
// they are. What it names in its errors is passed through clean; listed is told
// how many there are so far.
func Gather(ctx context.Context, chosen iter.Seq[Chosen], walk Walk, clean func(string) string, listed func(n int)) Source {
	g := newGathering(clean, listed)
	return func(yield func(Found) bool) error {
		if err := g.gather(ctx, chosen, walk); err != nil {
			return err
		}
		g.all(yield)
		return nil
	}
}

func newGathering(clean func(string) string, listed func(n int)) *gathering {
	return &gathering{most: maxGathered, mostText: maxGatheredText, clean: clean, listed: listed, seen: map[string]map[string]struct{}{}}
}

func (g *gathering) gather(ctx context.Context, chosen iter.Seq[Chosen], walk Walk) error {
	for c := range chosen {
		if c.Folder {
			if err := g.below(ctx, walk, c.Target); err != nil {
				return err
			}
			continue
		}
		if g.one(c); g.n%perWord == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			g.listed(g.n)
		}
		if err := g.bounded(c.Target); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) one(c Chosen) {
	if g.met(c.Target, c.Target.Key) {
		return
	}
	g.n++
	o, at := c.Object, c.Target
	at.Key = ""
	plain := share.Object{Known: true, Size: o.Size, ETag: o.ETag, StorageClass: o.StorageClass}
	if o != plain || c.Target.Other != "" { // more is known of it than a listing says
		g.groups = append(g.groups, group{at: c.Target, object: o})
		return
	}
	if n := len(g.groups); n == 0 || g.groups[n-1].at != at {
		g.groups = append(g.groups, group{at: at})
	}
	last := &g.groups[len(g.groups)-1]
	last.objects = append(last.objects, Entry{c.Target.Key, o.ETag, o.StorageClass, o.Size})
}

// below adds every object that a server lists below a target. A key whose dots
// lead out of there ends it, as one does that does not begin with the prefix.
func (g *gathering) below(ctx context.Context, walk Walk, t share.Target) error {
	at := t
	at.Key = ""
	return walk(ctx, t, func(page []Entry) error {
		added := group{at: at}
		for _, e := range page {
			if share.Outside(t.Key, e.Key) {
				return fmt.Errorf("share %s: the name of a key in it leads out of it: %s; many servers and programs take it for another object; nothing was signed; share a narrower prefix, or the objects one by one", g.clean(t.URI()), g.clean(shortened(e.Key)))
			}
			kept := Entry{strings.Clone(e.Key), strings.Clone(e.ETag), strings.Clone(e.Class), e.Size}
			if g.met(t, kept.Key) {
				continue
			}
			added.objects = append(added.objects, kept)
			g.n++
			g.text += len(kept.Key) + len(kept.ETag) + len(kept.Class)
			if err := g.bounded(t); err != nil {
				return err
			}
		}
		g.groups = append(g.groups, added)
		g.listed(g.n)
		return nil
	})
}

// bounded says which bound was passed.
func (g *gathering) bounded(t share.Target) error {
	const next = "all of them are listed before the first is signed; nothing was signed; share its folders one by one"
	switch {
	case g.n > g.most:
		return fmt.Errorf("share %s: more than %s are below it, and %s", g.clean(t.URI()), say.Things(g.most, "object"), next)
	case g.text > g.mostText:
		return fmt.Errorf("share %s: the names of the first %s below it take more than %s of memory, and %s", g.clean(t.URI()), say.Things(g.n, "object"), say.Bytes(int64(g.mostText)), next)
	}
	return nil
}

// shortened is a key of a length that a message can hold.
func shortened(key string) string {
	const most = 200
	if len(key) <= most {
		return key
	}
	return strings.ToValidUTF8(key[:most], "") + "…"
}

// met reports whether a key is there already, and keeps it in mind.
func (g *gathering) met(t share.Target, key string) bool {
	where := t.Place + "\x00" + t.Bucket
	keys := g.seen[where]
	if keys == nil {
		keys = map[string]struct{}{}
		g.seen[where] = keys
	}
	_, before := keys[key]
	keys[key] = struct{}{}
	return before
}

// all hands out what was gathered, in the order in which it came.
func (g *gathering) all(yield func(Found) bool) {
	for _, group := range g.groups {
		if group.at.Key != "" && !yield(Found{Target: group.at, Object: group.object}) {
			return
		}
		for _, o := range group.objects {
			t := group.at
			t.Key = o.Key
			if !yield(Found{Target: t, Object: share.Object{Known: true, Size: o.Size, ETag: o.ETag, StorageClass: o.Class}}) {
				return
			}
		}
	}
}
