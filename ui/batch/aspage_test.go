package batch_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/many"
	"signet/ui/batch"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// pageRig is a batch screen of so many links that can be put on a page.
type pageRig struct {
	*uitest.Driver
	into   []batch.Into
	result many.Result
	err    error
	means  error
	store  error
	stored int // links
	title  string
	shown  string
}

func newPageRig(t *testing.T, total int, folder ...string) *pageRig {
	t.Helper()
	r := &pageRig{}
	page := share.Link{ID: "page", URL: share.NewSecret("https://s3.example.com/acme/signet-pages/x.html")}
	r.Driver = uitest.New(t, func(env kit.Env) kit.Screen {
		end := env.Now().Add(time.Hour)
		link := share.Link{ID: "a", Request: share.Request{Target: share.Target{Bucket: "acme", Key: "a.pdf"}, Operation: share.Download, Recipient: "Ms Ito"}, Terms: share.Terms{Ends: end, Asked: end}}
		r.result = many.Result{Whole: true, Tally: many.Tally{Links: total, Earliest: end, Latest: end}, Kept: []share.Link{link}, Page: &page}
		if total <= many.Few {
			r.result.Page = nil
		}
		run := func(_ context.Context, _ share.Request, into batch.Into, _ *many.Progress) (many.Result, error) {
			r.into = append(r.into, into)
			return r.result, r.err
		}
		return batch.New(env, terms(), "3 objects", total, run, batch.Exits{
			Folder: strings.Join(folder, ""),
			Link:   func(l share.Link) kit.Maker { r.shown = l.ID; return func(kit.Env) kit.Screen { return nil } },
			Means: func(_ context.Context, _ share.Request, links []share.Link) ([]string, error) {
				if (len(links) > 0) != (total <= many.Few) {
					t.Errorf("%d links are known", len(links))
				}
				return []string{"the page of links is to be stored in s3://acme/\x1b[2Jsignet-pages/: whoever may read there can use its links until they end"}, r.means
			},
			Store: func(_ context.Context, links []share.Link, title string) (share.Link, error) {
				r.stored, r.title = r.stored+len(links), title
				return page, r.store
			},
		})
	})
	return r
}

// agree answers the question of the page once it hears keys.
func (r *pageRig) agree() {
	r.Press("enter") // typed ahead
	r.Tick(time.Second)
	r.Press("enter")
}

// TestAPageOfAFewLinks is stored of those in the list, once what it means was said; its link
// is shown, and shown again without another page.
func TestAPageOfAFewLinks(t *testing.T) {
	r := newPageRig(t, 1)
	r.Press("M")
	view := r.View(80, 24)
	if !strings.Contains(view, "to be stored") || strings.Contains(view, "\x1b[2J") || r.stored != 0 {
		t.Fatalf("%s", view)
	}
	r.Goldens("page")
	uitest.CheckKeys(t, r.Screen.Keys())
	if r.Press("enter"); r.stored != 0 {
		t.Error("what was typed ahead stored a page")
	}
	r.Press("esc")
	if !strings.Contains(r.View(80, 24), "a.pdf") {
		t.Error("esc does not lead back to the list")
	}
	r.Press("M")
	r.agree()
	if _, ok := r.Step().(kit.Push); !ok || r.stored != 1 || r.shown != "page" {
		t.Errorf("%v %d %s", r.Step(), r.stored, r.shown)
	}
	r.shown = ""
	if r.Press("M"); r.stored != 1 || r.shown != "page" {
		t.Error("another page is stored of the same links")
	}
}

func TestAPageThatCannotBeStored(t *testing.T) {
	r := newPageRig(t, 1)
	r.means = errors.New("the place is read-only")
	r.Press("M")
	r.agree()
	if view := r.View(80, 24); r.stored != 0 || !strings.Contains(view, "✗ the place is read-only") {
		t.Errorf("%s", view)
	}
	r = newPageRig(t, 1)
	r.store = errors.New("no room")
	r.Press("M")
	r.agree()
	if view := r.View(80, 24); !strings.Contains(view, "✗ no room") || r.shown != "" {
		t.Errorf("%s", view)
	}
}

// TestAPageOfManyLinks is stored instead of a file, while they are signed.
func TestAPageOfManyLinks(t *testing.T) {
	r := newPageRig(t, 1204)
	if r.Press("M"); len(r.into) != 0 || !r.Screen.Capturing() {
		t.Fatal("a letter of the file's name asks for a page")
	}
	r.Press("ctrl+l")
	r.agree()
	if len(r.into) != 1 || !r.into[0].Page || r.into[0].Path != "" || r.shown != "page" {
		t.Fatalf("%+v %s", r.into, r.shown)
	}
	if view := r.View(80, 24); !strings.Contains(view, "✓ 1,204 links on a page: one link opens it.") {
		t.Errorf("%s", view)
	}
	r.shown = ""
	if r.Press("enter"); r.shown != "page" {
		t.Error("enter does not show the link again")
	}
	for want, change := range map[string]func(*pageRig){
		"nothing was handed over": func(r *pageRig) { r.err = context.Canceled },
		"no room":                 func(r *pageRig) { r.err = errors.New("no room") },
		"no object found":         func(*pageRig) {},
	} {
		r := newPageRig(t, 1204)
		r.result = many.Result{}
		change(r)
		r.Press("ctrl+l")
		r.agree()
		if view := r.View(80, 24); !strings.Contains(view, want) || !r.Screen.Capturing() {
			t.Errorf("%s:\n%s", want, view)
		}
	}
}

// TestThePageHasATitle begins with the folder's name or whom it is for, and can be typed over.
func TestThePageHasATitle(t *testing.T) {
	r := newPageRig(t, 1)
	r.Press("M")
	r.Tick(time.Second)
	if view := r.View(80, 24); !strings.Contains(view, "title: Documents for Ms Ito") {
		t.Fatal(view)
	}
	if r.Type("l, q?"); !r.Screen.Capturing() || r.stored != 0 {
		t.Fatal("a letter of the title does something else")
	}
	r.Paste("\n")
	if r.Press("enter"); r.stored != 1 || r.title != "Documents for Ms Itol, q?" {
		t.Errorf("%d %q", r.stored, r.title)
	}
	r = newPageRig(t, 1204, "q3")
	r.Press("ctrl+l")
	r.Tick(time.Second)
	if view := r.View(80, 24); !strings.Contains(view, "title: q3") {
		t.Error(view)
	}
	r.Press("ctrl+u")
	r.Type(" Q3 ")
	if r.Press("enter"); len(r.into) != 1 || r.into[0].Title != "Q3" || !r.into[0].Page {
		t.Errorf("%+v", r.into)
	}
}
