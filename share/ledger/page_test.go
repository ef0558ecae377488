package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"signet/share"
)

// published is a log with a page and one of its links.
func published(t *testing.T) (f *fixture, page, link share.Record) {
	t.Helper()
	f = newFixture(t)
	page, link = sample(1, noon), sample(2, noon)
	page.Group, link.Group = "0s9mvfgrc7wk8", "0s9mvfgrc7wk8"
	page.Page, page.PageSum, link.Item = share.PageListing, digest("page"), "passport"
	f.record(page)
	f.record(link)
	all := f.all(Query{Sort: Oldest})
	return f, all[0].Record, all[1].Record
}

// TestThePageOfAShareIsRemembered: in the entry, in exports, and in no column of a CSV,
// whose columns are a promise.
func TestThePageOfAShareIsRemembered(t *testing.T) {
	f, page, link := published(t)
	if page.Page != share.PageListing || page.PageSum != digest("page") || link.Item != "passport" || link.Page != "" {
		t.Fatalf("%+v\n%+v", page, link)
	}
	f.append(page.ID, Event{Kind: Published, Detail: "v1"})
	f.append(page.ID, Event{Kind: Withdrawn})
	if e := f.get(page.ID); e.State != StateOpen || len(e.Events) != 3 || e.Events[1].Detail != "v1" {
		t.Errorf("%+v", e)
	}
	var asJSON, asCSV bytes.Buffer
	for format, out := range map[Format]*bytes.Buffer{JSONLines: &asJSON, CSV: &asCSV} {
		if _, err := f.Export(context.Background(), out, format, Query{Sort: Oldest}, 0); err != nil {
			t.Fatal(err)
		}
	}
	if got := asJSON.String(); !strings.Contains(got, `"page":"listing","page_sha256":"`+digest("page")+`"`) || !strings.Contains(got, `"item":"passport"`) {
		t.Error(got)
	}
	if got := asCSV.String(); strings.Contains(got, "page") || strings.Contains(got, "passport") {
		t.Error(got)
	}
	if r := f.verify(); !r.Proved() {
		t.Errorf("%v", r.Broken)
	}
}

// TestWhatNobodyGotIsNotOpen in any list, count or search, and says why.
func TestWhatNobodyGotIsNotOpen(t *testing.T) {
	f, page, link := published(t)
	for _, id := range []string{page.ID, link.ID} {
		f.append(id, Event{Kind: NeverHandedOver, Detail: "the page could not be stored"})
	}
	e := f.get(link.ID)
	if e.State != StateFailed || e.Failure != "never handed over: the page could not be stored" || e.MayOpen(noon) {
		t.Errorf("%s %q", e.State, e.Failure)
	}
	if got := f.all(Query{State: StateFailed}); len(got) != 2 {
		t.Errorf("%d are known as failed", len(got))
	}
	if got := f.all(Query{State: StateOpen}); len(got) != 0 {
		t.Errorf("open: %+v", got)
	}
	if keys, err := f.Keys(context.Background()); err != nil || len(keys) != 0 {
		t.Errorf("%+v %v", keys, err)
	}
	if s, err := f.Summary(context.Background(), noon); err != nil || s.Open != 0 {
		t.Errorf("%+v %v", s, err)
	}
	if r := f.verify(); !r.Proved() {
		t.Errorf("%v", r.Broken)
	}
}

// TestABodyWithoutAPageSaysNothingOfOne: what was written before is written so today.
func TestABodyWithoutAPageSaysNothingOfOne(t *testing.T) {
	r := sample(1, noon)
	raw, err := new(encoder).encode(&r)
	var fields map[string]any
	if err != nil || json.Unmarshal(raw, &fields) != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"page", "page_sha256", "item"} {
		if _, there := fields[name]; there {
			t.Error(name + " is written where there is none")
		}
	}
}
