package share

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

// TestBatchesAreRecordedInChunks: so many at once, and what waits no longer than a moment.
func TestBatchesAreRecordedInChunks(t *testing.T) {
	s, _, _ := newService()
	c := &chunks{}
	s.Recorder = c
	var keys []string
	for i := range firstChunk + batchChunk + 1 {
		keys = append(keys, fmt.Sprintf("k%d", i))
	}
	if err := s.ShareAll(t.Context(), requestsFor(keys...), func(o Outcome) error { return o.Err }); err != nil || !slices.Equal(c.sizes, []int{firstChunk, batchChunk, 1}) {
		t.Errorf("%v, %v", c.sizes, err)
	}
	c.sizes = nil
	now := day()
	s.Clock = func() time.Time { now = now.Add(batchPause); return now }
	if err := s.ShareAll(t.Context(), requestsFor("a", "b"), func(o Outcome) error { return o.Err }); err != nil || !slices.Equal(c.sizes, []int{1, 1}) {
		t.Errorf("slowly: %v, %v", c.sizes, err)
	}
}

type chunks struct{ sizes []int }

func (c *chunks) RecordAll(_ context.Context, r []Record) error {
	c.sizes = append(c.sizes, len(r))
	return nil
}

// TestRemarksBeforeSigning: what is to be known of a link, by its object and its signer.
func TestRemarksBeforeSigning(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Plan)
		want   string // codes
	}{
		{"nothing", func(*Plan) {}, ""},
		{"versions are kept", func(p *Plan) { p.Request.Object.Versioned = true }, "version"},
		{"pinned", func(p *Plan) { p.Request.Object.Versioned, p.Request.Target.VersionID = true, "v" }, ""},
		{"the null version", func(p *Plan) { p.Request.Target.VersionID = NullVersion }, "version"},
		{"metadata", func(p *Plan) { p.Request.Operation, p.Request.Object.Versioned = Metadata, true }, "version"},
		{"an upload", func(p *Plan) { p.Request.Operation, p.Request.Object.Versioned = Upload, true }, ""},
		{"a version is deleted", func(p *Plan) { p.Request.Operation, p.Request.Target.VersionID = Delete, "v" }, "delete"},
		{"no versions are kept", func(p *Plan) { p.Request.Operation, p.Request.Object.Unversioned = Delete, true }, "delete"},
		{"a delete", func(p *Plan) { p.Request.Operation = Delete }, ""},
		{"a key of a session without it", func(p *Plan) { p.Identity.AccessKeyID = "ASIA1" }, "credentials"},
		{"a session", func(p *Plan) { p.Identity.AccessKeyID, p.Identity.Temporary = "ASIA1", true }, ""},
		{"such a name elsewhere", func(p *Plan) { p.Identity.AccessKeyID, p.Endpoint.URL = "ASIA1", "https://minio.example" }, ""},
		{"two readings of a plus", func(p *Plan) { p.Request.Target.Other = "a b" }, "plus"},
		{"a network that MinIO believes", func(p *Plan) {
			p.Mandate = Mandate{Kind: KindMinIOKey, From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
		}, "from"},
		{"a session of MinIO", func(p *Plan) { p.Mandate.Kind = KindMinIOSession }, "fleeting token"},
		{"a folder by CloudFront", func(p *Plan) {
			p.Request.Below, p.Request.Target.Key, p.Mandate = true, "dir/", Mandate{Kind: KindCloudFront, Below: true, Query: true}
		}, "below below-query"},
		{"a folder by an object of it", func(p *Plan) { p.Request.Below, p.Mandate = true, Mandate{Kind: KindCloudFront, Below: true} }, ""},
		{"parts", func(p *Plan) { p.Request.Operation, p.Request.Options.TotalSize = InParts, 7 }, "parts"},
	} {
		p := Plan{Request: request(), Identity: Identity{AccessKeyID: "AKIA1"}}
		c.change(&p)
		var codes []string
		for _, r := range advise(p) {
			if r.Text == "" || r.Level == say.Good {
				t.Errorf("%s: %+v", c.name, r)
			}
			codes = append(codes, r.Code)
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestAnUploadThatIsSharedAfterAnother is started anew: the id of the other is not its own.
func TestAnUploadThatIsSharedAfterAnother(t *testing.T) {
	s, m := making()
	r := request()
	r.Operation, r.Options = InParts, Options{TotalSize: 20 << 20, PartSize: 10 << 20, UploadID: "another"}
	link, err := s.Share(t.Context(), r)
	if err != nil || m.records[0].Spec.Options.UploadID != "" || link.Request.Options.UploadID == "another" {
		t.Errorf("%v, %+v", err, m.records)
	}
	facts := Record{Spec: Spec{Operation: Download, Mandate: Mandate{Kind: KindCloudFront, Below: true}}}.Facts()
	if !slices.Contains(facts, Fact{"opens", "all that is in its folder and below"}) {
		t.Errorf("%+v", facts)
	}
}

// TestMomentsInThePast as they are typed, and what is none.
func TestMomentsInThePast(t *testing.T) {
	for text, want := range map[string]time.Duration{"90m": 90 * time.Minute, "2d": 48 * time.Hour, "2026-03-01": 3*24*time.Hour + 12*time.Hour} {
		if got, err := ParsePast(text, day()); err != nil || !got.Equal(day().Add(-want)) {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "soon", strings.Repeat("x", 90)} {
		var usage *UsageError
		if got, err := ParsePast(text, day()); !errors.As(err, &usage) || !got.IsZero() || len(usage.Problem) > 90 {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}

// TestGrantsOfWhatIsNoBucket are refused before anybody is asked.
func TestGrantsOfWhatIsNoBucket(t *testing.T) {
	for want, change := range map[string]func(*GrantRequest){
		"--allow: is missing":  func(g *GrantRequest) { g.Allow = nil },
		"a version is of one":  func(g *GrantRequest) { g.Target.VersionID = "v" },
		"access points":        func(g *GrantRequest) { g.Target.Bucket = "arn:aws:s3:us-east-1:123456789012:accesspoint/x" },
		"and directory bucket": func(g *GrantRequest) { g.Target.Bucket = "x--use1-az4--x-s3" },
		"bucket":               func(g *GrantRequest) { g.Target.Bucket = "" },
		"key":                  func(g *GrantRequest) { g.Target.Key = strings.Repeat("k", MaxKeyBytes) },
	} {
		s, log, _ := grantService(t)
		b := &bank{}
		if _, err := s.Grant(t.Context(), grantRequest(change), b); err == nil || !strings.Contains(err.Error(), want) || len(log.records) != 0 || b.got.ID != "" {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestWhatIsWaitedForIsTold while a key is made and an upload started, and that it is there.
func TestWhatIsWaitedForIsTold(t *testing.T) {
	s, _ := making()
	var told []string
	s.Waits = func(doing string) func() {
		told = append(told, doing)
		return func() { told = append(told, "done") }
	}
	r := request()
	r.Revocable = true
	if _, err := s.Share(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	r = request()
	r.Operation, r.Options = InParts, Options{TotalSize: 20 << 20, PartSize: 10 << 20}
	if _, err := s.Share(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(told, ", "); got != "making an access key of its own for this link, done, starting the upload, done" {
		t.Error(got)
	}
}

// noting is a signer that notes for which places it was asked.
type noting struct {
	*pen
	places []string
}

func (n *noting) Identity(ctx context.Context, t Target, signer string) (Identity, Endpoint, error) {
	n.places = append(n.places, t.Place)
	return n.pen.Identity(ctx, t, signer)
}

// TestAnUploadIsAskedForByThePlaceThatSignedIt, which may be another than it is in.
func TestAnUploadIsAskedForByThePlaceThatSignedIt(t *testing.T) {
	s, m := making()
	n := &noting{pen: m.pen}
	s.Signer = n
	rec := Record{ID: "x", Spec: Spec{Operation: InParts, Target: Target{Place: "shown", Bucket: "b", Key: "k"}, Endpoint: Endpoint{Place: "signing"}, AccessKeyID: "AKIA1", Options: Options{UploadID: "u"}}}
	if _, err := s.Upload(t.Context(), rec); err != nil || !slices.Equal(n.places, []string{"signing"}) {
		t.Errorf("%v, %v", n.places, err)
	}
}

// TestWordsOfWhatIsShared: an article, a family of types, a group.
func TestWordsOfWhatIsShared(t *testing.T) {
	for op, want := range map[Operation]string{Download: "has no meaning for a download link", Form: "", Upload: "has no meaning for an upload link"} {
		if err := (Options{MinSize: 7}).Check(op); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", op, err)
		}
	}
	s, _, _ := newService()
	r := Request{Target: Target{Bucket: "b", Key: "k"}, Operation: Form, Options: Options{ContentType: "image/", ContentTypePrefix: true, MinSize: 1000}}
	if got := said(t, s, r); !strings.Contains(got, ", 1 kB to 100 MB, of type image/*, as often") {
		t.Error(got)
	}
	r.Options = Options{ContentType: "image/png"}
	if got := said(t, s, r); !strings.Contains(got, ", at most 100 MB, of type image/png, as often") {
		t.Error(got)
	}
	if a, b := s.NewGroup(), s.NewGroup(); len(a) != IDLen || a >= b {
		t.Errorf("%q, then %q", a, b)
	}
}

// TestWhatIsSaidOfCredentialsAndOfEndsNobodyKnows: the role that was named, that they are
// never shown again, and that an end is a bound and no promise.
func TestWhatIsSaidOfCredentialsAndOfEndsNobodyKnows(t *testing.T) {
	m := Mandate{Kind: KindAWSSession, Allow: []Access{AccessGet}, Role: "arn:aws:iam::123456789012:role/x"}
	facts := m.facts("front")
	for _, want := range []Fact{{"signer", "front, AWS session"}, {"role", m.Role}, {"shown again", "never: credentials are kept nowhere"}} {
		if !slices.Contains(facts, want) {
			t.Errorf("%+v is not in %+v", want, facts)
		}
	}
	for atMost, want := range map[bool]string{false: "as often as they like, until today 13:00 UTC (1 h).", true: "as often as they like, until, at most, today 13:00 UTC (1 h). The session that signs may end sooner; nobody told signet when."} {
		p := Plan{Request: request(), Terms: Terms{Starts: day(), Asked: day().Add(time.Hour), Ends: day().Add(time.Hour), AtMost: atMost}}
		if got := Sentence(p, day(), func(s string) string { return s }); !strings.HasSuffix(got, want) {
			t.Errorf("%s", got)
		}
	}
}
