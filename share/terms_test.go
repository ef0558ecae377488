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

// day is noon of a Wednesday, by which these tests count.
func day() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

// TestWhatSignersGive says of each kind what it can do and what it costs.
func TestWhatSignersGive(t *testing.T) {
	for kind, want := range map[SignerKind]string{
		KindKey:          "key: at most 7 days, from everywhere",
		KindMinIOKey:     "MinIO key: at most 7 days, from some networks or everywhere, taken back alone; asks the server before it signs",
		KindAWSSession:   "AWS session: at most 12 h, from some networks or everywhere, taken back alone; asks the server before it signs; shown once; 1,200 to 7,700 characters, as AWS makes its token: the longest have no code",
		KindMinIOSession: "MinIO session: at most 7 days, from some networks or everywhere, taken back alone; asks the server before it signs; shown once",
		KindR2Session:    "R2 session: at most 7 days, from everywhere",
		KindCloudFront:   "CloudFront: until any day to 19 Jan 2038, from one network or everywhere, download links alone, for a whole folder too",
	} {
		if got := kind.Info().Gives(); got != want {
			t.Errorf("%s: %s", kind, got)
		}
	}
	for kind, want := range map[SignerKind]string{KindKey: "a plain key", KindMinIOKey: "a MinIO key", KindCloudFront: "CloudFront"} {
		if got := kind.Info().article(); got != want {
			t.Errorf("%s: %s", kind, got)
		}
	}
	for kind, most := range map[SignerKind]time.Time{KindKey: day().Add(7 * 24 * time.Hour), KindAWSSession: day().Add(12 * time.Hour), KindCloudFront: time.Unix(1<<31-1, 0)} {
		if got := kind.Info().Most(day()); !got.Equal(most) {
			t.Errorf("%s: until %v", kind, got)
		}
	}
	if unknown := SignerKind("abacus").Info(); unknown.signs(Download) || !strings.Contains(unknown.Why, "no signer of the kind abacus") {
		t.Errorf("%+v", unknown)
	}
	if got := KindAccessGrants.Info(); got.Longest != 12*time.Hour || got.signs(Download) {
		t.Errorf("%+v", got)
	}
}

// TestWhatOperationsAre: what the rest of the program asks of each.
func TestWhatOperationsAre(t *testing.T) {
	say := func(i OperationInfo) (words []string) {
		for _, w := range []struct {
			is   bool
			word string
		}{{i.Versioned, "versions"}, {i.Reads, "reads"}, {i.Writes, "writes"}, {i.Stores, "stores"}, {i.Destroys, "destroys"}, {i.Browser, "browser"}, {i.Policy, "policy"}, {i.Parts, "parts"}, {i.Bare(), "bare"}} {
			if w.is {
				words = append(words, w.word)
			}
		}
		return append(words, i.Holder())
	}
	for op, want := range map[Operation]string{
		Download: "versions reads browser bare holder",
		Upload:   "writes stores bare sender",
		Form:     "writes stores policy sender",
		Delete:   "versions writes destroys bare holder",
		Metadata: "versions bare holder",
		InParts:  "writes stores parts sender",
	} {
		if got := strings.Join(say(op.Info()), " "); got != want {
			t.Errorf("%s: %s, want %s", op, got, want)
		}
	}
	for text, want := range map[string]Operation{"get": Download, "Read": Download, " upload form ": Form, "HEAD": Metadata, "remove": Delete, "": "", "grant": ""} {
		if got, err := ParseOperation(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	if got, err := ParseShared(" Grant "); got != Grant || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := ParseShared("put"); got != Upload || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := ParseShared("copy"); err == nil {
		t.Error("copy is an operation")
	}
	if got := (Spec{Operation: Download}).OperationName(); got != "download" {
		t.Error(got)
	}
	if got := (Spec{Operation: Grant, Mandate: Mandate{Allow: []Access{AccessList, AccessGet}}}).OperationName(); got != "credentials: list, get" {
		t.Error(got)
	}
}

// TestClassesAndTagsByWhereTheLinkPoints: what AWS is known to refuse is refused, and of
// what another store does there is a warning.
func TestClassesAndTagsByWhereTheLinkPoints(t *testing.T) {
	aws, own := Endpoint{}, Endpoint{URL: "https://minio.example"}
	for _, c := range []struct {
		op   Operation
		o    Options
		at   Endpoint
		want string // of the refusal, or of what is told; empty: nothing is said
	}{
		{Upload, Options{StorageClass: "STANDARD"}, aws, ""},
		{Upload, Options{StorageClass: "STANDARD"}, own, ""},
		{Upload, Options{StorageClass: "STANDARD_IA"}, aws, ""},
		{Upload, Options{StorageClass: "GLACIER"}, aws, "goes into the archive"},
		{Upload, Options{StorageClass: "DEEP_ARCHIVE"}, aws, "goes into the archive"},
		{Upload, Options{StorageClass: "GLACIER_IR"}, aws, ""},
		{Upload, Options{StorageClass: "COLD"}, aws, `--storage-class: AWS has no storage class "COLD"`},
		{Upload, Options{StorageClass: "COLD"}, own, "storage class COLD is not known"},
		{Upload, Options{Tags: map[string]string{"a": "b"}}, aws, "needs s3:PutObjectTagging"},
		{Upload, Options{Tags: map[string]string{"a": "b"}}, own, "needs s3:PutObjectTagging"},
		{Upload, Options{Tags: map[string]string{"a": "ü"}}, aws, "needs s3:PutObjectTagging"},
		{Upload, Options{Tags: map[string]string{"a": "ü"}}, own, "refuse tags in other letters"},
		{Upload, Options{CustomerKeyMD5: "x", CustomerKey: NewSecret("k")}, aws, ""},
		{Upload, Options{CustomerKeyMD5: "x", CustomerKey: NewSecret("k")}, own, "pass over the key"},
		{Download, Options{RequesterPays: true}, aws, ""},
		{Download, Options{RequesterPays: true}, own, "an arrangement of AWS"},
		{Download, Options{ExpectedBucketOwner: "123456789012"}, aws, ""},
		{Download, Options{ExpectedBucketOwner: "123456789012"}, own, "only AWS is known to refuse"},
	} {
		told, err := c.o.checkAt(c.op, c.at)
		text := ""
		for _, r := range told {
			text += r.Text
		}
		if err != nil {
			text = err.Error()
		}
		if (text == "") != (c.want == "") || !strings.Contains(text, c.want) {
			t.Errorf("%+v at %q: %q, want %q", c.o, c.at.URL, text, c.want)
		}
	}
}

// TestWhyALinkEndsThen: each reason in words, where a link ends before it was asked to.
func TestWhyALinkEndsThen(t *testing.T) {
	asked := day().Add(8 * 24 * time.Hour)
	for _, c := range []struct {
		t    Terms
		want string
	}{
		{Terms{Reason: ByCredential, Detail: "SSO session"}, "the SSO session that signs it ends then"},
		{Terms{Reason: ByUnknown}, "links of a session last 36 hours at most"},
		{Terms{Reason: ByLifecycle}, "a lifecycle rule removes the object then"},
		{Terms{Reason: ByGuard, Detail: "guard rail hr"}, "guard rail hr allows no more"},
		{Terms{Reason: ByMaximum}, "S3 honours no link longer than 7 days"},
		{Terms{Reason: ByMaximum, Detail: "12 h, the most that a session of a role lives"}, "that is 12 h, the most that a session of a role lives"},
	} {
		c.t.Starts, c.t.Asked, c.t.Ends = day(), asked, day().Add(time.Hour)
		if got := c.t.Because(); got != c.want {
			t.Errorf("%s: %q, want %q", c.t.Reason, got, c.want)
		}
	}
	usual := Terms{Starts: day(), Reason: ByMaximum, Detail: KindKey.Info().end(day()).Detail}
	if got := usual.Because(); got != "S3 honours no link longer than 7 days" {
		t.Errorf("%q", got)
	}
	if got := (Terms{Reason: ByGuard}).Limiter() + (Terms{Reason: ByGuard, Detail: "hr"}).Limiter(); got != "guardhr" {
		t.Errorf("%q", got)
	}
	for _, c := range []struct {
		e    EndedError
		want string
	}{
		{EndedError{Limit: Limit{Reason: ByCredential, Detail: "SSO session", End: day().Add(-time.Hour)}, Now: day()}, "the SSO session expired 1 h ago; renew it"},
		{EndedError{Limit: Limit{Reason: ByGuard, End: day()}, Now: day(), Starts: day()}, "what limits the link (guard) ends before the link would open"},
	} {
		if got := c.e.Error(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestSecondsThatDecide: a link lives a second at least, and what ends at that moment
// leaves nothing of it.
func TestSecondsThatDecide(t *testing.T) {
	now, second := day(), time.Second
	resolved := func(l Lifetime, start time.Time, limits ...Limit) (Terms, error) {
		return resolve(now, start, l, KindKey.Info(), limits...)
	}
	if terms, err := resolved(For(second), now); err != nil || terms.Seconds != 1 {
		t.Errorf("a second: %+v, %v", terms, err)
	}
	if _, err := resolved(Lifetime{Until: now.Add(999 * time.Millisecond)}, now); err == nil {
		t.Error("a link of no second is signed")
	}
	if terms, err := resolved(For(time.Hour), now, Limit{Reason: ByGuard, End: now.Add(second)}); err != nil || terms.Seconds != 1 || terms.Reason != ByGuard {
		t.Errorf("a rail of a second: %+v, %v", terms, err)
	}
	var ended *EndedError
	if _, err := resolved(For(time.Hour), now, Limit{Reason: ByCredential, End: now}); !errors.As(err, &ended) || !ended.Starts.IsZero() {
		t.Errorf("a session that is over: %v", err)
	}
	later := now.Add(time.Hour)
	if _, err := resolved(For(time.Hour), later, Limit{Reason: ByCredential, End: later}); !errors.As(err, &ended) || ended.Starts.IsZero() {
		t.Errorf("a session that ends before the start: %v", err)
	}
	if terms, err := resolved(For(time.Hour), later, Limit{Reason: ByCredential, End: later.Add(second)}); err != nil || terms.Seconds != 1 {
		t.Errorf("a session that ends a second after the start: %+v, %v", terms, err)
	}
	if terms, err := resolved(For(time.Hour), now, Limit{Reason: ByLifecycle, End: now}); err != nil || len(terms.Warnings) != 1 || terms.Seconds != 3600 {
		t.Errorf("a lifecycle rule that is due: %+v, %v", terms, err)
	}
	if terms, err := resolved(For(time.Hour), now, Limit{Reason: ByGuard, End: now.Add(time.Hour)}); err != nil || terms.Reason != ByRequest || terms.Shortened() {
		t.Errorf("a limit at the very end: %+v, %v", terms, err)
	}
	if terms, _ := resolved(For(time.Hour), now, Limit{Reason: ByUnknown}); !terms.AtMost || terms.Reason != ByRequest {
		t.Errorf("a session of unknown end: %+v", terms)
	}
}

// TestARecordedLinkAndTheRailsOfToday: what is as long as is allowed is shown.
func TestARecordedLinkAndTheRailsOfToday(t *testing.T) {
	rec := Record{Spec: Spec{SignedAt: day(), Seconds: 3600}}
	for _, c := range []struct {
		most time.Duration
		now  time.Time
		want string
	}{
		{0, day(), ""},
		{time.Hour, day(), ""},
		{time.Hour - time.Second, day(), "is good for"},
		{time.Hour - time.Second, day().Add(30 * time.Minute), "was signed for"},
	} {
		err := Rules{{Name: "hr", MaxLife: c.most}}.lasts(rec, c.now)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.most, err, c.want)
		}
	}
}

// TestRebuildOfWhatIsNotThere says of each why nobody can have it.
func TestRebuildOfWhatIsNotThere(t *testing.T) {
	s, _, b := newService()
	if _, err := s.Share(t.Context(), request()); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Record){
		"credentials are shown once":        func(r *Record) { r.Spec.Operation = Grant },
		"it was revoked in time":            func(r *Record) { r.Failure = "revoked in time" },
		"it was never signed: no such host": func(r *Record) { r.Failure, r.SignatureSHA256 = "no such host", "" },
		"nobody has a link":                 func(r *Record) { r.Spec.Mandate.Kind = KindMinIOKey },
		"later than the log says":           func(r *Record) { r.Spec.Seconds++ },
		"with a key of its owner":           func(r *Record) { r.Spec.Options.CustomerKeyMD5 = "x" },
	} {
		rec := b.records[0]
		change(&rec)
		if link, err := s.Rebuild(t.Context(), rec); err == nil || !strings.Contains(err.Error(), want) || !link.URL.Empty() {
			t.Errorf("%v, want %q", err, want)
		}
	}
	rec := b.records[0]
	rec.Group, rec.Item, rec.Page, rec.PageSum, rec.Temporary = "g", "passport", PageListing, "sum", true
	if link, err := s.Rebuild(t.Context(), rec); err != nil || link.ID != rec.ID || link.Request.Group != "g" || link.Request.Item != "passport" || link.Request.Page != PageListing || link.Request.PageSum != "sum" || !link.Identity.Temporary || link.Request.Lifetime != For(time.Hour) {
		t.Errorf("%+v, %v", link.Request, err)
	}
}

// TestRenewalIsOfTheSameTerms: as long as it was asked for, and by who signed it.
func TestRenewalIsOfTheSameTerms(t *testing.T) {
	rec := Record{
		Note: "for the audit", Recipient: "Ms Ito", Terms: Terms{Starts: day(), Asked: day().Add(2 * time.Hour), Ends: day().Add(time.Hour)},
		Spec: Spec{Target: request().Target, Operation: Download, SignedAt: day(), Seconds: 3600, Options: Options{TrackID: "x", UploadID: "u"}},
	}
	r := Renewal(rec)
	if r.Note != rec.Note || r.Recipient != rec.Recipient || r.Target != rec.Spec.Target || r.Operation != Download {
		t.Errorf("%+v", r)
	}
	if r.Lifetime != For(2*time.Hour) {
		t.Errorf("it lives %v", r.Lifetime)
	}
	rec.Terms = Terms{}
	if r := Renewal(rec); r.Lifetime != For(time.Hour) {
		t.Errorf("without terms it lives %v", r.Lifetime)
	}
}

// TestGrantSentence says what credentials open, to whom, until when and how they end.
func TestGrantSentence(t *testing.T) {
	now := day()
	rec := Record{
		Terms: Terms{Starts: now, Asked: now.Add(time.Hour), Ends: now.Add(time.Hour)},
		Spec:  Spec{Operation: Grant, Target: Target{Bucket: "acme", Key: "2026/"}, Mandate: Mandate{Kind: KindAWSSession, Allow: []Access{AccessList, AccessGet}}},
	}
	bare := func(s string) string { return s }
	want := "Anyone with these credentials can list names, download in all that begins with s3://acme/2026/, until today 13:00 UTC (1 h). Taken back by a policy that denies its session, which signed it alone, by name: in that of the bucket or of the role."
	if got := GrantSentence(rec, now, bare); got != want {
		t.Errorf("%s", got)
	}
	rec.Spec.Target.Key, rec.Terms.AtMost = "", true
	rec.Spec.Mandate.Kind, rec.Spec.Mandate.From = KindMinIOSession, []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	got := GrantSentence(rec, now, strings.ToUpper)
	for _, want := range []string{
		"who comes from 203.0.113.0/24, 2001:db8::/32 can", "in the whole bucket ACME, until, at most, today", "may end sooner", "Of the network: where MinIO is reached directly, whoever has them can pretend", "can read in the token who gave them",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

// TestAGrantWithoutALifetime lives as long as links do by default.
func TestAGrantWithoutALifetime(t *testing.T) {
	s, log, _ := grantService(t)
	s.Default = For(40 * time.Minute)
	if _, err := s.Grant(t.Context(), grantRequest(func(g *GrantRequest) { g.Lifetime = Lifetime{} }), &bank{}); err != nil || log.records[0].Spec.Seconds != 2400 {
		t.Errorf("%v, %+v", err, log.records)
	}
	s.Rails = Rails{Rules: Rules{{Name: "never", MaxLife: time.Millisecond}}}
	if got, err := s.Grant(t.Context(), grantRequest(nil), &bank{}); err == nil || !got.SecretKey.Empty() {
		t.Errorf("a rail that leaves no second: %v", err)
	}
	s.Rails = Rails{}
	failing := errors.New("disk full")
	s.Diary = failingDiary{failing}
	got, err := s.Grant(t.Context(), grantRequest(nil), &bank{})
	if err != nil || len(got.Warnings) == 0 || !strings.Contains(got.Warnings[len(got.Warnings)-1].Text, "disk full") || !strings.Contains(got.Warnings[len(got.Warnings)-1].Next, "ASIAGIVEN") {
		t.Errorf("a log that fails: %v, %+v", err, got.Warnings)
	}
}

type failingDiary struct{ err error }

func (d failingDiary) Became(context.Context, Record) error { return d.err }

// TestAccessGrantsThatCannotBe: what S3 Access Grants has not is refused before it is asked.
func TestAccessGrantsThatCannotBe(t *testing.T) {
	good := GrantRequest{Instance: "123456789012", Allow: []Access{AccessList, AccessGet}}
	for want, change := range map[string]func(*GrantRequest, *Endpoint){
		"":                        func(*GrantRequest, *Endpoint) {},
		"no account of AWS":       func(g *GrantRequest, _ *Endpoint) { g.Instance = "12345678901" },
		"is of AWS":               func(_ *GrantRequest, e *Endpoint) { e.URL = "https://minio.example" },
		"together with --role":    func(g *GrantRequest, _ *Endpoint) { g.Role = "arn" },
		"with --role or --signer": func(g *GrantRequest, _ *Endpoint) { g.Signer = "front" },
		"none between":            func(g *GrantRequest, _ *Endpoint) { g.Allow = []Access{AccessGet} },
	} {
		g, at := good, Endpoint{}
		change(&g, &at)
		if err := g.checkAccessGrants(at); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestMandates: which links are only measured, and which nothing opens again once their
// key is gone.
func TestMandates(t *testing.T) {
	for _, c := range []struct {
		m                    Mandate
		draft, gone, version bool
	}{
		{Mandate{}, false, false, true},
		{Mandate{Key: draftKey}, true, false, true},
		{Mandate{Key: "K"}, false, false, true},
		{Mandate{Key: "K", Kind: KindMinIOKey}, false, true, true},
		{Mandate{Kind: KindMinIOKey}, false, false, true},
		{Mandate{Key: "K", Kind: KindMinIOSession}, false, true, true},
		{Mandate{Key: "K", Kind: KindAWSSession}, false, false, true},
		{Mandate{Key: "K", Kind: KindR2Session}, false, false, true},
		{Mandate{Kind: KindCloudFront}, false, false, false},
		{Mandate{Kind: KindCloudFront, Query: true}, false, false, true},
	} {
		if c.m.Draft() != c.draft || c.m.GoneForGood() != c.gone || c.m.versions() != c.version {
			t.Errorf("%+v: draft %v, gone %v, versions %v", c.m, c.m.Draft(), c.m.GoneForGood(), c.m.versions())
		}
	}
	if got := (Mandate{Kind: KindKey, Below: true}).takenBack(); got != "deactivating the key, which ends all of its links" {
		t.Error(got)
	}
	if got := (Spec{AccessKeyID: "A"}).KeyID() + (Spec{AccessKeyID: "A", Mandate: Mandate{Key: "B"}}).KeyID(); got != "AB" {
		t.Error(got)
	}
}

// TestAnUploadThatIsNotWhole is not completed, and one whose id nobody knows not dropped.
func TestAnUploadThatIsNotWhole(t *testing.T) {
	rec := Record{ID: "x", Spec: Spec{Operation: InParts, Options: Options{TotalSize: 15 << 20, PartSize: 5 << 20, UploadID: "u"}}}
	three := []Part{{Size: 5 << 20}, {Size: 5 << 20}, {Size: 5 << 20}}
	for _, c := range []struct {
		p    Progress
		want string
	}{
		{Progress{There: three, Bytes: 15 << 20}, ""},
		{Progress{Gone: true, There: three, Bytes: 15 << 20}, "knows no such upload"},
		{Progress{There: three[:2], Bytes: 15 << 20}, "2 of 3 parts"},
		{Progress{There: three, Bytes: 15<<20 - 1}, "would not be whole"},
	} {
		if err := c.p.whole(rec); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.p, err, c.want)
		}
	}
	s, _, _ := newService()
	rec.Spec.Options.UploadID = ""
	if err := s.Abort(t.Context(), rec); err == nil || !strings.Contains(err.Error(), "upload id is not known") {
		t.Errorf("%v", err)
	}
	rec.Spec.Options.UploadID = "u"
	if err := s.Abort(t.Context(), rec); err == nil || !strings.Contains(err.Error(), "nobody here can ask") {
		t.Errorf("%v", err)
	}
	if _, err := s.Made(t.Context(), rec); err == nil {
		t.Error("somebody was asked for a key")
	}
	if err := s.EndKey(t.Context(), rec); err == nil {
		t.Error("somebody was asked to end a key")
	}
	if _, err := s.Knock(t.Context(), rec); err == nil {
		t.Error("a key that signs nothing has signed")
	}
}

// TestAnswersOfTheServerAboutAKey are handed on.
func TestAnswersOfTheServerAboutAKey(t *testing.T) {
	s, m := making()
	for _, there := range []bool{true, false} {
		m.there = there
		if got, err := s.Made(t.Context(), Record{}); got != there || err != nil {
			t.Errorf("%v, %v", got, err)
		}
	}
	m.end = errors.New("no answer")
	if err := s.EndKey(t.Context(), Record{}); !errors.Is(err, m.end) {
		t.Errorf("%v", err)
	}
}

// TestAnIntentIsLeftAloneWhileItIsOnItsWay, and not longer, whatever a clock was set to.
func TestAnIntentIsLeftAloneWhileItIsOnItsWay(t *testing.T) {
	s, _, _ := newService()
	for age, stopped := range map[time.Duration]bool{0: false, settling - 1: false, settling: true, time.Hour: true, 1 - settling: false, -settling: true} {
		if err := s.Stopped(Record{Created: day().Add(-age)}); (err == nil) != stopped {
			t.Errorf("after %v: %v", age, err)
		}
	}
	if got := (Record{Spec: Spec{Operation: Grant}}).nobodyHas() + ", " + (Record{}).nobodyHas(); got != "nobody has the credentials, nobody has the link" {
		t.Error(got)
	}
}

// TestPartsInWords: how an upload is cut, and what a size costs that few servers take.
func TestPartsInWords(t *testing.T) {
	s, _, _ := newService()
	s.Signer = &front{}
	sentence := said(t, s, Request{Target: Target{Bucket: "b", Key: "k"}, Operation: InParts, Options: Options{TotalSize: 20 << 20, PartSize: 10 << 20}})
	if !strings.Contains(sentence, "upload to b/k in 2 parts of 10.5 MB (21 MB altogether, which the script checks and S3 does not), replacing what is there, once, until") {
		t.Error(sentence)
	}
	for total, want := range map[int64]int{oldMost: 1, oldMost + 1: 2} {
		if got := adviseParts(Options{TotalSize: total}); len(got) != want {
			t.Errorf("%d bytes: %+v", total, got)
		}
	}
	for _, n := range []int{1000, 1001, 2000, 2001} {
		o := Options{TotalSize: int64(n) * LeastPart, PartSize: LeastPart, UploadID: "u"}
		calls := Spec{Operation: InParts, Options: o}.Calls()
		if lists := len(calls) - n - 2; lists != (n+listedParts-1)/listedParts {
			t.Errorf("%d parts are listed in %d answers", n, lists)
		}
	}
	start := Spec{Operation: InParts}.StartCall()
	if start.Method != "POST" || !slices.Contains(start.Query, Header{"uploads", ""}) {
		t.Errorf("%+v", start)
	}
}

// TestPagesInWords: the kinds of pages, and why none is shared anew as it is.
func TestPagesInWords(t *testing.T) {
	if PageKind("").Anew() != nil || PageListing.Anew() == nil {
		t.Error("a page is shared anew, or what is none is not")
	}
	for want, change := range map[string]func(*Request){
		"":                   func(r *Request) { r.Page, r.Item = PageUpload, strings.Repeat("ü", MaxItem) },
		"no kind of page":    func(r *Request) { r.Page = "poster" },
		"by a download link": func(r *Request) { r.Page, r.Operation = PageListing, Upload },
		"longer than 100":    func(r *Request) { r.Item = strings.Repeat("ü", MaxItem+1) },
		"nobody sees":        func(r *Request) { r.Item = "a\x1f" },
		"that nobody sees":   func(r *Request) { r.Item = "a\x7f" },
	} {
		r := request()
		change(&r)
		if err := r.checkPage(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	s, _, _ := newService()
	r := request()
	r.Page = PageListing
	if got := said(t, s, r); !strings.Contains(got, "can open the page of links b/dir/a.pdf and use its links, as often as they like,") {
		t.Error(got)
	}
}

// TestSessionsByTheirSource completes "the ... that signs it ends then".
func TestSessionsByTheirSource(t *testing.T) {
	for source, want := range map[string]string{"": "session", "SSO session": "SSO session", "environment": "session (environment)"} {
		if got := sessionName(source); got != want {
			t.Errorf("%q: %q", source, got)
		}
	}
	for _, c := range []struct {
		id   Identity
		at   string
		want string
	}{
		{Identity{}, "", ""},
		{Identity{Longest: time.Hour, Source: "x"}, "", "credentials 13:00 session (x)"},
		{Identity{Expires: day().Add(2 * time.Hour)}, "", "credentials 14:00 session"},
		{Identity{Temporary: true}, "", "unknown 00:00 session"},
		{Identity{Temporary: true, AccessKeyID: "ASIA1"}, "https://minio.example", "unknown 00:00 session"},
		{Identity{Temporary: true}, "https://minio.example", "unknown - session"},
	} {
		got := ""
		for _, l := range credentialLimits(c.id, Endpoint{URL: c.at}, day()) {
			end := "-"
			if !l.End.IsZero() {
				end = l.End.Format("15:04")
			}
			got += fmt.Sprintf("%s %s %s", l.Reason, end, l.Detail)
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.id, got, c.want)
		}
	}
}

// TestIDsSortAsTheyWereMade, within a millisecond too, and hold the moment.
func TestIDsSortAsTheyWereMade(t *testing.T) {
	var g ids
	last := ""
	for i := range 500 {
		id := g.next(day().Add(time.Duration(i/100) * time.Millisecond))
		if len(id) != IDLen || id <= last || strings.Trim(id, IDAlphabet) != "" {
			t.Fatalf("%s after %s", id, last)
		}
		last = id
	}
	var other ids
	epoch := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	first := other.next(epoch)
	if got := FormatID(0); got != strings.Repeat("0", IDLen) || first[:8] != "00000000" {
		t.Errorf("%s at the beginning, %s", first, got)
	}
	if before := (&ids{}).next(epoch.Add(-time.Hour)); before[:8] != "00000000" {
		t.Errorf("%s before the beginning", before)
	}
	if got := FormatID(1<<22 | 31); got != "000000004000z" {
		t.Errorf("%s", got)
	}
}

// TestLimitsOfASignersNetworks: as many as it can, and no more.
func TestLimitsOfASignersNetworks(t *testing.T) {
	var nets []netip.Prefix
	for i := range 33 {
		nets = append(nets, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 0, 0}), 16))
	}
	for kind, most := range map[SignerKind]int{KindKey: 0, KindMinIOKey: 32, KindCloudFront: 1} {
		r := Request{Operation: Download, From: nets[:most]}
		if !r.signedBy(kind.Info()) {
			t.Errorf("%s takes no %d networks", kind, most)
		}
		r.From = nets[:most+1]
		if r.signedBy(kind.Info()) {
			t.Errorf("%s takes %d networks", kind, most+1)
		}
	}
	r := Request{Operation: Download, Revocable: true}
	offers := []SignerOffer{{"key", KindKey}, {"long", KindAWSSession}, {"short", KindMinIOKey}}
	for _, c := range []struct {
		offers []SignerOffer
		want   int
	}{{offers, 2}, {offers[:2], 1}, {offers[:1], -1}, {[]SignerOffer{offers[2], offers[1]}, 0}, {[]SignerOffer{offers[2]}, 0}} {
		if got := r.shortest(c.offers); got != c.want {
			t.Errorf("%v: %d, want %d", c.offers, got, c.want)
		}
	}
}

// TestBatchesAreRecordedInChunks: so many at once, and what waits no longer than a moment.
func TestBatchesAreRecordedInChunks(t *testing.T) {
	s, _, _ := newService()
	c := &chunks{}
	s.Recorder = c
	var keys []string
	for i := range 2*batchChunk + 1 {
		keys = append(keys, fmt.Sprintf("k%d", i))
	}
	if err := s.ShareAll(t.Context(), requestsFor(keys...), func(o Outcome) error { return o.Err }); err != nil || !slices.Equal(c.sizes, []int{batchChunk, batchChunk, 1}) {
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
