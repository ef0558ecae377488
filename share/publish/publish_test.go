package publish_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/publish"
	"signet/share/say"
)

// hrefs are the addresses on a page.
func hrefs(page string) (all []string) {
	for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		all = append(all, html.UnescapeString(m[1]))
	}
	return all
}

// pageOf signs requests into a page of links.
func (r *rig) pageOf(terms share.Request, list []share.Request) (publish.Published, error) {
	r.t.Helper()
	p, err := r.Links(r.t.Context(), terms, handover.Options{Now: noon(), Title: "Q3"})
	if err != nil {
		return publish.Published{}, err
	}
	err = r.Service.ShareAll(r.t.Context(), func(yield func(share.Request) bool) {
		for _, q := range list {
			if q.Group = p.Group; !yield(q) {
				return
			}
		}
	}, func(o share.Outcome) error {
		if o.Err != nil {
			return o.Err
		}
		return p.Add(o.Link)
	})
	if err != nil {
		return publish.Published{}, p.Abandon(r.t.Context(), err)
	}
	return p.Publish()
}

func about(bucket string) share.Request {
	return share.Request{Target: share.Target{Place: "demo", Bucket: bucket, Key: "q3/"}, Note: "ticket 7", Recipient: "Ms Ito"}
}

// TestAPageOfLinksOpensByOneLink, whether its bucket keeps versions or not: each of its
// links too, it ends with the first of them, and the log ties them.
func TestAPageOfLinksOpensByOneLink(t *testing.T) {
	for _, bucket := range []string{"plain", "kept"} {
		r := newRig(t)
		r.put(bucket, "q3/a.txt", "q3/b & <c>.txt")
		list := requests(bucket, "q3/a.txt", "q3/b & <c>.txt")
		list[1].Lifetime = share.For(30 * time.Minute)
		got, err := r.pageOf(about(bucket), list)
		if err != nil {
			t.Fatal(err)
		}
		book, err := r.Links(t.Context(), about(bucket), handover.Options{})
		if err != nil || strings.Contains(strings.Join(book.Means(), " "), "keeps versions") != (bucket == "kept") || !strings.Contains(book.Means()[0], "in s3://"+bucket+"/signet-pages/: whoever may read there") {
			t.Errorf("%v %v", book, err)
		}
		page, answer := r.open(got.Link.URL.Reveal())
		if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/html; charset=utf-8" || answer.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %v\n%s", answer.StatusCode, answer.Header, page)
		}
		links := hrefs(page)
		if len(links) != 2 || strings.Contains(page, "<script") || strings.Contains(page, "<c>") || !strings.Contains(page, "until "+say.ForeignMoment(noon().Add(30*time.Minute), noon())) {
			t.Fatalf("%v in\n%s", links, page)
		}
		if body, _ := r.open(links[1]); body != "content of q3/b & <c>.txt" {
			t.Errorf("%q", body)
		}
		if want := noon().Add(30 * time.Minute); !got.Link.Terms.Ends.Equal(want) || got.Links != 2 || got.Pages != 1 {
			t.Errorf("%+v", got)
		}
		if all := r.entries(); !slices.Equal(all, []string{"q3 open created", "q3 open created", "signet-pages open created,published"}) {
			t.Errorf("%v", all)
		}
		sum := sha256.Sum256([]byte(page))
		e, err := r.log.Get(t.Context(), got.Link.ID)
		if err != nil || e.Page != share.PageListing || e.PageSum != hex.EncodeToString(sum[:]) || e.Batch != 3 || e.Note != "ticket 7" || e.Recipient != "Ms Ito" || (e.Events[1].Detail != "") != (bucket == "kept") {
			t.Errorf("%+v %v", e, err)
		}
	}
}

// TestManyLinksAreAnIndexOfPages: each page is stored and linked, and every document is on
// one of them.
func TestManyLinksAreAnIndexOfPages(t *testing.T) {
	r := newRig(t)
	var keys []string
	for i := range 2*handover.MostLinks + 1 {
		keys = append(keys, fmt.Sprintf("q3/%04d.txt", i))
	}
	r.put("plain", keys[0], keys[len(keys)-1])
	got, err := r.pageOf(about("plain"), requests("plain", keys...))
	if err != nil || got.Pages != 4 || got.Links != len(keys) {
		t.Fatalf("%+v %v", got, err)
	}
	index, _ := r.open(got.Link.URL.Reveal())
	pages := hrefs(index)
	if len(pages) != 3 || !strings.Contains(index, "0000.txt to 0499.txt") || !strings.Contains(index, "3 pages of 1,001 documents") {
		t.Fatalf("%s", index)
	}
	n := 0
	for _, at := range pages {
		page, _ := r.open(at)
		n += len(hrefs(page))
		if len(page) > handover.MostBytes {
			t.Errorf("a page of %d bytes", len(page))
		}
	}
	if last, _ := r.open(pages[2]); n != len(keys) || len(hrefs(last)) != 1 {
		t.Errorf("%d links", n)
	}
}

// failing is a store that takes so many pages and then fails.
type failing struct {
	publish.Store
	takes int
}

func (f *failing) PutNew(ctx context.Context, bucket, key string, body []byte, as publish.Stored) (string, error) {
	if f.takes--; f.takes < 0 {
		return "", errors.New("no room")
	}
	return f.Store.PutNew(ctx, bucket, key, body, as)
}

// TestWhatCannotBeStoredIsNeverHandedOver: pages that were stored by then are removed, and
// nothing counts as open.
func TestWhatCannotBeStoredIsNeverHandedOver(t *testing.T) {
	r := newRig(t)
	r.Store = func(context.Context, string) (publish.Store, error) {
		return &failing{bucketStore{r.client}, 1}, nil
	}
	var keys []string
	for i := range handover.MostLinks + 1 {
		keys = append(keys, fmt.Sprintf("q3/%04d.txt", i))
	}
	_, err := r.pageOf(about("plain"), requests("plain", keys...))
	if err == nil || !strings.Contains(err.Error(), "the page of links could not be stored: no room") {
		t.Fatal(err)
	}
	if left := r.left("plain"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	for _, e := range r.entries() {
		if !strings.Contains(e, " failed ") || !strings.Contains(e, ledger.NeverHandedOver) {
			t.Fatalf("%s", e)
		}
	}
}

// TestAPageIsRefusedBeforeAnythingIsSigned.
func TestAPageIsRefusedBeforeAnythingIsSigned(t *testing.T) {
	for name, c := range map[string]struct {
		rule share.Rule
		want string
	}{
		"batches":    {share.Rule{Bucket: "plain", NoBatches: true}, "one by one"},
		"operations": {share.Rule{Bucket: "plain", Operations: []share.Operation{share.Upload}}, "download links are not allowed"},
		"note":       {share.Rule{Bucket: "plain", RequireNote: true}, "note is required"},
		"revocable":  {share.Rule{Bucket: "plain", Revocable: true}, "taken back alone"},
		"networks":   {share.Rule{Bucket: "plain", From: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}}, "203.0.113.0/24"},
		"pages only": {share.Rule{Bucket: "pages", RequireNote: true}, "note is required"},
	} {
		r := newRig(t)
		r.Service.Rails = share.Rails{Rules: share.Rules{c.rule}}
		if name == "pages only" {
			r.Where = func(string, string) (string, string) { return "pages", "" }
		}
		terms := about("plain")
		terms.Note = ""
		if _, err := r.pageOf(terms, requests("plain", "q3/a.txt")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if all := r.entries(); len(all) != 0 {
			t.Errorf("%s: %v", name, all)
		}
	}
	r := newRig(t)
	r.Where = func(string, string) (string, string) { return "no-such-bucket", "" }
	if _, err := r.pageOf(about("plain"), requests("plain", "q3/a.txt")); err == nil || !strings.Contains(err.Error(), "cannot be stored in no-such-bucket") || len(r.entries()) != 0 {
		t.Errorf("%v", err)
	}
	r.Store = func(context.Context, string) (publish.Store, error) { return nil, errors.New("the place is read-only") }
	if _, err := r.pageOf(about("plain"), requests("plain", "q3/a.txt")); err == nil || !strings.Contains(err.Error(), "cannot be stored: the place is read-only") || len(r.entries()) != 0 {
		t.Errorf("%v", err)
	}
}

// TestAPageEndsByItsRails: by the shortest of those of its links and of its own bucket.
func TestAPageEndsByItsRails(t *testing.T) {
	for name, rule := range map[string]share.Rule{
		"of the links": {Bucket: "plain", MaxLife: 10 * time.Minute},
		"of the page":  {Bucket: "pages", MaxLife: 10 * time.Minute},
	} {
		r := newRig(t)
		r.put("plain", "q3/a.txt")
		r.Service.Rails = share.Rails{Rules: share.Rules{rule}}
		r.Where = func(string, string) (string, string) { return "pages", "" }
		page, err := r.pageOf(about("plain"), requests("plain", "q3/a.txt"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if end := page.Link.Terms.Ends; !end.Equal(noon().Add(10 * time.Minute)) {
			t.Errorf("%s: the page ends %v after it was made", name, end.Sub(noon()))
		}
	}
}

// TestAnyPageIsPublished: what renders it is given its links, in their order; a single one
// is no batch.
func TestAnyPageIsPublished(t *testing.T) {
	r := newRig(t)
	r.Service.Rails = share.Rails{Rules: share.Rules{{Bucket: "plain", NoBatches: true}}}
	form := share.Request{Target: share.Target{Place: "demo", Bucket: "plain", Key: "in/"}, Operation: share.Form, Options: share.Options{KeyPrefix: true, MaxSize: 10}, Lifetime: share.For(time.Hour), Item: "passport"}
	draft := publish.Draft{Kind: share.PageUpload, Page: about("plain"), Links: []share.Request{form}, Render: func(links []share.Link) ([]byte, error) {
		var b bytes.Buffer
		err := handover.Form(&b, links[0], handover.Options{Now: noon()})
		return b.Bytes(), err
	}}
	got, err := r.Publish(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	if page, answer := r.open(got.Link.URL.Reveal()); answer.StatusCode != 200 || !strings.Contains(page, "<form") {
		t.Errorf("%d %s", answer.StatusCode, page)
	}
	draft.Links = append(draft.Links, form)
	if _, err := r.Publish(t.Context(), draft); err == nil || !strings.Contains(err.Error(), "one by one") {
		t.Errorf("two: %v", err)
	}
	draft.Links, draft.Render = draft.Links[:1], func([]share.Link) ([]byte, error) { return nil, errors.New("no page") }
	if _, err := r.Publish(t.Context(), draft); err == nil {
		t.Error("no page is published")
	}
	draft.Render = func([]share.Link) ([]byte, error) { return make([]byte, publish.MostStored+1), nil }
	if _, err := r.Publish(t.Context(), draft); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("too large to be taken back: %v", err)
	}
	if all := r.entries(); len(all) != 4 || !strings.HasPrefix(all[2], "in failed") {
		t.Errorf("%v", all)
	}
}

// TestAPageOfLinksThatAreSigned is one more share of their group; where it cannot be stored,
// they stay as they are.
func TestAPageOfLinksThatAreSigned(t *testing.T) {
	r := newRig(t)
	r.put("plain", "q3/a.txt", "q3/b.txt")
	var links []share.Link
	err := r.Service.ShareAll(t.Context(), slices.Values(requests("plain", "q3/a.txt", "q3/b.txt")), func(o share.Outcome) error {
		links = append(links, o.Link)
		return o.Err
	})
	if err != nil {
		t.Fatal(err)
	}
	store := r.Store
	r.Store = func(context.Context, string) (publish.Store, error) { return &failing{bucketStore{r.client}, 0}, nil }
	if _, err := r.Gather(t.Context(), links, handover.Options{Now: noon()}); err == nil || !strings.Contains(err.Error(), "no room") {
		t.Error(err)
	}
	r.Store = store
	got, err := r.Gather(t.Context(), links, handover.Options{Now: noon()})
	if err != nil || got.Group != links[0].Request.Group {
		t.Fatalf("%+v %v", got, err)
	}
	page, _ := r.open(got.Link.URL.Reveal())
	if all := hrefs(page); len(all) != 2 || all[0] != links[0].URL.Reveal() {
		t.Errorf("%v", all)
	}
	want := []string{"q3 open created", "q3 open created", "signet-pages failed created,never-handed-over", "signet-pages open created,published"}
	if all := r.entries(); !slices.Equal(all, want) {
		t.Errorf("%v", all)
	}
}
