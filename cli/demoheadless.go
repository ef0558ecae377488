package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/qr"
	"signet/share/say"
)

// runHeadless runs the main job once without a terminal and prints each step. Every
// step is checked: a demo that ends well has shown that signet works here.
func (a *app) runHeadless(ctx context.Context, p *place) error {
	w := &headless{app: a, place: p, http: &http.Client{Timeout: 30 * time.Second, CheckRedirect: noRedirect}}
	for i, step := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"buckets", w.buckets},
		{"objects", w.objects},
		{"sign a link on this machine, for 15 minutes", w.sign},
		{"QR code of the link", w.code},
		{"open the link with a plain HTTP client", w.fetch},
		{"change one digit of the signature", w.tamper},
		{"share log", w.logLine},
	} {
		fmt.Fprintf(a.Out, "\n%d. %s\n", i+1, step.name)
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("demo, step %d: %w", i+1, err)
		}
	}
	_, err := fmt.Fprintln(a.Out, "\nall of it held")
	return err
}

// noRedirect has a link answer for itself.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// headless carries what one step finds to the next.
type headless struct {
	app    *app
	place  *place
	http   *http.Client
	bucket string
	object s3browser.Entry
	link   share.Link
}

func (w *headless) say(format string, args ...any) {
	fmt.Fprintf(w.app.Out, "   "+format+"\n", args...)
}

func (w *headless) buckets(ctx context.Context) error {
	list, err := w.place.browser().Buckets(ctx)
	if err != nil {
		return err
	}
	for _, b := range list {
		w.say("s3://%s", clean(b.Name))
	}
	if len(list) == 0 {
		return errors.New("there is no bucket")
	}
	w.bucket = list[0].Name
	return nil
}

// objects finds the first PDF; listing all of the first bucket.
func (w *headless) objects(ctx context.Context) error {
	page, err := w.place.browser().List(ctx, s3browser.ListRequest{Bucket: w.bucket, Recursive: true})
	if err != nil {
		return err
	}
	for i, e := range page.Entries {
		if i < 12 {
			w.say("%10s  %s", say.Bytes(e.Size), clean(e.Key))
		}
		if w.object.Key == "" && strings.HasSuffix(e.Key, ".pdf") && !share.ArchivedClass(e.Class) {
			w.object = e
		}
	}
	if n := len(page.Entries) - 12; n > 0 {
		w.say("and %s more", say.Count(n))
	}
	if w.object.Key == "" {
		return fmt.Errorf("there is no PDF in %s", w.bucket)
	}
	return nil
}

func (w *headless) sign(ctx context.Context) error {
	svc, err := w.app.service()
	if err != nil {
		return err
	}
	w.link, err = svc.Share(ctx, share.Request{
		Target:    share.Target{Place: w.place.name, Bucket: w.bucket, Key: w.object.Key},
		Operation: share.Download, Lifetime: share.For(15 * time.Minute), Note: "demo", Recipient: "demo",
		Object: share.Object{Known: true, Size: w.object.Size, ETag: w.object.ETag},
	})
	if err != nil {
		return err
	}
	w.say("%s", w.link.URL.Reveal())
	p := share.Plan{Request: w.link.Request, Terms: w.link.Terms}
	w.say("%s", share.Sentence(p, w.app.Clock(), clean))
	return nil
}

func (w *headless) code(context.Context) error {
	code, err := qr.Encode(w.link.URL.Reveal())
	if err != nil {
		return err
	}
	t := w.app.terminal(w.app.Out)
	t.UTF8, t.Cols, t.Rows = true, 400, 400
	plan := qr.Fit(code.Size(), t, qr.Half)
	drawn := qr.Draw(code, plan, t)
	if drawn == "" {
		return errors.New(plan.Problem())
	}
	_, err = fmt.Fprintln(w.app.Out, drawn)
	return err
}

// fetch compares what the link gives to a stranger with what the owner reads.
func (w *headless) fetch(ctx context.Context) error {
	body, err := w.place.browser().Read(ctx, w.bucket, w.object.Key)
	if err != nil {
		return err
	}
	defer body.Close()
	want, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	status, got, err := w.get(ctx, w.link.URL.Reveal())
	switch {
	case err != nil:
		return err
	case status != http.StatusOK:
		return fmt.Errorf("the link answered %d, want 200", status)
	case !bytes.Equal(got, want):
		return fmt.Errorf("the link gave %s that differ from the document's %s", say.Things(len(got), "byte"), say.Count(len(want)))
	}
	w.say("200, %s, equal to the document byte for byte", say.Things(len(got), "byte"))
	return nil
}

func (w *headless) tamper(ctx context.Context) error {
	link := w.link.URL.Reveal()
	last := "0"
	if strings.HasSuffix(link, "0") {
		last = "1"
	}
	status, _, err := w.get(ctx, link[:len(link)-1]+last)
	if err != nil {
		return err
	}
	if status != http.StatusForbidden {
		return fmt.Errorf("the changed link answered %d, want 403", status)
	}
	w.say("403, refused")
	return nil
}

func (w *headless) get(ctx context.Context, link string) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return 0, nil, errors.New("the link is no address")
	}
	res, err := w.http.Do(req)
	if err != nil {
		return 0, nil, errors.Unwrap(err) // without the URL, which is a secret
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	return res.StatusCode, body, err
}

func (w *headless) logLine(ctx context.Context) error {
	l, err := w.app.openLog()
	if err != nil {
		return err
	}
	e, err := l.Get(ctx, w.link.ID)
	if err != nil {
		return err
	}
	w.say("%s  %s  %s  s3://%s/%s  until %s", e.ID, e.State, e.Spec.Operation, clean(e.Spec.Target.Bucket), clean(e.Spec.Target.Key), e.Terms.Ends.Format(time.RFC3339))
	return nil
}
