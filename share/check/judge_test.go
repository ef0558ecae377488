package check

import (
	"context"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/say"
)

func clock() time.Time { return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) }

// there are the facts of an ordinary object.
func there(change func(*Facts)) Facts {
	f := Facts{
		Looked: true, Size: 1 << 20, ContentType: "application/pdf", StorageClass: "STANDARD", Region: "eu-west-1",
		ServerTime: clock(), At: clock(),
	}
	if change != nil {
		change(&f)
	}
	return f
}

func linkTo(op share.Operation, key string, o share.Options) share.Link {
	return share.Link{
		Request:  share.Request{Target: share.Target{Bucket: "acme", Key: key}, Operation: op, Options: o},
		Terms:    share.Terms{Starts: clock(), Ends: clock().Add(24 * time.Hour)},
		Endpoint: share.Endpoint{Region: "eu-west-1"},
	}
}

func codes(list []say.Remark) string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Level)+":"+f.Code)
	}
	return strings.Join(out, " ")
}

func TestJudge(t *testing.T) {
	const get, put, form, del, head = share.Download, share.Upload, share.Form, share.Delete, share.Metadata
	gone := Facts{Looked: true, Status: 404, ServerTime: clock(), At: clock()}
	denied := Facts{Looked: true, Status: 403, ServerTime: clock(), At: clock()}
	for _, c := range []struct {
		name  string
		op    share.Operation
		key   string
		o     share.Options
		facts Facts
		want  string
	}{
		{"all well", get, "a.pdf", share.Options{}, there(nil), "good:exists"},
		{"nobody looked", get, "a.pdf", share.Options{}, Facts{}, ""},
		{"missing", get, "a.pdf", share.Options{}, gone, "bad:missing"},
		{"missing for an upload", put, "a.pdf", share.Options{}, gone, "good:free"},
		{"missing for a form", form, "a.pdf", share.Options{}, gone, "good:free"},
		{"missing for a deletion", del, "a.pdf", share.Options{}, gone, "warning:missing"},
		{"delete marker", get, "a.pdf", share.Options{}, Facts{Looked: true, Status: 404, DeleteMarker: true}, "bad:delete-marker"},
		{"denied", get, "a.pdf", share.Options{}, denied, "bad:denied"},
		{"denied, metadata", head, "a.pdf", share.Options{}, denied, "bad:denied"},
		{"denied, upload", put, "a.pdf", share.Options{}, denied, "info:unseen"},
		{"redirected", get, "a.pdf", share.Options{}, Facts{Looked: true, Status: 301, Region: "ap-south-1"}, "bad:region"},
		{"busy", get, "a.pdf", share.Options{}, Facts{Looked: true, Status: 503}, "warning:look-refused"},
		{"unreachable", get, "a.pdf", share.Options{}, Facts{Looked: true, Problem: "no such host"}, "warning:look-failed"},
		{"archived", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass = "GLACIER" }), "good:exists bad:archived"},
		{"deep archive", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass = "DEEP_ARCHIVE"; f.Restoring = true }), "good:exists bad:archived"},
		{"intelligent tiering", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.ArchiveStatus = "INTELLIGENT_TIERING", "ARCHIVE_ACCESS" }), "good:exists bad:archived"},
		{"instant retrieval", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass = "GLACIER_IR" }), "good:exists"},
		{"restored for long enough", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.RestoredUntil = "GLACIER", clock().Add(48*time.Hour) }), "good:exists"},
		{"restored too briefly", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.RestoredUntil = "GLACIER", clock().Add(time.Hour) }), "good:exists warning:restored"},
		{"glacier elsewhere", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass = "glacier" }), "good:exists bad:archived"},
		{"another store's archive", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.Server = "ColdArchive", "https://s3.oss-cn-hangzhou.aliyuncs.com" }), "good:exists warning:archived"},
		{"archive at tencent", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.Server = "ARCHIVE", "https://cos.ap-guangzhou.myqcloud.com" }), "good:exists warning:archived"},
		{"google's archive", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.Server = "ARCHIVE", "https://storage.googleapis.com" }), "good:exists"},
		{"cold but at hand", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass = "STANDARD_IA" }), "good:exists"},
		{"restored, and gone again", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass, f.RestoredUntil = "DEEP_ARCHIVE", clock().Add(-time.Hour) }), "good:exists bad:archived"},
		{"metadata of what is archived", share.Metadata, "a.pdf", share.Options{}, there(func(f *Facts) { f.StorageClass = "GLACIER" }), "good:exists"},
		{"deleted, with a version", get, "a.pdf", share.Options{}, Facts{Looked: true, Status: 404, DeleteMarker: true, Older: Older{ID: "v1", Size: 7, Modified: clock()}}, "bad:delete-marker"},
		{"deleted, none left", get, "a.pdf", share.Options{}, Facts{Looked: true, Status: 404, DeleteMarker: true, Older: Older{Problem: "none is left"}}, "bad:delete-marker"},
		{"deleted, to be stored again", put, "a.pdf", share.Options{}, Facts{Looked: true, Status: 404, DeleteMarker: true, Older: Older{ID: "v1"}}, "good:free"},
		{"sse-c, to be replaced", put, "a.pdf", share.Options{}, Facts{Looked: true, Status: 400}, "info:unseen"},
		{"sse-c", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.SSEC = true }), "good:exists bad:sse-c"},
		{"kms", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.SSE = "aws:kms" }), "good:exists info:kms"},
		{"empty", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.Size = 0 }), "good:exists warning:empty"},
		{"page shown", get, "a.html", share.Options{Inline: true}, there(func(f *Facts) { f.ContentType = "text/html; charset=utf-8" }), "good:exists warning:inline-html"},
		{"page by default", get, "a.svg", share.Options{}, there(func(f *Facts) { f.ContentType = "image/svg+xml" }), "good:exists warning:inline-html"},
		{"page saved", get, "a.html", share.Options{Filename: "a.html"}, there(func(f *Facts) { f.ContentType = "text/html" }), "good:exists"},
		{"page forced", get, "a.txt", share.Options{ContentType: "text/html", Inline: true}, there(nil), "good:exists warning:inline-html"},
		{"overwrites", put, "a.pdf", share.Options{}, there(nil), "warning:overwrites"},
		{"must not exist", put, "a.pdf", share.Options{IfNoneMatch: true}, there(nil), "bad:exists"},
		{"deletion", del, "a.pdf", share.Options{}, there(nil), "good:exists"},
		{"lifecycle", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.Expires, f.Rule = clock().Add(time.Hour), "tidy" }), "good:exists warning:lifecycle"},
		{"lifecycle later", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.Expires = clock().Add(48 * time.Hour) }), "good:exists"},
		{"another region", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.Region = "us-east-2" }), "good:exists bad:region"},
		{"skewed", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.ServerTime = clock().Add(2 * time.Minute) }), "good:exists warning:clock"},
		{"skewed badly", get, "a.pdf", share.Options{}, there(func(f *Facts) { f.ServerTime = clock().Add(-16 * time.Minute) }), "good:exists"},
		{"dots", get, "a/../b", share.Options{}, there(nil), "good:exists bad:key-dots"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Judge(linkTo(c.op, c.key, c.o), c.facts, clock())
			if codes(got) != c.want {
				t.Errorf("%s, want %s", codes(got), c.want)
			}
			for _, f := range got {
				if f.Text == "" || strings.HasSuffix(f.Text, ".") {
					t.Errorf("voice: %q", f.Text)
				}
			}
		})
	}
}

// What is there is described as far as the server told.
func TestDescribe(t *testing.T) {
	f := Facts{Looked: true, Size: 2048, ContentType: "text/plain", StorageClass: "STANDARD_IA", SSE: "AES256", VersionID: "v7"}
	if got := describe(f); got != "2 kB, text/plain, STANDARD_IA, encrypted (AES256), version v7" {
		t.Error(got)
	}
}

func TestJudgeTheLinkItself(t *testing.T) {
	l := linkTo(share.Download, "a.pdf", share.Options{})
	l.URL = share.NewSecret("http://10.0.0.5:9000/acme/a.pdf?" + strings.Repeat("x", 2000))
	if got := codes(Judge(l, Facts{}, clock())); got != "warning:http warning:host-private warning:long" {
		t.Error(got)
	}
	if got := codes(Judge(l, Facts{}, l.Terms.Ends)); !strings.HasPrefix(got, "bad:expired") {
		t.Error(got)
	}
	before := linkTo(share.Download, "a.pdf", share.Options{})
	before.Endpoint.URL = "http://localhost:9000"
	if got := codes(Judge(before, Facts{}, clock())); got != "warning:http bad:host-loopback" {
		t.Errorf("before signing: %s", got)
	}
}

func TestDeniedNamesTheAction(t *testing.T) {
	for _, c := range []struct {
		op      share.Operation
		version string
		want    string
	}{
		{share.Download, "", "s3:GetObject;"},
		{share.Download, "v1", "s3:GetObjectVersion;"},
		{share.Download, share.NullVersion, "s3:GetObjectVersion;"},
		{share.Metadata, "v1", "s3:GetObjectVersion;"},
		{share.Delete, "", "s3:DeleteObject)"},
		{share.Delete, "v1", "s3:DeleteObjectVersion)"},
		{share.Upload, "", "s3:PutObject)"},
	} {
		link := linkTo(c.op, "a.pdf", share.Options{})
		link.Request.Target.VersionID = c.version
		got := Judge(link, Facts{Looked: true, Status: 403}, clock())
		if len(got) != 1 || !strings.Contains(got[0].Text+got[0].Next, c.want) {
			t.Errorf("%s %q: %+v, want %s", c.op, c.version, got, c.want)
		}
	}
}

func TestSkew(t *testing.T) {
	for ahead, want := range map[time.Duration]time.Duration{
		0: 0, 2 * time.Second: 0, -2 * time.Second: 0, 3 * time.Second: 3 * time.Second,
		-time.Hour: -time.Hour, 90*time.Second + 400*time.Millisecond: 90 * time.Second,
	} {
		if got := (Facts{ServerTime: clock().Add(ahead), At: clock()}).Skew(); got != want {
			t.Errorf("%v: %v, want %v", ahead, got, want)
		}
	}
	if (Facts{At: clock()}).Skew() != 0 || (Facts{ServerTime: clock()}).Skew() != 0 {
		t.Error("a missing clock is no skew")
	}
}

func TestObject(t *testing.T) {
	if o := (Facts{Looked: true, Status: 404}).Object(); o.Known {
		t.Error("what is missing is not known")
	}
	o := there(func(f *Facts) { f.StorageClass, f.VersionID = "", "null" }).Object()
	if !o.Known || o.StorageClass != "STANDARD" || !o.Versioned || o.Unversioned || o.Size != 1<<20 {
		t.Errorf("%+v", o)
	}
	if o := there(nil).Object(); o.Versioned || !o.Unversioned {
		t.Errorf("no version id, no versions: %+v", o)
	}
}

func TestCheckLooksOnlyAtObjects(t *testing.T) {
	looked := 0
	c := Checker{Clock: clock, Look: func(context.Context, share.Request) Facts { looked++; return there(nil) }}
	c.Check(t.Context(), linkTo(share.Form, "in/", share.Options{KeyPrefix: true}), Cheap)
	if looked != 0 {
		t.Error("a prefix is no object")
	}
	r := c.Check(t.Context(), linkTo(share.Download, "a.pdf", share.Options{}), Full)
	if looked != 1 || r.Used || codes(r.Findings) != "good:exists" {
		t.Errorf("%d %v %s: without a URL nothing can be used", looked, r.Used, codes(r.Findings))
	}
}

// A link that was signed by a wrong clock is bad; one that was signed by the
// server's, or is not signed yet, is good.
func TestClockIsCorrected(t *testing.T) {
	f := there(func(f *Facts) { f.ServerTime = clock().Add(20 * time.Minute) })
	l := linkTo(share.Download, "a.pdf", share.Options{})
	if got := codes(Judge(l, f, clock())); got != "good:exists" {
		t.Errorf("not signed yet, which the plan speaks of: %s", got)
	}
	near := there(func(f *Facts) { f.ServerTime = clock().Add(2 * time.Minute) })
	if got := codes(Judge(l, near, clock())); got != "good:exists warning:clock" {
		t.Errorf("not signed yet, too little for the plan: %s", got)
	}
	l.URL = share.NewSecret("https://s3.example.com/b/a.pdf")
	if got := codes(Judge(l, f, clock())); got != "good:exists bad:clock" {
		t.Errorf("signed by a wrong clock: %s", got)
	}
	l.Request.Skew = 20 * time.Minute
	if got := codes(Judge(l, f, clock())); got != "good:exists warning:clock" {
		t.Errorf("signed by the server's clock: %s", got)
	}
	l.Request.Skew, f.Server = 0, "https://elsewhere.example.com"
	if got := codes(Judge(l, f, clock())); got != "good:exists warning:clock" {
		t.Errorf("for another server: %s", got)
	}
}

func TestOtherCredentialsSign(t *testing.T) {
	f := Facts{Looked: true, Status: 403, Other: true}
	if got := codes(Judge(linkTo(share.Download, "a.pdf", share.Options{}), f, clock())); got != "warning:unseen" {
		t.Errorf("%s: only the link itself can tell", got)
	}
	f = Facts{Looked: true, Status: 400}
	if got := codes(Judge(linkTo(share.Download, "a.pdf", share.Options{}), f, clock())); got != "warning:sse-c" {
		t.Errorf("%s: a HEAD without an answer", got)
	}
}

// What a server says of an object is no longer than a sentence can hold.
func TestLongFacts(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	f := Facts{
		Looked: true, Status: 200, Size: 1, ContentType: long, StorageClass: "GLACIER" + long, ArchiveStatus: long, SSE: long, VersionID: long,
		Expires: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), Rule: long,
	}
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, op := range []share.Operation{share.Download, share.Delete, share.Upload} {
		link := share.Link{Request: share.Request{Operation: op}, Terms: share.Terms{Starts: now, Ends: now.Add(time.Hour)}}
		for _, found := range Judge(link, f, now) {
			if len(found.Text) > 1000 {
				t.Errorf("%s: %s has %d bytes", op, found.Code, len(found.Text))
			}
		}
	}
}

// The version that a delete marker hides is named, and is good to share.
func TestTheVersionBehindADeleteMarker(t *testing.T) {
	f := Facts{Looked: true, Status: 404, DeleteMarker: true, Older: Older{ID: "v1", Size: 2048, Modified: clock()}}
	link := linkTo(share.Download, "a.pdf", share.Options{})
	got := Judge(link, f, clock())
	if len(got) != 1 || !strings.Contains(got[0].Text, "the newest of which is v1 of ") || !strings.Contains(got[0].Text, ", 2 kB") || !strings.Contains(got[0].Next, "--version-id v1") || !strings.Contains(got[0].Next, "s3:GetObjectVersion") {
		t.Errorf("%+v", got)
	}
	link.Request.Target.VersionID = "v1"
	if got := codes(Judge(link, f, clock())); got != "good:older" {
		t.Error(got)
	}
	link.Request.Target.VersionID, f.Older = "", Older{Problem: "listing versions needs s3:ListBucketVersions"}
	if got := Judge(link, f, clock()); len(got) != 1 || !strings.Contains(got[0].Text, "not known: listing versions needs s3:ListBucketVersions") {
		t.Errorf("%+v", got)
	}
}

// A refusal is no proof that anything is missing.
func TestARefusedLookKnowsNothing(t *testing.T) {
	for _, f := range []Facts{{Looked: true, Status: 403}, {Looked: true, Status: 403, Code: "AccessDenied"}, {Looked: true, Status: 403, Other: true}} {
		for _, op := range []share.Operation{share.Download, share.Metadata, share.Upload, share.Form, share.Delete} {
			for _, got := range Judge(linkTo(op, "a.pdf", share.Options{}), f, clock()) {
				if got.Code == "missing" || strings.Contains(got.Text, "no such object") {
					t.Errorf("%s: %+v", op, got)
				}
			}
		}
	}
}

// A copy that is gone before the link opens is no copy for it.
func TestRestoredBeforeTheLinkOpens(t *testing.T) {
	f := there(func(f *Facts) { f.StorageClass, f.RestoredUntil = "GLACIER", clock().Add(time.Hour) })
	link := linkTo(share.Download, "a.pdf", share.Options{})
	link.Terms.Starts, link.Terms.Ends = clock().Add(2*time.Hour), clock().Add(3*time.Hour)
	if got := codes(Judge(link, f, clock())); got != "good:exists bad:restored" {
		t.Error(got)
	}
	if got := describe(f); !strings.Contains(got, "GLACIER, restored until ") {
		t.Error(got)
	}
}

// What a distribution gives out is not judged by the rights of who looked.
func TestBehindADistribution(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Facts)
		code   string
		level  say.Level
		says   string
	}{
		"no right to look": {func(f *Facts) { *f = Facts{Looked: true, Status: 403} }, "unseen", say.Warning, "the distribution reads it in its own name"},
		"a key of KMS":     {func(f *Facts) { f.SSE = "aws:kms" }, "kms", say.Info, "the distribution needs kms:Decrypt besides s3:GetObject"},
		"a key of its own": {func(f *Facts) { f.SSEC = true }, "sse-c", say.Bad, "which no distribution has"},
	} {
		facts := there(c.change)
		for front, want := range map[bool]bool{true: true, false: false} {
			facts.Front = front
			found := false
			for _, f := range Judge(linkTo(share.Download, "a.pdf", share.Options{}), facts, clock()) {
				found = found || f.Code == c.code && f.Level == c.level && strings.Contains(f.Text, c.says)
			}
			if found != want {
				t.Errorf("%s, by a distribution %v: found %v", name, front, found)
			}
		}
	}
}
