package objects

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/many"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// bucket is a source that keeps its objects in memory and lists as S3 does: in
// the order of the keys, folders among them, in pages.
type bucket struct {
	entries []s3browser.Entry // objects only, sorted by key
	page    int               // entries on a page

	lists  []s3browser.ListRequest
	ctxs   []context.Context
	heads  []string
	hctxs  []context.Context
	fail   map[int]error // by number of the call to List, from 0
	deny   error         // of every Head
	asked  []string      // what else was asked of an object
	noTags error         // of every Tags
	stuck  bool          // the server sends the first page for ever
}

func newBucket(keys ...string) *bucket {
	b := &bucket{page: 1000, fail: map[int]error{}}
	for i, k := range keys {
		b.entries = append(b.entries, s3browser.Entry{
			Key: k, Size: int64(len(k)) * 12_345, Class: "STANDARD", ETag: fmt.Sprintf("etag-%d", i),
			Modified: time.Date(2026, 2, 1+i%28, 9, i%60, 0, 0, time.UTC),
		})
	}
	slices.SortFunc(b.entries, func(x, y s3browser.Entry) int { return strings.Compare(x.Key, y.Key) })
	return b
}

func numbered(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("logs/%06d.json", i)
	}
	return keys
}

func (b *bucket) List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	call := len(b.lists)
	b.lists, b.ctxs = append(b.lists, r), append(b.ctxs, ctx)
	if err := b.fail[call]; err != nil {
		return s3browser.Page{}, err
	}
	all := b.below(r.Prefix)
	from := 0
	if r.Token != "" && !b.stuck {
		_, _ = fmt.Sscan(r.Token, &from)
	}
	until := min(from+b.page, len(all))
	page := s3browser.Page{Entries: all[from:until], Done: until == len(all)}
	if !page.Done {
		page.Next = fmt.Sprint(until)
	}
	return page, nil
}

func (b *bucket) below(prefix string) []s3browser.Entry {
	var out []s3browser.Entry
	for _, e := range b.entries {
		rest, ok := strings.CutPrefix(e.Key, prefix)
		if !ok {
			continue
		}
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			folder := prefix + rest[:i+1]
			if n := len(out); n == 0 || out[n-1].Key != folder {
				out = append(out, s3browser.Entry{Key: folder, Folder: true})
			}
			continue
		}
		out = append(out, e)
	}
	return out
}

func (b *bucket) Head(ctx context.Context, _, key, _ string) (s3browser.Head, error) {
	b.heads, b.hctxs = append(b.heads, key), append(b.hctxs, ctx)
	if b.deny != nil {
		return s3browser.Head{}, b.deny
	}
	return s3browser.Head{
		ContentType: "application/pdf", VersionID: "v-1", SSE: "AES256", Class: "DEEP_ARCHIVE", LegalHold: true,
		Expiration: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), ExpirationRule: "tidy",
		Metadata: map[string]string{"case": "17 b/2026", "reviewed\x1b[31m": "yes\x1b]0;x\a"},
	}, nil
}

func (b *bucket) Tags(_ context.Context, _, key string) ([]s3browser.Tag, error) {
	b.asked = append(b.asked, "tags of "+key)
	if b.noTags != nil {
		return nil, b.noTags
	}
	return []s3browser.Tag{{Key: "matter", Value: "17 b/2026"}, {Key: "hostile\x1b[31m", Value: "\x1b]0;x\a"}}, nil
}

func (b *bucket) Checksums(_ context.Context, _, key string) ([]s3browser.Checksum, error) {
	b.asked = append(b.asked, "checksums of "+key)
	return []s3browser.Checksum{{Algorithm: "SHA256", Value: "Vb8Jb0xnnrsj6W0LpQz0eVUzv0zY7p4mUoUoK1m9gkA="}}, nil
}

// out notes which way out was taken.
type out struct {
	target share.Target
	object share.Object
	chosen []many.Chosen
	what   string
	upload share.Target

	sharedAsked int
}

func (o *out) exits() Exits {
	mk := func(kit.Env) kit.Screen { return nil }
	return Exits{
		Compose:       func(t share.Target, obj share.Object) kit.Maker { o.target, o.object = t, obj; return mk },
		ComposeMany:   func(sel many.Selection) kit.Maker { o.chosen, o.what = slices.Collect(sel.Each), sel.What; return mk },
		ComposeUpload: func(t share.Target) kit.Maker { o.upload = t; return mk },
		Goto:          true,
		Shared: func(_ context.Context, t share.Target) (Earlier, error) {
			o.sharedAsked++
			if !strings.HasSuffix(t.Key, ".pdf") {
				return Earlier{}, nil
			}
			now := uitest.NewClock().Now()
			return Earlier{More: 3, Shares: []EarlierShare{
				{Whom: "Ada\x1b[31m", Ends: now.Add(2 * time.Hour)},
				{What: "upload", Ends: now.Add(-48 * time.Hour)},
				{Whom: "Grace", Ends: now.Add(time.Hour), Over: "revoked"},
			}}, nil
		},
	}
}

var here = Location{Place: "work", Region: "eu-central-1", Bucket: "acme-legal"}

func start(t testing.TB, b *bucket, at Location) (*uitest.Driver, *Screen, *out) {
	t.Helper()
	d, s, o := startHeld(t, b, at)
	d.Hold = false
	d.Settle()
	return d, s, o
}

func startHeld(t testing.TB, b *bucket, at Location) (*uitest.Driver, *Screen, *out) {
	t.Helper()
	o, s := &out{}, (*Screen)(nil)
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, b, at, o.exits())
		s.rest = 0
		return s
	})
	return d, s, o
}

func documents() *bucket {
	b := newBucket(
		"contracts/2024/supply.pdf", "contracts/2025/lease.pdf", "contracts/2025/nda ümlaut.pdf", "contracts/readme.txt",
		"photos/👩‍👩‍👧 family.png", "report Q3.pdf", "a\x1b[31mred\u202egnp.exe", "日本語の文書.pdf", "archive.tar",
	)
	for i := range b.entries {
		if b.entries[i].Key == "archive.tar" {
			b.entries[i].Class = "DEEP_ARCHIVE"
		}
	}
	return b
}

func refused() error {
	return &s3browser.Error{
		Kind: s3browser.AccessDenied, Status: 403,
		Sentence: "access denied listing s3://acme-legal/", Hint: "needs s3:ListBucket; open a bucket, folder or object you may see by name",
	}
}

// on is the name under the cursor.
func (s *Screen) on() string {
	r, ok := s.top().list.Selected()
	if !ok {
		return ""
	}
	return r.name(s.top().prefix)
}

func sizeOfRow() uintptr { return reflect.TypeFor[row]().Size() }
