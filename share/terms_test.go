package share

import (
	"errors"
	"strings"
	"testing"
	"time"
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
