package link_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/handover"
	"signet/share/qr/qrtest"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/link"
	"signet/ui/qrview"
	"signet/ui/uitest"
)

// start is when the links of these tests were signed: the clock of the driver.
func start() time.Time { return uitest.NewClock().Now() }

// signed is a link with an address of n bytes.
func signed(op share.Operation, n int) share.Link {
	url := qrtest.Link(n)
	if n < 700 { // signed with a long-lived key
		url = strings.Replace(url, "X-Amz-Security-Token", "X-Made-Up-For-Length", 1)
	}
	return share.Link{
		ID: "0k3v7x9yqwert", Method: op.Info().Method, URL: share.NewSecret(url), SignedAt: start(),
		Request: share.Request{Operation: op, Target: share.Target{Bucket: "acme-field-documents", Key: "manuals/pump-7.pdf"}, Note: "audit"},
		Terms:   share.Terms{Starts: start(), Asked: start().Add(time.Hour), Ends: start().Add(time.Hour), Reason: share.ByRequest, Seconds: 3600},
	}
}

// inParts is a link for an upload of n parts.
func inParts(n int64) share.Link {
	l := signed(share.InParts, 384)
	l.Request.Options = share.Options{TotalSize: n * 8 << 20, PartSize: 8 << 20, UploadID: "u1"}
	for _, c := range (share.Spec{Operation: share.InParts, Options: l.Request.Options}).Calls() {
		u := "https://acme.example.com/manuals/pump-7.pdf?"
		for _, p := range c.Query {
			u += p.Name + "=" + p.Value + "&"
		}
		l.Calls = append(l.Calls, share.SignedCall{Call: c, URL: share.NewSecret(u + "X-Amz-Signature=00ff")})
	}
	return l
}

// caps is a terminal of a size that speaks UTF-8 and colours.
func caps(w, h int, environ ...string) *qrview.Caps {
	c := qrview.NewCaps(append(environ, "LANG=C.UTF-8", "TERM=xterm-256color"), nil)
	c.Observe(tea.WindowSizeMsg{Width: w, Height: h})
	c.Measure()
	c.Observe(tea.CursorPositionMsg{X: 2, Y: 1})
	return c
}

// rig is a link screen with everything around it.
type rig struct {
	*uitest.Driver
	deps    link.Deps
	events  []string
	files   map[string]string
	saveErr error
	anew    share.Request
	checks  int
}

func newRig(t *testing.T, l share.Link, change ...func(*rig)) *rig {
	t.Helper()
	r := &rig{files: map[string]string{}}
	r.deps = link.Deps{
		Event: func(_ context.Context, id, kind, detail string) error {
			r.events = append(r.events, strings.TrimSpace(id+" "+kind+" "+detail))
			return nil
		},
		Save: func(path string, data []byte, overwrite bool) error {
			if _, exists := r.files[path]; exists && !overwrite {
				return fmt.Errorf("write %s: %w", path, fs.ErrExist)
			}
			if r.saveErr == nil {
				r.files[path] = string(data)
			}
			return r.saveErr
		},
		Check: func(context.Context, share.Link) []say.Remark {
			r.checks++
			return []say.Remark{
				{Level: say.Good, Text: "the object is there: 2.8 kB"},
				{Level: say.Info, Text: "it may be cached"},
				{Level: say.Warning, Text: "plain http", Next: "share by https\x1b[2J"},
				{Level: say.Bad, Text: "the host is private"},
			}
		},
		Compose: func(again share.Request) kit.Maker {
			return func(kit.Env) kit.Screen { r.anew = again; return nil }
		},
	}
	for _, c := range change {
		c(r)
	}
	r.Driver = uitest.New(t, func(env kit.Env) kit.Screen { return link.New(env, l, r.deps) })
	return r
}

func withCaps(w, h int, environ ...string) func(*rig) {
	return func(r *rig) { r.deps.Caps = caps(w, h, environ...) }
}

func TestGoldens(t *testing.T) {
	put := signed(share.Upload, 384)
	put.Headers = []share.Header{{Name: "content-type", Value: "application/pdf"}, {Name: "x-amz-meta-case", Value: "7"}}
	session := signed(share.Download, 1464)
	session.Identity = share.Identity{Temporary: true}
	session.Request.Options.Filename = "pump manual.pdf"
	session.Warnings = []say.Remark{{Code: "version", Level: say.Warning, Text: "not pinned to a version", Next: "pin the version"}}
	form := signed(share.Form, 0)
	form.URL = share.NewSecret("https://acme-field-documents.s3.eu-central-1.amazonaws.com/")
	atMost := signed(share.Download, 384)
	atMost.Terms.AtMost = true
	recipient := signed(share.Download, 384)
	recipient.Request.Recipient, recipient.Request.Note = "Mr Okafor", "for the auditors"
	for name, c := range map[string]struct {
		link share.Link
		do   func(*rig)
	}{
		"download": {signed(share.Download, 384), func(*rig) {}},
		"upload":   {put, func(*rig) {}},
		"form":     {form, func(*rig) {}},
		"delete":   {signed(share.Delete, 384), func(*rig) {}},
		"session":  {session, func(*rig) {}},
		"for":      {recipient, func(*rig) {}},
		"at-most":  {atMost, func(*rig) {}},
		"checked":  {signed(share.Download, 384), func(r *rig) { r.Press("t") }},
		"ended":    {signed(share.Download, 384), func(r *rig) { r.Tick(2 * time.Hour) }},
		"menu":     {signed(share.Download, 384), func(r *rig) { r.Press("f", "down") }},
		"saving":   {signed(share.Download, 384), func(r *rig) { r.Press("f", "w") }},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.GoldensOf(t, name, func(s uitest.Terminal) *uitest.Driver {
				r := newRig(t, c.link, withCaps(s.W, s.H), func(r *rig) {
					if s.W > 80 {
						r.deps.Aside = func(int, int) string { return "recent shares" }
						r.deps.Cost = func(share.Link) string { return "One download costs about 0.004 USD." }
					}
				})
				if name == "download" {
					r.Hear = func(m tea.Msg) { r.deps.Caps.Observe(m) }
				}
				c.do(r)
				if s.W == 80 {
					uitest.Sizes(t, r.Screen)
					uitest.CheckKeys(t, r.Screen.Keys())
				}
				return r.Driver
			})
		})
	}
}

// The rows of the link are the link and nothing else, at every width.
func TestTheRowsJoinedAreTheLink(t *testing.T) {
	for _, op := range []share.Operation{share.Download, share.Upload, share.Delete, share.Metadata} {
		for _, n := range []int{350, 384, 2006} {
			l := signed(op, n)
			want := l.URL.Reveal()
			for _, w := range []int{20, 40, 79, 80, 120, 300} {
				r := newRig(t, l)
				var rows []string
				for _, row := range strings.Split(r.View(w, 300), "\n") {
					if len(rows) > 0 && len(strings.Join(rows, "")) < len(want) || strings.HasPrefix(row, "https://") {
						rows = append(rows, row)
					}
				}
				if strings.Join(rows, "") != want {
					t.Errorf("%s of %d bytes at width %d:\n%s", op, n, w, strings.Join(rows, "\n"))
				}
			}
		}
	}
}

// A click on any row opens the whole link; only downloads work by opening.
func TestHyperlinks(t *testing.T) {
	for op, want := range map[share.Operation]bool{share.Download: true, share.Upload: false, share.Form: false, share.Delete: false, share.Metadata: false} {
		l := signed(op, 384)
		r := newRig(t, l)
		view, _ := r.Screen.View(80, 24)
		if strings.Contains(view, "\x1b]8;") != want {
			t.Errorf("%s: hyperlink %v", op, !want)
		}
		if !want {
			continue
		}
		rows := 0
		for row := range strings.SplitSeq(view, "\n") {
			if n := strings.Count(row, "\x1b]8;"); n > 0 {
				rows++
				if !strings.HasPrefix(row, ansi.SetHyperlink(l.URL.Reveal(), "id=signet")) || !strings.HasSuffix(row, ansi.ResetHyperlink()) || n != 2 {
					t.Errorf("row %q", row)
				}
			}
		}
		if rows != (384+79)/80 {
			t.Errorf("%d rows are hyperlinks", rows)
		}
	}
}

func TestALinkThatIsTooLongGivesWay(t *testing.T) {
	l := signed(share.Download, 2006)
	l.Warnings = []say.Remark{{Text: "mind the gap"}}
	r := newRig(t, l)
	view := r.View(80, 22)
	for _, want := range []string{"ends in 1 h", "! mind the gap", "rows more: y copies the link, P prints it whole", "t tries it"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q is not in\n%s", want, view)
		}
	}
	if strings.Contains(view, "… more") {
		t.Errorf("something else was cut:\n%s", view)
	}
	if view := r.View(80, 6); !strings.HasSuffix(view, " lines more") {
		t.Errorf("cut without a word:\n%s", view)
	}
}

// A phone's terminal has few lines: everything is reached by scrolling, and what
// a try found is said besides.
func TestASmallScreenScrolls(t *testing.T) {
	r := newRig(t, signed(share.Download, 384))
	seen := ""
	for range 60 {
		seen += r.View(40, 8)
		r.Press("down")
	}
	if !strings.Contains(seen, "tries it as the recipient") || strings.Contains(r.View(40, 8), "lines more") {
		t.Errorf("the end is out of reach:\n%s", r.View(40, 8))
	}
	for range 60 {
		r.Press("pgup")
	}
	if view := r.View(40, 8); !strings.HasPrefix(view, "ends in") {
		t.Errorf("the way back:\n%s", view)
	}
	r.Press("t")
	if n, ok := r.Step().(kit.Notify); !ok || n.Kind != kit.Problem || n.Text != "the host is private" {
		t.Errorf("said %+v", r.Step())
	}
	r.View(80, 40)
	r.Press("t")
	if step := r.Step(); step != nil {
		t.Errorf("what is in sight is said twice: %+v", step)
	}
	r.Press("f", "down", "down")
	for _, h := range []int{8, 4, 3, 2, 1} {
		if view := r.View(40, h); strings.Count(view, "\n") >= h || !strings.Contains(view, "› mail text") {
			t.Errorf("%d lines, which form is chosen?\n%s", h, view)
		}
	}
}

func TestCountdown(t *testing.T) {
	l := signed(share.Download, 384)
	l.Terms.Starts = start().Add(10 * time.Minute)
	r := newRig(t, l)
	first := func() string { head, _, _ := strings.Cut(r.View(80, 24), "\n"); return head }
	for _, c := range []struct {
		after time.Duration
		want  string
	}{
		{0, "opens today 15:14 UTC, ends today 16:04 UTC"},
		{10 * time.Minute, "ends in 50 min, today 16:04 UTC"},
		{49 * time.Minute, "ends in 1 min, today 16:04:05 UTC"},
		{time.Minute - time.Second, "ends in 1 s, today 16:04:05 UTC"},
		{time.Second, "ended today 16:04:05 UTC: the link no longer works"},
		{24 * time.Hour, "ended Wed 4 Mar 16:04 UTC: the link no longer works"},
	} {
		r.Tick(c.after)
		if got := first(); got != c.want {
			t.Errorf("after another %s: %q, want %q", c.after, got, c.want)
		}
	}
	if view := r.View(80, 24); strings.Contains(view, "Anyone") || !strings.Contains(view, "n shares it anew") {
		t.Errorf("after the end:\n%s", view)
	}
}

func TestCopyAndPrint(t *testing.T) {
	l := signed(share.Download, 384)
	r := newRig(t, l)
	for _, key := range []string{"y", "c"} {
		r.Press(key)
		if c, ok := r.Step().(kit.Copy); !ok || c.Text.Reveal() != l.URL.Reveal() || c.What != "link" {
			t.Errorf("%s copies %+v", key, c)
		}
	}
	r.Press("P")
	if p, ok := r.Step().(kit.Print); !ok || p.Text.Reveal() != l.URL.Reveal() {
		t.Error("P prints something else")
	}
	want := "0k3v7x9yqwert shown|0k3v7x9yqwert copied link|0k3v7x9yqwert copied link|0k3v7x9yqwert shown printed"
	if got := strings.Join(r.events, "|"); got != want {
		t.Errorf("noted %s", got)
	}
	l.ID = ""
	r = newRig(t, l)
	r.Press("y")
	if len(r.events) != 0 {
		t.Errorf("a link that is not in the log: %v", r.events)
	}
	if !strings.Contains(r.View(80, 24), "! not in the share log") {
		t.Error("nobody says that the link is not in the log")
	}
}

func TestCopyingAnEndedLinkSaysSo(t *testing.T) {
	l := signed(share.Download, 384)
	r := newRig(t, l)
	r.Tick(l.Terms.Ends.Sub(r.Clock.Now()) - time.Second)
	r.Press("y")
	if c := r.Step().(kit.Copy); c.What != "link" {
		t.Errorf("a second before the end: %q", c.What)
	}
	r.Tick(time.Second)
	for name, keys := range map[string][]string{"link": {"y"}, "hand-over text": {"f", "enter"}} {
		r.Press(keys...)
		if c := r.Step().(kit.Copy); !strings.HasSuffix(c.What, " (ended, it no longer works)") || c.Text.Empty() {
			t.Errorf("%s: %q", name, c.What)
		}
	}
}

// The address of a form alone is of no use to anyone.
func TestAFormIsHandedOverWhole(t *testing.T) {
	r := newRig(t, signed(share.Form, 384), withCaps(120, 40))
	r.Press("y", "p", "Q", "e")
	if s := r.Step(); s != nil {
		t.Errorf("a form does %T", s)
	}
	if view := r.View(120, 38); strings.Contains(view, "https://") || strings.Contains(view, "▀") {
		t.Errorf("got\n%s", view)
	}
}

func TestHeadersAreListedExactly(t *testing.T) {
	l := signed(share.Upload, 384)
	l.Headers = []share.Header{{Name: "content-type", Value: "text/plain;  charset=utf-8"}, {Name: "x-amz-meta-a", Value: strings.Repeat("0123456789", 20)}, {Name: "x-evil", Value: "a\x1b[2J\u202e"}}
	r := newRig(t, l)
	view := r.View(60, 60)
	if !strings.Contains(view, "exactly:\ncontent-type: text/plain;  charset=utf-8\nx-amz-meta-a: ") {
		t.Errorf("got\n%s", view)
	}
	_, after, _ := strings.Cut(view, "x-amz-meta-a: ")
	value, _, _ := strings.Cut(after, "x-evil")
	if strings.ReplaceAll(value, "\n", "") != strings.Repeat("0123456789", 20) {
		t.Errorf("the value is %q", value)
	}
	if !strings.Contains(view, `x-evil: a\x1b[2J\u202e`) {
		t.Error("a header is not cleaned")
	}
}

// What stands on the screen beside the text is the link: a decoder reads it.
func TestTheCodeBesideTheTextIsTheLink(t *testing.T) {
	for _, c := range []struct{ w, h, n int }{{120, 38, 350}, {120, 38, 384}, {160, 48, 464}, {220, 70, 1464}} {
		l := signed(share.Download, c.n)
		r := newRig(t, l, withCaps(c.w, c.h+2))
		for _, after := range []time.Duration{0, time.Second} {
			r.Tick(after)
			view, _ := r.Screen.View(c.w, c.h)
			if !strings.Contains(uitest.Plain(view), "ends in") {
				t.Errorf("%dx%d: no text beside the code", c.w, c.h)
			}
			qrtest.MustRead(t, qrtest.Pixels(view, c.w, c.h, qrtest.Terminal{CellW: 8, CellH: 16}), l.URL.Reveal())
		}
		if s := r.Screen.(*link.Screen); s.CodeRows(c.w, c.h) == 0 || s.CodeRows(c.w, s.CodeRows(c.w, c.h)-1) == s.CodeRows(c.w, c.h) {
			t.Errorf("%dx%d: the code takes %d rows", c.w, c.h, s.CodeRows(c.w, c.h))
		}
	}
	l := signed(share.Download, 384)
	r := newRig(t, l, withCaps(80, 24))
	if rows := r.Screen.(*link.Screen).CodeRows(80, 22); rows != 0 {
		t.Errorf("a code that is not shown takes %d rows", rows)
	}
	view, _ := r.Screen.View(80, 22)
	qrtest.MustNotRead(t, qrtest.Pixels(view, 80, 22, qrtest.Terminal{CellW: 8, CellH: 16}), l.URL.Reveal())
}

// Terminals count letters or code points, and either way the code stays where it
// is: anybody can name an object that is in the log.
func TestNamesDoNotMoveTheCode(t *testing.T) {
	names := []string{"z1 👨\u200d👩\u200d👧 a.txt", "❤\ufe0f 1\ufe0f\u20e3 🏳\ufe0f\u200d🌈", "🇩🇪 🇫 👍🏽", "हिन्दी फ़ाइल", "น้ำ", "\u1112\u1161\u11ab\u1100\u1173\u11af", "bad\xff\x1b[2J"}
	for _, name := range names {
		l := signed(share.Download, 384)
		l.Request.Target.Key = strings.Repeat(name+" ", 4)
		r := newRig(t, l, withCaps(120, 40), func(r *rig) {
			r.deps.Aside = func(w, h int) string {
				return strings.TrimSuffix(strings.Repeat(kit.Pad(kit.Clean(name+" "+name), w)+"\n", h), "\n")
			}
		})
		view, _ := r.Screen.View(120, 38)
		for line := range strings.SplitSeq(view, "\n") {
			if letters, points := ansi.StringWidth(line), ansi.StringWidthWc(line); letters != points || letters > 120 {
				t.Errorf("%+q: %d or %d cells: %q", name, letters, points, line)
			}
		}
		qrtest.MustRead(t, qrtest.Pixels(view, 120, 38, qrtest.Terminal{CellW: 8, CellH: 16}), l.URL.Reveal())
	}
}

// A terminal that counts code points shows every letter of a sentence too.
func TestNoTerminalCutsASentence(t *testing.T) {
	l := signed(share.Download, 384)
	l.Request.Target.Key = strings.Repeat("น้ำ", 20)
	r := newRig(t, l)
	view, _ := r.Screen.View(80, 22)
	for line := range strings.SplitSeq(view, "\n") {
		if n := ansi.StringWidthWc(line); n > 80 {
			t.Errorf("%d cells: %q", n, line)
		}
	}
}

func TestWhenTheCodeDoesNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		w, h    int
		n       int
		environ string
		want    string
	}{
		"nowhere":       {80, 24, 384, "", "QR code: it needs a terminal of 71x36, this one has 80x24."},
		"on the whole":  {100, 40, 384, "", "QR code: Q shows it on the whole screen; beside the text it needs a terminal of 113x38."},
		"too long":      {300, 90, 4000, "", "QR code: "},
		"no way at all": {120, 40, 384, "TERM=dumb LANG=C", "e saves it as a picture."},
	} {
		r := newRig(t, signed(share.Download, c.n), withCaps(c.w, c.h, strings.Fields(c.environ)...))
		got := strings.Join(strings.Fields(r.View(c.w, c.h-2)), " ")
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: %q is not in\n%s", name, c.want, r.View(c.w, c.h-2))
		}
	}
}

// TestWhatMakesTheCodeLarger is said whether the code fits or not, in numbers,
// with the way without.
func TestWhatMakesTheCodeLarger(t *testing.T) {
	l := signed(share.Download, 384)
	l.Request.Options.Filename = "x"
	l.URL = share.NewSecret(l.URL.Reveal() + "&X-Amz-Security-Token=" + strings.Repeat("t", 178) + "&response-content-disposition=x&response-content-type=y")
	for _, size := range [][2]int{{80, 24}, {160, 60}} {
		got := newRig(t, l, withCaps(size[0], size[1])).View(size[0], max(size[1], 40))
		for _, want := range []string{
			"session token takes 200 of the link's 639 characters", "[place.sign]",
			"other headers of the answer take 55 of the link's 639 characters", "< shares without them",
		} {
			// Beside a code a line ends where the column does.
			var words []string
			for line := range strings.Lines(got) {
				line, _, _ = strings.Cut(line, "▀")
				words = append(words, strings.Fields(line)...)
			}
			if !strings.Contains(strings.Join(words, " "), want) {
				t.Errorf("%v: %q is not in\n%s", size, want, got)
			}
		}
	}
}

func TestTheCodeOnItsOwnScreens(t *testing.T) {
	r := newRig(t, signed(share.Download, 384), withCaps(120, 40))
	r.Press("Q")
	push, ok := r.Step().(kit.Push)
	if !ok {
		t.Fatal("Q pushes nothing")
	}
	if _, ok := push.Make(r.Env).(*qrview.Screen); !ok {
		t.Error("Q leads elsewhere")
	}
	r.Press("e")
	if _, ok := r.Step().(kit.Push); !ok {
		t.Error("e pushes nothing")
	}
	r.Send(qrview.Exported{Path: "a\x1b.png"})
	if n, ok := r.Step().(kit.Notify); !ok || n.Kind != kit.Good || !strings.Contains(n.Text, `a\x1b.png`) {
		t.Errorf("saved: %+v", n)
	}
	if got := r.events[len(r.events)-1]; got != "0k3v7x9yqwert exported QR code" {
		t.Errorf("noted %q", got)
	}
	r.Send(qrview.Exported{Err: errors.New("disk full")})
	if n, ok := r.Step().(kit.Notify); !ok || n.Kind != kit.Problem {
		t.Errorf("not saved: %+v", n)
	}
	r.Send(qrview.Exported{})
	if s := r.Step(); s != nil {
		t.Errorf("given up: %+v", s)
	}
	none := newRig(t, signed(share.Download, 4000), withCaps(120, 40))
	none.Press("e")
	if n, ok := none.Step().(kit.Notify); !ok || n.Kind != kit.Problem {
		t.Errorf("no code to save: %+v", n)
	}
	without := newRig(t, signed(share.Download, 384))
	without.Press("Q", "e")
	if s := without.Step(); s != nil {
		t.Errorf("without a terminal: %+v", s)
	}
}

// Every kind that the menu offers is copied and saved as handover writes it.
func TestHandOverCopiesAndSavesEveryKind(t *testing.T) {
	for _, op := range share.Operations() {
		l := signed(op.Op, 384)
		if op.Parts {
			l = inParts(3)
		}
		if op.Op == share.Form {
			l.Fields = []share.Field{{Name: "key", Value: share.NewSecret("manuals/pump-7.pdf")}, {Name: "policy", Value: share.NewSecret("e30=")}}
		}
		for i, kind := range handover.Kinds(l) {
			want, err := handover.Text(l, kind.Kind, handover.Options{Now: start()})
			if err != nil {
				t.Fatal(err)
			}
			r := newRig(t, l)
			r.Press("f")
			for range i {
				r.Press("down")
			}
			if !strings.Contains(r.View(80, 24), "› "+kind.Name) {
				t.Fatalf("%s: the cursor is not on %s:\n%s", op.Name, kind.Name, r.View(80, 24))
			}
			r.Press("enter")
			if c, ok := r.Step().(kit.Copy); !ok || c.Text.Reveal() != want.Reveal() || c.What != kind.Name {
				t.Errorf("%s: %s copies something else", op.Name, kind.Name)
			}
			if got := r.events[len(r.events)-1]; got != "0k3v7x9yqwert copied "+kind.Name {
				t.Errorf("noted %q", got)
			}
			r.Press("f")
			for range i {
				r.Press("down")
			}
			r.Press("w", "enter")
			if n, ok := r.Step().(kit.Notify); !ok || n.Kind != kit.Good || strings.Contains(n.Text, want.Reveal()) {
				t.Errorf("%s: %s: said %+v", op.Name, kind.Name, n)
			}
			if got := r.files["pump-7.pdf"+kind.File]; got != want.Reveal() {
				t.Errorf("%s: %s was not saved, files %v", op.Name, kind.Name, len(r.files))
			}
			if got := r.events[len(r.events)-1]; got != "0k3v7x9yqwert exported "+kind.Name {
				t.Errorf("noted %q", got)
			}
		}
	}
}

func TestMenuKeys(t *testing.T) {
	r := newRig(t, signed(share.Download, 384))
	for _, key := range []string{"esc", "f", "q"} {
		r.Press("f")
		if !r.Screen.Capturing() {
			t.Fatal("the menu is open, and global keys go past it")
		}
		r.Press("up", key)
		if r.Screen.Capturing() || r.Step() != nil {
			t.Errorf("%s does not close the menu", key)
		}
	}
	r.Press("f")
	for range 50 {
		r.Press("down")
	}
	for h := 4; h < 24; h++ {
		if view := r.View(80, h); h > 6 && !strings.Contains(view, "› JSON line") {
			t.Errorf("at height %d the chosen one is not in sight:\n%s", h, view)
		}
	}
}

func TestAnExistingFileIsReplacedOnlyWhenAskedTwice(t *testing.T) {
	l := signed(share.Download, 384)
	r := newRig(t, l)
	r.files["pump-7.pdf.txt"] = "precious"
	r.Press("f", "w", "enter")
	if r.files["pump-7.pdf.txt"] != "precious" || !strings.Contains(r.View(80, 24), "enter again replaces it") {
		t.Fatalf("replaced, or not asked:\n%s", r.View(80, 24))
	}
	r.Type("2")
	r.Press("backspace", "enter")
	if r.files["pump-7.pdf.txt"] == "precious" {
		t.Error("not replaced when asked twice")
	}
	r.files["other"] = "precious"
	r.Press("f", "w")
	for range 20 {
		r.Press("backspace")
	}
	r.Press("enter")
	if !strings.Contains(r.View(80, 24), "a name is needed") {
		t.Error("no name, and no word about it")
	}
	r.Paste("other")
	r.Press("enter")
	if r.files["other"] != "precious" {
		t.Error("another file was replaced at once")
	}
	r.Press("esc")
	if r.Screen.Capturing() {
		t.Error("esc does not close the question")
	}
}

func TestSavingThatFails(t *testing.T) {
	r := newRig(t, signed(share.Download, 384))
	r.saveErr = errors.New("disk \x1b[2Jfull")
	r.Press("f", "w", "enter")
	if view := r.View(80, 24); !strings.Contains(view, `disk \x1b[2Jfull`) || !r.Screen.Capturing() {
		t.Errorf("got\n%s", view)
	}
	r.saveErr = nil
	r.Hold = true
	r.Press("enter", "enter", "esc")
	if r.Pending() != 1 || !r.Screen.Capturing() {
		t.Errorf("%d commands while saving", r.Pending())
	}
	r.Settle()
	if r.Screen.Capturing() {
		t.Error("saved, and still asking")
	}
}

func TestCheck(t *testing.T) {
	l := signed(share.Download, 384)
	l.Warnings = []say.Remark{{Text: "the host is private"}, {Text: "long"}}
	r := newRig(t, l)
	r.Hold = true
	r.Press("t", "t")
	if r.Pending() != 1 || !strings.Contains(r.View(80, 24), "trying the link …") {
		t.Errorf("%d checks under way", r.Pending())
	}
	r.Settle()
	view := r.View(80, 24)
	for _, want := range []string{"✓ the object is there: 2.8 kB", "· it may be cached", `! plain http; share by https\x1b[2J`, "✗ the host is private", "! long"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q is not in\n%s", want, view)
		}
	}
	if strings.Count(view, "the host is private") != 1 || strings.Contains(view, "trying") || strings.Contains(view, "t tries") {
		t.Errorf("said twice, or still trying:\n%s", view)
	}
	r.Hold = false
	r.Press("t")
	if r.checks != 2 {
		t.Errorf("tried %d times", r.checks)
	}
	none := newRig(t, l, func(r *rig) { r.deps.Check = nil })
	none.Press("t")
	if strings.Contains(none.View(80, 24), "tries") {
		t.Error("offers what it cannot do")
	}
}

func TestAnew(t *testing.T) {
	l := signed(share.Download, 384)
	l.Request.Group, l.Request.Options.TrackID = "g", "t"
	l.Request.Options.Filename, l.Request.Options.Inline, l.Request.Options.ContentType = "a", true, "b/c"
	l.Request.Options.IfMatch = `"e"`
	l.URL = share.NewSecret(l.URL.Reveal() + "&response-content-disposition=a")
	r := newRig(t, l)
	r.Press("n")
	r.Step().(kit.Replace).Make(r.Env)
	if r.anew.Group != "" || r.anew.Options.TrackID != "" || r.anew.Options.Filename != "a" || r.anew.Note != "audit" {
		t.Errorf("anew: %+v", r.anew)
	}
	r.Press("<")
	r.Step().(kit.Replace).Make(r.Env)
	if o := r.anew.Options; o.Filename != "" || o.Inline || o.ContentType != "" || o.IfMatch != `"e"` {
		t.Errorf("shorter: %+v", o)
	}
	plain := newRig(t, signed(share.Download, 384))
	plain.Press("<")
	if plain.Step() != nil {
		t.Error("there is nothing to leave out")
	}
	plain.Press("esc")
	if _, ok := plain.Step().(kit.Pop); !ok {
		t.Error("esc does not go back")
	}
}

func TestHostileNames(t *testing.T) {
	for _, key := range []string{"a\x1b]52;c;eA==\x07b", "\u202egnp.exe", "line\nfeed", strings.Repeat("日本", 200)} {
		l := signed(share.Download, 384)
		l.Request.Target.Key, l.Request.Target.Bucket = key, "b\x1b[2J"
		l.Warnings = []say.Remark{{Text: key, Next: key}}
		r := newRig(t, l)
		uitest.Sizes(t, r.Screen)
		r.Press("f", "w")
		if view, _ := r.Screen.View(80, 24); strings.ContainsAny(view, "\u202e") || strings.Contains(view, "\x1b[2J") || strings.Contains(view, "\x1b]52") {
			t.Errorf("%q reaches the terminal", key)
		}
	}
}

// A page and the links on it end together: a link to its object alone would outlive them.
func TestAPageIsNotSharedAnew(t *testing.T) {
	l := signed(share.Download, 384)
	l.Request.Page = share.PageListing
	r := newRig(t, l)
	r.Press("n")
	if n, ok := r.Step().(kit.Notify); !ok || n.Kind != kit.Problem || n.Text != share.PageListing.Anew().Error() {
		t.Errorf("n did %+v", r.Step())
	}
}
