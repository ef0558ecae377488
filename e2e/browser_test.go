package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser is a headless Chromium with one empty tab.
func browser(t *testing.T, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	// Its own folder is gone when all of its processes are, which takes a moment.
	dir, err := os.MkdirTemp("", "signet-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { until(t, "chromium's folder is gone", func() bool { return os.RemoveAll(dir) == nil }) })
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.WSURLReadTimeout(testTimeout), chromedp.UserDataDir(dir), chromedp.Env("TMPDIR="+dir))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), append(options, more...)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return ctx
}

// form is an upload form that is opened in a browser, filled in and sent.
type form struct {
	page, file string
	// choose is the type that is chosen, where the form offers several; one that
	// it does not offer is smuggled in.
	choose string
}

// submit opens the page, chooses the file, presses the button, and returns the
// status of the server's answer. Each form has a tab of its own: in one that
// shows the form before, or still loads the answer to it, the fields that are
// found may be that form's, and the wrong form is sent.
func (f form) submit(tab context.Context, t *testing.T) int64 {
	t.Helper()
	tab, cancel := chromedp.NewContext(tab)
	defer cancel()
	ctx, cancel := context.WithTimeout(tab, testTimeout)
	defer cancel()
	answers := chromedp.Events(ctx, network.ResponseReceived)
	err := chromedp.Do(ctx,
		chromedp.Navigate("file://"+f.page),
		chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{f.file}),
	)
	if err == nil && f.choose != "" {
		_, err = chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(
			`(s => { if (![...s.options].some(o => o.value == %[1]q)) s.add(new Option(%[1]q)); s.value = %[1]q; return true })(document.querySelector("select"))`, f.choose)))
	}
	if err == nil {
		err = chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`button[type="submit"]`)))
	}
	if err != nil {
		t.Fatal(err)
	}
	// A 204 leaves the page where it is: there is no load to wait for.
	for answer, err := range answers {
		if err != nil {
			t.Fatalf("the form was never answered: %v", err)
		}
		if answer.Type == network.ResourceTypeDocument && strings.HasPrefix(answer.Response.URL, "http:") {
			return answer.Response.Status
		}
	}
	t.Fatal("the form was never answered")
	return 0
}

// The page of an upload form works from a file, as it comes with a mail: what
// it allows arrives, everything else is refused by the server.
func TestFormPageInBrowser(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"demo", "minio"} {
		t.Run(name, func(t *testing.T) { formPages(t, theServer(t, name)) })
	}
}

func formPages(t *testing.T, s *server) {
	b, p := s.bucket(t), signetFor(t, s)
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	page := func(name string, flags ...string) string {
		args := append(append([]string{"share", "--op", "post", "--handover", "html", "--max-size", "1MB"}, s.at()...), flags...)
		return file(name, p.must(t, "", append(args, "s3://"+b+"/in/photo.jpg")...).stdout)
	}
	good, small, large := page("good.html", "--expires", "1h"), file("small.jpg", strings.Repeat("s", 900_000)), file("large.jpg", strings.Repeat("l", 3_000_000))
	typed := page("typed.html", "--expires", "1h", "--content-type", "image/*")
	ended := page("ended.html", "--expires", "1s")

	tab := browser(t)
	saysItsTerms(tab, t, typed)
	for _, c := range []struct {
		what string
		form form
	}{
		{"a file of 3 MB where 1 MB is allowed", form{good, large, ""}},
		{"a form that has ended", form{ended, small, ""}},
		{"a type that is not allowed", form{typed, small, "text/html"}},
	} {
		if status := c.form.submit(tab, t); status < 400 {
			t.Errorf("%s: status %d", c.what, status)
		}
		s.mustLack(t, b, "in/photo.jpg")
	}
	for _, f := range []form{{good, small, ""}, {typed, file("other.jpg", "another photo"), "image/png"}} {
		if status := f.submit(tab, t); status < 200 || status >= 400 {
			t.Errorf("a file that is allowed: status %d", status)
		}
		content, err := os.ReadFile(f.file)
		if err != nil {
			t.Fatal(err)
		}
		s.mustHold(t, b, "in/photo.jpg", string(content))
	}
}

// saysItsTerms: limits and end stand on the page in words, and the browser runs
// and loads nothing for it.
func saysItsTerms(tab context.Context, t *testing.T, page string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, testTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+page)); err != nil {
		t.Fatal(err)
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 MB", "Pictures only", "until", "UTC", "photo.jpg"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	foreign, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.scripts.length + performance.getEntriesByType("resource").length`))
	if err != nil || foreign != 0 {
		t.Errorf("%d scripts and things loaded from elsewhere (%v)", foreign, err)
	}
}

// What a phone does with a scanned link: it opens it.
func TestDownloadInBrowser(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	s.put(t, b, "zwölf & mehr.txt", "opened by a browser")
	l := signetFor(t, s).share(t, s, b, "zwölf & mehr.txt", "--inline")
	ctx, cancel := context.WithTimeout(browser(t), testTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(l.URL)); err != nil {
		t.Fatal(redact(err))
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(text) != "opened by a browser" {
		t.Errorf("the browser shows %q", text)
	}
}
