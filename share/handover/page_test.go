package handover_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"signet/share"
	"signet/share/handover"
)

// element is one start tag of a page, with the text up to the next tag.
type element struct {
	name string
	attr map[string]string
	text string
}

// elements reads a page. Ours are well-formed, so that an independent parser
// can read them: whatever is not escaped would be an element of its own.
func elements(t *testing.T, page string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.Entity = true, xml.HTMLEntity
	var out []element
	open := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, page)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attr: map[string]string{}}
			for _, a := range tok.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			out, open = append(out, e), true
		case xml.EndElement:
			open = false
		case xml.CharData:
			if open {
				out[len(out)-1].text += string(tok)
			}
		}
	}
}

func named(list []element, name string) []element {
	return slices.DeleteFunc(slices.Clone(list), func(e element) bool { return e.name != name })
}

// checkSelfContained: no script, nothing from elsewhere, a policy that says so.
func checkSelfContained(t *testing.T, page string, formAction string) {
	t.Helper()
	list := elements(t, page)
	for _, e := range list {
		if !slices.Contains([]string{"html", "head", "meta", "title", "style", "body", "h1", "p", "ul", "li", "a", "small", "main", "div", "section", "form", "input", "select", "option", "label", "button", "dl", "dt", "dd"}, e.name) {
			t.Errorf("a page with <%s>", e.name)
		}
		for a := range e.attr {
			if strings.HasPrefix(a, "on") || a == "src" || a == "style" || a == "href" && e.name != "a" {
				t.Errorf("<%s %s>", e.name, a)
			}
		}
	}
	policy := ""
	for _, m := range named(list, "meta") {
		if m.attr["http-equiv"] == "Content-Security-Policy" {
			policy = m.attr["content"]
		}
	}
	style := named(list, "style")
	if len(style) != 1 || strings.Contains(style[0].text, "url(") || strings.Contains(style[0].text, "@import") {
		t.Fatalf("styles: %+v", style)
	}
	sum := sha256.Sum256([]byte(style[0].text))
	want := "default-src 'none'; base-uri 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action " + formAction
	if policy != want {
		t.Errorf("policy\n%s, want\n%s", policy, want)
	}
}

func form(t *testing.T, l share.Link) string {
	t.Helper()
	var b bytes.Buffer
	if err := handover.Form(&b, l, handover.Options{Now: now}); err != nil {
		t.Fatalf("%q: %v", l.Request.Target.Key, err)
	}
	return b.String()
}

// What the page would send, sent: every field arrives in order, the file last.
func TestFormPageSendsTheForm(t *testing.T) {
	s := newServer(t)
	for _, key := range awkward {
		if strings.ContainsFunc(key, unicode.IsControl) {
			if err := handover.Form(io.Discard, formLink(s.URL, key), handover.Options{}); err == nil {
				t.Errorf("%q: a form that no browser sends", key)
			}
			continue
		}
		l := formLink(s.URL, key)
		page := form(t, l)
		checkSelfContained(t, page, s.URL)
		list := elements(t, page)
		f := named(list, "form")
		if len(f) != 1 || f[0].attr["action"] != s.URL+"/bucket" || f[0].attr["method"] != "post" || f[0].attr["enctype"] != "multipart/form-data" {
			t.Fatalf("%+v", f)
		}
		submit(t, f[0].attr["action"], named(list, "input"))
		checkParts(t, key, l, parts(t, s.take(t, 1)[0]), "local.bin")
	}
}

// submit sends inputs as a browser does.
func submit(t *testing.T, action string, inputs []element) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, in := range inputs {
		if in.attr["type"] != "file" {
			_ = w.WriteField(in.attr["name"], in.attr["value"])
			continue
		}
		p, _ := w.CreateFormFile(in.attr["name"], "local.bin")
		_, _ = io.WriteString(p, content)
	}
	_ = w.Close()
	answer, err := http.Post(action, w.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
}

func TestFormPageSaysTheLimits(t *testing.T) {
	l := formLink("https://s3.example.com:8443/path", "in/")
	l.Terms.Starts, l.Terms.AtMost = now.Add(time.Hour), true
	l.Request.Options = share.Options{
		KeyPrefix: true, MinSize: 1024, MaxSize: 2 << 20, ContentType: "image/", ContentTypePrefix: true,
		SuccessRedirect: "https://acme.example/thanks?a=1",
	}
	page := form(t, l)
	checkSelfContained(t, page, "https://s3.example.com:8443 https://acme.example")
	for _, want := range []string{
		"1 kB (1,024 bytes) to 2.1 MB (2,097,152 bytes)", "Pictures only", "at most until Friday, 27 November 2026, 16:30 CET (UTC+01:00)", "not before Tuesday, 24 November 2026, 17:30 CET",
		"The file keeps its name", "another page opens", "Policy expired", `accept="image/*"`, "do not pass it on",
	} {
		if !strings.Contains(strings.ReplaceAll(page, "&#43;", "+"), want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	list := elements(t, page)
	if s := named(list, "select"); len(s) != 1 || s[0].attr["name"] != "Content-Type" || named(list, "option")[0].attr["value"] != "image/jpeg" {
		t.Errorf("%+v", s)
	}
	for _, in := range named(list, "input") {
		if in.attr["name"] == "Content-Type" {
			t.Error("the type is sent twice")
		}
	}
}

func TestFormPageVariants(t *testing.T) {
	for name, c := range map[string]struct {
		base    string
		options share.Options
		action  string
		want    string
	}{
		"status 201":    {"https://h", share.Options{SuccessStatus: 201}, "https://h", "PostResponse"},
		"status 200":    {"https://h", share.Options{SuccessStatus: 200}, "https://h", "empty page"},
		"status 204":    {"https://h", share.Options{SuccessStatus: 204}, "https://h", "stays as it is"},
		"default size":  {"https://h", share.Options{}, "https://h", "At most 100 MB"},
		"exact type":    {"https://h", share.Options{ContentType: "application/pdf"}, "https://h", `accept="application/pdf"`},
		"odd prefix":    {"https://h", share.Options{ContentType: "application/x-", ContentTypePrefix: true}, "https://h", "Types beginning with application/x-"},
		"IPv6 endpoint": {"http://[::1]:9000", share.Options{}, "http:", "one"},
	} {
		l := formLink(c.base, "k")
		l.Request.Options = c.options
		page := form(t, l)
		checkSelfContained(t, page, c.action)
		if !strings.Contains(page, c.want) {
			t.Errorf("%s: no %q in\n%s", name, c.want, page)
		}
	}
	if err := handover.Form(io.Discard, link("https://h", share.Upload, "k"), handover.Options{}); err == nil {
		t.Error("a form was made of an upload link")
	}
}

func TestPageOfLinks(t *testing.T) {
	var b bytes.Buffer
	if err := handover.Page(&b, slices.Values(links()), handover.Options{Now: now, Title: `Contracts </title><script>alert("x")</script>`}); err != nil {
		t.Fatal(err)
	}
	checkSelfContained(t, b.String(), "'none'")
	anchors := named(elements(t, b.String()), "a")
	if len(anchors) != len(awkward) {
		t.Fatalf("%d links", len(anchors))
	}
	for i, a := range anchors {
		if a.attr["href"] != links()[i].URL.Reveal() {
			t.Errorf("%q: %s\nwant %s", awkward[i], a.attr["href"], links()[i].URL.Reveal())
		}
		if strings.ContainsAny(a.text, "\x1b\u202e\u200b\n\t") {
			t.Errorf("%q shows as %q", awkward[i], a.text)
		}
	}
	if !strings.Contains(b.String(), "until Friday, 27 November 2026") {
		t.Error("no end")
	}
}

func TestPageTakesDownloadsOnly(t *testing.T) {
	for _, op := range []share.Operation{share.Upload, share.Delete, share.Metadata} {
		err := handover.Page(io.Discard, slices.Values([]share.Link{link("https://h", op, "k")}), handover.Options{})
		if err == nil {
			t.Errorf("%s was accepted", op)
		}
	}
}

// What stands at the head of a page is written once, for all pages.
func TestPagesHaveOneHead(t *testing.T) {
	var with []string
	files, err := filepath.Glob("*.html")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "<head>") {
			with = append(with, name)
		} else if strings.Count(string(text), `{{template "head" .}}`) != 1 {
			t.Error(name, "has no head")
		}
	}
	if !slices.Equal(with, []string{"head.html"}) {
		t.Error(with)
	}
}
