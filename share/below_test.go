package share

import (
	"errors"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

// TestBelow is what opens a folder: who can sign it, what is refused of it, and that every
// rail of any key of it holds, and no other.
func TestBelow(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	offers := []SignerOffer{{"front", KindCloudFront}, {"passing", KindCloudFront}}
	secret := Rule{Name: "secret", Bucket: "acme", Prefix: "2026/secret/**", RequireNote: true}
	for _, c := range []struct {
		name    string
		change  func(*Request)
		rule    Rule
		refused string // empty: it is signed
	}{
		{"a folder", func(r *Request) { r.Target.Key = "2026/" }, Rule{}, ""},
		{"an object and its folder", func(*Request) {}, Rule{}, ""},
		{"the bucket", func(r *Request) { r.Target.Key = "" }, Rule{}, ""},
		{"the bucket, unsaid", func(r *Request) { r.Target.Key = "index.html" }, Rule{}, "would open the whole bucket, as index.html is in no folder of it; write s3://acme/"},
		{"by the place's key", func(r *Request) { r.Signer = "" }, Rule{}, "share the objects of the folder (--recursive); this place has a signer that can: --signer front, passing"},
		{"an upload", func(r *Request) { r.Operation = Upload }, Rule{}, "opens a folder for downloads"},
		{"a version", func(r *Request) { r.Signer, r.Target.VersionID = "passing", "v1" }, Rule{}, "and no version"},
		{"a file name", func(r *Request) { r.Signer, r.Options.Filename = "passing", "a.pdf" }, Rule{}, "what is said of one (save as) holds for none of them; leave out --filename"},
		{"a rail further down", func(*Request) {}, secret, "a note is required"},
		{"a rail further down, met", func(r *Request) { r.Note = "audit" }, secret, ""},
		{"a rail beside it", func(r *Request) { r.Target.Key = "2026/public/index.html" }, secret, ""},
		{"a rail on versions", func(*Request) {}, Rule{Name: "pinned", Bucket: "acme", Prefix: "2026/x", PinVersion: true}, "what opens a whole folder pins none"},
		{"one by one", func(*Request) {}, Rule{Name: "single", Bucket: "acme", NoBatches: true}, "one by one"},
		{"downloads are not allowed", func(*Request) {}, Rule{Name: "looks", Bucket: "acme", Prefix: "2026/*/hr", Operations: []Operation{Metadata}}, "download links are not allowed here"},
	} {
		f := &front{}
		s := fronted(f, now, offers...)
		s.Rules = Rules{c.rule, {Name: "all", MaxLife: 48 * time.Hour}}
		r := Request{Target: Target{Place: "office", Bucket: "acme", Key: "2026/index.html"}, Operation: Download, Lifetime: For(time.Hour), Signer: "front", Below: true}
		c.change(&r)
		link, err := s.Share(t.Context(), r)
		switch {
		case c.refused == "" && (err != nil || !f.signed[0].Mandate.Below || !link.Mandate.Below):
			t.Errorf("%s: %v", c.name, err)
		case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused) || len(f.signed) > 0):
			t.Errorf("%s: %v, want %q", c.name, err, c.refused)
		}
	}
}

// The shortest life of any key that could be opened is that of the link, and of the link
// that is shown again.
func TestBelowLivesAsShortAsItsStrictestKey(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	s := fronted(&front{}, now, SignerOffer{"front", KindCloudFront})
	s.Rules = Rules{{Name: "long", Bucket: "acme", MaxLife: 30 * 24 * time.Hour}, {Name: "short", Where: "c.toml:9", Bucket: "acme", Prefix: "2026/*/secret", MaxLife: 8 * time.Hour}}
	r := Request{Target: Target{Place: "office", Bucket: "acme", Key: "2026/"}, Operation: Download, Lifetime: For(90 * 24 * time.Hour), Signer: "front", Below: true}
	book := &book{}
	s.Recorder = book
	link, err := s.Share(t.Context(), r)
	if err != nil || link.Terms.Seconds != 8*3600 || !strings.Contains(link.Terms.Detail, "short") {
		t.Fatalf("%+v, %v", link.Terms, err)
	}
	rec := book.records[0]
	if got := Renewal(rec); !got.Below || got.Target.Key != "2026/" {
		t.Errorf("anew: %+v", got)
	}
	if err := s.MayShow(t.Context(), rec); err != nil {
		t.Error(err)
	}
	var refused *RefusedError
	s.Rules = Rules{{Name: "later", Bucket: "acme", Prefix: "2026/a/b", Operations: []Operation{Metadata}}}
	if err := s.MayShow(t.Context(), rec); !errors.As(err, &refused) || refused.Rule != "later" {
		t.Errorf("shown again though a rail of today forbids a part of it: %v", err)
	}
}

// What is said of it before it is signed.
func TestBelowInWords(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for key, want := range map[string][2]string{
		"2026/":           {"can download all that is or will be below acme/2026/, as often", "below"},
		"2026/index.html": {"can download acme/2026/index.html and all else that is or will be below acme/2026/, as often", ""},
		"":                {"can download all that is or will be below acme/, as often", "below"},
	} {
		for _, signer := range []string{"front", "passing"} {
			r := Request{Target: Target{Place: "office", Bucket: "acme", Key: key}, Operation: Download, Lifetime: For(time.Hour), Signer: signer, Below: true}
			link, err := fronted(&front{}, now, SignerOffer{"front", KindCloudFront}, SignerOffer{"passing", KindCloudFront}).Share(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if got := Sentence(link.Plan(), now, func(s string) string { return s }); !strings.Contains(got, want[0]) {
				t.Errorf("%q: %s", key, got)
			}
			if got := link.Plan().SignedBy(func(s string) string { return s }); !strings.Contains(got, "removing the key") || strings.Contains(got, "object") {
				t.Errorf("taken back by what does not end it: %s", got)
			}
			if hasCode(link.Warnings, "below") != (want[1] != "") || hasCode(link.Warnings, "below-query") != (signer == "passing") || link.Opens() != (want[1] == "") {
				t.Errorf("%q by %s: %v, opens %v", key, signer, link.Warnings, link.Opens())
			}
		}
	}
}

func hasCode(list []say.Remark, code string) bool {
	for _, m := range list {
		if m.Code == code {
			return true
		}
	}
	return false
}

// A distribution asks its store in its own name: whose paths are names, there a folder
// reaches what is in it and no more; whose keys are paths, all of the bucket.
func TestBelowReachesWhatTheStoreReads(t *testing.T) {
	secret := Rule{Name: "secret", Bucket: "acme", Prefix: "secret/", RequireNote: true}
	for origin, refused := range map[string]bool{"": false, "https://s3.acme.example": true} {
		by := Signing{AccessKeyID: "K1", Endpoint: Endpoint{URL: "https://files.acme.example", Signer: "front"}, Mandate: Mandate{Kind: KindCloudFront, Origin: origin}}
		r := Request{Target: Target{Place: "office", Bucket: "acme", Key: "public/"}, Operation: Download, Below: true}
		if err := (Rails{Rules: Rules{secret}}).Check(t.Context(), r, by); (err != nil) != refused {
			t.Errorf("behind it %q: %v", origin, err)
		}
	}
}

// A version that was asked at the store is that of the distribution before it.
func TestAVersionOfTheStoreBehind(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for origin, elsewhere := range map[string]bool{"": false, "https://s3.other.example": true} {
		f := &front{}
		s := fronted(f, now, SignerOffer{"passing", KindCloudFront})
		s.Rules = Rules{{Name: "pinned", PinVersion: true}}
		r := Request{Target: Target{Place: "office", Bucket: "acme", Key: "a.pdf", VersionID: "v1"}, Operation: Download, Lifetime: For(time.Hour), Signer: "passing"}
		r.Object = Object{Known: true, Versioned: true, VersionID: "v1", VersionOf: origin}
		link, err := s.Share(t.Context(), r)
		if (err != nil) != elsewhere || hasCode(link.Warnings, "version") {
			t.Errorf("asked at %q: %v, %v", origin, err, link.Warnings)
		}
		s.Rules = nil
		if link, err = s.Share(t.Context(), r); err != nil || hasCode(link.Warnings, "version") != elsewhere {
			t.Errorf("asked at %q, without a rail: %v, %v", origin, err, link.Warnings)
		}
	}
}
