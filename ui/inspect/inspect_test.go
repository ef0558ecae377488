package inspect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/uitest"
)

const (
	signature = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	// link ends an hour after the clock of the tests.
	link = "https://acme.s3.eu-west-1.amazonaws.com/hr/cv.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260304%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T150405Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signature
)

// fake is a share log with one entry, and a server that answers.
type fake struct {
	asked   []string
	method  string
	entries []Entry
	err     error
}

func (f *fake) Find(_ context.Context, text share.Secret) ([]Entry, error) {
	f.asked = append(f.asked, text.Reveal())
	return f.entries, f.err
}

func (f *fake) Online(_ context.Context, l share.Secret, method string) []say.Remark {
	f.asked, f.method = append(f.asked, l.Reveal()), method
	return []say.Remark{{Code: "opens", Level: say.Good, Text: "the link opens without any credentials: 7 B"}}
}

func open(t *testing.T, src Source, text string) *uitest.Driver {
	return uitest.New(t, func(env kit.Env) kit.Screen {
		return New(env, src, Exits{Entry: func(id string) kit.Maker {
			return func(kit.Env) kit.Screen { panic(id) }
		}}, share.NewSecret(text))
	})
}

func TestGoldens(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "open": link, "nothing": "hello"} {
		open(t, &fake{entries: []Entry{{ID: "0pn3k2", State: "open", Summary: "download for Ada"}}}, text).Goldens(name)
	}
}

func mustShow(t *testing.T, d *uitest.Driver, want ...string) string {
	t.Helper()
	view := d.View(100, 40)
	for _, w := range want {
		if !strings.Contains(view, w) {
			t.Errorf("%q is not shown in\n%s", w, view)
		}
	}
	return view
}

func TestPaste(t *testing.T) {
	src := &fake{entries: []Entry{{ID: "01JABC", By: "signature", State: "open", Summary: "with anna: contract"}}}
	d := open(t, src, "")
	if !d.Screen.Capturing() {
		t.Error("an empty screen waits for text")
	}
	mustShow(t, d, "paste a link")
	d.Paste("Here: <" + link + ">")
	if d.Screen.Capturing() {
		t.Error("after a paste the keys are keys again")
	}
	view := mustShow(t, d, "Signature Version 4", "acme/hr/cv.pdf", "in 1 h", "AKIAIOSFODNN7EXAMPLE", "nothing is wrong", "01JABC", "with anna: contract")
	if strings.Contains(view, signature[:20]) {
		t.Error("the signature is shown")
	}
	if len(src.asked) != 1 || src.asked[0] != link {
		t.Errorf("the log was asked for %q", src.asked)
	}
	d.Press("enter")
	if _, ok := d.Step().(kit.Push); !ok {
		t.Errorf("enter opens the entry, not %T", d.Step())
	}
}

func TestAlteredLink(t *testing.T) {
	src := &fake{entries: []Entry{{ID: "01JABC", By: "signature", Compared: []say.Remark{{Level: say.Bad, Text: "the host was changed"}}}}}
	d := open(t, src, link)
	view := mustShow(t, d, "✗ the host was changed")
	if strings.Index(view, "changed") > strings.Index(view, "what ") {
		t.Error("bad news come first")
	}
}

func TestOpenedWithALink(t *testing.T) {
	d := open(t, &fake{}, link)
	mustShow(t, d, "acme/hr/cv.pdf", "not in the share log")
}

func TestCountdown(t *testing.T) {
	d := open(t, nil, link)
	mustShow(t, d, "in 1 h")
	d.Tick(30 * time.Minute)
	mustShow(t, d, "in 30 min")
	d.Tick(30 * time.Minute)
	mustShow(t, d, "ended", "ask for a new link")
}

func TestRepairedLinkIsCopied(t *testing.T) {
	d := open(t, nil, strings.ReplaceAll(link, "&", "&amp;")+".")
	mustShow(t, d, "&amp;", "punctuation", "y copies the repaired link")
	d.Press("y")
	c, ok := d.Step().(kit.Copy)
	if !ok || c.Text.Reveal() != link {
		t.Errorf("%T", d.Step())
	}
	whole := open(t, nil, link)
	whole.Press("y")
	if len(whole.Steps) != 0 {
		t.Error("there is nothing to repair in a whole link")
	}
}

func TestOnline(t *testing.T) {
	src := &fake{}
	d := open(t, src, link)
	d.Hold = true
	d.Press("t", "t")
	if b, ok := d.Screen.(interface{ Busy() string }); !ok || b.Busy() == "" {
		t.Error("a check under way is not announced")
	}
	d.Hold = false
	d.Settle()
	mustShow(t, d, "opens without any credentials")
	if src.method != "GET" || len(src.asked) != 2 || src.asked[1] != link {
		t.Errorf("%s %q: once, by GET", src.method, src.asked)
	}
}

func TestNeverTried(t *testing.T) {
	for text, why := range map[string]string{
		strings.Replace(link, "?", "?x-id=DeleteObject&", 1): "DELETE",
		link[:len(link)-9]: "damaged",
		"s3://acme/hr":     "no link",
		"http://169.254.169.254" + link[strings.Index(link[8:], "/")+8:]:      "no store can be",
		"http://acme.example:25" + link[strings.Index(link[8:], "/")+8:]:      "no store can be",
		`{"expiration":"2027-01-01T00:00:00Z","conditions":[{"bucket":"b"}]}`: "upload form",
	} {
		src := &fake{}
		d := open(t, src, text)
		d.Press("t")
		n, ok := d.Step().(kit.Notify)
		if !ok || !strings.Contains(n.Text, why) || src.method != "" {
			t.Errorf("%s: %#v, method %q", why, d.Step(), src.method)
		}
	}
}

// Answers to an older text must not appear under a newer one.
func TestLateAnswers(t *testing.T) {
	src := &fake{entries: []Entry{{ID: "OLD"}}}
	d := open(t, src, "")
	d.Hold = true
	d.Paste(link)
	late := d.Run(0)
	src.entries = []Entry{{ID: "NEW"}}
	d.Paste(strings.Replace(link, "cv.pdf", "other.pdf", 1))
	d.Settle()
	d.Deliver(late...)
	if view := mustShow(t, d, "other.pdf", "NEW"); strings.Contains(view, "OLD") {
		t.Error("a late answer is shown")
	}
}

func TestLeavingEndsTheWork(t *testing.T) {
	var got context.Context
	src := &watcher{seen: func(ctx context.Context) { got = ctx }}
	d := open(t, src, link)
	if got == nil || got.Err() != nil {
		t.Fatal("not asked, or with a dead context")
	}
	d.Press("n")
	if got.Err() == nil {
		t.Error("another link ends the work for this one")
	}
}

type watcher struct{ seen func(context.Context) }

func (w *watcher) Find(ctx context.Context, _ share.Secret) ([]Entry, error) {
	w.seen(ctx)
	return nil, errors.New("the log is locked")
}
func (w *watcher) Online(context.Context, share.Secret, string) []say.Remark { return nil }

func TestLogFailure(t *testing.T) {
	d := open(t, &watcher{seen: func(context.Context) {}}, link)
	mustShow(t, d, "could not look in the share log: the log is locked")
}

func TestTyping(t *testing.T) {
	d := open(t, nil, "")
	d.Type("s3://acme/hr/cvx")
	d.Press("backspace")
	mustShow(t, d, "s3://acme/hr/cv", "name of an object")
	if c := d.Cursor(100, 40); c == nil || c.Y != 0 || c.X != len("s3://acme/hr/cv") {
		t.Errorf("cursor %+v", c)
	}
	d.Press("enter")
	if d.Screen.Capturing() || d.Cursor(100, 40) != nil {
		t.Error("enter ends typing")
	}
	d.Press("n")
	if !d.Screen.Capturing() {
		t.Error("n asks for another link")
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc on an empty field leaves")
	}
	d.Type("abc")
	d.Press("ctrl+u")
	mustShow(t, d, "paste a link")
}

// A text without a link in it is not worth a second esc.
func TestEscLeavesWhatIsNoLink(t *testing.T) {
	d := open(t, nil, "")
	d.Paste("no link at all")
	if !d.Screen.Capturing() {
		t.Error("after a paste without a link the field is open")
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Errorf("%T", d.Step())
	}
}

// A link whose signature was cut off is recognised by the rest of its terms.
func TestCutOffLinksAreLookedUp(t *testing.T) {
	src := &fake{entries: []Entry{{ID: "01JABC", By: "terms", State: "open"}}}
	d := open(t, src, link[:len(link)-20])
	mustShow(t, d, "is cut off", "01JABC (by its terms)")
}

func TestTheLogSettlesWhatALinkAllows(t *testing.T) {
	spec := share.Spec{
		Target: share.Target{Bucket: "acme", Key: "hr/cv.pdf"}, Operation: share.Upload, AccessKeyID: "AKIAIOSFODNN7EXAMPLE",
		Endpoint: share.Endpoint{Region: "eu-west-1"}, SignedAt: time.Date(2026, 3, 4, 15, 4, 5, 0, time.UTC), Seconds: 3600,
	}
	d := open(t, &fake{entries: []Entry{{ID: "01JABC", By: "signature", Signed: &spec}}}, link)
	mustShow(t, d, "upload, as the share log says (PUT)")
	d.Press("t")
	if n, ok := d.Step().(kit.Notify); !ok || !strings.Contains(n.Text, "never tried") {
		t.Errorf("an upload link is tried: %+v", d.Step())
	}
}

func TestEscLeaves(t *testing.T) {
	d := open(t, nil, link)
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Errorf("%T", d.Step())
	}
}

func TestScrolling(t *testing.T) {
	d := open(t, nil, link)
	first := d.View(80, 8)
	if !strings.Contains(first, "lines more") || strings.Contains(d.View(80, 60), "lines more") {
		t.Errorf("nothing says that there is more, or there is not:\n%s", first)
	}
	d.Press("down", "down", "down")
	if d.View(80, 8) == first {
		t.Error("down shows nothing new")
	}
	d.Press("g")
	if d.View(80, 8) != first {
		t.Error("g goes back to the top")
	}
	for range 500 {
		d.Press("down")
	}
	if strings.Count(strings.TrimSpace(d.View(80, 8)), "\n") < 2 {
		t.Error("scrolled out of sight")
	}
}

func TestWideScreensHaveTwoColumns(t *testing.T) {
	d := open(t, nil, link+".")
	for _, line := range strings.Split(d.View(140, 30), "\n") {
		if strings.Contains(line, "until") && strings.Contains(line, "│") && strings.Contains(line, "punctuation") {
			return
		}
	}
	t.Error(d.View(140, 30))
}

func TestBadNewsFirst(t *testing.T) {
	d := open(t, nil, link[:len(link)-9])
	view := d.View(80, 24)
	if cut, what := strings.Index(view, "cut off"), strings.Index(view, "what"); cut < 0 || cut > what {
		t.Errorf("what is wrong comes first:\n%s", view)
	}
}

// hostile are texts that try to move the cursor, change colours or flood.
func hostile() []string {
	return []string{
		"\x1b[31mred\x1b]52;c;aGk=\x07", "https://acme.s3.amazonaws.com/\x1b[2J?X-Amz-Signature=" + signature, "https://h/%1b%5b2J%0d%0a%E2%80%AE?X-Amz-Algorithm=a&X-Amz-Signature=" + signature,
		strings.Repeat("漢", 40_000), "https://" + strings.Repeat("a", 60_000), strings.Repeat("\n", 1000) + link, "arn:aws:s3:::\x1b[1m/\u202e",
		`{"expiration":"2027-01-01T00:00:00Z","conditions":[{"bucket":"\u001b[31m"},["eq","$key","\n\n\r"],["starts-with","$\u202e",""]]}`,
		strings.Replace(link, "?", "?response-content-disposition=attachment%3B%20filename%3D%22%1b%5b31m%0a%22&", 1), "\xff\xfe", strings.Repeat("&amp;", 10_000),
	}
}

func TestEverySize(t *testing.T) {
	for _, text := range append(hostile(), "", link, link[:100]) {
		d := open(t, &fake{entries: []Entry{{ID: "\x1b[31m", Summary: "a\nb", State: "\x07"}}}, text)
		for _, size := range [][2]int{{0, 0}, {1, 1}, {7, 3}, {40, 10}, {80, 24}, {119, 30}, {120, 30}, {300, 100}} {
			d.View(size[0], size[1])
		}
		uitest.CheckKeys(t, d.Screen.Keys())
		view, _ := d.Screen.View(100, 40)
		for _, bad := range []string{"\x1b]52", "\x1b[2J", "\r", "\x07", "\u202e", signature[:20]} {
			if strings.Contains(view, bad) {
				t.Errorf("%q is drawn for %.60q", bad, text)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	uitest.Sizes(t, open(t, nil, "").Screen)
	uitest.Sizes(t, open(t, nil, strings.Replace(link, "&", "&amp;", 2)+"&utm_source=x").Screen)
}

func TestNoSecretInPrintedState(t *testing.T) {
	d := open(t, &fake{}, link)
	s, ok := d.Screen.(*Screen)
	if !ok {
		t.Fatal("not our screen")
	}
	if strings.Contains(fmt.Sprintf("%+v %+v", s.report, s.text), signature[:20]) {
		t.Error("printing the state gives the signature away")
	}
}

func BenchmarkView(b *testing.B) {
	theme := kit.NewTheme(true)
	s := New(kit.Env{Ctx: context.Background(), Theme: &theme, Clock: uitest.NewClock().Now}, nil, Exits{}, share.NewSecret(link))
	s.Init()
	s.Update(tea.KeyPressMsg{})
	for b.Loop() {
		s.View(100, 30)
	}
}

// A text with several links names each, and tab reads the next one.
func TestFurtherLinksAreRead(t *testing.T) {
	at := func(name string) string { return strings.Replace(link, "cv.pdf", name, 1) }
	d := open(t, &fake{}, link+" and "+at("other.pdf")+"\nand "+at("third.pdf"))
	for _, want := range [][3]string{{"cv", "other", "third"}, {"other", "third", "cv"}, {"third", "cv", "other"}, {"cv", "other", "third"}} {
		mustShow(t, d, "another link", "acme/hr/"+want[1]+".pdf, open; tab goes on", "acme/hr/"+want[2]+".pdf, open; tab goes on")
		s, _ := d.Screen.(*Screen)
		if got := s.report.Target.Key; got != "hr/"+want[0]+".pdf" || !strings.Contains(s.report.URL.Reveal(), want[0]) {
			t.Errorf("%s instead of %s is read", got, want[0])
		}
		d.Press("tab")
	}
	for text, want := range map[string]bool{link: false, link + " " + at("other.pdf"): true} {
		if s, _ := open(t, nil, text).Screen.(*Screen); s.keysNow().next.Enabled() != want {
			t.Errorf("a next link: %v", !want)
		}
	}
}
