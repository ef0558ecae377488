package sign_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/demo"
	"signet/share"
	"signet/share/ledger"
	"signet/share/refusal"
	"signet/share/sign"
)

// rig is a server that verifies every signature, the service that signs for it,
// a real share log, and one clock for all of them.
type rig struct {
	t      *testing.T
	server *demo.Server
	who    demo.Credentials
	region string       // signed for; empty: the server's own
	asked  string       // asked in the place of the server; empty: nobody is
	clock  atomic.Int64 // Unix seconds
	dir    string
	log    *ledger.Ledger
	share.Service
}

func newRig(t *testing.T) *rig {
	t.Helper()
	return newRigOn(t, demo.Options{Empty: true})
}

// newRigOn is a rig on a server with options of its own.
func newRigOn(t *testing.T, o demo.Options) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir()}
	r.set(time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC))
	o.Clock = r.now
	var err error
	if r.server, err = demo.Start(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.server.Close() })
	for bucket, versioned := range map[string]bool{"plain": false, "versions": true} {
		if err := r.server.MakeBucket(bucket, versioned, ""); err != nil {
			t.Fatal(err)
		}
	}
	r.who = r.server.Owner()
	r.Service = share.Service{Signer: sign.New(r), Default: share.For(time.Hour), Clock: r.now}
	r.open()
	return r
}

// open opens the share log, as each start of the program does.
func (r *rig) open() {
	r.t.Helper()
	var err error
	if r.log, err = ledger.Open(filepath.Join(r.dir, "log.db"), ledger.Options{Clock: r.now}); err != nil {
		r.t.Fatal(err)
	}
	log := r.log
	r.t.Cleanup(func() { _ = log.Close() })
	r.Recorder = log
}

func (r *rig) now() time.Time  { return time.Unix(r.clock.Load(), 0).UTC() }
func (r *rig) set(t time.Time) { r.clock.Store(t.Unix()) }

// Account signs with the rig's credentials.
func (r *rig) Account(context.Context, string) (sign.Account, string, error) {
	who := r.who
	return sign.Account{
		Credentials: credentials.StaticCredentialsProvider{Value: aws.Credentials{AccessKeyID: who.AccessKeyID, SecretAccessKey: who.SecretKey, SessionToken: who.SessionToken}},
		Region:      cmp.Or(r.region, r.server.Region()), Endpoint: cmp.Or(r.asked, r.server.Endpoint()), PathStyle: true, Send: http.DefaultClient.Do,
		Identity: func(context.Context) (share.Identity, error) {
			return share.Identity{AccessKeyID: who.AccessKeyID, Temporary: who.SessionToken != "", Expires: who.Expires, Source: "test"}, nil
		},
	}, "demo", nil
}

func (r *rig) sign(req share.Request) share.Link {
	r.t.Helper()
	link, err := r.Share(r.t.Context(), req)
	if err != nil {
		r.t.Fatal(err)
	}
	if link.ID == "" {
		r.t.Fatal("not in the share log")
	}
	return link
}

// answer is what came back.
type answer struct {
	status int
	body   string
	header http.Header
}

func (r *rig) send(method, link string, headers []share.Header, body string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, link, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, h := range headers {
		if h.Name != "Content-Length" { // follows from the body
			req.Header.Set(h.Name, h.Value)
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{res.StatusCode, string(text), res.Header}
}

// refused: the answer is a refusal that can be explained, and nothing is stored
// or gone by it.
func (r *rig) refused(what string, a answer) {
	r.t.Helper()
	if a.status < 400 {
		r.t.Errorf("%s: status %d, want a refusal", what, a.status)
	}
	if w := refusal.Explain(refusal.Parse(a.status, a.header, []byte(a.body))); w.Kind == refusal.Other {
		r.t.Errorf("%s: nobody says what %d means: %s", what, a.status, w.Sentence)
	}
}

func (r *rig) works(what string, a answer, status int) {
	r.t.Helper()
	if a.status != status {
		r.t.Errorf("%s: status %d, want %d: %s", what, a.status, status, a.body)
	}
}

// put stores an object, and says its version.
func (r *rig) put(bucket, key, body string) string {
	r.t.Helper()
	l := r.sign(share.Request{Target: share.Target{Bucket: bucket, Key: key}, Operation: share.Upload})
	a := r.send(http.MethodPut, l.URL.Reveal(), l.Headers, body)
	r.works("put "+key, a, http.StatusOK)
	return a.header.Get("X-Amz-Version-Id")
}

// content is what is stored; empty: nothing.
func (r *rig) content(bucket, key string) string {
	r.t.Helper()
	l := r.sign(share.Request{Target: share.Target{Bucket: bucket, Key: key}, Operation: share.Download})
	if a := r.send(http.MethodGet, l.URL.Reveal(), nil, ""); a.status == http.StatusOK {
		return a.body
	}
	return ""
}

// tampered are copies of a link, each with one parameter, or the path, changed.
func tampered(t *testing.T, link string) map[string]string {
	t.Helper()
	out := map[string]string{}
	address, query, _ := strings.Cut(link, "?")
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		changed := append([]string(nil), pairs...)
		last := "0"
		if strings.HasSuffix(value, "0") {
			last = "1"
		}
		changed[i] = name + "=" + value[:max(len(value)-1, 0)] + last
		out["changed "+name] = address + "?" + strings.Join(changed, "&")
		out["without "+name] = address + "?" + strings.Join(append(append([]string(nil), pairs[:i]...), pairs[i+1:]...), "&")
	}
	out["another key"] = address + "x?" + query
	out["one parameter more"] = link + "&utm_source=mail"
	out["another type"] = link + "&response-content-type=text%2Fhtml"
	out["cut off"] = link[:len(link)-1]
	if _, err := url.Parse(link); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryOperationIsUsed signs every operation with every option, uses the
// link rightly, in every wrong way, and too late, and makes it again.
func TestEveryOperationIsUsed(t *testing.T) {
	size := int64(5)
	for _, c := range []struct {
		name   string
		op     share.Operation
		bucket string
		o      share.Options
		pin    bool
		body   string
		status int
		track  bool
		after  string // what is stored after the right use
	}{
		{name: "download", op: share.Download, bucket: "plain", status: 200, after: "first"},
		{name: "download under a name", op: share.Download, bucket: "plain", o: share.Options{Filename: "Bericht ä.pdf", ContentType: "application/pdf"}, status: 200, after: "first"},
		{name: "download to view, tracked", op: share.Download, bucket: "plain", o: share.Options{Inline: true}, track: true, status: 200, after: "first"},
		{name: "download of a version", op: share.Download, bucket: "versions", pin: true, status: 200, after: "second"},
		{name: "metadata", op: share.Metadata, bucket: "plain", status: 200, after: "first"},
		{name: "metadata of a version", op: share.Metadata, bucket: "versions", pin: true, status: 200, after: "second"},
		{name: "upload", op: share.Upload, bucket: "plain", body: "hello", status: 200, after: "hello"},
		{name: "upload with all options", op: share.Upload, bucket: "plain", o: share.Options{
			ContentType: "text/plain", ExactSize: &size, Metadata: map[string]string{"case": "7", "from": "acme"}, SSE: "AES256",
		}, body: "hello", status: 200, after: "hello"},
		{name: "delete", op: share.Delete, bucket: "plain", status: 204, after: ""},
		{name: "delete of a version", op: share.Delete, bucket: "versions", pin: true, status: 204, after: "second"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.Tracks = func(string) bool { return c.track }
			const key = "dir/ä b+c.txt"
			target := share.Target{Bucket: c.bucket, Key: key}
			version, before := r.put(c.bucket, key, "first"), "first"
			if c.pin {
				target.VersionID = version
				before = "second"
				r.put(c.bucket, key, before)
			}
			link := r.sign(share.Request{Target: target, Operation: c.op, Options: c.o, Lifetime: share.For(10 * time.Minute), Note: "n"})
			use := link.URL.Reveal()

			for _, m := range []string{"GET", "HEAD", "PUT", "DELETE", "POST"} {
				if m != link.Method {
					r.refused(m, r.send(m, use, link.Headers, c.body))
				}
			}
			for what, broken := range tampered(t, use) {
				r.refused(what, r.send(link.Method, broken, link.Headers, c.body))
			}
			for i, h := range link.Headers {
				if h.Name == "Content-Length" {
					r.refused("one byte less", r.send(link.Method, use, link.Headers, c.body[1:]))
					r.refused("one byte more", r.send(link.Method, use, link.Headers, c.body+"!"))
					continue
				}
				rest := append(append([]share.Header(nil), link.Headers[:i]...), link.Headers[i+1:]...)
				r.refused("without "+h.Name, r.send(link.Method, use, rest, c.body))
				r.refused("another "+h.Name, r.send(link.Method, use, append(rest, share.Header{Name: h.Name, Value: h.Value + "x"}), c.body))
			}
			if c.op == share.Upload {
				r.refused("metadata of one's own", r.send(link.Method, use, append([]share.Header{{Name: "X-Amz-Meta-Mine", Value: "1"}}, link.Headers...), c.body))
			}
			r.set(link.Terms.Ends.Add(time.Second))
			r.refused("one second too late", r.send(link.Method, use, link.Headers, c.body))
			r.set(link.SignedAt.Add(-16 * time.Minute))
			r.refused("too early", r.send(link.Method, use, link.Headers, c.body))
			r.set(link.SignedAt)
			if got := r.content(c.bucket, key); got != before {
				t.Fatalf("after wrong uses %q is stored, want %q", got, before)
			}

			r.set(link.Terms.Ends.Add(-time.Second))
			a := r.send(link.Method, use, link.Headers, c.body)
			r.works("in the last second", a, c.status)
			if c.op == share.Download && a.body != "first" {
				t.Errorf("downloaded %q", a.body)
			}
			r.set(link.SignedAt)
			if got := r.content(c.bucket, key); got != c.after {
				t.Errorf("then %q is stored, want %q", got, c.after)
			}
			r.again(link)
		})
	}
}

// again wants the log, opened anew, to make the identical link, an hour later.
func (r *rig) again(link share.Link) {
	r.t.Helper()
	at := r.now()
	defer r.set(at)
	r.set(at.Add(time.Hour))
	if err := r.log.Close(); err != nil {
		r.t.Fatal(err)
	}
	r.open()
	r.Signer = sign.New(r)
	e, err := r.log.Get(r.t.Context(), link.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	got, err := r.Rebuild(r.t.Context(), e.Record)
	if err != nil {
		r.t.Fatal(err)
	}
	if a, b := whole(got), whole(link); a != b {
		r.t.Errorf("made again, the link is another one:\n%s\n%s", a, b)
	}
	r.who = r.server.Guest()
	if _, err := r.Rebuild(r.t.Context(), e.Record); err == nil {
		r.t.Error("made again by another key")
	}
	r.who = r.server.Owner()
}

// whole is all that is handed over.
func whole(l share.Link) string {
	out := fmt.Sprint(l.ID, l.Method, l.URL.Reveal(), l.Headers, l.SignedAt, l.Terms.Ends)
	for _, f := range l.Fields {
		out += "\n" + f.Name + "=" + f.Value.Reveal()
	}
	return out
}

// An upload that must find nothing works once.
func TestSecondUpload(t *testing.T) {
	r := newRig(t)
	link := r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "new"}, Operation: share.Upload, Options: share.Options{IfNoneMatch: true}})
	r.refused("without If-None-Match", r.send("PUT", link.URL.Reveal(), nil, "0"))
	r.works("first", r.send("PUT", link.URL.Reveal(), link.Headers, "1"), http.StatusOK)
	r.works("second", r.send("PUT", link.URL.Reveal(), link.Headers, "2"), http.StatusPreconditionFailed)
	if got := r.content("plain", "new"); got != "1" {
		t.Errorf("stored %q", got)
	}
}

// An embargo: nothing before 15 minutes before it, the whole life from then on.
func TestEmbargo(t *testing.T) {
	r := newRig(t)
	r.put("plain", "k", "x")
	opens := r.now().Add(3 * time.Hour)
	link := r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "k"}, Operation: share.Download, Starts: opens, Lifetime: share.For(time.Hour)})
	for at, status := range map[time.Time]int{
		r.now(): 403, opens.Add(-16 * time.Minute): 403, opens.Add(-14 * time.Minute): 200, opens: 200, opens.Add(59 * time.Minute): 200, opens.Add(61 * time.Minute): 403,
	} {
		r.set(at)
		r.works(at.String(), r.send("GET", link.URL.Reveal(), nil, ""), status)
	}
}

// A link of a session dies with it, whatever was asked for, and says so first.
func TestSessionEnds(t *testing.T) {
	r := newRig(t)
	r.put("plain", "k", "x")
	r.who = r.server.IssueSession(15 * time.Minute)
	link := r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "k"}, Operation: share.Download, Lifetime: share.For(24 * time.Hour)})
	if link.Terms.Reason != share.ByCredential || !link.Terms.Ends.Equal(r.who.Expires) {
		t.Errorf("ends %v by %s, the session %v", link.Terms.Ends, link.Terms.Reason, r.who.Expires)
	}
	r.set(link.Terms.Ends.Add(-time.Second))
	r.works("with the session", r.send("GET", link.URL.Reveal(), nil, ""), 200)
	r.set(link.Terms.Ends.Add(time.Second))
	r.refused("after the session", r.send("GET", link.URL.Reveal(), nil, ""))
	if _, err := r.Share(t.Context(), share.Request{Target: share.Target{Bucket: "plain", Key: "k"}, Operation: share.Download}); err == nil {
		t.Error("expired credentials signed")
	}
}

// A machine whose clock is wrong signs by the server's.
func TestSkewedClock(t *testing.T) {
	r := newRig(t)
	r.put("plain", "k", "x")
	wrong := func() time.Time { return r.now().Add(-20 * time.Minute) }
	r.Clock = wrong
	req := share.Request{Target: share.Target{Bucket: "plain", Key: "k"}, Operation: share.Download, Lifetime: share.For(10 * time.Minute)}
	r.refused("signed by the wrong clock", r.send("GET", r.sign(req).URL.Reveal(), nil, ""))
	req.Skew, req.SkewOf = 20*time.Minute, r.server.Endpoint()
	link := r.sign(req)
	r.works("signed by the server's clock", r.send("GET", link.URL.Reveal(), nil, ""), 200)
	r.set(link.Terms.Ends.Add(time.Second))
	r.refused("one second too late", r.send("GET", link.URL.Reveal(), nil, ""))
}

// TestFormsAreUsed fills in every kind of form, rightly and wrongly.
func TestFormsAreUsed(t *testing.T) {
	for _, c := range []struct {
		name   string
		key    string
		o      share.Options
		stored string // key
		status int
		least  int
		most   int
	}{
		{"plain", "in/a.bin", share.Options{MaxSize: 10}, "in/a.bin", 201, 0, 10},
		{"any name below a prefix", "in/", share.Options{KeyPrefix: true, MinSize: 2, MaxSize: 10}, "in/photo é.jpg", 201, 2, 10},
		{"all options", "in/b.csv", share.Options{
			MinSize: 3, MaxSize: 3, ContentType: "text/csv", Metadata: map[string]string{"case": "7"}, SSE: "AES256", SuccessStatus: 204,
		}, "in/b.csv", 204, 3, 3},
		{"a kind of type, then a page", "in/c", share.Options{MaxSize: 10, ContentType: "image/", ContentTypePrefix: true, SuccessRedirect: "https://acme.example/thanks"}, "in/c", 303, 0, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			link := r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: c.key}, Operation: share.Form, Options: c.o, Lifetime: share.For(10 * time.Minute)})
			if link.Method != http.MethodPost || len(link.Headers) != 0 {
				t.Errorf("%s %v", link.Method, link.Headers)
			}
			fill := func(change func(name, value string) (string, bool), n int) answer {
				var body bytes.Buffer
				w := multipart.NewWriter(&body)
				for _, f := range link.Fields {
					if value, ok := change(f.Name, f.Value.Reveal()); ok {
						_ = w.WriteField(f.Name, value)
					}
				}
				part, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="photo é.jpg"`}})
				_, _ = io.WriteString(part, strings.Repeat("x", n))
				_ = w.Close()
				return r.send("POST", link.URL.Reveal(), []share.Header{{Name: "Content-Type", Value: w.FormDataContentType()}}, body.String())
			}
			asIs := func(_, value string) (string, bool) { return value, true }
			for _, f := range link.Fields {
				r.refused("without "+f.Name, fill(func(name, value string) (string, bool) { return value, name != f.Name }, c.most))
				r.refused("another "+f.Name, fill(func(name, value string) (string, bool) {
					if name == f.Name {
						value = "x" + value[1:] + "y"
					}
					return value, true
				}, c.most))
			}
			r.refused("one byte more", fill(asIs, c.most+1))
			if c.least > 0 {
				r.refused("one byte less", fill(asIs, c.least-1))
			}
			r.set(link.Terms.Ends.Add(time.Second))
			r.refused("one second too late", fill(asIs, c.most))
			r.set(link.Terms.Ends.Add(-time.Second))
			if got := r.content("plain", c.stored); got != "" {
				t.Fatalf("after wrong uses %q is stored", got)
			}
			for _, n := range []int{c.least, c.most} {
				a := fill(asIs, n)
				r.works("as it is", a, c.status)
				if c.o.SuccessRedirect != "" && !strings.HasPrefix(a.header.Get("Location"), c.o.SuccessRedirect) {
					t.Errorf("taken to %q", a.header.Get("Location"))
				}
				if got := r.content("plain", c.stored); len(got) != n {
					t.Errorf("%d bytes stored, want %d", len(got), n)
				}
			}
			r.set(link.SignedAt)
			r.again(link)
		})
	}
}

// A batch of any size takes the memory of a small one, and little for each link.
// All of it has one end, one group, and is in the log.
func TestBatchIsFlat(t *testing.T) {
	const few, many = 5_000, 25_000
	r := newRig(t)
	heap := func() (live, total uint64) {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, m.TotalAlloc
	}
	requests := func(yield func(share.Request) bool) {
		for i := range many {
			if !yield(share.Request{Target: share.Target{Bucket: "plain", Key: "receipts/" + strconv.Itoa(i)}, Operation: share.Download, Lifetime: share.For(time.Hour)}) {
				return
			}
		}
	}
	var n int
	var live, total uint64
	var first share.Link
	err := r.ShareAll(t.Context(), requests, func(o share.Outcome) error {
		if o.Err != nil || o.Link.ID == "" || len(o.Link.Warnings) > 0 {
			t.Fatalf("link %d: %v %v", n, o.Err, o.Link.Warnings)
		}
		switch n++; n {
		case 1:
			first = o.Link
		case few:
			live, total = heap()
		}
		if !o.Link.Terms.Ends.Equal(first.Terms.Ends) || o.Request.Group != first.Request.Group || o.Request.Group == "" {
			t.Fatalf("link %d: ends %v in group %q", n, o.Link.Terms.Ends, o.Request.Group)
		}
		return nil
	})
	if err != nil || n != many {
		t.Fatalf("%d links: %v", n, err)
	}
	after, all := heap()
	if grown := int64(after) - int64(live); grown > 4<<20 {
		t.Errorf("%d links more hold %d bytes more", many-few, grown)
	}
	if each := (all - total) / (many - few); each > 24<<10 {
		t.Errorf("each link allocates %d bytes", each)
	}
	entry, err := r.log.Get(t.Context(), first.ID)
	if err != nil || entry.Batch != many {
		t.Errorf("the log knows %d of the group: %v", entry.Batch, err)
	}
}
