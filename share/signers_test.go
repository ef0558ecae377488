package share

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

// front is a signer that has a key of its own and a distribution.
type front struct{ signed []Spec }

func (f *front) Identity(_ context.Context, t Target, signer string) (Identity, Endpoint, error) {
	if signer == DefaultSigner {
		return Identity{AccessKeyID: "AKIAIOSFODNN7EXAMPLE"}, Endpoint{Place: t.Place}, nil
	}
	m := Mandate{Kind: KindCloudFront, Hash: "sha1", Query: signer == "passing"}
	return Identity{AccessKeyID: "K2JCJMDEHXQW5F", Mandate: m}, Endpoint{URL: "https://d1.cloudfront.net", Place: t.Place, Signer: signer}, nil
}

func (f *front) Sign(_ context.Context, spec Spec) (Signed, error) {
	f.signed = append(f.signed, spec)
	return Signed{Method: "GET", URL: NewSecret("https://d1.cloudfront.net/x"), SignatureSHA256: "f00d"}, nil
}

func fronted(f *front, now time.Time, offers ...SignerOffer) *Service {
	having := map[string][]string{"back": {"lab"}, "gate": {"lab", "home"}}
	return &Service{
		Signer: f, Clock: func() time.Time { return now }, Signers: func(string) []SignerOffer { return offers },
		Having: func(signer string) []string { return having[signer] },
	}
}

// TestSignersOfAPlace is what each signer of a place can do, and what is refused with
// the way to get it.
func TestSignersOfAPlace(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	offers := []SignerOffer{{"front", KindCloudFront}, {"passing", KindCloudFront}}
	office := []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}
	year, long := For(400*24*time.Hour), Lifetime{Until: time.Date(2038, 2, 1, 0, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		name    string
		change  func(*Request)
		offers  []SignerOffer
		refused string // what and how to get it; empty: it is signed
	}{
		{"a year by CloudFront", func(r *Request) { r.Signer, r.Lifetime = "front", year }, offers, ""},
		{"from one network", func(r *Request) { r.Signer, r.From = "front", office }, offers, ""},
		{"the place's own key", func(r *Request) { r.Signer = DefaultSigner }, offers, ""},
		{"a name that is passed on", func(r *Request) { r.Signer, r.Options.Filename = "passing", "a.pdf" }, offers, ""},
		{"tracked", func(r *Request) { r.Signer, r.Options.TrackID = "front", "x" }, offers, ""},

		{"a year by the key", func(r *Request) { r.Lifetime = year }, offers, "a signed URL of CloudFront may live longer: --signer front, passing"},
		{"a year by nobody", func(r *Request) { r.Lifetime = year }, nil, "a signed URL of CloudFront may live longer: --signer NAME, of a [[place.signer]]"},
		{"a year by name of the key", func(r *Request) { r.Signer, r.Lifetime = DefaultSigner, year }, offers, "400d is over 7 days"},
		{"past all ends", func(r *Request) { r.Signer, r.Lifetime = "front", long }, offers, "19 Jan 2038"},
		{"nobody of that name", func(r *Request) { r.Signer = "back" }, offers, "it has default, front, passing"},
		{"a network by the key", func(r *Request) { r.From = office }, offers, "this place has a signer that can: --signer front, passing"},
		{"a network by nobody", func(r *Request) { r.From = office }, nil, `add a [[place.signer]] of the kind "minio-key" or "aws-session" or "minio-session" or "cloudfront"`},
		{"two networks", func(r *Request) {
			r.Signer, r.From = "front", append(office, netip.MustParsePrefix("198.51.100.0/24"))
		}, offers, "share it once for each"},
		{"an upload", func(r *Request) { r.Signer, r.Operation = "front", Upload }, offers, "signs an address and no method"},
		{"an upload, and who signs it", func(r *Request) { r.Signer, r.Operation = "front", Upload }, offers, "may download; this place has a signer that can: --signer default"},
		{"nobody of that name in no place", func(r *Request) { r.Signer, r.Target.Place = "back", "" }, nil, "the AWS default has no signer back; it has default; the place lab has it: --place lab"},
		{"nobody of that name, and two elsewhere", func(r *Request) { r.Signer = "gate" }, nil, "the place office has no signer gate; it has default; the places lab, home have it: --place NAME"},
		{"its metadata", func(r *Request) { r.Signer, r.Operation = "front", Metadata }, offers, "signs an address and no method"},
		{"a name that is dropped", func(r *Request) { r.Signer, r.Options.Filename = "front", "a.pdf" }, offers, "forwards_query = true"},
		{"a version that is dropped", func(r *Request) { r.Signer, r.Target.VersionID = "front", "v1" }, offers, "version: would be left out"},
		{"a header", func(r *Request) { r.Signer, r.Options.IfMatch = "passing", `"e"` }, offers, "CloudFront signs no headers"},
		{"who pays", func(r *Request) { r.Signer, r.Options.RequesterPays = "passing", true }, offers, "leave it out"},
	} {
		f := &front{}
		r := Request{Target: Target{Place: "office", Bucket: "acme", Key: "q3.pdf"}, Operation: Download, Lifetime: For(time.Hour)}
		c.change(&r)
		_, err := fronted(f, now, c.offers...).Share(t.Context(), r)
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: %v, want %q", c.name, err, c.refused)
		case c.refused != "" && len(f.signed) > 0:
			t.Errorf("%s: refused, and signed", c.name)
		}
	}
}

// TestPinIsAdvisedWhereItCan is that nobody is told to pin what the signer cannot.
func TestPinIsAdvisedWhereItCan(t *testing.T) {
	for signer, advised := range map[string]bool{DefaultSigner: true, "passing": true, "front": false} {
		r := Request{
			Target: Target{Place: "office", Bucket: "acme", Key: "q3.pdf"}, Operation: Download, Signer: signer,
			Lifetime: For(time.Hour), Object: Object{Versioned: true, VersionID: "v1"},
		}
		link, err := fronted(&front{}, time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), SignerOffer{"front", KindCloudFront}, SignerOffer{"passing", KindCloudFront}).Share(t.Context(), r)
		if err != nil || slices.ContainsFunc(link.Warnings, func(m say.Remark) bool { return m.Code == "version" }) != advised {
			t.Errorf("%s: %v, %v", signer, link.Warnings, err)
		}
	}
}

// TestEndsByCloudFront are the words about an end that it does not read, or nobody.
func TestEndsByCloudFront(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	if _, err := ParseLifetime("2040", now); err == nil || !strings.Contains(err.Error(), "at most 7d, by CloudFront longer") {
		t.Error(err)
	}
	r := Request{
		Target: Target{Place: "office", Bucket: "acme", Key: "q3.pdf"}, Operation: Download, Signer: "front",
		Lifetime: Lifetime{Until: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)},
	}
	_, err := fronted(&front{}, now, SignerOffer{"front", KindCloudFront}).Share(t.Context(), r)
	if err == nil || strings.Count(err.Error(), "2038") != 1 {
		t.Error(err)
	}
}

// TestRailsOnSigners are rules about who signs: they win or refuse, and a link that was
// signed before them is not shown again.
func TestRailsOnSigners(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	office := netip.MustParsePrefix("203.0.113.0/24")
	for _, c := range []struct {
		name    string
		rule    Rule
		change  func(*Request)
		refused string
	}{
		{"from the office", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.Signer, r.From = "front", []netip.Prefix{office} }, ""},
		{"from a desk there", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.Signer, r.From = "front", []netip.Prefix{netip.MustParsePrefix("203.0.113.7/32")} }, ""},
		{"from everywhere", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.Signer = "front" }, "a link must work from 203.0.113.0/24 alone here"},
		{"from more than there", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.Signer, r.From = "front", []netip.Prefix{netip.MustParsePrefix("203.0.0.0/16")} }, "alone here"},
		{"from elsewhere", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.Signer, r.From = "front", []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")} }, "alone here"},
		{"from there, by the key", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.From = []netip.Prefix{office} }, "--signer front"},
		{"from everywhere by the key", Rule{From: []netip.Prefix{office}}, func(*Request) {}, "or to a part of it (--from 203.0.113.0/24 --signer front)"},
		{"from everywhere, to store", Rule{From: []netip.Prefix{office}}, func(r *Request) { r.Operation = Upload }, "); no signer of this place signs such a link"},
		{"revocable", Rule{Name: "r", Revocable: true}, func(*Request) {}, "taken back alone here (guard rail r); no signer of this place signs such a link"},
		{"revocable by CloudFront", Rule{Revocable: true}, func(r *Request) { r.Signer = "front" }, "no signer of this place signs such a link"},
		{"asked for as revocable", Rule{Revocable: true}, func(r *Request) { r.Revocable = true }, "share a copy of the object"},
		{"asked for, and without a rail", Rule{}, func(r *Request) { r.Revocable = true }, "no signer of this place makes links that are taken back one by one"},
		{"asked of CloudFront", Rule{}, func(r *Request) { r.Revocable, r.Signer = true, "front" }, "is not taken back alone, but by removing the key"},
		{"the life", Rule{MaxLife: 48 * time.Hour}, func(r *Request) { r.Signer = "front" }, ""},
	} {
		f, log := &front{}, &kept{}
		s := fronted(f, now, SignerOffer{"front", KindCloudFront})
		s.Recorder = log
		s.Rails.Rules = Rules{c.rule}
		r := Request{Target: Target{Place: "office", Bucket: "acme", Key: "q3.pdf"}, Operation: Download, Lifetime: For(400 * time.Hour)}
		if c.rule.MaxLife == 0 {
			r.Lifetime = For(time.Hour)
		}
		c.change(&r)
		link, err := s.Share(t.Context(), r)
		switch {
		case c.refused == "" && err != nil, c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: %v, want %q", c.name, err, c.refused)
		case c.refused != "" && len(f.signed) > 0:
			t.Errorf("%s: refused, and signed", c.name)
		case c.refused == "" && c.rule.MaxLife > 0 && (link.Terms.Reason != ByGuard || link.Terms.Seconds != 48*3600):
			t.Errorf("%s: %+v", c.name, link.Terms)
		}
		for _, rec := range log.records {
			if _, err := s.Rebuild(t.Context(), rec); rec.Failure == "" && err != nil {
				t.Errorf("%s: not shown again: %v", c.name, err)
			}
		}
	}
	s := fronted(&front{}, now, SignerOffer{"front", KindCloudFront})
	before := Record{Spec: Spec{Target: Target{Place: "office", Bucket: "acme", Key: "q3.pdf"}, Operation: Download}}
	for _, rule := range []Rule{{Revocable: true}, {From: []netip.Prefix{office}}} {
		s.Rails.Rules = Rules{rule}
		var refused *RefusedError
		if err := s.MayShow(t.Context(), before); !errors.As(err, &refused) {
			t.Errorf("%+v: a link of before the rail is shown: %v", rule, err)
		}
	}
}

// TestMandate is what the log remembers of a link of CloudFront, and that it is made
// again and renewed with that.
func TestMandate(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	f := &front{}
	s := fronted(f, now, SignerOffer{"front", KindCloudFront})
	log := &kept{}
	s.Recorder = log
	r := Request{
		Target: Target{Place: "office", Bucket: "acme", Key: "q3.pdf"}, Operation: Download, Signer: "front",
		Starts: now.Add(24 * time.Hour), Lifetime: For(400 * 24 * time.Hour), From: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")},
	}
	link, err := s.Share(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	spec := log.records[0].Spec
	if m := spec.Mandate; m.Kind != KindCloudFront || !m.Starts || m.Networks() != "203.0.113.0/24" || spec.Endpoint.Signer != "front" || spec.Seconds != 400*24*3600 {
		t.Errorf("%+v of %s", m, spec.Endpoint.Signer)
	}
	says := Sentence(link.Plan(), now, strings.TrimSpace)
	for _, want := range []string{"who comes from 203.0.113.0/24 can from", "(400 days)", "Signed by front (CloudFront); it is taken back by removing the key"} {
		if !strings.Contains(says, want) {
			t.Errorf("%q is not said: %s", want, says)
		}
	}
	if strings.Contains(says, "15 minutes earlier") {
		t.Errorf("CloudFront opens when it is told to: %s", says)
	}
	if _, err := s.Rebuild(t.Context(), log.records[0]); err != nil || len(f.signed) != 2 || f.signed[1].Mandate.Networks() != spec.Mandate.Networks() {
		t.Errorf("made again: %v, %d", err, len(f.signed))
	}
	again := Renewal(log.records[0])
	if again.Signer != "front" || len(again.From) != 1 || again.Lifetime.Duration != 400*24*time.Hour {
		t.Errorf("renewed: %+v", again)
	}
	facts := ""
	for _, fact := range log.records[0].Facts() {
		facts += fact.Name + ": " + fact.Value + "\n"
	}
	for _, want := range []string{"signer: front, CloudFront", "only from: 203.0.113.0/24", "taken back: by removing the key from the key group"} {
		if !strings.Contains(facts, want) {
			t.Errorf("%q is no fact of\n%s", want, facts)
		}
	}
}

type kept struct{ records []Record }

func (k *kept) RecordAll(_ context.Context, list []Record) error {
	k.records = append(k.records, list...)
	return nil
}

func TestNetworksAsTyped(t *testing.T) {
	got, err := ParseNetworks([]string{"203.0.113.0/24", " 198.51.100.7 ", "203.0.113.0/24"})
	if err != nil || len(got) != 2 || got[1].String() != "198.51.100.7/32" {
		t.Errorf("%v, %v", got, err)
	}
	for text, want := range map[string]string{
		"office": "is no network", "203.0.113.7/24": "203.0.113.0/24 for the network, or 203.0.113.7", "0.0.0.0/0": "no limit",
		"::ffff:203.0.113.7": "write 203.0.113.7", "::/0": "no limit", "203.0.113.0/33": "is no network", "": "is no network",
	} {
		var usage *UsageError
		if _, err := ParseNetworks([]string{text}); !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// A kind that a later version of the program knows signs nothing here.
func TestKindOfTomorrow(t *testing.T) {
	if i := SignerKind("moon").Info(); i.Only == nil || len(i.Only) > 0 || i.Longest > 0 {
		t.Errorf("%+v", i)
	}
	if i := SignerKind("").Info(); i.Kind != KindKey || i.Longest != say.Longest {
		t.Errorf("%+v", i)
	}
}
