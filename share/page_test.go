package share

import (
	"strings"
	"testing"
)

func TestARequestSaysOfPagesOnlyWhatThereIs(t *testing.T) {
	fine := Request{Target: Target{Bucket: "acme", Key: "p.html"}, Operation: Download, Page: PageListing, Item: strings.Repeat("é", MaxItem)}
	if err := fine.checkPage(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*Request){
		"no kind of page":   func(r *Request) { r.Page = "leaflet" },
		"a page and upload": func(r *Request) { r.Operation = Upload },
		"too long":          func(r *Request) { r.Item += "x" },
		"unseen":            func(r *Request) { r.Item = "pass\x1bport" },
	} {
		r := fine
		if change(&r); r.check() == nil {
			t.Error(name + " is taken")
		}
	}
}
