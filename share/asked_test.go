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
)

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
