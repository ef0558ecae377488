package share

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

// pen signs anything with a visible mark; the real signers are tested in
// share/sign.
type pen struct {
	id       Identity
	endpoint string
	// pathStyle is how the endpoint is addressed.
	pathStyle bool
	err       error
	refuses   error // to sign
	specs     []Spec
	asked     int
	changed   bool
}

func (p *pen) Identity(_ context.Context, t Target, _ string) (Identity, Endpoint, error) {
	p.asked++
	return p.id, Endpoint{URL: p.endpoint, Region: "eu-central-1", PathStyle: p.pathStyle, Place: t.Place}, p.err
}

func (p *pen) Sign(_ context.Context, s Spec) (Signed, error) {
	if s.AccessKeyID != p.id.AccessKeyID {
		return Signed{}, &KeyGoneError{AccessKeyID: s.AccessKeyID}
	}
	if p.refuses != nil {
		return Signed{}, p.refuses
	}
	p.specs = append(p.specs, s)
	mark := "sha"
	if p.changed {
		mark = "other"
	}
	return Signed{Method: s.Operation.Info().Method, URL: NewSecret("https://h.example.com/" + s.Target.Key + "?sig=SECRET"), SignatureSHA256: mark + s.Target.Key}, nil
}

// book keeps records, or fails.
type book struct {
	records []Record
	err     error
}

func (b *book) RecordAll(_ context.Context, r []Record) error {
	if b.err != nil {
		return b.err
	}
	b.records = append(b.records, r...)
	return nil
}

func newService() (*Service, *pen, *book) {
	p, b := &pen{id: Identity{AccessKeyID: "AKIA1", Source: "environment"}}, &book{}
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	return &Service{Signer: p, Recorder: b, Default: For(time.Hour), Clock: func() time.Time { return now }, Who: Who{User: "ana"}}, p, b
}

func request() Request {
	return Request{Target: Target{Place: "acme", Bucket: "b", Key: "dir/a.pdf"}, Operation: Download, Note: "for the audit", Recipient: "Ms Ito"}
}

func TestShareChecksSignsRecords(t *testing.T) {
	s, p, b := newService()
	link, err := s.Share(context.Background(), request())
	if err != nil {
		t.Fatal(err)
	}
	if link.Terms.Seconds != 3600 || link.ID == "" || link.ID != b.records[0].ID || len(link.Warnings) != 0 {
		t.Errorf("link = %+v", link)
	}
	r := b.records[0]
	if r.Note != "for the audit" || r.Recipient != "Ms Ito" || r.Who.User != "ana" || r.Spec.AccessKeyID != "AKIA1" || r.SignatureSHA256 != "shadir/a.pdf" || r.Spec.Seconds != 3600 {
		t.Errorf("record = %+v", r)
	}
	if len(p.specs) != 1 || p.specs[0].SignedAt.Nanosecond() != 0 {
		t.Errorf("signed %+v", p.specs)
	}
	text, _ := json.Marshal(r)
	if strings.Contains(string(text), "SECRET") {
		t.Errorf("the record holds the link: %s", text)
	}
}

func TestALogThatFailsDoesNotHideTheLink(t *testing.T) {
	s, _, b := newService()
	b.err = errors.New("disk full")
	link, err := s.Share(context.Background(), request())
	if err != nil || link.URL.Empty() {
		t.Fatalf("link %v, err %v", link, err)
	}
	if len(link.Warnings) != 1 || link.Warnings[0].Code != "log" || !strings.Contains(link.Warnings[0].Text, "disk full") || link.ID != "" {
		t.Errorf("warnings = %+v", link.Warnings)
	}
}

func TestShareRefusesBeforeSigning(t *testing.T) {
	over := int64(6 << 30)
	for name, change := range map[string]func(*Request){
		"no bucket":          func(r *Request) { r.Target.Bucket = "" },
		"no key":             func(r *Request) { r.Target.Key = "" },
		"key too long":       func(r *Request) { r.Target.Key = strings.Repeat("k", 1025) },
		"key not UTF-8":      func(r *Request) { r.Target.Key = "a\xff" },
		"unknown operation":  func(r *Request) { r.Operation = "copy" },
		"over seven days":    func(r *Request) { r.Lifetime = Lifetime{Until: time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)} },
		"negative":           func(r *Request) { r.Lifetime = For(-1) },
		"version of upload":  func(r *Request) { r.Operation, r.Target.VersionID = Upload, "v1" },
		"filename of upload": func(r *Request) { r.Operation, r.Options.Filename = Upload, "a" },
		"size of download":   func(r *Request) { r.Options.ExactSize = &over },
		"size too large":     func(r *Request) { r.Operation, r.Options.ExactSize = Upload, &over },
		"unknown encryption": func(r *Request) { r.Operation, r.Options.SSE = Upload, "rot13" },
		"header injection":   func(r *Request) { r.Options.Filename = "a\r\nSet-Cookie: x" },
		"path as filename":   func(r *Request) { r.Options.Filename = "../etc/passwd" },
		"form min over max":  func(r *Request) { r.Operation, r.Options.MinSize, r.Options.MaxSize = Form, 10, 5 },
		"form with variable": func(r *Request) { r.Operation, r.Target.Key = Form, "in/${filename}" },
		"name not UTF-8":     func(r *Request) { r.Options.Filename = "a\xff.pdf" },
		"form that opens later": func(r *Request) {
			r.Operation, r.Starts = Form, time.Date(2026, 3, 4, 14, 0, 0, 0, time.UTC)
		},
		"form bad status":    func(r *Request) { r.Operation, r.Options.SuccessStatus = Form, 302 },
		"form bad redirect":  func(r *Request) { r.Operation, r.Options.SuccessRedirect = Form, "javascript:alert(1)" },
		"metadata not ASCII": func(r *Request) { r.Operation, r.Options.Metadata = Upload, map[string]string{"a": "é"} },
		"metadata name":      func(r *Request) { r.Operation, r.Options.Metadata = Upload, map[string]string{"a b": "c"} },
	} {
		s, p, b := newService()
		r := request()
		change(&r)
		var usage *UsageError
		if link, err := s.Share(context.Background(), r); !errors.As(err, &usage) {
			t.Errorf("%s: %v, %v; want a *UsageError", name, link, err)
		}
		if p.asked > 0 || len(p.specs) > 0 || len(b.records) > 0 {
			t.Errorf("%s: asked for credentials %d times, signed %d, recorded %d; want none", name, p.asked, len(p.specs), len(b.records))
		}
	}
}

// What is seven days by our clock is cut to seven by a server's that is behind.
func TestSevenDaysOnAServerThatIsBehind(t *testing.T) {
	s, _, _ := newService()
	r := request()
	r.Skew, r.Lifetime = -10*time.Second, Lifetime{Until: s.Clock().Add(say.Longest)}
	if link, err := s.Share(context.Background(), r); err != nil || link.Terms.Seconds != MaxSeconds {
		t.Errorf("%+v, %v", link.Terms, err)
	}
	r.Lifetime.Until = r.Lifetime.Until.Add(time.Second)
	var usage *UsageError
	if _, err := s.Share(context.Background(), r); !errors.As(err, &usage) {
		t.Errorf("over seven days: %v", err)
	}
}

func TestExpiredCredentialsNeverSign(t *testing.T) {
	s, p, b := newService()
	p.id.Temporary, p.id.Expires = true, s.Clock().Add(-time.Minute)
	var ended *EndedError
	if _, err := s.Share(context.Background(), request()); !errors.As(err, &ended) {
		t.Fatalf("err = %v, want *EndedError", err)
	}
	if len(p.specs) != 0 {
		t.Error("signed all the same")
	}
	if len(b.records) != 1 || b.records[0].Failure == "" {
		t.Errorf("the failure is not in the log: %+v", b.records)
	}
}

func TestTheSessionsEndIsTheLinksEnd(t *testing.T) {
	s, p, b := newService()
	p.id = Identity{AccessKeyID: "ASIA1", Temporary: true, Expires: s.Clock().Add(15 * time.Minute), Source: "SSO session"}
	r := request()
	r.Lifetime = For(24 * time.Hour)
	link, err := s.Share(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if link.Terms.Reason != ByCredential || link.Terms.Seconds != 900 || b.records[0].Terms.Reason != ByCredential {
		t.Errorf("terms = %+v", link.Terms)
	}
	said := Sentence(Plan{Request: link.Request, Terms: link.Terms}, s.Clock(), func(s string) string { return s })
	if !strings.Contains(said, "Asked for 1 day, but the SSO session that signs it ends then") || !strings.Contains(said, "15 min") {
		t.Errorf("sentence = %s", said)
	}
}

// A session that nobody knows the end of has begun already: 36 hours from now,
// not from when the link opens.
func TestAnUnknownSessionEndsBeforeALateLinkOpens(t *testing.T) {
	s, p, _ := newService()
	p.id.Temporary = true
	r := request()
	r.Starts, r.Lifetime = s.Clock().Add(30*time.Hour), For(24*time.Hour)
	link, err := s.Share(context.Background(), r)
	if err != nil || link.Terms.Reason != ByUnknown || !link.Terms.Ends.Equal(s.Clock().Add(UnknownSession)) {
		t.Errorf("%+v, %v: want it to end 36 hours from now", link.Terms, err)
	}
	r.Starts = s.Clock().Add(40 * time.Hour)
	var ended *EndedError
	if link, err := s.Share(context.Background(), r); !errors.As(err, &ended) {
		t.Errorf("%+v, %v: want *EndedError", link.Terms, err)
	}
}

// The 36 hours are those of AWS: what another server's session lives, that server
// alone knows.
func TestHowLongAnUnknownSessionLives(t *testing.T) {
	for _, c := range []struct {
		endpoint, key string
		bounded       bool
	}{
		{"", "ASIAX", true},
		{"https://s3.eu-west-1.amazonaws.com", "KEY", true},
		{"https://minio.example.com", "ASIAX", true}, // AWS made it, wherever the link leads
		{"https://minio.example.com", "KEY", false},
		{"https://acc.r2.cloudflarestorage.com", "a1b2", false},
		{"https://s3.wasabisys.com", "KEY", false},
		{"http://localhost:7480", "KEY", false},
	} {
		s, p, _ := newService()
		p.id.Temporary, p.id.AccessKeyID, p.endpoint = true, c.key, c.endpoint
		r := request()
		r.Lifetime = For(48 * time.Hour)
		link, err := s.Share(context.Background(), r)
		if err != nil || link.Terms.Shortened() != c.bounded || !link.Terms.AtMost {
			t.Errorf("%s at %q: %+v, %v", c.key, c.endpoint, link.Terms, err)
		}
	}
}

func TestGuardRails(t *testing.T) {
	rules := Rules{
		{Name: "hr", Where: "c.toml:7", Bucket: "hr-*", MaxLife: 8 * time.Hour, Operations: []Operation{Download}, RequireNote: true, RequireRecipient: true},
		{Name: "pin", Bucket: "*", Prefix: "contracts/", PinVersion: true, SignPlace: "vault"},
	}
	for _, c := range []struct {
		name   string
		change func(*Request)
		want   string
	}{
		{"allowed", func(*Request) {}, ""},
		{"another bucket", func(r *Request) { r.Target.Bucket, r.Note = "public", "" }, ""},
		{"operation", func(r *Request) { r.Operation = Delete }, "delete links are not allowed here (guard rail hr, c.toml:7)"},
		{"note", func(r *Request) { r.Note = " " }, "a note is required"},
		{"recipient", func(r *Request) { r.Recipient = "" }, "a recipient is required"},
		{"version", func(r *Request) { r.Target.Key = "contracts/x/a.pdf" }, "the version must be pinned"},
		{"version named", func(r *Request) { r.Target.Key, r.Target.VersionID = "contracts/a.pdf", "v1" }, ""},
		{"no versions there", func(r *Request) { r.Target.Key, r.Object = "contracts/a.pdf", Object{Known: true, Unversioned: true} }, ""},
		{"only listed", func(r *Request) { r.Target.Key, r.Object = "contracts/a.pdf", Object{Known: true} }, "the version must be pinned"},
	} {
		s, p, _ := newService()
		s.Rules = rules
		r := request()
		r.Target.Bucket = "hr-files"
		c.change(&r)
		_, err := s.Share(context.Background(), r)
		var refused *RefusedError
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &refused) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if c.want != "" && p.asked > 0 {
			t.Errorf("%s: credentials were asked for", c.name)
		}
	}
	s, p, _ := newService()
	s.Rules = rules
	r := request()
	r.Target = Target{Bucket: "hr-x", Key: "contracts/a", VersionID: "v"}
	r.Lifetime = For(72 * time.Hour)
	link, err := s.Share(context.Background(), r)
	if err != nil || link.Terms.Reason != ByGuard || link.Terms.Seconds != 8*3600 || p.specs[0].Endpoint.Place != "vault" {
		t.Errorf("link %+v, err %v: want 8 h by the guard rail, signed by vault", link.Terms, err)
	}
}

// A form that takes any name below a prefix can write below every longer one.
func TestGuardRailsOfAForm(t *testing.T) {
	s, _, _ := newService()
	s.Rules = Rules{{Name: "pay", Prefix: "pay/2026-??/", Operations: []Operation{Download}}}
	for key, free := range map[string]bool{
		"": false, "pay": false, "pay/": false, "pay/2026-05/": false, "pay/2026-05/in/": false, "pay/2026-5": false,
		"payment": true, "out/": true, "pay/2025-05/": true,
	} {
		r := request()
		r.Target.Key, r.Operation, r.Options.KeyPrefix = key, Form, true
		if _, err := s.Share(context.Background(), r); (err == nil) != free {
			t.Errorf("a form below %q: %v, want it free: %v", key, err, free)
		}
	}
	r := request()
	r.Target.Key, r.Operation = "pay", Form
	if _, err := s.Share(context.Background(), r); err != nil {
		t.Errorf("a form for one key only: %v", err)
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "", true},
		{"*", "a/b", true},
		{"a*", "a/b/c", true},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"a?c", "aéc", true},
		{"*?é", "日é", true},
		{"??", "é", false},
		{"", "", true},
		{"", "a", false},
		{"*.pdf", "a/b.pdf", true},
		{"*a*b", "xaxxb", true},
		{"*a*b", "xaxx", false},
		{"a", "ab", false},
		{strings.Repeat("*a", 40), strings.Repeat("a", 39), false},
	} {
		if got := match(c.pattern, c.text); got != c.want {
			t.Errorf("match(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

func TestRebuild(t *testing.T) {
	s, p, b := newService()
	link, err := s.Share(context.Background(), request())
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Rebuild(context.Background(), b.records[0])
	if err != nil || again.URL.Reveal() != link.URL.Reveal() || again.ID != link.ID || !again.Terms.Ends.Equal(link.Terms.Ends) {
		t.Errorf("rebuilt %v, %v", again, err)
	}
	if len(b.records) != 1 {
		t.Error("a rebuilt link was recorded again")
	}
	p.changed = true
	var gone *KeyGoneError
	if _, err := s.Rebuild(context.Background(), b.records[0]); !errors.As(err, &gone) {
		t.Errorf("a different signature was passed off as the same link: %v", err)
	}
}

func TestRenewalKeepsTheTerms(t *testing.T) {
	s, p, b := newService()
	p.id.Expires, p.id.Temporary = s.Clock().Add(15*time.Minute), true
	r := request()
	r.Lifetime, r.Options.Filename = For(8*time.Hour), "x.pdf"
	if _, err := s.Share(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	again := Renewal(b.records[0])
	if again.Lifetime.Duration != 8*time.Hour || again.Options.Filename != "x.pdf" || again.Recipient != "Ms Ito" || again.Target != r.Target {
		t.Errorf("renewal = %+v", again)
	}
}

func TestShareAll(t *testing.T) {
	s, p, b := newService()
	requests := func(yield func(Request) bool) {
		for i := range 2500 {
			r := request()
			r.Target.Key = fmt.Sprintf("k%04d", i)
			if i == 7 {
				r.Target.Key = ""
			}
			if !yield(r) {
				return
			}
		}
	}
	var keys []string
	failed := 0
	err := s.ShareAll(context.Background(), requests, func(o Outcome) error {
		if o.Err != nil {
			failed++
			return nil
		}
		if o.Link.ID == "" || o.Link.Request.Group == "" {
			t.Fatalf("%s has no id or group", o.Request.Target.Key)
		}
		keys = append(keys, o.Request.Target.Key)
		return nil
	})
	if err != nil || failed != 1 || len(keys) != 2499 || len(b.records) != 2499 {
		t.Fatalf("err %v, %d failed, %d links, %d records", err, failed, len(keys), len(b.records))
	}
	if p.asked != 1 {
		t.Errorf("credentials were asked for %d times, want once", p.asked)
	}
	ids := map[string]bool{}
	for i, r := range b.records {
		if ids[r.ID] || r.Group != b.records[0].Group || i > 0 && r.ID <= b.records[i-1].ID {
			t.Fatalf("record %d: id %s is not unique and rising, or the group differs", i, r.ID)
		}
		ids[r.ID] = true
	}
}

// Roles and SSO sessions are renewed while a long listing runs: the new key signs
// the rest.
func TestShareAllGoesOnWithARenewedSession(t *testing.T) {
	s, p, b := newService()
	n := 0
	err := s.ShareAll(context.Background(), func(yield func(Request) bool) {
		for yield(request()) {
			if n++; n == 5 {
				p.id.AccessKeyID = "AKIA2"
			}
			if n == 9 {
				return
			}
		}
	}, func(o Outcome) error { return o.Err })
	if err != nil || len(b.records) != 9 || b.records[4].Spec.AccessKeyID != "AKIA1" || b.records[5].Spec.AccessKeyID != "AKIA2" {
		t.Errorf("err %v, %d records", err, len(b.records))
	}
	if p.asked != 2 {
		t.Errorf("credentials were asked for %d times, want twice", p.asked)
	}
}

func TestShareAllStops(t *testing.T) {
	s, _, b := newService()
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := s.ShareAll(ctx, func(yield func(Request) bool) {
		for yield(request()) {
			if n++; n == 10 {
				cancel()
			}
		}
	}, func(Outcome) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if len(b.records) != 10 {
		t.Errorf("%d links were signed, but %d recorded", 10, len(b.records))
	}
}

func TestSecretNeverPrints(t *testing.T) {
	s := NewSecret("https://host/?X-Amz-Signature=abc")
	holder := struct{ URL Secret }{s}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "url", s, "holder", holder)
	asJSON, _ := json.Marshal(holder)
	for _, text := range []string{
		fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q %x %d", s, s, s, s, s, s, s), fmt.Sprintf("%v %+v %#v", holder, holder, holder),
		fmt.Sprintf("%v", &holder), string(asJSON), logged.String(), fmt.Errorf("open %v: %w", s, errors.New("x")).Error(),
	} {
		if strings.Contains(text, "abc") || strings.Contains(text, "616263") {
			t.Errorf("the secret shows: %s", text)
		}
	}
	if s.Reveal() != "https://host/?X-Amz-Signature=abc" {
		t.Error("Reveal does not")
	}
}

func TestParseTarget(t *testing.T) {
	const arn = "arn:aws:s3:us-east-1:123456789012:accesspoint"
	for _, c := range []struct {
		text   string
		server string
		want   Target
	}{
		{"s3://b/k", "", Target{Bucket: "b", Key: "k"}},
		{"s3://b//lead/../x?y#z%20+ ", "", Target{Bucket: "b", Key: "/lead/../x?y#z%20+ "}},
		{"s3://b", "", Target{Bucket: "b"}},
		{" S3://b/", "", Target{Bucket: "b"}},
		{"s3://accesspoint/reports/k", "", Target{Bucket: "accesspoint", Key: "reports/k"}},
		{"s3://" + arn + "/reports/a/b.pdf", "", Target{Bucket: arn + ":reports", Key: "a/b.pdf"}},
		{"s3://" + arn + ":reports/a\nb", "", Target{Bucket: arn + ":reports", Key: "a\nb"}},
		{"s3://" + arn + "/reports/object/k", "", Target{Bucket: arn + ":reports", Key: "object/k"}},
		{arn + "/reports/object/k", "", Target{Bucket: arn + ":reports", Key: "k"}},
		{arn + ":reports", "", Target{Bucket: arn + ":reports"}},
		{"s3://arn:aws:s3::123456789012:accesspoint/m.mrap", "", Target{Bucket: "arn:aws:s3::123456789012:accesspoint:m.mrap"}},
		{"s3://arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/accesspoint/r/", "", Target{Bucket: "arn:aws:s3-outposts:eu-west-1:123456789012:outpost:op-1:accesspoint:r"}},
		{"s3://arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/r//k", "", Target{Bucket: "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint:r", Key: "/k"}},
		{"arn:aws:s3:::b/k", "", Target{Bucket: "b", Key: "k"}},
		{"s3://arn:aws-cn:s3:::b/k", "", Target{Bucket: "b", Key: "k"}},
		{"arn:aws:s3express:us-west-2:123456789012:bucket/b--usw2-az1--x-s3", "", Target{Region: "us-west-2", Bucket: "b--usw2-az1--x-s3"}},

		{"https://eu-west-3.console.aws.amazon.com/s3/object/b?region=eu-west-3&bucketType=general&prefix=a/c+d%2B.txt", "", Target{Region: "eu-west-3", Bucket: "b", Key: "a/c d+.txt"}},
		{"https://s3.console.aws.amazon.com/s3/buckets/b?prefix=a/&tab=objects", "", Target{Bucket: "b", Key: "a/"}},
		{" https://b.s3.eu-west-3.amazonaws.com/a%20b.txt?versionId=v1\n", "https://s3.eu-west-3.amazonaws.com", Target{Region: "eu-west-3", Bucket: "b", Key: "a b.txt", VersionID: "v1"}},
		{"https://s3.amazonaws.com/b/k", "", Target{Bucket: "b", Key: "k"}},
		{"https://reports-123456789012.s3-accesspoint.us-east-1.amazonaws.com/k", "", Target{Bucket: arn + ":reports", Key: "k"}},
		{"http://127.0.0.1:9000/b/a%2Fc", "http://localhost:9000/", Target{Bucket: "b", Key: "a/c"}},
		{"https://b.minio.example.com/k", "https://minio.example.com:443", Target{Bucket: "b", Key: "k"}},
		{"https://x.supabase.co/storage/v1/s3/b/k", "https://x.supabase.co/storage/v1/s3", Target{Bucket: "b", Key: "k"}},
		{"https://b.fra1.digitaloceanspaces.com/k", "https://fra1.digitaloceanspaces.com", Target{Bucket: "b", Key: "k"}},
	} {
		if got, err := ParseTarget(c.text, func() []string { return []string{c.server} }); err != nil || got != c.want {
			t.Errorf("%q = %+v, %v", c.text, got, err)
		}
	}
	for _, c := range []struct{ text, server, want string }{
		{"", "", "not an s3:// address; write s3://BUCKET/KEY"},
		{"b/k", "", "not an s3:// address; write s3://BUCKET/KEY"},
		{"s3:///k", "", "no bucket named; write s3://BUCKET/KEY"},
		{"arn:aws:iam::123456789012:user/x", "", "the ARN names no bucket"},
		{"s3://arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/bucket/b", "", "the ARN names no bucket"},
		{"https://b/k", "", "another server"},
		{"https://b.fra1.digitaloceanspaces.com/k", "", "another store (DigitalOcean Spaces)"},
		{"https://b.s3.amazonaws.com/k", "https://minio.example.com", "another store (AWS S3)"},
		{"https://b.minio.example.com:9000/k", "https://minio.example.com", "another server"},
		{"https://x.supabase.co/b/k", "https://x.supabase.co/storage/v1/s3", "another server"},
		{"https://s3.console.aws.amazon.com/s3/object/b?prefix=k", "https://minio.example.com", "another store (AWS S3)"},
		{"https://s3.console.aws.amazon.com/s3/buckets", "", "no bucket named"},
		{"https://m.mrap.accesspoint.s3-global.amazonaws.com/k", "", "does not tell whose access point"},
		{"https://s3.eu-west-3.amazonaws.com/", "", "no bucket named"},
	} {
		got, err := ParseTarget(c.text, func() []string { return []string{c.server} })
		var usage *UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q = %+v, %v; want %q", c.text, got, err, c.want)
		}
	}
}

// What is to be said against a link is known before it is signed, and again
// when it is.
func TestAdvice(t *testing.T) {
	versioned, none := Object{Known: true, Versioned: true, VersionID: "v1"}, Object{Known: true, Unversioned: true}
	for _, c := range []struct {
		name    string
		op      Operation
		version string
		object  Object
		want    string
	}{
		{"download of what is current", Download, "", versioned, "not pinned"},
		{"metadata of what is current", Metadata, "", versioned, "not pinned"},
		{"pinned", Download, "v1", versioned, ""},
		{"no versions", Download, "", none, ""},
		{"pinned to no id", Download, NullVersion, versioned, "suspended"},
		{"delete leaves a marker", Delete, "", versioned, ""},
		{"delete of a version", Delete, "v1", versioned, "for good"},
		{"delete without versions", Delete, "", none, "gone"},
		{"nobody looked", Delete, "", Object{}, ""},
		{"only listed", Delete, "", Object{Known: true}, ""},
	} {
		s, _, _ := newService()
		r := request()
		r.Operation, r.Target.VersionID, r.Object = c.op, c.version, c.object
		p, err := s.Plan(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		link, err := s.Share(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		for when, got := range map[string]string{"planned": fmt.Sprint(p.Warnings), "signed": fmt.Sprint(link.Warnings)} {
			if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
				t.Errorf("%s, %s: %s, want %q", c.name, when, got, c.want)
			}
		}
	}
}

// Rules that want different places to sign contradict each other: neither wins in
// silence, and both are named. Elsewhere each holds.
func TestGuardRailsThatDisagreeOnTheSigningPlace(t *testing.T) {
	s, pen, book := newService()
	s.Rules = Rules{
		{Name: "all", Where: "config.toml:1", SignPlace: "vault"},
		{Name: "mute", RequireNote: true, Bucket: "none"},
		{Name: "same", Where: "config.toml:5", Prefix: "hr/", SignPlace: "vault"},
		{Name: "hr", Where: "config.toml:9", Prefix: "hr/x", SignPlace: "safe"},
	}
	r := request()
	r.Target.Key = "hr/a"
	if link, err := s.Share(t.Context(), r); err != nil || link.Endpoint.Place != "vault" {
		t.Errorf("%+v, %v", link.Endpoint, err)
	}
	r.Target.Key = "hr/x"
	_, err := s.Share(t.Context(), r)
	const want = "refused: guard rail all (config.toml:1) wants it signed with the place vault, and another one with safe (guard rail hr, config.toml:9); name one sign_place, or patterns that do not overlap"
	if err == nil || err.Error() != want || len(pen.specs) != 1 || len(book.records) != 1 {
		t.Errorf("%v; %d signed, %d recorded", err, len(pen.specs), len(book.records))
	}
}

// A longest lifetime counts from the signing: an embargo is no way around it.
func TestAGuardRailBoundsAnEmbargo(t *testing.T) {
	s, _, _ := newService()
	s.Rules = Rules{{Name: "day", MaxLife: 24 * time.Hour}}
	r := request()
	r.Starts = s.Clock().Add(23 * time.Hour)
	r.Lifetime = For(8 * time.Hour)
	link, err := s.Share(context.Background(), r)
	if err != nil || link.Terms.Reason != ByGuard || link.Terms.Seconds != 3600 {
		t.Errorf("terms %+v, %v; want an hour, by the guard rail", link.Terms, err)
	}
	r.Starts = s.Clock().Add(48 * time.Hour)
	var ended *EndedError
	if _, err := s.Share(context.Background(), r); !errors.As(err, &ended) {
		t.Errorf("a link that opens after the rail's end: %v", err)
	}
}

// A version's id goes into the link: a server cannot make that any length.
func TestLongVersions(t *testing.T) {
	for n, fine := range map[int]bool{1024: true, 1025: false, 250_000: false} {
		if err := (Target{Bucket: "b", Key: "k", VersionID: strings.Repeat("v", n)}).Check(); (err == nil) != fine {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
