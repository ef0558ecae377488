package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser is a headless Chromium with one empty tab.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return ctx
}

// submit opens a page, chooses a file, presses the button, and returns the
// status of the server's answer.
func submit(tab context.Context, t *testing.T, page, file string) int64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, 30*time.Second)
	defer cancel()
	answers := chromedp.Events(ctx, network.ResponseReceived)
	err := chromedp.Do(ctx,
		chromedp.Navigate("file://"+page),
		chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{file}),
		chromedp.Click(chromedp.CSS(`button[type="submit"]`)),
	)
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

// The page of an upload form works from a file, as it comes with a mail.
func TestFormPageInBrowser(t *testing.T) {
	s := theServer(t, "minio")
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
	good, small, large := page("good.html", "--expires", "10m"), file("small.jpg", strings.Repeat("s", 900_000)), file("large.jpg", strings.Repeat("l", 3_000_000))
	ended := page("ended.html", "--expires", "1s")

	tab := browser(t)
	if status := submit(tab, t, good, large); status < 400 {
		t.Errorf("a file of 3 MB where 1 MB is allowed: status %d", status)
	}
	s.mustLack(t, b, "in/photo.jpg")
	if status := submit(tab, t, ended, small); status < 400 {
		t.Errorf("a form that has ended: status %d", status)
	}
	s.mustLack(t, b, "in/photo.jpg")
	if status := submit(tab, t, good, small); status < 200 || status >= 400 {
		t.Errorf("a file of 0.9 MB: status %d", status)
	}
	s.mustHold(t, b, "in/photo.jpg", strings.Repeat("s", 900_000))
}

// What a phone does with a scanned link: it opens it.
func TestDownloadInBrowser(t *testing.T) {
	s := theServer(t, "minio")
	b := s.bucket(t)
	s.put(t, b, "zwölf & mehr.txt", "opened by a browser")
	l := signetFor(t, s).share(t, s, b, "zwölf & mehr.txt", "--inline")
	ctx, cancel := context.WithTimeout(browser(t), 30*time.Second)
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
