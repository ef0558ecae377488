package share

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share/say"
)

func refusalOf(t *testing.T, err error) string {
	t.Helper()
	var refused *RefusedError
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &refused):
		t.Errorf("not refused: %v", err)
	}
	return err.Error()
}

// A link is signed with the place that a rail names, as the settings have it:
// when it is made, and when it is shown again.
func TestARailNamesWhoSigns(t *testing.T) {
	const vault, other = "https://vault.example", "https://other.example"
	for _, c := range []struct {
		name  string
		found string // the place in which it was
		url   string // where the link points
		want  string // in the refusal; empty: none
	}{
		{"its own", "vault", vault, ""},
		{"its own, spelled otherwise", "vault", "https://VAULT.example.:443/", ""},
		{"found elsewhere", "acme", vault, ""},
		{"another address", "vault", other, "and this one would point to " + other},
		{"another address, found elsewhere", "acme", other, "signed with the place vault at its own address here"},
		{"AWS", "vault", "", "point to AWS"},
		{"into a bucket", "vault", vault + "/hr", "point to " + vault + "/hr"},
	} {
		s, p, b := newService()
		p.endpoint = c.url
		s.Rules = Rules{{Name: "hr", Where: "c.toml:1", SignPlace: "vault"}}
		s.Places = settled{address: map[string]string{"vault": vault}}
		r := request()
		r.Target.Place = c.found
		_, err := s.Share(t.Context(), r)
		if got := refusalOf(t, err); (got == "") != (c.want == "") || !strings.Contains(got, c.want) || c.want != "" && len(p.specs)+len(b.records) > 0 {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		_, err = s.Plan(t.Context(), r)
		if got := refusalOf(t, err); (got == "") != (c.want == "") {
			t.Errorf("%s, planned: %q", c.name, got)
		}
		rails := s.Rails
		s.Rails = Rails{}
		if _, err := s.Share(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		s.Rails = rails
		rec := b.records[len(b.records)-1]
		rec.Spec.Endpoint.Place = "vault"
		again(t, s, rec, c.name, c.want)
		rec.Spec.Endpoint.Place, rec.Spec.Endpoint.URL = "acme", vault
		again(t, s, rec, c.name+", by another place", "signed with the place vault here, and this one was not")
	}
}

// again shows a recorded share.
func again(t *testing.T, s *Service, rec Record, name, want string) {
	t.Helper()
	for by, err := range map[string]error{"may": s.MayShow(t.Context(), rec), "rebuilt": func() error { _, err := s.Rebuild(t.Context(), rec); return err }()} {
		if got := refusalOf(t, err); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s, %s: %q, want %q", name, by, got, want)
		}
	}
}

// The key and the address that are recorded count, not the place's alone.
func TestARecordedLinkIsJudgedByWhatWasRecorded(t *testing.T) {
	s, p, b := newService()
	p.endpoint = here
	r := request()
	r.Operation = Upload
	if _, err := s.Share(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	var asked []Signing
	s.Places = settled{reads: func(_ Request, by []Signing) Rules {
		asked = by
		return Rules{{Name: "read_only", Operations: []Operation{Download, Metadata}}}
	}}
	again(t, s, b.records[0], "an upload", "upload links are not allowed here")
	want := Signing{AccessKeyID: "AKIA1", Endpoint: Endpoint{URL: here, Region: "eu-central-1", Place: "acme"}}
	if len(asked) != 1 || !reflect.DeepEqual(asked[0], want) {
		t.Errorf("asked for %+v, want %+v", asked, want)
	}
}

// What reads is no business of a read-only place, and nobody is asked whose keys
// its places have.
func TestReadingAsksNoPlaces(t *testing.T) {
	s, _, _ := newService()
	s.Places = settled{reads: func(r Request, _ []Signing) Rules {
		t.Errorf("asked about %s", r.Operation)
		return nil
	}}
	for _, op := range []Operation{Download, Metadata} {
		r := request()
		r.Operation = op
		if _, err := s.Share(t.Context(), r); err != nil {
			t.Error(err)
		}
	}
}

// A read-only place that a writing one shares its keys with keeps its own part of
// the store, but for what is left out.
func TestAReadOnlyPartOfAStore(t *testing.T) {
	for address, want := range map[string]bool{
		"b/kept/a": true, "b//kept/a": true, "b/x/../kept/a": true, "b/kept/in/../a": true,
		"b/kept/in/a": false, "b/a": false, "c/kept/a": false,
	} {
		s, p, _ := newService()
		p.endpoint, p.pathStyle = here, true
		s.Places = settled{reads: func(Request, []Signing) Rules {
			return Rules{{Name: "read_only", Bucket: "b", Prefix: "kept/", Operations: []Operation{Download}, Except: []Scope{{"b", "kept/in/"}}, Hint: "elsewhere"}}
		}}
		r := request()
		r.Operation = Upload
		r.Target.Bucket, r.Target.Key, _ = strings.Cut(address, "/")
		_, err := s.Share(t.Context(), r)
		if got := refusalOf(t, err); (got != "") != want || want && !strings.HasSuffix(got, "allowed: get; elsewhere") {
			t.Errorf("%s: %q", address, got)
		}
	}
}

// A version counts where the link points to the server that said it.
func TestAVersionIsOfTheServerThatWasAsked(t *testing.T) {
	const other = "https://browse.example"
	for _, c := range []struct {
		name, version string
		object        Object
		free          bool // no rail
		want          string
	}{
		{"of the same", "v1", Object{Known: true, Versioned: true, VersionID: "v1", VersionOf: here + "/"}, false, ""},
		{"of another", "v1", Object{Known: true, Versioned: true, VersionID: "v1", VersionOf: other}, false, "it was asked at " + other + ", while the link points to " + here},
		{"of AWS", "v1", Object{Known: true, Versioned: true, VersionID: "v1"}, false, "asked at AWS"},
		{"by hand", "v2", Object{Known: true, Versioned: true, VersionID: "v1", VersionOf: other}, false, ""},
		{"by hand, unseen", "v2", Object{}, false, ""},
		{"none there", "", Object{Known: true, Unversioned: true, VersionOf: here}, false, ""},
		{"none elsewhere", "", Object{Known: true, Unversioned: true, VersionOf: other}, false, "the version must be pinned, and it was asked"},
		{"without a rail", "v1", Object{Known: true, Versioned: true, VersionID: "v1", VersionOf: other}, true, ""},
		{"of the same, without a rail", "v1", Object{Known: true, Versioned: true, VersionID: "v1", VersionOf: here}, true, ""},
	} {
		s, p, _ := newService()
		p.endpoint = here
		if !c.free {
			s.Rules = Rules{{Name: "pin", Where: "c.toml:1", PinVersion: true}}
		}
		r := request()
		r.Target.VersionID, r.Object = c.version, c.object
		link, err := s.Share(t.Context(), r)
		if got := refusalOf(t, err); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if told := slices.ContainsFunc(link.Warnings, func(w say.Remark) bool {
			return strings.Contains(w.Text, "asked at "+other+", and the link points to "+here)
		}); told != (c.name == "without a rail") {
			t.Errorf("%s: %+v", c.name, link.Warnings)
		}
	}
}

// What was signed counts when a link is shown again, by whichever clock: a server
// that is behind has more left of it than this machine.
func TestALinkIsNotShownForLongerThanItsRail(t *testing.T) {
	s, p, b := newService()
	p.endpoint = here
	r := request()
	r.Lifetime, r.Skew, r.SkewOf = For(8*time.Hour), -20*time.Hour, here
	if _, err := s.Share(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	rec := b.records[0]
	if rec.Spec.Seconds != 8*3600 || !rec.Terms.Ends.Before(s.Clock()) {
		t.Fatalf("%d s, until %v", rec.Spec.Seconds, rec.Terms.Ends)
	}
	s.Rules = Rules{{Name: "short", Where: "c.toml:1", MaxLife: 4 * time.Hour}}
	again(t, s, rec, "by a slow clock", "signed for 8 h, longer than is allowed by now")
	s.Rules[0].MaxLife = 8 * time.Hour
	again(t, s, rec, "as long as is allowed", "")
}

func TestALinkShownAgainEndsAsRecorded(t *testing.T) {
	s, _, b := newService()
	if _, err := s.Share(context.Background(), request()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Record){
		"longer": func(r *Record) { r.Spec.Seconds++ },
		"later":  func(r *Record) { r.Spec.SignedAt = r.Spec.SignedAt.Add(time.Second) },
		"sooner": func(r *Record) { r.Terms.Ends = r.Terms.Ends.Add(-time.Second) },
	} {
		rec := b.records[0]
		change(&rec)
		if _, err := s.Rebuild(t.Context(), rec); err == nil || !strings.Contains(err.Error(), "later than the log says") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
