package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// phonePage is a tab at the size of a phone that shows a page.
type phonePage struct {
	ctx context.Context
	t   *testing.T
}

// onPhone opens a page as a phone does. Before its script runs, the elements of the
// page are changed by tamper, a function of JavaScript that is given each.
func onPhone(tab context.Context, t *testing.T, url, scheme, tamper string, scripts bool) *phonePage {
	t.Helper()
	tab, cancel := chromedp.NewContext(tab)
	t.Cleanup(cancel)
	ctx, cancel := context.WithTimeout(tab, testTimeout)
	t.Cleanup(cancel)
	scene := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		dark := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: dark})
		if err == nil && !scripts {
			_, err = cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		}
		if err == nil && tamper != "" {
			_, err = cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
				Source: `new MutationObserver(all => { for (const m of all) for (const e of m.addedNodes) if (e.dataset) (` + tamper + `)(e) }).observe(document, {childList: true, subtree: true})`,
			})
		}
		return err
	})
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2)), scene); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(redact(err))
	}
	return &phonePage{ctx, t}
}

// eval is what an expression of JavaScript makes of the page.
func eval[T any](p *phonePage, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatal(redact(err))
	}
	return v
}

// send chooses files for one row, and waits until each was sent or was not.
func (p *phonePage) send(row int, files ...string) (lines []string) {
	p.t.Helper()
	count := fmt.Sprintf(`[...document.querySelectorAll("section[data-name]")][%d].querySelectorAll("li.sent, li.failed").length`, row)
	before := eval[int](p, count)
	if err := chromedp.Do(p.ctx, chromedp.SetUploadFiles(chromedp.CSS(fmt.Sprintf("#choose%d", row)), files)); err != nil {
		p.t.Fatal(err)
	}
	until(p.t, "the files are sent", func() bool { return eval[int](p, count) == before+len(files) })
	all := eval[[]string](p, fmt.Sprintf(`[...[...document.querySelectorAll("section[data-name]")][%d].querySelectorAll("li.sent, li.failed")].map(e => e.className + ": " + e.innerText)`, row))
	return all[before:]
}

// mustSay fails unless every line says so.
func mustSay(t *testing.T, lines []string, want string) {
	t.Helper()
	for _, l := range lines {
		if !strings.Contains(l, want) {
			t.Errorf("the page does not say %q but %q", want, l)
		}
	}
}

// keys are those that begin so.
func (s *server) keys(t *testing.T, bucket, prefix string) (keys []string) {
	t.Helper()
	out, err := s.client().ListObjectsV2(within(t, testTimeout), &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range out.Contents {
		keys = append(keys, *o.Key)
	}
	return keys
}

// files writes files to be sent; a folder keeps equal names apart.
func files(t *testing.T, content map[string]string) func(name string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range content {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

// One link opens a page on a phone; what is sent from it is in the bucket, and the page
// says in words what was not.
func TestUploadPageOnPhone(t *testing.T) {
	t.Parallel()
	tab := browser(t)
	for _, name := range []string{"demo", "minio", "versitygw"} {
		t.Run(name, func(t *testing.T) { uploadPages(tab, t, theServer(t, name)) })
	}
}

func uploadPages(tab context.Context, t *testing.T, s *server) {
	b, p := s.bucket(t), signetFor(t, s)
	file := files(t, map[string]string{
		"1/image.jpg": "a photo", "2/image.jpg": "another photo", "large.jpg": strings.Repeat("l", 200_000), "notes.txt": "words",
		"empty.jpg": "", `<img src=x onerror=alert(1)> "&' ü.jpg`: "hostile",
	})
	share := func(prefix string, more ...string) string {
		args := append([]string{"share", "--op", "post", "--key-prefix", "--as-page", "--max-size", "100kB", "--content-type", "image/*", "--expires", "1h"}, s.at()...)
		return strings.TrimSpace(p.must(t, "", append(append(args, more...), "s3://"+b+"/"+prefix)...).stdout)
	}
	url := share("in/")
	here := onPhone(tab, t, url, "dark", "", true)
	mustSay(t, here.send(0, file("1/image.jpg"), file("2/image.jpg")), "sent: image.jpg")
	mustSay(t, here.send(0, file(`<img src=x onerror=alert(1)> "&' ü.jpg`)), `sent: <img src=x onerror=alert(1)> "&' ü.jpg`)
	mustSay(t, here.send(0, file("large.jpg")), "too large")
	mustSay(t, here.send(0, file("notes.txt")), "of another kind (text/plain)")
	stored := s.keys(t, b, "in/")
	if len(stored) != 3 {
		t.Fatalf("%s: stored are %q", s.kind.name, stored)
	}
	var bodies []string
	receipt := eval[string](here, `document.getElementById("receipt").innerText`)
	for _, key := range stored {
		o, _ := s.get(t, b, key)
		bodies = append(bodies, o.body)
		if !strings.Contains(receipt, "as "+key) || o.contentType != "image/jpeg" {
			t.Errorf("%s: %q of type %q is not in the receipt\n%s", s.kind.name, key, o.contentType, receipt)
		}
		if strings.ContainsAny(strings.TrimPrefix(key, "in/"), `/<>&"' `) {
			t.Errorf("%s: a key %q", s.kind.name, key)
		}
	}
	if slices.Sort(bodies); !slices.Equal(bodies, []string{"a photo", "another photo", "hostile"}) {
		t.Errorf("%s: stored are %q", s.kind.name, bodies)
	}
	eval[bool](here, `!!(window.saved = "", URL.createObjectURL = b => { b.text().then(t => window.saved = t); return "#" }, document.getElementById("save").click(), 1)`)
	var saved string
	until(t, "the receipt is saved", func() bool { saved = eval[string](here, "window.saved"); return saved != "" })
	if !strings.Contains(saved, stored[0]) || !strings.Contains(saved, "7 bytes") {
		t.Errorf("%s: the receipt that is saved:\n%s", s.kind.name, saved)
	}
	if ground := eval[string](here, `getComputedStyle(document.body).backgroundColor`); ground != "rgb(22, 25, 29)" {
		t.Errorf("%s: in the dark the page is %s", s.kind.name, ground)
	}
	if wide := eval[int](here, `document.documentElement.scrollWidth`); wide > 360 {
		t.Errorf("%s: the page is %d pixels wide", s.kind.name, wide)
	}

	// What the server refuses, where the page has not seen it before.
	for what, c := range map[string]struct{ tamper, file, says string }{
		"too large":  {`e => { if (e.dataset.most) e.dataset.most = "0" }`, "large.jpg", "too large"},
		"wrong type": {`e => { if (e.dataset.types) e.dataset.types = ""; if (e.dataset.type) e.dataset.type = "" }`, "notes.txt", "not of the kind"},
		"taken back": {`e => { if (e.name == "X-Amz-Credential") e.value = "GONE" + e.value }`, "1/image.jpg", "taken back"},
	} {
		t.Run(what, func(t *testing.T) {
			lines := onPhone(tab, t, url, "light", c.tamper, true).send(0, file(c.file))
			mustSay(t, lines, c.says)
			mustSay(t, lines, "Try again")
		})
	}
	t.Run("ended", func(t *testing.T) {
		ended := onPhone(tab, t, share("late/", "--expires", "4s"), "light", "", true)
		until(t, "the form is over", func() bool {
			return eval[bool](ended, `Date.now() > Date.parse(document.querySelector("main").dataset.ends) + 1500`)
		})
		mustSay(t, ended.send(0, file("1/image.jpg")), "time is over")
	})
	t.Run("lost and tried again", func(t *testing.T) { triedAgain(tab, t, url, file("1/image.jpg")) })
	t.Run("elsewhere", func(t *testing.T) { fromElsewhere(tab, t, url) })
	t.Run("without scripts", func(t *testing.T) { withoutScripts(tab, t, url, file("1/image.jpg")) })
	if stored := s.keys(t, b, "late/"); len(stored) > 0 {
		t.Errorf("%s: %q is stored after the end", s.kind.name, stored)
	}
}

// triedAgain sends a file whose request is lost, and once more.
func triedAgain(tab context.Context, t *testing.T, url, file string) {
	here := onPhone(tab, t, url, "light", "", true)
	eval[bool](here, `(send => { XMLHttpRequest.prototype.send = function () { XMLHttpRequest.prototype.send = send; this.dispatchEvent(new ProgressEvent("error")) }; return true })(XMLHttpRequest.prototype.send)`)
	mustSay(t, here.send(0, file), "the connection was lost")
	if err := chromedp.Do(here.ctx, chromedp.Click(chromedp.CSS(`li.failed button`))); err != nil {
		t.Fatal(err)
	}
	until(t, "the file is sent", func() bool { return eval[int](here, `document.querySelectorAll("li.sent").length`) == 1 })
}

// fromElsewhere opens the page from another server than it sends to: it finds that out, says
// so, and leaves its forms.
func fromElsewhere(tab context.Context, t *testing.T, url string) {
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(redact(err))
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write(body)
	}))
	defer front.Close()
	here := onPhone(tab, t, front.URL, "light", "", true)
	if text := eval[string](here, "document.body.innerText"); !strings.Contains(text, "comes from another place") || !eval[bool](here, `document.querySelector("form").offsetHeight > 0`) {
		t.Errorf("the page says\n%s", text)
	}
}

// withoutScripts sends one file by the page's form.
func withoutScripts(tab context.Context, t *testing.T, url, file string) {
	here := onPhone(tab, t, url, "light", "", false)
	answers := chromedp.Events(here.ctx, network.ResponseReceived)
	if err := chromedp.Do(here.ctx,
		chromedp.SetUploadFiles(chromedp.CSS(`form input[type="file"]`), []string{file}),
		chromedp.Click(chromedp.CSS(`form button[type="submit"]`))); err != nil {
		t.Fatal(err)
	}
	for answer, err := range answers {
		if err != nil {
			t.Fatalf("the form was never answered: %v", err)
		}
		if answer.Type == network.ResourceTypeDocument {
			if answer.Response.Status != 201 {
				t.Errorf("status %d", answer.Response.Status)
			}
			return
		}
	}
}

// A request has a row for each thing: what is chosen goes to the form that takes its type,
// into a folder of its own, and the owner sees what has arrived.
func TestRequestPageOnPhone(t *testing.T) {
	t.Parallel()
	tab := browser(t)
	for _, name := range []string{"demo", "minio", "versitygw"} {
		t.Run(name, func(t *testing.T) {
			s := theServer(t, name)
			b, p := s.bucket(t), signetFor(t, s)
			file := files(t, map[string]string{"a.png": "a picture", "b.pdf": "a document", "notes.txt": "words"})
			args := append([]string{"request", "--json", "--item", "passport:image/*,application/pdf:10MB", "--item", "<b>contract</b>:application/pdf", "--to", "Ms <i>Ito", "--expires", "1h", "--note", "</script><script>alert(1)</script>"}, s.at()...)
			link := links(t, p.must(t, "", append(args, "s3://"+b+"/in/")...).stdout)[0]
			here := onPhone(tab, t, link.URL, "dark", "", true)
			mustSay(t, here.send(0, file("a.png"), file("b.pdf")), "Sent, ")
			mustSay(t, here.send(1, file("a.png")), "of another kind")
			mustSay(t, here.send(0, file("notes.txt")), "of another kind")
			if text := eval[string](here, "document.body.innerText"); !strings.Contains(text, "<b>contract</b>") || strings.Contains(text, "alert") || strings.Contains(text, "Ito") {
				t.Errorf("the page says\n%s", text)
			}
			status := p.must(t, "", append([]string{"request", "status", link.ShareID}, s.at()...)...).stdout
			for _, want := range []string{"passport: 2 files, 19 B", "<b>contract</b>: missing", "-a.png", "-b.pdf"} {
				if !strings.Contains(status, want) {
					t.Errorf("no %q in\n%s", want, status)
				}
			}
			mustSay(t, here.send(1, file("b.pdf")), "Sent, ")
			var line struct {
				Missing []string
				Items   []struct{ Arrived []struct{ Size int64 } }
			}
			if err := json.Unmarshal([]byte(p.must(t, "", append([]string{"request", "status", "--json", link.ShareID}, s.at()...)...).stdout), &line); err != nil {
				t.Fatal(err)
			}
			if len(line.Missing) > 0 || len(line.Items) != 2 || len(line.Items[1].Arrived) != 1 || line.Items[1].Arrived[0].Size != 10 {
				t.Errorf("%+v", line)
			}
		})
	}
}

// Where a store takes no forms a page has links, which are used up one after the other:
// by a second visit no less.
func TestUploadLinksOnPhone(t *testing.T) {
	t.Parallel()
	tab := browser(t)
	for _, name := range []string{"demo", "minio", "versitygw"} {
		t.Run(name, func(t *testing.T) {
			s := theServer(t, name)
			b, p := s.bucket(t), signetFor(t, s)
			file := files(t, map[string]string{"1/image.jpg": "one", "2/image.jpg": "two", "3/ü image.jpg": "three", "large.jpg": strings.Repeat("l", 3000)})
			args := append([]string{"share", "--op", "post", "--key-prefix", "--as-page", "--files", "3", "--max-size", "2kB", "--content-type", "image/*", "--expires", "1h"}, s.at()...)
			url := strings.TrimSpace(p.must(t, "", append(args, "s3://"+b+"/in/")...).stdout)
			here := onPhone(tab, t, url, "light", "", true)
			mustSay(t, here.send(0, file("1/image.jpg"), file("2/image.jpg")), "Sent, 3 bytes")
			mustSay(t, here.send(0, file("large.jpg")), "too large")
			again := onPhone(tab, t, url, "dark", "", true)
			mustSay(t, again.send(0, file("3/ü image.jpg")), "Sent, 5 bytes")
			mustSay(t, again.send(0, file("1/image.jpg")), "Everything that was asked for here has been sent")
			var bodies []string
			for _, key := range s.keys(t, b, "in/") {
				o, _ := s.get(t, b, key)
				bodies = append(bodies, o.body)
			}
			if slices.Sort(bodies); !slices.Equal(bodies, []string{"one", "three", "two"}) {
				t.Errorf("%s: stored are %q", name, bodies)
			}
			if text := eval[string](onPhone(tab, t, url, "light", "", false), "document.body.innerText"); !strings.Contains(text, "needs scripts") {
				t.Errorf("without scripts the page says\n%s", text)
			}
		})
	}
}
