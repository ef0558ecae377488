package cli

import (
	"context"
	"fmt"
	"slices"

	"signet/s3browser"
	"signet/share"
	"signet/ui/listing"
)

// The bounds of what is shared in one go: it is kept in memory until the listing
// is complete. A million links are signed in half a minute.
const (
	maxGathered      = 1_000_000
	maxGatheredBytes = 512 << 20 // of names and tags
)

// gathering is what is to be shared, listed to its end before the first link is
// signed: a server that turns out to list what was not asked for, or without an
// end, has then been given nothing. Each object is in it once.
type gathering struct {
	most int // objects
	tell func(n int)

	groups []group
	seen   map[string]map[string]struct{} // by place and bucket: keys
	n      int
	bytes  int
}

// group is one object, or those of a page of a listing.
type group struct {
	at      share.Target // without a key, where entries have their own
	object  share.Object
	entries []s3browser.Entry
}

func newGathering(tell func(n int)) *gathering {
	return &gathering{most: maxGathered, tell: tell, seen: map[string]map[string]struct{}{}}
}

// one adds a single object.
func (g *gathering) one(t share.Target, o share.Object) {
	if g.met(t, t.Key) {
		return
	}
	g.groups = append(g.groups, group{at: t, object: o})
	g.n++
}

// below adds every object that a server lists below a target.
func (g *gathering) below(ctx context.Context, p *place, t share.Target) error {
	ask := s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key, Recursive: true}
	return p.browser().Walk(ctx, ask, func(page s3browser.Page) error {
		entries := slices.DeleteFunc(page.Entries, func(e s3browser.Entry) bool { return g.met(t, e.Key) })
		for i := range entries {
			g.bytes += len(entries[i].Key) + len(entries[i].ETag)
		}
		g.n += len(entries)
		if g.n > g.most || g.bytes > maxGatheredBytes {
			return fmt.Errorf("share %s: more than %s are below it, and all of them are listed before the first is signed; share its folders one by one", t.URI(), listing.Things(min(g.n-1, g.most), "object"))
		}
		at := t
		at.Key = ""
		g.groups = append(g.groups, group{at: at, entries: entries})
		g.tell(g.n)
		return nil
	})
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
func (g *gathering) all(yield func(found) bool) {
	for _, group := range g.groups {
		if group.at.Key != "" && !yield(found{group.at, group.object}) {
			return
		}
		for _, e := range group.entries {
			t := group.at
			t.Key = e.Key
			if !yield(found{t, share.Object{Known: true, Size: e.Size, ETag: e.ETag, StorageClass: e.Class}}) {
				return
			}
		}
	}
}
