package compose

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/s3browser"
	"signet/share"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/prompt"
	"signet/ui/uitest"
)

// signer signs nothing real: the service around it is the real one.
type signer struct {
	id  share.Identity
	url string // of the endpoint
	err error
}

func (s *signer) Identity(_ context.Context, _ share.Target, by string) (share.Identity, share.Endpoint, error) {
	if by != share.DefaultSigner {
		return share.Identity{AccessKeyID: "K2JCJMDEHXQW5F", Mandate: share.Mandate{Kind: share.KindCloudFront}}, share.Endpoint{URL: "https://d1.cloudfront.net", Signer: by}, s.err
	}
	return s.id, share.Endpoint{Region: "eu-central-1", URL: s.url}, s.err
}

func (s *signer) Sign(_ context.Context, spec share.Spec) (share.Signed, error) {
	return share.Signed{Method: spec.Operation.Info().Method, URL: share.NewSecret("https://host/" + spec.Target.Key + "?X-Amz-Signature=s")}, s.err
}

// service is the real service, and what it was asked.
type service struct {
	share.Service
	planned, shared []share.Request
	refuse          error // of Share alone
}

func (s *service) Plan(ctx context.Context, r share.Request) (share.Plan, error) {
	s.planned = append(s.planned, r)
	return s.Service.Plan(ctx, r)
}

func (s *service) Share(ctx context.Context, r share.Request) (share.Link, error) {
	s.shared = append(s.shared, r)
	if s.refuse != nil {
		return share.Link{}, s.refuse
	}
	return s.Service.Share(ctx, r)
}

// rig is a compose screen with everything around it.
type rig struct {
	*uitest.Driver
	t       *testing.T
	service *service
	signer  *signer
	clock   *uitest.Clock
	in      Input
	look    Look
	exits   Exits
	linked  share.Link
	batched share.Request
	all     *many.Survey
	renewed string
}

// page is where a step leads, in tests.
type page struct{ kit.Screen }

func newRig(t *testing.T, change ...func(*rig)) *rig {
	t.Helper()
	r := &rig{t: t, signer: &signer{id: share.Identity{AccessKeyID: "AKIAEXAMPLE"}}, clock: uitest.NewClock()}
	r.service = &service{Service: share.Service{Signer: r.signer, Clock: r.clock.Now}}
	r.in = Input{Request: share.Request{Target: share.Target{Place: "acme", Bucket: "acme-contracts", Key: "2025/Nordwind/NDA.pdf"}, Operation: share.Download}}
	facts := many.Look{Object: share.Object{Known: true, Size: 2847, ContentType: "application/pdf", StorageClass: "STANDARD", Versioned: true, VersionID: "fb9b39da79c2"}}
	r.look = func(context.Context, share.Target) (many.Look, error) { return facts, nil }
	r.exits = Exits{
		Link: func(l share.Link) kit.Maker { r.linked = l; return func(kit.Env) kit.Screen { return page{} } },
		Batch: func(b share.Request, all *many.Survey) kit.Maker {
			r.batched, r.all = b, all
			return func(kit.Env) kit.Screen { return page{} }
		},
		Renew: func(place string) tea.Cmd { r.renewed = place; return nil },
		Gauge: Gauge{
			Measure: func(_ context.Context, p share.Plan) int { return 65 + 4*len(p.Request.Options.Filename) },
			Words:   func(n int) (string, bool) { return fmt.Sprintf("%d modules", n), n < 70 },
		},
		Cost: func(share.Plan) string { return "One use costs about 0.004 USD." },
	}
	for _, c := range change {
		c(r)
	}
	r.Driver = uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		env.Clock = r.clock.Now
		return New(env, r.service, r.look, r.exits, r.in)
	})
	r.Hold = false
	r.Settle()
	r.clock.Advance(prompt.Grace)
	return r
}

func (r *rig) last() share.Request { return r.service.planned[len(r.service.planned)-1] }

// foot is the words below the rule, as one line.
func (r *rig) foot() string {
	_, foot, _ := strings.Cut(r.View(119, 40), "────\n")
	return strings.Join(strings.Fields(foot), " ")
}

func (r *rig) goTo(field string) {
	r.t.Helper()
	for range 40 {
		if r.Screen.(*Screen).form.Focus() == field {
			return
		}
		r.Press("tab")
	}
	r.t.Fatalf("tab does not reach %s", field)
}

func (r *rig) fill(field, text string) {
	r.t.Helper()
	r.goTo(field)
	r.Type(text)
}

// op chooses an operation by its place.
func (r *rig) op(i int) {
	r.t.Helper()
	r.goTo(fieldOp)
	for range 9 {
		r.Press("left")
	}
	for range i {
		r.Press("right")
	}
}

const (
	opDownload = iota
	opUpload
	opForm
	opDelete
	opMetadata
)

func TestGoldens(t *testing.T) {
	session := func(r *rig) {
		r.signer.id = share.Identity{Temporary: true, Expires: r.clock.Now().Add(15 * time.Minute), Source: "SSO session"}
	}
	for name, c := range map[string]struct {
		change func(*rig)
		do     func(*rig)
	}{
		"download":   {func(*rig) {}, func(*rig) {}},
		"upload":     {func(*rig) {}, func(r *rig) { r.op(opUpload) }},
		"form":       {func(r *rig) { r.in.Request.Operation, r.in.Request.Target.Key = share.Upload, "inbox/" }, func(r *rig) { r.fill(fieldMax, "10MB") }},
		"delete":     {func(*rig) {}, func(r *rig) { r.op(opDelete); r.Press("enter") }},
		"session":    {session, func(r *rig) { r.Press("3") }},
		"at-most":    {func(r *rig) { r.signer.id = share.Identity{Temporary: true} }, func(*rig) {}},
		"typed":      {func(*rig) {}, func(r *rig) { r.Press("7"); r.Type("tomorow") }},
		"read-only":  {func(r *rig) { r.in.ReadOnly = true }, func(*rig) {}},
		"not-looked": {func(r *rig) { r.look = nil }, func(*rig) {}},
		"warnings": {func(r *rig) {
			r.look = func(context.Context, share.Target) (many.Look, error) {
				return many.Look{Findings: []say.Remark{
					{Level: say.Bad, Text: "the object is archived", Next: "restore it first"},
					{Level: say.Warning, Text: "encrypted with a key of \x1b[31manother account"},
					{Level: say.Info, Text: "nobody needs to know"},
				}}, nil
			}
		}, func(*rig) {}},
		"look-denied": {func(r *rig) {
			r.look = func(context.Context, share.Target) (many.Look, error) {
				return many.Look{}, &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied reading s3://acme-contracts/2025/Nordwind/NDA.pdf", Hint: "needs s3:GetObject"}
			}
		}, func(*rig) {}},
		"ended": {func(r *rig) {
			r.signer.id = share.Identity{Temporary: true, Expires: r.clock.Now().Add(-time.Minute), Source: "SSO session"}
		}, func(*rig) {}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, c.change)
			c.do(r)
			r.Goldens(name)
			uitest.Sizes(t, r.Screen)
			uitest.CheckKeys(t, r.Screen.Keys())
		})
	}
}

func TestHostileKeys(t *testing.T) {
	for _, key := range []string{"a\x1b[2Jb", "\u202egnp.exe", "line\nfeed\r.txt", strings.Repeat("日本", 300), "/", "..", "\xff\xfe", "a/\x00"} {
		r := newRig(t, func(r *rig) { r.in.Request.Target.Key = key; r.signer.err = errors.New("no: " + key) })
		for i := range 5 {
			r.op(i)
			if view, _ := r.Screen.View(80, 24); strings.ContainsAny(view, "\u202e\r\x00") || strings.Contains(view, "\x1b[2J") {
				t.Errorf("%q reaches the terminal", key)
			}
		}
		uitest.Sizes(t, r.Screen)
		if title := r.Screen.Title(); strings.ContainsAny(title, "\x1b\u202e\n\r") {
			t.Errorf("title %q", title)
		}
	}
}

// A terminal that counts code points shows every letter of the sentence too.
func TestNoTerminalCutsTheSentence(t *testing.T) {
	r := newRig(t, func(r *rig) { r.in.Request.Target.Key = "แผน/" + strings.Repeat("น้ำ", 15) })
	view, _ := r.Screen.View(80, 24)
	_, sentence, found := strings.Cut(uitest.Plain(view), "Anyone with")
	if !found {
		t.Fatal(uitest.Plain(view))
	}
	for line := range strings.SplitSeq(sentence, "\n") {
		if n := ansi.StringWidthWc(line); n > 80 {
			t.Errorf("%d cells: %q", n, line)
		}
	}
}

func TestTheRequestIsWhatTheFormSays(t *testing.T) {
	five := int64(5)
	for name, c := range map[string]struct {
		op   int
		do   func(*rig)
		want func(*share.Request)
	}{
		"plain": {opDownload, func(*rig) {}, func(*share.Request) {}},
		"download": {opDownload, func(r *rig) {
			r.Press("1")
			r.fill(fieldTo, "Ms Ito")
			r.fill(fieldNote, "q?H audit")
			r.goTo(fieldPin)
			r.Press("space")
			r.fill(fieldFilename, "nda.pdf")
			r.goTo(fieldInline)
			r.Press("space")
			r.fill(fieldServe, "text/plain")
		}, func(w *share.Request) {
			w.Lifetime, w.Recipient, w.Note, w.Target.VersionID = share.For(15*time.Minute), "Ms Ito", "q?H audit", "fb9b39da79c2"
			w.Options = share.Options{Filename: "nda.pdf", Inline: true, ContentType: "text/plain"}
		}},
		"upload": {opUpload, func(r *rig) {
			r.fill(fieldType, "application/pdf")
			r.fill(fieldSize, "5")
			r.goTo(fieldOnce)
			r.Press("space")
			r.goTo(fieldSSE)
			r.Press("right", "right")
			r.fill(fieldKMS, "key-1")
			r.fill(fieldMeta, "case=7, sender=acme")
		}, func(w *share.Request) {
			w.Operation = share.Upload
			w.Options = share.Options{ContentType: "application/pdf", ExactSize: &five, IfNoneMatch: true, SSE: "aws:kms", KMSKeyID: "key-1", Metadata: map[string]string{"case": "7", "sender": "acme"}}
		}},
		"form": {opForm, func(r *rig) {
			r.goTo(fieldPrefix)
			r.Press("space")
			r.fill(fieldMax, "2MB")
			r.fill(fieldMin, "1kB")
			r.fill(fieldType, "image/*")
			r.fill(fieldDone, "https://acme.example/thanks")
		}, func(w *share.Request) {
			w.Operation, w.Target.Key, w.Object = share.Form, "2025/Nordwind/", share.Object{}
			w.Options = share.Options{KeyPrefix: true, MaxSize: 2_000_000, MinSize: 1000, ContentType: "image/", ContentTypePrefix: true, SuccessRedirect: "https://acme.example/thanks"}
		}},
		"form for one key": {opForm, func(*rig) {}, func(w *share.Request) {
			w.Operation, w.Options.SuccessStatus = share.Form, 201
		}},
		"form with an answer": {opForm, func(r *rig) {
			r.goTo(fieldStatus)
			r.Press("right")
		}, func(w *share.Request) { w.Operation, w.Options.SuccessStatus = share.Form, 200 }},
		"delete this version": {opDelete, func(r *rig) {
			r.goTo(fieldPin)
			r.Press("space")
		}, func(w *share.Request) { w.Operation, w.Target.VersionID = share.Delete, "fb9b39da79c2" }},
		"metadata": {opMetadata, func(*rig) {}, func(w *share.Request) { w.Operation = share.Metadata }},
		"what belongs to another operation stays behind": {opDownload, func(r *rig) {
			r.fill(fieldFilename, "x")
			r.op(opUpload)
			r.goTo(fieldOnce)
			r.Press("space")
			r.fill(fieldType, "a/b")
			r.op(opMetadata)
		}, func(w *share.Request) { w.Operation = share.Metadata }},
		"an end and a start": {opDownload, func(r *rig) {
			r.Press("7")
			r.Type("until fri 17:00")
			r.fill(fieldStarts, "thu 09:00")
		}, func(w *share.Request) {
			w.Lifetime = share.Lifetime{Until: time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)}
			w.Starts = time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.op(c.op)
			c.do(r)
			want := r.in.Request
			want.Lifetime = share.For(time.Hour)
			want.Object = share.Object{Known: true, Size: 2847, ContentType: "application/pdf", StorageClass: "STANDARD", Versioned: true, VersionID: "fb9b39da79c2"}
			c.want(&want)
			same(t, r.last(), want)
			if strings.HasPrefix(name, "delete") {
				r.fill(fieldConfirm, "delete")
			}
			r.Press("ctrl+s")
			if len(r.service.shared) != 1 {
				t.Fatalf("signed %d times:\n%s", len(r.service.shared), r.View(80, 24))
			}
			same(t, r.service.shared[0], want)
			if _, ok := r.Step().(kit.Replace); !ok || r.linked.URL.Empty() {
				t.Error("no link screen")
			}
		})
	}
}

func same(t *testing.T, got, want share.Request) {
	t.Helper()
	if got.Options.ExactSize != nil && want.Options.ExactSize != nil && *got.Options.ExactSize == *want.Options.ExactSize {
		got.Options.ExactSize = want.Options.ExactSize
	}
	if g, w := dump(got), dump(want); g != w {
		t.Errorf("\ngot  %s\nwant %s", g, w)
	}
}

func TestExpiry(t *testing.T) {
	for key, want := range map[string]time.Duration{"1": 15 * time.Minute, "2": time.Hour, "3": 8 * time.Hour, "4": 24 * time.Hour, "5": 72 * time.Hour, "6": 7 * 24 * time.Hour} {
		r := newRig(t)
		r.Press(key)
		if r.last().Lifetime != share.For(want) || !strings.Contains(r.foot(), "("+say.Span(want)+")") {
			t.Errorf("%s: %v, %s", key, r.last().Lifetime, r.foot())
		}
	}
	r := newRig(t)
	r.Press("7")
	if f := r.Screen.(*Screen).form; f.Focus() != fieldTyped || !r.Screen.Capturing() || f.Complains() {
		t.Errorf("7 leads to %q", f.Focus())
	}
	if !strings.Contains(r.foot(), "Say until when") {
		t.Errorf("nothing typed yet: %s", r.foot())
	}
	r.Press("ctrl+s")
	if len(r.service.shared) != 0 {
		t.Error("signed without an expiry")
	}
	r.Type("90m 1")
	if r.last().Lifetime != share.For(90*time.Minute) || !strings.Contains(r.View(80, 24), "✗ \"90m 1\" is neither") || !strings.Contains(r.foot(), "Not yet") {
		t.Errorf("%v\n%s", r.last().Lifetime, r.View(80, 24))
	}
	r.Press("tab", "ctrl+s")
	if f := r.Screen.(*Screen).form; len(r.service.shared) != 0 || f.Focus() != fieldTyped {
		t.Error("signed with a wrong expiry, or the focus is elsewhere")
	}
	r.Press("backspace", "backspace", "ctrl+s")
	if len(r.service.shared) != 1 || r.service.shared[0].Lifetime != share.For(90*time.Minute) {
		t.Errorf("shared %+v", r.service.shared)
	}
}

func TestProblemsOfEveryTypedField(t *testing.T) {
	for field, c := range map[string]struct {
		op   int
		text string
	}{
		fieldStarts: {opDownload, "yesterday"}, fieldSize: {opUpload, "big"}, fieldMeta: {opUpload, "novalue"}, fieldMax: {opForm, "-1"}, fieldMin: {opForm, "1 XB"},
	} {
		r := newRig(t)
		r.op(c.op)
		r.fill(field, c.text)
		if !strings.Contains(r.View(80, 40), "✗ ") || !strings.Contains(r.foot(), "Not yet") {
			t.Errorf("%s: no complaint about %q", field, c.text)
		}
		r.Press("up", "ctrl+s")
		if f := r.Screen.(*Screen).form.Focus(); len(r.service.shared) != 0 || f != field {
			t.Errorf("%s: signed %d, focus on %s", field, len(r.service.shared), f)
		}
	}
}

// What only the service can judge is said under the field it is about, in words
// that name no flag of the command line.
func TestTheServiceBlamesFields(t *testing.T) {
	for field, c := range map[string]struct {
		op         int
		text, says string
	}{
		fieldSize: {opUpload, "0", "✗ must be from 1 byte"}, fieldType: {opForm, "image/", `✗ "image/" is no content type`},
		fieldServe: {opDownload, "pdf", `✗ "pdf" is no content type`}, fieldFilename: {opDownload, "a/b", "✗ is a name, not a path"},
		fieldMax: {opForm, "9TB", "✗ must be from 1 byte"}, fieldMin: {opForm, "1GB", "✗ is more than the largest"}, fieldDone: {opForm, "thanks", "✗ is not a web address"},
	} {
		r := newRig(t)
		r.op(c.op)
		r.fill(field, c.text)
		if view := r.View(80, 40); !strings.Contains(view, c.says) || strings.Contains(view, "--") || !strings.Contains(r.foot(), "Not yet") {
			t.Errorf("%s:\n%s", field, view)
		}
		r.Press("up", "ctrl+s")
		if f := r.Screen.(*Screen).form.Focus(); f != field || r.Screen.(*Screen).signing || r.linked.Method != "" {
			t.Errorf("%s: focus on %s", field, f)
		}
		r.Press("ctrl+u")
		if view := r.View(80, 40); strings.Contains(view, "✗") || !strings.Contains(r.foot(), "Anyone with this") {
			t.Errorf("%s, taken back:\n%s", field, view)
		}
	}
}

func TestDeletingNeedsTheWord(t *testing.T) {
	r := newRig(t)
	r.op(opDelete)
	r.Press("ctrl+s")
	if f := r.Screen.(*Screen).form.Focus(); len(r.service.shared) != 0 || f != fieldConfirm {
		t.Fatalf("signed %d, focus on %s", len(r.service.shared), f)
	}
	r.Type("delet")
	r.Press("ctrl+s")
	if len(r.service.shared) != 0 {
		t.Fatal("half a word was enough")
	}
	r.Type("e")
	r.Press("ctrl+s")
	if len(r.service.shared) != 1 || r.service.shared[0].Operation != share.Delete {
		t.Errorf("shared %+v", r.service.shared)
	}
}

func TestOnlyTheLastPlanCounts(t *testing.T) {
	r := newRig(t)
	r.Hold = true
	r.Press("1")
	early := r.Run(0)
	r.Press("3")
	late := r.Run(0)
	r.Deliver(late...)
	if !strings.Contains(r.foot(), "(8 h)") {
		t.Fatalf("foot: %s", r.foot())
	}
	r.Deliver(early...)
	if !strings.Contains(r.foot(), "(8 h)") {
		t.Errorf("a stale plan is shown: %s", r.foot())
	}
	r.Press("2")
	if strings.Contains(r.foot(), "(8 h)") {
		t.Errorf("the old sentence stands while the new one is made: %s", r.foot())
	}
	r.Settle()
	r.goTo(fieldNote)
	r.Press("x")
	if !strings.Contains(r.foot(), "(1 h)") {
		t.Errorf("the sentence flickers while a note is typed: %s", r.foot())
	}
}

func TestAPlanThatIsOvertakenIsCancelled(t *testing.T) {
	r := newRig(t)
	var first context.Context
	r.service.Signer = identify(func(ctx context.Context) {
		if first == nil {
			first = ctx
		}
	})
	r.Hold = true
	r.Press("1")
	r.Run(0)
	if first == nil || first.Err() != nil {
		t.Fatal("not asked, or cancelled at once")
	}
	r.Press("2")
	if !errors.Is(first.Err(), context.Canceled) {
		t.Error("the first plan is still being made")
	}
}

type identify func(context.Context)

func (f identify) Identity(ctx context.Context, _ share.Target, _ string) (share.Identity, share.Endpoint, error) {
	f(ctx)
	return share.Identity{}, share.Endpoint{}, nil
}

func (f identify) Sign(context.Context, share.Spec) (share.Signed, error) { return share.Signed{}, nil }

// A host that can be taken for another is told before anything is signed.
func TestAHostInOtherLetters(t *testing.T) {
	for url, want := range map[string]string{
		"https://\u0430\u0440\u0440\u04cf\u0435.com:9000": `! the host \u0430ррӏе.com:9000 is also written xn--80ak6aa92e.com;`,
		"https://xn--80ak6aa92e.com":                      `! the host xn--80ak6aa92e.com is also written \u0430ррӏе.com;`,
	} {
		r := newRig(t, func(r *rig) { r.signer.url = url })
		if got := r.foot(); !strings.Contains(got, want) {
			t.Errorf("%s: %s", url, got)
		}
	}
	if got := newRig(t, func(r *rig) { r.signer.url = "https://s3.acme.example" }).foot(); strings.Contains(got, "also written") {
		t.Error(got)
	}
}

func TestTheSentenceFollowsTheClock(t *testing.T) {
	r := newRig(t)
	before, n := r.foot(), len(r.service.planned)
	r.Send(kit.Tick{Now: r.clock.Advance(refresh - time.Second)})
	if r.foot() != before || len(r.service.planned) != n {
		t.Errorf("planned again too early: %s", r.foot())
	}
	r.Send(kit.Tick{Now: r.clock.Advance(2 * time.Minute)})
	if !strings.Contains(r.foot(), "today 16:06 UTC (1 h)") {
		t.Errorf("foot: %s", r.foot())
	}
	r.Hold = true
	r.Press("1")
	r.Send(kit.Tick{Now: r.clock.Advance(time.Minute)})
	if r.Pending() != 1 {
		t.Errorf("%d plans under way", r.Pending())
	}
	r.signer.err = errors.New("no route")
	r.Settle()
	r.Send(kit.Tick{Now: r.clock.Advance(time.Minute)})
	if r.Pending() != 0 {
		t.Error("what failed is tried again and again")
	}
}

func TestLook(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.in.Request.Object = share.Object{Known: true, Size: 99}
		r.look = func(context.Context, share.Target) (many.Look, error) {
			return many.Look{
				Object: share.Object{Known: true, Size: 100, Versioned: true, VersionID: "v2"}, Region: "eu-west-3", Skew: time.Hour, SkewOf: "https://h",
			}, nil
		}
	})
	if got := r.last(); got.Target.Region != "eu-west-3" || got.Skew != time.Hour || got.SkewOf != "https://h" || got.Object.Size != 100 || got.Target.VersionID != "" {
		t.Errorf("the look went unused: %+v", got)
	}
	if !strings.Contains(r.View(80, 24), "pin version") {
		t.Error("a versioned object offers no pin")
	}
	r = newRig(t, func(r *rig) {
		r.in.Request.Object = share.Object{Known: true, Size: 99}
		r.look = func(context.Context, share.Target) (many.Look, error) {
			return many.Look{}, errors.New("no\x1b[2J route")
		}
	})
	if r.last().Object.Size != 99 || strings.Contains(r.View(80, 24), "pin version") {
		t.Error("a look that failed took away what was known")
	}
	if !strings.Contains(r.foot(), `! could not look at the object: no\x1b[2J route`) {
		t.Errorf("foot: %s", r.foot())
	}
	r.Press("enter")
	if len(r.service.shared) != 1 {
		t.Error("a look that failed keeps from signing")
	}
}

func TestWhileLooking(t *testing.T) {
	r := newRig(t)
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen { return New(env, r.service, r.look, r.exits, r.in) })
	if !strings.Contains(d.View(80, 24), "looking at the object …") || d.Screen.(*Screen).Busy() == "" {
		t.Errorf("got\n%s", d.View(80, 24))
	}
	d.Press("up", "enter") // signing does not wait for the look
	d.Settle()
	if len(r.service.shared) != 1 {
		t.Error("not signed")
	}
}

// stored judges as the program does: what is there is replaced by an upload, and
// what is not cannot be downloaded.
func stored(there bool) Look {
	return func(_ context.Context, t share.Target) (many.Look, error) {
		f := many.Look{Judge: func(r share.Request) []say.Remark {
			switch uploads := r.Operation == share.Upload || r.Operation == share.Form; {
			case uploads && there:
				return []say.Remark{{Level: say.Warning, Text: "an upload replaces it"}}
			case !uploads && !there:
				return []say.Remark{{Level: say.Bad, Text: "there is no such object"}}
			}
			return nil
		}}
		if there {
			f.Object = share.Object{Known: true, Size: 2847, Versioned: true, VersionID: "v2"}
		}
		return f, nil
	}
}

// However the form was opened, what is there already is looked at: the form can
// choose another operation.
func TestUploadsAreLookedAt(t *testing.T) {
	upload := func(there bool, change ...func(*rig)) *rig {
		return newRig(t, append(change, func(r *rig) { r.in.Request.Operation, r.look = share.Upload, stored(there) })...)
	}
	r := upload(true)
	if !strings.Contains(r.foot(), "an upload replaces it") || !strings.Contains(r.View(80, 24), "2.8 kB") {
		t.Errorf("something is there:\n%s", r.View(80, 24))
	}
	r = upload(false)
	if !strings.Contains(r.View(80, 24), "nothing has to be there yet") || strings.Contains(r.foot(), "!") {
		t.Errorf("nothing is there:\n%s", r.View(80, 24))
	}
	r.op(opDownload)
	if !strings.Contains(r.foot(), "there is no such object") || strings.Contains(r.View(80, 24), "nothing has to be there yet") {
		t.Errorf("to download what is not there:\n%s", r.View(80, 24))
	}
	r = upload(true, func(r *rig) { r.in.Pin = true; r.service.Rules = share.Rules{{Name: "pin", PinVersion: true}} })
	r.op(opDelete)
	r.fill(fieldConfirm, "delete")
	r.Press("ctrl+s")
	if len(r.service.shared) != 1 || r.service.shared[0].Target.VersionID != "v2" {
		t.Errorf("the version was not pinned: %+v\n%s", r.service.shared, r.View(80, 24))
	}
}

func TestAFolderIsForUploads(t *testing.T) {
	r := newRig(t, func(r *rig) { r.in.Request.Operation, r.in.Request.Target.Key = share.Upload, "inbox/" })
	if got := r.last(); got.Operation != share.Form || !got.Options.KeyPrefix || got.Target.Key != "inbox/" || got.Object.Known {
		t.Errorf("into a folder: %+v", got)
	}
	if !strings.Contains(r.View(80, 24), "nothing has to be there yet") {
		t.Errorf("the folder's own object is in the way:\n%s", r.View(80, 24))
	}
}

func TestPinning(t *testing.T) {
	r := newRig(t, func(r *rig) { r.in.Pin = true; r.service.Rules = share.Rules{{Name: "pin", PinVersion: true}} })
	if r.last().Target.VersionID != "fb9b39da79c2" || !strings.Contains(r.foot(), "(this version)") {
		t.Errorf("a guard rail wants the version pinned: %+v, %s", r.last().Target, r.foot())
	}
	r.goTo(fieldPin)
	r.Press("space")
	if !strings.Contains(r.foot(), "the version must be pinned") {
		t.Errorf("foot: %s", r.foot())
	}
	r = newRig(t, func(r *rig) { r.in.Request.Target.VersionID = "old" })
	if r.last().Target.VersionID != "old" {
		t.Error("the version that was asked for is lost")
	}
}

// Until the version is known nothing is planned, complained of, or signed.
func TestPinningAwaitsTheLook(t *testing.T) {
	r := newRig(t, func(r *rig) { r.in.Pin = true; r.service.Rules = share.Rules{{Name: "pin", PinVersion: true}} })
	r.service.planned = nil
	r.Driver = uitest.NewHeld(t, func(env kit.Env) kit.Screen { return New(env, r.service, r.look, r.exits, r.in) })
	r.Press("2", "enter")
	if n := len(r.service.planned) + len(r.service.shared); n > 0 || r.Screen.(*Screen).signing || strings.Contains(r.foot(), "must be pinned") {
		t.Errorf("without the version: %d plans, foot: %s", n, r.foot())
	}
	r.Hold = false
	r.Settle()
	if r.last().Target.VersionID != "fb9b39da79c2" {
		t.Errorf("then: %+v", r.last().Target)
	}
}

func TestReadOnlyAndMany(t *testing.T) {
	for name, change := range map[string]func(*rig){
		"read-only": func(r *rig) { r.in.ReadOnly = true },
		"many":      func(r *rig) { r.in.Many = "3 objects" },
	} {
		r := newRig(t, change)
		view := r.View(80, 24)
		if !strings.Contains(view, "[download] metadata") || strings.Contains(view, "delete") || strings.Contains(view, "upload") {
			t.Errorf("%s offers\n%s", name, view)
		}
	}
	r := newRig(t, func(r *rig) { r.in.Many = "3 objects" })
	r.Press("1", "enter")
	if _, ok := r.Step().(kit.Push); !ok || r.batched.Lifetime != share.For(15*time.Minute) || len(r.service.shared) != 0 {
		t.Errorf("many: %+v", r.batched)
	}
	r.Send(kit.Done{}) // the batch was shared; the form has served
	if _, ok := r.Step().(kit.Pop); !ok {
		t.Errorf("after the batch: %T", r.Step())
	}
	if strings.Contains(r.View(80, 24), "save as") {
		t.Error("one file name for many objects")
	}
}

func TestSigningThatFails(t *testing.T) {
	r := newRig(t)
	r.fill(fieldNote, "keep me")
	r.service.refuse = errors.New("the key is \x1b[2Jgone")
	r.Press("ctrl+s")
	note, ok := r.Step().(kit.Notify)
	if !ok || note.Kind != kit.Problem || note.Text != `not signed: the key is \x1b[2Jgone` {
		t.Errorf("said %+v", note)
	}
	if view := r.View(80, 24); !strings.Contains(view, "keep me") || !strings.Contains(view, `✗ the key is \x1b[2Jgone`) {
		t.Errorf("got\n%s", view)
	}
	r.service.refuse = nil
	r.Press("ctrl+s")
	if _, ok := r.Step().(kit.Replace); !ok {
		t.Error("a second try leads nowhere")
	}
}

func TestKeysWhileSigning(t *testing.T) {
	r := newRig(t)
	r.Hold = true
	r.Press("enter", "enter", "esc", "1")
	r.Paste("x")
	if r.Pending() != 1 || len(r.Steps) != 0 || r.Screen.(*Screen).Busy() != "signing" {
		t.Errorf("%d commands, steps %v", r.Pending(), r.Steps)
	}
}

func TestTypeAheadSignsNothing(t *testing.T) {
	born := func(r *rig) { r.clock.Advance(-prompt.Grace) } // back to the birth of the screen
	r := newRig(t)
	born(r)
	r.Press("enter", "enter", "ctrl+s")
	if len(r.service.shared) != 0 {
		t.Error("an enter too many signed")
	}
	r.clock.Advance(prompt.Grace)
	r.Press("enter")
	if len(r.service.shared) != 1 {
		t.Error("a moment later enter signs nothing")
	}
	r = newRig(t)
	born(r)
	r.Press("1", "enter")
	if len(r.service.shared) != 1 {
		t.Error("whoever chose something has seen the form")
	}
}

func TestLeaving(t *testing.T) {
	r := newRig(t)
	r.goTo(fieldNote)
	r.Type("abc")
	r.Press("esc")
	if _, ok := r.Step().(kit.Pop); !ok {
		t.Error("esc in a text field does not go back")
	}
}

func TestRenewal(t *testing.T) {
	end := func(in time.Duration) func(*rig) {
		return func(r *rig) {
			r.signer.id = share.Identity{Temporary: true, Expires: r.clock.Now().Add(in), Source: "SSO session"}
		}
	}
	for name, c := range map[string]struct {
		change func(*rig)
		can    bool
	}{
		"the session ends first": {func(r *rig) { end(15 * time.Minute)(r); r.in.Expiry = "8h" }, true},
		"the session lasts":      {end(12 * time.Hour), false},
		"the session is over":    {end(-time.Hour), true},
		"no session was found": {func(r *rig) {
			r.signer.err = &s3browser.Error{Kind: s3browser.ExpiredSession, Sentence: "the SSO session of profile x has ended"}
		}, true},
		"another failure":   {func(r *rig) { r.signer.err = errors.New("no route") }, false},
		"a guard rail":      {func(r *rig) { r.service.Rules = share.Rules{{Name: "notes", RequireNote: true}} }, false},
		"nothing can renew": {func(r *rig) { end(-time.Hour)(r); r.exits.Renew = nil }, false},
	} {
		r := newRig(t, c.change)
		offered := strings.Contains(r.foot(), "ctrl+r")
		r.Press("ctrl+r")
		if offered != c.can || (r.renewed == "acme") != c.can {
			t.Errorf("%s: offered %v, renewed %q; want %v\n%s", name, offered, r.renewed, c.can, r.foot())
		}
	}
	r := newRig(t, end(-time.Hour))
	end(10 * time.Hour)(r)
	r.Send(kit.Renewed{})
	if !strings.Contains(r.foot(), "Anyone with this link") {
		t.Errorf("after the renewal: %s", r.foot())
	}
}

func TestAShareMadeAnewKeepsItsTerms(t *testing.T) {
	five := int64(5)
	until := time.Date(2026, 3, 6, 17, 0, 30, 0, time.UTC)
	for name, want := range map[string]share.Request{
		"download": {Operation: share.Download, Lifetime: share.For(8 * time.Hour), Recipient: "Ms Ito", Note: "n", Options: share.Options{Filename: "a b.pdf", Inline: true, ContentType: "text/plain"}},
		"upload":   {Operation: share.Upload, Lifetime: share.For(90 * time.Minute), Options: share.Options{ExactSize: &five, IfNoneMatch: true, SSE: "aws:kms:dsse", KMSKeyID: "k", ContentType: "a/b", Metadata: map[string]string{"a": "1"}}},
		"form":     {Operation: share.Form, Lifetime: share.Lifetime{Until: until}, Options: share.Options{KeyPrefix: true, MinSize: 1, MaxSize: 7, ContentType: "image/", ContentTypePrefix: true, SuccessStatus: 204}},
	} {
		want.Target = share.Target{Bucket: "b", Key: "in/x"}
		r := newRig(t, func(r *rig) { r.in.Request, r.look = want, nil })
		t.Run(name, func(t *testing.T) { same(t, r.last(), want) })
	}
}

// gone is a look at what a delete marker hides, or at nothing at all.
func gone(code, older string) Look {
	return func(context.Context, share.Target) (many.Look, error) {
		return many.Look{Older: older, Judge: func(r share.Request) []say.Remark {
			switch {
			case r.Operation.Info().Stores:
				return []say.Remark{{Code: "free", Level: say.Good, Text: "nothing is stored under this key yet"}}
			case older != "" && r.Target.VersionID == older:
				return []say.Remark{{Code: "older", Level: say.Good, Text: "an older version"}}
			case r.Operation.Info().Destroys:
				return []say.Remark{{Code: code, Level: say.Warning, Text: "nothing to delete"}}
			}
			return []say.Remark{{Code: code, Level: say.Bad, Text: "there is no such object"}}
		}}, nil
	}
}

// Nothing there stops enter as the error of a field does, and there is a key for it.
func TestNothingThereStopsEnter(t *testing.T) {
	for _, op := range []share.Operation{share.Download, share.Metadata} {
		r := newRig(t, func(r *rig) { r.in.Request.Operation, r.look = op, gone("missing", "") })
		if !strings.Contains(r.foot(), "there is no such object") || !strings.Contains(r.foot(), "Not yet: nothing is there. ctrl+x signs it all the same") {
			t.Errorf("%s: %s", op, r.foot())
		}
		r.Press("enter")
		if len(r.service.shared) != 0 {
			t.Fatalf("%s: enter signed a link to nothing", op)
		}
		r.Press("ctrl+x")
		if len(r.service.shared) != 1 {
			t.Errorf("%s: ctrl+x signed %d links", op, len(r.service.shared))
		}
	}
	r := newRig(t)
	r.Press("ctrl+x")
	if len(r.service.shared) != 0 {
		t.Error("ctrl+x signs where there is nothing to overrule")
	}
}

// An upload misses nothing, also while its form is not complete yet.
func TestAnUploadFormMissesNothing(t *testing.T) {
	for _, i := range []int{opUpload, opForm} {
		r := newRig(t, func(r *rig) { r.look = gone("missing", "") })
		r.op(i)
		if strings.Contains(r.foot(), "no such object") {
			t.Errorf("%d: %s", i, r.foot())
		}
		r.goTo(fieldExpiry)
		for range 9 {
			r.Press("right")
		}
		r.fill(fieldTyped, "soonish")
		if strings.Contains(r.foot(), "no such object") || !strings.Contains(r.foot(), "Not yet: see the field") {
			t.Errorf("%d, with a problem: %s", i, r.foot())
		}
	}
	r := newRig(t, func(r *rig) { r.look = gone("missing", "") })
	r.op(opForm)
	r.Press("enter")
	if len(r.service.shared) != 1 {
		t.Error("a form for what is not there yet was not signed")
	}
}

// The version that a delete marker hides is shared by pinning it.
func TestTheVersionBehindADeleteMarker(t *testing.T) {
	r := newRig(t, func(r *rig) { r.look = gone("delete-marker", "v1") })
	r.Press("enter")
	r.goTo(fieldPin)
	r.Press("space")
	if strings.Contains(r.foot(), "no such object") || strings.Contains(r.foot(), "Not yet") {
		t.Errorf("pinned: %s", r.foot())
	}
	r.Press("enter")
	if len(r.service.shared) != 1 || r.service.shared[0].Target.VersionID != "v1" {
		t.Errorf("%+v", r.service.shared)
	}
}

// A restored copy is judged by the end that the link has, not by the time of the look.
func TestFindingsKnowTheEnd(t *testing.T) {
	var end time.Time
	r := newRig(t, func(r *rig) {
		r.look = func(context.Context, share.Target) (many.Look, error) {
			return many.Look{Judge: func(r share.Request) []say.Remark { end = r.Lifetime.End(); return nil }}, nil
		}
	})
	r.goTo(fieldTo)
	if _ = r.foot(); !end.Equal(r.clock.Now().Add(time.Hour).Truncate(time.Second)) && !end.After(r.clock.Now()) {
		t.Errorf("%v", end)
	}
}

// What was typed for a time is echoed as it was understood, before it is signed.
func TestTimesAreEchoed(t *testing.T) {
	for text, want := range map[string]string{
		"noon": "12:00:00", "until 2h": "(2 h)", "2 weeks": "14d is over 7 days", "01/12/2099": "1 December 2099 to some and 12 January 2099 to others", "31 Feb": "February has no day 31",
	} {
		r := newRig(t)
		r.goTo(fieldExpiry)
		for range 9 {
			r.Press("right")
		}
		r.fill(fieldTyped, text)
		if got := strings.Join(strings.Fields(r.View(200, 40)), " "); !strings.Contains(got, want) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// Who chose "other" types at once: no letter of it is a key of the screen, no
// digit an expiry of the row.
func TestOtherIsTypedAtOnce(t *testing.T) {
	for text, want := range map[string]string{"fri 5pm": "17:00:00", "12h": "(12 h)", "in 2 hours": "(2 h)", "7 days": "(7 days)", "half": "neither"} {
		for _, paste := range []bool{false, true} {
			r := newRig(t)
			r.goTo(fieldExpiry)
			for range 9 {
				r.Press("right")
			}
			if !r.Screen.Capturing() {
				t.Error("a letter would be a key of the program")
			}
			if paste {
				r.Paste(text)
			} else {
				r.Type(text)
			}
			f := r.Screen.(*Screen).form
			if f.Focus() != fieldTyped || f.Value(fieldTyped) != text || !strings.Contains(r.View(200, 40), want) {
				t.Errorf("%q (pasted %v): %q in %s\n%s", text, paste, f.Value(fieldTyped), f.Focus(), r.View(200, 40))
			}
		}
	}
}

// No hint is cut off at 80 columns, for any operation.
func TestHintsFit(t *testing.T) {
	for i, info := range share.Operations() {
		r := newRig(t)
		r.op(i)
		r.goTo(fieldMore)
		r.Press("space")
		for _, line := range strings.Split(r.View(80, 60), "\n") {
			if strings.Contains(line, "…") && !strings.Contains(line, "allow") {
				t.Errorf("%s: %s", info.Name, line)
			}
		}
	}
}
