package handover_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"signet/share"
	"signet/share/handover"
)

func uploadPage(t *testing.T, u handover.Uploads) string {
	t.Helper()
	var b bytes.Buffer
	if err := handover.UploadPage(&b, u, handover.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// script takes the one script out of a page, which is no XML.
func script(t *testing.T, page string) (rest, code string) {
	t.Helper()
	parts := regexp.MustCompile(`(?s)<script>(.*)</script>`).FindAllStringSubmatch(page, -1)
	if len(parts) != 1 {
		t.Fatalf("%d scripts", len(parts))
	}
	return strings.Replace(page, parts[0][0], "", 1), parts[0][1]
}

// asked is a page for two things, one of them of two types.
func asked(name string) handover.Uploads {
	way := func(contentType string, prefix bool) share.Link {
		l := formLink("https://s3.example.com", "in/k3/")
		l.Request.Options = share.Options{KeyPrefix: true, MaxSize: 10e6, ContentType: contentType, ContentTypePrefix: prefix, SuccessStatus: 201}
		return l
	}
	soon := way("", false)
	soon.Terms.Ends = now.Add(60e9)
	return handover.Uploads{Script: true, Reference: "r1", Asked: []handover.Asked{
		{Name: name, Ways: []share.Link{way("image/", true), way("application/pdf", false)}}, {Name: "anything", Ways: []share.Link{soon}},
	}}
}

// A page in the bucket has one script, which its policy names by its hash, and speaks
// to the store alone; the rows say what is asked for, and the end is the earliest.
func TestUploadPageHasOneScript(t *testing.T) {
	rest, code := script(t, uploadPage(t, asked("passport")))
	list := elements(t, rest)
	sum := sha256.Sum256([]byte(code))
	for _, m := range named(list, "meta") {
		if p := m.attr["content"]; m.attr["http-equiv"] != "" && !strings.HasSuffix(p, "form-action https://s3.example.com; script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'; connect-src https://s3.example.com") {
			t.Errorf("policy %s", p)
		}
	}
	for _, e := range list {
		for a := range e.attr {
			if strings.HasPrefix(a, "on") || a == "src" || a == "style" || a == "href" {
				t.Errorf("<%s %s>", e.name, a)
			}
		}
	}
	forms := named(list, "form")
	if len(forms) != 3 || forms[0].attr["data-type"] != "image/" || forms[0].attr["data-family"] != "true" || forms[1].attr["data-type"] != "application/pdf" || forms[2].attr["data-type"] != "" {
		t.Errorf("%+v", forms)
	}
	rows := slices.DeleteFunc(named(list, "section"), func(e element) bool { _, row := e.attr["data-name"]; return !row })
	if len(rows) != 2 || rows[0].attr["data-types"] != "image/*,application/pdf" || rows[0].attr["data-most"] != "10000000" || rows[0].attr["data-many"] != "true" {
		t.Errorf("%+v", rows)
	}
	if ends := named(list, "main")[0].attr["data-ends"]; ends != "2026-11-24T15:31:00Z" {
		t.Errorf("the page ends %s", ends)
	}
	for _, want := range []string{"Please send these documents", ">passport<", "Pictures or PDF files", "At most 10 MB", "Reference: r1", "nobody looks into it", "straight into the storage", "Pictures only</label>", "PDF files only</label>"} {
		if !strings.Contains(rest, want) {
			t.Errorf("no %q in\n%s", want, rest)
		}
	}
	if strings.Contains(rest, "checked") {
		t.Error("something is called checked")
	}
}

// Names from outside stay text.
func TestUploadPageOfHostileNames(t *testing.T) {
	for _, name := range awkward {
		rest, _ := script(t, uploadPage(t, asked(name)))
		if len(named(elements(t, rest), "script")) > 0 || len(named(elements(t, rest), "section")) != 3 {
			t.Errorf("%q is no text", name)
		}
	}
}

// Where a store takes no forms a page has links, one a file; it needs its script, and
// says so.
func TestUploadPageOfLinks(t *testing.T) {
	one := link("https://h", share.Upload, "in/k1")
	one.Headers = []share.Header{{Name: "Host", Value: "h"}, {Name: "If-None-Match", Value: "*"}}
	u := handover.Uploads{Script: true, Asked: []handover.Asked{{Types: []string{"image/*"}, Most: 2e6, Ways: []share.Link{one, link("https://h", share.Upload, "in/k2")}}}}
	rest, _ := script(t, uploadPage(t, u))
	list := elements(t, rest)
	data := named(list, "data")
	if len(data) != 2 || data[0].attr["data-to"] != one.URL.Reveal() || data[0].attr["data-headers"] != `[{"name":"If-None-Match","value":"*"}]` || data[1].attr["data-headers"] != "[]" {
		t.Errorf("%+v", data)
	}
	for _, want := range []string{"form-action 'none'", "needs scripts", "Takes 2 files in all", "by this page alone", "Pictures only", "At most 2 MB"} {
		if !strings.Contains(strings.ReplaceAll(rest, "&#39;", "'"), want) {
			t.Errorf("no %q in\n%s", want, rest)
		}
	}
}

func TestUploadPageRefuses(t *testing.T) {
	put, post := link("https://h", share.Upload, "k"), formLink("https://h", "k")
	for name, u := range map[string]handover.Uploads{
		"nothing":            {},
		"no ways":            {Asked: []handover.Asked{{Name: "passport"}}},
		"a download":         {Asked: []handover.Asked{{Ways: []share.Link{link("https://h", share.Download, "k")}}}, Script: true},
		"links in a file":    {Asked: []handover.Asked{{Ways: []share.Link{put}}}},
		"links and forms":    {Asked: []handover.Asked{{Ways: []share.Link{put, post}}}, Script: true},
		"a line in a key":    {Asked: []handover.Asked{{Ways: []share.Link{formLink("https://h", "a\nb")}}}, Script: true},
		"dots in an address": {Asked: []handover.Asked{{Ways: []share.Link{link("https://h", share.Upload, "a/../b")}}}, Script: true},
	} {
		if err := handover.UploadPage(io.Discard, u, handover.Options{Now: now}); err == nil {
			t.Errorf("%s: a page is made", name)
		}
	}
}
