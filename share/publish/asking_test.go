package publish_test

import (
	"bytes"
	"context"
	"errors"
	"html"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
	"signet/share/publish"
	"signet/share/sign"
)

func items(t *testing.T, texts ...string) []share.Item {
	t.Helper()
	all, err := share.ParseItems(texts)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func asking(bucket string) share.Request {
	return share.Request{Target: share.Target{Place: "demo", Bucket: bucket, Key: "in/"}, Lifetime: share.For(3 * time.Hour), Note: "ticket 7", Recipient: "Ms Ito"}
}

// fieldsOf are the hidden fields of the forms of a page, form by form.
func fieldsOf(page string) (forms []map[string]string) {
	for _, form := range regexp.MustCompile(`(?s)<form .*?</form>`).FindAllString(page, -1) {
		fields := map[string]string{}
		for _, m := range regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
			fields[m[1]] = html.UnescapeString(m[2])
		}
		if strings.Contains(form, `<select id="type`) {
			fields["Content-Type"] = "chosen"
		}
		fields["action"] = html.UnescapeString(regexp.MustCompile(`action="([^"]+)"`).FindStringSubmatch(form)[1])
		forms = append(forms, fields)
	}
	return forms
}

// send posts a file by a form, as its page does.
func (r *rig) send(form map[string]string, name, contentType, body string) int {
	r.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field, value := range form {
		switch field {
		case "action":
			continue
		case "key":
			value = strings.TrimSuffix(value, "${filename}") + name
		case "Content-Type":
			value = contentType
		}
		_ = w.WriteField(field, value)
	}
	part, _ := w.CreateFormFile("file", name)
	_, _ = part.Write([]byte(body))
	_ = w.Close()
	answer, err := http.Post(form["action"], w.FormDataContentType(), &b)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// group are the entries of a page.
func (r *rig) group(id string) (all []ledger.Entry) {
	r.t.Helper()
	if err := r.log.Each(r.t.Context(), ledger.Query{Group: id}, func(e ledger.Entry) error { all = append(all, e); return nil }); err != nil {
		r.t.Fatal(err)
	}
	return all
}

// list lists by the client.
func (r *rig) list(ctx context.Context, below share.Target, yield func(publish.Arrival) bool) error {
	done := errors.New("enough")
	err := r.client.Walk(ctx, s3browser.ListRequest{Bucket: below.Bucket, Prefix: below.Key, Recursive: true}, func(p s3browser.Page) error {
		for _, e := range p.Entries {
			if !yield(publish.Arrival{Key: e.Key, Size: e.Size, At: e.Modified}) {
				return done
			}
		}
		return nil
	})
	if errors.Is(err, done) {
		return nil
	}
	return err
}

// A request is one page with a form for each type of each thing, each thing in a folder of
// its own; what arrives is seen, and what does not is missing.
func TestARequestAsksAndIsAnswered(t *testing.T) {
	r := newRig(t)
	done, err := r.Ask(t.Context(), publish.Asking{Terms: asking("plain"), Items: items(t, "passport:image/*,application/pdf:10MB", "contract:application/pdf")}, handover.Options{Now: noon()})
	if err != nil {
		t.Fatal(err)
	}
	if done.Kind != share.PageRequest || done.Links != 3 || done.Apart || done.Files != 0 || done.Formless != "" {
		t.Errorf("%+v", done)
	}
	page, answer := r.open(done.Link.URL.Reveal())
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		t.Fatal(answer.Header)
	}
	forms := fieldsOf(page)
	if len(forms) != 3 || forms[0]["key"] != forms[1]["key"] || forms[0]["key"] == forms[2]["key"] || !regexp.MustCompile(`^in/contract-[a-z0-9]{12}/\$\{filename\}$`).MatchString(forms[2]["key"]) {
		t.Fatalf("%+v", forms)
	}
	status, err := publish.Await(r.group(done.Group))
	if err != nil || len(status.Rows) != 2 || status.Page.ID != done.Link.ID {
		t.Fatalf("%+v %v", status, err)
	}
	if status.Look(t.Context(), r.list); len(status.Missing()) != 2 {
		t.Errorf("%+v", status.Rows)
	}
	for _, c := range []struct {
		form       int
		name, kind string
		status     int
	}{{0, "a.jpg", "image/jpeg", 201}, {1, "a.pdf", "application/pdf", 201}, {2, "b.jpg", "image/jpeg", 403}, {0, "c.pdf", "application/pdf", 403}} {
		if got := r.send(forms[c.form], c.name, c.kind, "12345"); got != c.status {
			t.Errorf("%s by form %d: status %d, want %d", c.name, c.form, got, c.status)
		}
	}
	status.Look(t.Context(), r.list)
	row := status.Rows[0]
	if row.Name != "passport" || len(row.Arrived) != 2 || row.Size != 10 || row.Most != 10e6 || strings.Join(row.Types, " ") != "image/* application/pdf" || row.Missing() || row.Last().IsZero() {
		t.Errorf("%+v", row)
	}
	if missing := status.Missing(); len(missing) != 1 || missing[0].Name != "contract" {
		t.Errorf("%+v", missing)
	}
	text := status.Reminder(share.Secret{}, noon()).Reveal()
	for _, want := range []string{"Subject: Still missing: contract", "Hello Ms Ito,", "passport (2 files", "contract (at most 100 MB, PDF files only)", "The page that you have works until"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "http") {
		t.Errorf("a link nobody asked for:\n%s", text)
	}
	if with := status.Reminder(done.Link.URL, noon()).Reveal(); !strings.Contains(with, done.Link.URL.Reveal()) {
		t.Errorf("no link in\n%s", with)
	}
}

// An upload page has one form, and counts what has come since.
func TestAnUploadPage(t *testing.T) {
	r := newRig(t)
	terms := asking("plain")
	terms.Options = share.Options{MaxSize: 3, ContentType: "image/", ContentTypePrefix: true}
	done, err := r.Ask(t.Context(), publish.Asking{Terms: terms, Title: "Photos"}, handover.Options{Now: noon()})
	if err != nil || done.Kind != share.PageUpload {
		t.Fatal(done, err)
	}
	page, _ := r.open(done.Link.URL.Reveal())
	forms := fieldsOf(page)
	if len(forms) != 1 || !strings.Contains(page, "<title>Photos</title>") {
		t.Fatalf("%+v", forms)
	}
	if got := r.send(forms[0], "a.jpg", "image/jpeg", "12345"); got != 400 {
		t.Errorf("too large: %d", got)
	}
	if got := r.send(forms[0], "a.jpg", "image/jpeg", "123"); got != 201 {
		t.Errorf("%d", got)
	}
	status, err := publish.Await(r.group(done.Group))
	if err != nil || len(status.Rows) != 1 || status.Rows[0].Folder.Key != "in/" {
		t.Fatalf("%+v %v", status, err)
	}
	if status.Look(t.Context(), r.list); len(status.Rows[0].Arrived) != 1 || !strings.HasSuffix(status.Rows[0].Arrived[0].Key, "a.jpg") {
		t.Errorf("%+v", status.Rows)
	}
}

// Upload links stand in for forms, for a name each, which is taken once.
func TestUploadLinksInThePlaceOfForms(t *testing.T) {
	r := newRig(t)
	done, err := r.Ask(t.Context(), publish.Asking{Terms: asking("plain"), Items: items(t, "passport:image/*"), Files: 2}, handover.Options{Now: noon()})
	if err != nil || done.Files != 2 || done.Links != 2 {
		t.Fatal(done, err)
	}
	page, _ := r.open(done.Link.URL.Reveal())
	found := regexp.MustCompile(`data-to="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(found) != 2 || len(fieldsOf(page)) > 0 {
		t.Fatalf("%d links", len(found))
	}
	put := func() int {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPut, html.UnescapeString(found[0][1]), strings.NewReader("123"))
		req.Header.Set("If-None-Match", "*")
		req.Header.Set("Content-Disposition", "attachment; filename*=UTF-8''a.jpg")
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	if first, second := put(), put(); first != 200 || second != 412 {
		t.Errorf("%d, and the second time %d", first, second)
	}
	status, err := publish.Await(r.group(done.Group))
	if err != nil || len(status.Rows) != 1 || status.Rows[0].Files != 2 {
		t.Fatalf("%+v %v", status, err)
	}
	if status.Look(t.Context(), r.list); len(status.Rows[0].Arrived) != 1 {
		t.Errorf("%+v", status.Rows)
	}
	for _, a := range []publish.Asking{
		{Terms: asking("plain"), Files: publish.MaxFiles + 1},
		{Terms: asking("plain"), Files: -1},
		{Terms: func() share.Request { q := asking("plain"); q.Options.MinSize = 5; return q }(), Files: 2},
	} {
		if _, err := r.Ask(t.Context(), a, handover.Options{Now: noon()}); err == nil {
			t.Errorf("%+v is done", a)
		}
	}
}

// What the rails forbid of links they forbid of what a page is made of.
func TestRailsBindAskings(t *testing.T) {
	for name, rule := range map[string]share.Rule{
		"forms":   {Name: "x", Bucket: "*", Operations: []share.Operation{share.Download}},
		"batches": {Name: "x", Bucket: "*", NoBatches: true},
		"life":    {Name: "x", Bucket: "*", RequireNote: true},
	} {
		r := newRig(t)
		r.Service.Rules = share.Rules{rule}
		terms := asking("plain")
		terms.Note = ""
		_, err := r.Ask(t.Context(), publish.Asking{Terms: terms, Items: items(t, "a", "b")}, handover.Options{Now: noon()})
		var refused *share.RefusedError
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
		if left := r.left("plain"); len(left) > 0 {
			t.Errorf("%s: %q is stored", name, left)
		}
	}
}

func TestWhatIsNoAsking(t *testing.T) {
	r := newRig(t)
	link, err := r.Service.Share(t.Context(), requests("plain", "a.txt")[0])
	if err != nil {
		t.Fatal(err)
	}
	e, err := r.log.Get(t.Context(), link.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := publish.Await([]ledger.Entry{e}); !errors.Is(err, publish.ErrNoAsking) {
		t.Error(err)
	}
}

// Whoever uploads puts nothing in the place of a page: neither of the one that is open, nor
// of another that they were given.
func TestNobodyUploadsOverAPage(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		key   string
		files int
		items []string
		done  bool
	}{
		{key: ""},
		{key: "sig"},
		{key: "signet-pages/"},
		{key: "signet-pages/a"},
		{key: "signet-pages/in/", done: true},
		{key: "in/", done: true},
		{key: "", files: 2, done: true},
		{key: "", items: []string{"a"}, done: true},
	} {
		terms := asking("plain")
		terms.Target.Key = c.key
		var wanted []share.Item
		if len(c.items) > 0 {
			wanted = items(t, c.items...)
		}
		_, err := r.Ask(t.Context(), publish.Asking{Terms: terms, Files: c.files, Items: wanted}, handover.Options{Now: noon()})
		var refused *share.UsageError
		if c.done != (err == nil) || !c.done && (!errors.As(err, &refused) || !strings.Contains(err.Error(), "in their place")) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if all := r.entries(); len(all) != 9 { // of the four that are made: their links, and a page each
		t.Errorf("%q", all)
	}
	r.Where = func(string, string) (string, string) { return "pages", "signet-pages/" }
	terms := asking("plain")
	terms.Target.Key = ""
	if _, err := r.Ask(t.Context(), publish.Asking{Terms: terms}, handover.Options{Now: noon()}); err != nil {
		t.Errorf("a page in a bucket of its own: %v", err)
	}
}

// elsewhere signs as the owner does, for another address.
type elsewhere struct {
	*rig
	change func(*sign.Account)
}

func (e elsewhere) Account(ctx context.Context, place string) (sign.Account, string, error) {
	a, name, err := e.rig.Account(ctx, place)
	e.change(&a)
	return a, name, err
}

// A page that sends is stored where its script sees what becomes of the files: in a bucket
// of its own only where that has the same address.
func TestAPageThatSendsIsOfTheAddressItSendsTo(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*sign.Account)
		want   string
	}{
		{"one address for all buckets", func(*sign.Account) {}, "pages"},
		{"an address for each bucket", func(a *sign.Account) { a.Endpoint, a.PathStyle = "", false }, "plain"},
	} {
		r := newRig(t)
		r.Service.Signer = sign.New(elsewhere{r, c.change})
		r.Where = func(string, string) (string, string) { return "pages", "signet-pages/" }
		for _, files := range []int{0, 2} {
			done, err := r.Ask(t.Context(), publish.Asking{Terms: asking("plain"), Files: files}, handover.Options{Now: noon()})
			if err != nil || done.Apart || done.Link.Request.Target.Bucket != c.want || !strings.HasPrefix(done.Link.Request.Target.Key, "signet-pages/") {
				t.Errorf("%s: %v in %s, %v", c.name, done.Apart, done.Link.Request.Target.URI(), err)
			}
		}
	}
}

// Where a guard rail has another place sign the link to the page, forms are left, and said;
// with upload links nothing could be sent, so that nothing is signed.
func TestAPageOfAnotherAddress(t *testing.T) {
	r := newRig(t)
	r.Service.Signer = sign.New(fronted{r})
	r.Service.Rules = share.Rules{{Name: "front", Bucket: "plain", Prefix: "signet-pages/", SignPlace: "front"}}
	_, err := r.Ask(t.Context(), publish.Asking{Terms: asking("plain"), Files: 2}, handover.Options{Now: noon()})
	var refused *share.UsageError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "another address") {
		t.Error(err)
	}
	if all := r.entries(); len(all) > 0 || len(r.left("plain")) > 0 {
		t.Errorf("%q", all)
	}
	done, err := r.Ask(t.Context(), publish.Asking{Terms: asking("plain")}, handover.Options{Now: noon()})
	if err != nil || !done.Apart {
		t.Errorf("%v to %v: %v", done.Link.Endpoint, done.Apart, err)
	}
}

// fronted is at AWS, and has a place that answers at another address.
type fronted struct{ *rig }

func (f fronted) Account(ctx context.Context, place string) (sign.Account, string, error) {
	a, name, err := f.rig.Account(ctx, place)
	if a.Endpoint = ""; place == "front" {
		a.Endpoint, name = "https://files.example.com", place
	}
	return a, name, err
}
