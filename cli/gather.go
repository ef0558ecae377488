package cli

import (
	"context"
	"fmt"
	"strings"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
)

// The bounds of what is shared in one go: it is kept in memory until the listing
// is complete. A million links are signed in half a minute.
const (
	maxGathered     = 1_000_000
	maxGatheredText = 200_000_000 // bytes of keys, ETags and storage classes
)

// gathering is what is to be shared, listed to its end before the first link is
// signed: a server that turns out to list what was not asked for, or without an
// end, has then been given nothing. Each object is in it once.
type gathering struct {
	most     int // objects
	mostText int // bytes
	tell     func(n int)

	groups []group
	seen   map[string]map[string]struct{} // by place and bucket: keys
	n      int
	text   int
}

// group is one object, or those of a page of a listing.
type group struct {
	at      share.Target // without a key, where objects have their own
	object  share.Object
	objects []listedObject
}

// listedObject is what is kept of an entry. Its strings are its own: those of a
// page share one piece of memory, which may hold much that is not kept.
type listedObject struct {
	key, etag, class string
	size             int64
}

func newGathering(tell func(n int)) *gathering {
	return &gathering{most: maxGathered, mostText: maxGatheredText, tell: tell, seen: map[string]map[string]struct{}{}}
}

// one adds a single object.
func (g *gathering) one(t share.Target, o share.Object) {
	if g.met(t, t.Key) {
		return
	}
	g.groups = append(g.groups, group{at: t, object: o})
	g.n++
}

// below adds every object that a server lists below a target. A key whose dots
// lead out of there ends it, as one does that does not begin with the prefix.
func (g *gathering) below(ctx context.Context, p *place, t share.Target) error {
	ask := s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key, Recursive: true}
	return p.browser().Walk(ctx, ask, func(page s3browser.Page) error {
		at := t
		at.Key = ""
		added := group{at: at}
		for i := range page.Entries {
			e := &page.Entries[i]
			if share.Outside(t.Key, e.Key) {
				return fmt.Errorf("share %s: the name of a key in it leads out of it: %s; many servers and programs take it for another object; nothing was signed; share a narrower prefix, or the objects one by one", clean(t.URI()), clean(shortened(e.Key)))
			}
			kept := listedObject{strings.Clone(e.Key), strings.Clone(e.ETag), strings.Clone(e.Class), e.Size}
			if g.met(t, kept.key) {
				continue
			}
			added.objects = append(added.objects, kept)
			g.n++
			g.text += len(kept.key) + len(kept.etag) + len(kept.class)
			if err := g.bounded(t); err != nil {
				return err
			}
		}
		g.groups = append(g.groups, added)
		g.tell(g.n)
		return nil
	})
}

// bounded says which bound was passed.
func (g *gathering) bounded(t share.Target) error {
	const next = "all of them are listed before the first is signed; nothing was signed; share its folders one by one"
	switch {
	case g.n > g.most:
		return fmt.Errorf("share %s: more than %s are below it, and %s", clean(t.URI()), say.Things(g.most, "object"), next)
	case g.text > g.mostText:
		return fmt.Errorf("share %s: the names of the first %s below it take more than %s of memory, and %s", clean(t.URI()), say.Things(g.n, "object"), say.Bytes(int64(g.mostText)), next)
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
func (g *gathering) all(yield func(found) bool) {
	for _, group := range g.groups {
		if group.at.Key != "" && !yield(found{group.at, group.object}) {
			return
		}
		for _, o := range group.objects {
			t := group.at
			t.Key = o.key
			if !yield(found{t, share.Object{Known: true, Size: o.size, ETag: o.etag, StorageClass: o.class}}) {
				return
			}
		}
	}
}
