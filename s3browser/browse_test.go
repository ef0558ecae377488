package s3browser

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"signet/demo"
)

func TestBuckets(t *testing.T) {
	s := start(t, demo.Options{})
	list, err := connect(s, s.Owner()).Buckets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range list {
		names = append(names, b.Name)
		if b.Created.IsZero() {
			t.Errorf("%s has no date", b.Name)
		}
	}
	for _, want := range []string{"acme-contracts", "archive-5000", "paris-office"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is missing in %v", want, names)
		}
	}
}

func TestBucketsDenied(t *testing.T) {
	s := start(t, demo.Options{})
	_, err := connect(s, s.Guest()).Buckets(t.Context())
	e := failure(t, err, AccessDenied)
	if want := "access denied listing buckets: needs s3:ListAllMyBuckets; a bucket can still be opened by name"; !strings.HasPrefix(e.Error(), want) {
		t.Errorf("got %q", e.Error())
	}
}

func TestListDenied(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("acme", false, ""))
	s.DenyGuest("acme")
	_, err := connect(s, s.Guest()).List(t.Context(), ListRequest{Bucket: "acme", Prefix: "hr/"})
	e := failure(t, err, AccessDenied)
	if want := "access denied listing s3://acme/hr/: needs s3:ListBucket; open"; !strings.HasPrefix(e.Error(), want) {
		t.Errorf("got %q", e.Error())
	}
	if e.Code != "AccessDenied" || e.Status != 403 {
		t.Errorf("code %q, status %d", e.Code, e.Status)
	}
}

// A version is another thing to read than what is current, and needs another right.
func TestHeadDenied(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("acme", true, ""))
	s.DenyGuest("acme")
	for version, want := range map[string]string{"": "needs s3:GetObject;", "v1": "needs s3:GetObjectVersion;"} {
		_, err := connect(s, s.Guest()).Head(t.Context(), "acme", "k", version)
		if e := failure(t, err, AccessDenied); !strings.Contains(e.Error(), want) {
			t.Errorf("version %q: got %q", version, e.Error())
		}
	}
}

// Every object comes once, in order, whatever the size of the pages, and the
// folders between them where they belong.
func TestListPages(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("b", false, ""))
	keys := []string{"a", "b/1", "b/2", "b/deep/er", "c d+e%", "b", "z/", "z/é", "ä", "q\x01x", "nl\nx", "//", "..", "🙂/x", "&<>\"'"}
	for _, k := range keys {
		must(t, s.Put("b", k, []byte(k), demo.PutOptions{}))
	}
	c := connect(s, s.Owner())

	for _, test := range []struct {
		prefix    string
		recursive bool
		want      []string
	}{
		{"", false, []string{"&<>\"'", "..", "/", "a", "b", "b/", "c d+e%", "nl\nx", "q\x01x", "z/", "ä", "🙂/"}},
		{"b/", false, []string{"b/1", "b/2", "b/deep/"}},
		{"b", false, []string{"b", "b/"}},
		{"b/", true, []string{"b/1", "b/2", "b/deep/er"}},
		{"nothing/", false, nil},
	} {
		for _, size := range []int{1, 2, 3, 1000} {
			t.Run(fmt.Sprintf("%q recursive %v by %d", test.prefix, test.recursive, size), func(t *testing.T) {
				r := ListRequest{Bucket: "b", Prefix: test.prefix, Recursive: test.recursive, Max: size}
				var got []string
				for _, e := range walk(t, c, r) {
					got = append(got, e.Key)
					if !e.Folder && (e.Size != int64(len(e.Key)) || e.Modified.IsZero() || len(e.ETag) != 32) {
						t.Errorf("%q lacks something: %+v", e.Key, e)
					}
				}
				if !slices.Equal(got, test.want) {
					t.Errorf("got  %q\nwant %q", got, test.want)
				}
			})
		}
	}
}

// The marker of a folder is not an entry of that folder, an object with
// content is.
func TestFolderMarker(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("b", false, ""))
	must(t, s.Put("b", "empty/", nil, demo.PutOptions{}))
	must(t, s.Put("b", "empty/x", nil, demo.PutOptions{}))
	must(t, s.Put("b", "full/", []byte("text"), demo.PutOptions{}))
	c := connect(s, s.Owner())
	if got := walk(t, c, ListRequest{Bucket: "b", Prefix: "empty/"}); len(got) != 1 || got[0].Key != "empty/x" {
		t.Errorf("empty/: %+v", got)
	}
	if got := walk(t, c, ListRequest{Bucket: "b", Prefix: "full/"}); len(got) != 1 || got[0].Key != "full/" || got[0].Size != 4 {
		t.Errorf("full/: %+v", got)
	}
}

func TestListAll5000(t *testing.T) {
	s := start(t, demo.Options{})
	list := walk(t, connect(s, s.Owner()), ListRequest{Bucket: "archive-5000", Recursive: true})
	if len(list) != 5000 {
		t.Fatalf("%d objects", len(list))
	}
	if !slices.IsSortedFunc(list, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) }) {
		t.Error("not in order")
	}
}

// A bucket in another region is found while listing, in at most one request
// more, and remembered: for the next listing and for the signer.
func TestRegionIsFoundAndRemembered(t *testing.T) {
	var requests atomic.Int32
	s := start(t, demo.Options{Middleware: counter(&requests)})
	c := connect(s, s.Owner())
	if _, ok := c.RememberedRegion("paris-office"); ok {
		t.Fatal("remembered before anything was asked")
	}
	_, err := c.List(t.Context(), ListRequest{Bucket: "paris-office"})
	must(t, err)
	if n := requests.Swap(0); n != 2 {
		t.Errorf("%d requests, want the refused one and its repetition", n)
	}
	if region, ok := c.RememberedRegion("paris-office"); !ok || region != "eu-west-3" {
		t.Errorf("remembered %q", region)
	}
	_, err = c.List(t.Context(), ListRequest{Bucket: "paris-office"})
	must(t, err)
	if region, err := c.Region(t.Context(), "paris-office"); err != nil || region != "eu-west-3" {
		t.Errorf("region %q, %v", region, err)
	}
	if n := requests.Load(); n != 1 {
		t.Errorf("%d requests, want 1: the region was known", n)
	}
}

func TestRegionByHead(t *testing.T) {
	s := start(t, demo.Options{})
	for bucket, want := range map[string]string{"paris-office": "eu-west-3", "acme-contracts": s.Region()} {
		c := connect(s, s.Owner())
		if region, err := c.Region(t.Context(), bucket); err != nil || region != want {
			t.Errorf("%s: %q, %v", bucket, region, err)
		}
		// Looking at one object needs no region first either.
		if _, err := connect(s, s.Owner()).Versioning(t.Context(), bucket); err != nil {
			t.Errorf("%s: %v", bucket, err)
		}
	}
	_, err := connect(s, s.Owner()).Region(t.Context(), "no-such-bucket")
	failure(t, err, NotFound)
}

func TestNotFound(t *testing.T) {
	s := start(t, demo.Options{})
	c := connect(s, s.Owner())
	_, err := c.List(t.Context(), ListRequest{Bucket: "no-such-bucket"})
	if e := failure(t, err, NotFound); !strings.Contains(e.Sentence, "s3://no-such-bucket: there is no such bucket") {
		t.Errorf("got %q", e.Sentence)
	}
	_, err = c.Head(t.Context(), "acme-contracts", "no such object", "")
	if e := failure(t, err, NotFound); !strings.Contains(e.Sentence, "no such object") {
		t.Errorf("got %q", e.Sentence)
	}
	for name, do := range map[string]func() error{
		"list":     func() error { _, err := c.List(t.Context(), ListRequest{}); return err },
		"head":     func() error { _, err := c.Head(t.Context(), "", "k", ""); return err },
		"versions": func() error { _, err := c.Versions(t.Context(), "", "k"); return err },
		"region":   func() error { _, err := c.Region(t.Context(), ""); return err },
	} {
		if e := failure(t, do(), NotFound); !strings.Contains(e.Sentence, "no bucket named") {
			t.Errorf("%s: %q", name, e.Sentence)
		}
	}
}

func TestHead(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("b", true, ""))
	ends := time.Now().Add(72 * time.Hour).UTC().Truncate(24 * time.Hour)
	must(t, s.Put("b", "dir/ü.txt", []byte("hello"), demo.PutOptions{
		ContentType: "text/plain", Metadata: map[string]string{"who": "ann", "title": "=?UTF-8?B?w6k=?="}, Ends: ends,
	}))
	must(t, s.Put("b", "cold", []byte("x"), demo.PutOptions{StorageClass: "GLACIER"}))
	must(t, s.Put("b", "locked", []byte("x"), demo.PutOptions{CustomerKey: true}))
	c := connect(s, s.Owner())

	asked := time.Now().Truncate(time.Second) // as a Date header has it
	h, err := c.Head(t.Context(), "b", "dir/ü.txt", "")
	must(t, err)
	if h.Size != 5 || h.ContentType != "text/plain" || h.Class != "STANDARD" || len(h.ETag) != 32 || h.VersionID == "" || h.Modified.IsZero() {
		t.Errorf("got %+v", h)
	}
	if h.Metadata["who"] != "ann" || h.Metadata["title"] != "é" {
		t.Errorf("metadata %q", h.Metadata)
	}
	if !h.Expiration.Equal(ends) || h.ExpirationRule != "demo" {
		t.Errorf("ends %v by %q, want %v", h.Expiration, h.ExpirationRule, ends)
	}
	if h.ServerDate.Before(asked) || h.ServerDate.After(time.Now()) {
		t.Errorf("server's clock %v", h.ServerDate)
	}
	if again, err := c.Head(t.Context(), "b", "dir/ü.txt", h.VersionID); err != nil || again.ETag != h.ETag {
		t.Errorf("by version: %+v, %v", again, err)
	}
	cold, err := c.Head(t.Context(), "b", "cold", "")
	if err != nil || cold.Class != "GLACIER" || !cold.Archived() {
		t.Errorf("cold: %+v, %v", cold, err)
	}
	locked, err := c.Head(t.Context(), "b", "locked", "")
	if err == nil && !locked.SSEC {
		t.Errorf("locked: %+v", locked)
	}
	if err != nil {
		if e := failure(t, err, Other); !strings.Contains(e.Why, "SSE-C") {
			t.Errorf("locked: %v (%s)", e, e.Why)
		}
	}
}

func TestVersions(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("b", true, ""))
	must(t, s.MakeBucket("plain", false, ""))
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, body := range []string{"one", "second", "the third"} {
		must(t, s.Put("b", "a+b c", []byte(body), demo.PutOptions{Modified: day.AddDate(0, 0, i)}))
	}
	must(t, s.Put("b", "a+b c/other", []byte("x"), demo.PutOptions{}))
	c := connect(s, s.Owner())

	list, err := c.Versions(t.Context(), "b", "a+b c")
	must(t, err)
	if len(list) != 3 || list[0].Size != 9 || list[2].Size != 3 || !list[0].Latest || list[1].Latest {
		t.Fatalf("got %+v", list)
	}
	if list[0].ID == list[1].ID || list[0].ID == "" || list[0].Deleted {
		t.Errorf("got %+v", list)
	}
	for bucket, want := range map[string]string{"b": "Enabled", "plain": ""} {
		if got, err := c.Versioning(t.Context(), bucket); err != nil || got != want {
			t.Errorf("%s versioning: %v, %v", bucket, got, err)
		}
	}
}

// Several screens use one client at once.
func TestConcurrentUse(t *testing.T) {
	s := start(t, demo.Options{})
	c := connect(s, s.Owner())
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			bucket := []string{"paris-office", "acme-contracts"}[i%2]
			if _, err := c.List(t.Context(), ListRequest{Bucket: bucket}); err != nil {
				t.Error(err)
			}
			if _, err := c.Identity(t.Context()); err != nil {
				t.Error(err)
			}
			if _, _, err := c.Config(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := c.List(ctx, ListRequest{Bucket: "b"})
	failure(t, err, Cancelled)
	if _, err := c.List(ctx, ListRequest{Bucket: "b"}); err == nil {
		t.Error("a cancelled context lists")
	}
}

// walk gets all pages.
func walk(t testing.TB, c *Client, r ListRequest) []Entry {
	t.Helper()
	var list []Entry
	for range 10_000 {
		page, err := c.List(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, page.Entries...)
		if page.Done != (page.Next == "") {
			t.Fatalf("done %v, next %q", page.Done, page.Next)
		}
		if page.Done {
			return list
		}
		r.Token = page.Next
	}
	t.Fatal("the listing does not end")
	return nil
}

func counter(n *atomic.Int32) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			n.Add(1)
			next.ServeHTTP(w, r)
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The order of versions holds for dates that no number of nanoseconds reaches.
func TestVersionsOfStrangeDates(t *testing.T) {
	at := func(year int) Version { return Version{Modified: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)} }
	list := []Version{at(1), at(9999), at(2026), at(1600)}
	slices.SortStableFunc(list, newestFirst)
	for i, year := range []int{9999, 2026, 1600, 1} {
		if list[i].Modified.Year() != year {
			t.Errorf("%v", list)
		}
	}
}
