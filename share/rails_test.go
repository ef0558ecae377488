package share

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// held is what became of a request under a rail for records in hr-main.
func held(t *testing.T, endpoint Endpoint, change func(*Request)) error {
	t.Helper()
	s, p, _ := newService()
	p.endpoint, p.pathStyle = endpoint.URL, endpoint.PathStyle
	s.Rules = Rules{{Name: "personnel", Where: "c.toml:1", Bucket: "hr-*", Prefix: "records/", RequireNote: true}}
	r := request()
	r.Note = ""
	change(&r)
	_, err := s.Share(context.Background(), r)
	var refused *RefusedError
	if err != nil && !errors.As(err, &refused) {
		t.Errorf("%s: %v", r.Target.URI(), err)
	}
	return err
}

// vpc is an address of an interface endpoint.
func vpc(begins string) string {
	return "https://" + begins + ".vpce-0e25b8cdd720f900e-argc85vg.s3.us-east-1.vpce.amazonaws.com"
}

const here = "http://s3.example.com:9000"

func TestARailHoldsHoweverTheKeyIsSpelled(t *testing.T) {
	for address, want := range map[string]bool{
		"hr-main/records/a":               true,
		"hr-main//records/a":              true,
		"hr-main///records///a":           true,
		"hr-main/./records/a":             true,
		"hr-main/x/../records/a":          true,
		"hr-main/../records/a":            true,
		"hr-main/.//x/.././/records/./a":  true,
		"hr-main/./records/../x":          true, // where dots are dropped and a .. is a name
		"hr-main//records/../x":           true,
		"hr-main/records/../x":            true, // S3 has it as a record
		"hr-main/x/../records/":           true,
		"hr-main/records/x/..":            true,
		"HR-Main/records/a":               true,
		"public/../hr-main/records/a":     true,
		"public/x/../../hr-main/records/": true,
		"./hr-main/records/a":             true,
		"../hr-main/records/a":            true,

		"hr-main/records__XLDIR__":             true, // MinIO's name for records/
		"hr-main//records__XLDIR__":            true,
		"hr-main/x/../records__XLDIR__":        true,
		"hr-main/records__XLDIR__/a":           true,
		`hr-main/records\a`:                    true, // Windows
		`hr-main/x\..\records\a`:               true,
		"hr-main/records./a":                   true,
		"hr-main/records . /a":                 true,
		"hr-main./records/a":                   true,
		"hr-main/%72ecords/a":                  true, // unescaped once more
		"hr-main/records%2fa":                  true,
		"hr-main/%252e%252e%252frecords%252Fa": true,
		"hr-main/x%2F..%2F%2Frecords%5Ca":      true,
		"%68r-main/records/a":                  true,
		"public%2f..%2Fhr-main/records/a":      true,
		"acme:hr-main/records/a":               true, // Ceph
		":hr-main/records/a":                   true,
		":HR-main//records/a":                  true,

		"hr-main/100%/records/a":  false,
		"hr-main/%zz/records":     false,
		"hr-main/record__XLDIR__": false,
		"hr-main/x/records./a":    false,
		`hr-main/x\records\a`:     false,
		"hr-main/record/a":        false,
		"hr-main/records":         false,
		"hr-main/Records/a":       false, // a key of its own, everywhere
		"hr-main/x/records/a":     false,
		"hr-main/x/../record/a":   false,
		"public/records/a":        false,
		"public/hr-main/records/": false,
		"public//records/a":       false,
	} {
		for _, op := range []Operation{Download, Upload, Form, Delete, Metadata} {
			err := held(t, Endpoint{}, func(r *Request) {
				r.Target.Bucket, r.Target.Key, _ = strings.Cut(address, "/")
				r.Operation = op
			})
			if (err != nil) != want {
				t.Errorf("%s %s: %v, want it held: %v", op, address, err, want)
			}
		}
	}
}

func TestARailHoldsWhereverTheEndpointLeads(t *testing.T) {
	for _, c := range []struct {
		endpoint string
		path     bool
		address  string
		want     bool
	}{
		{here + "/hr-main", true, "records/a", true},
		{here + "//hr-main/", true, "records/a", true},
		{here + "/./x/../hr-main", true, "records/a", true},
		{here + "/%68r-main", true, "records/a", true},
		{here + "/hr-main/records", true, "public/a", true},
		{here + "/hr-main/records", false, "public/a", true},
		{here + "/hr-main", true, "public/../records/a", true},
		{here + "/hr-main", true, "public/a", false},
		{here + "/public", true, "hr-main/records/a", true}, // as it is asked for
		{here + "/public", true, "records/a", false},
		{"http://hr-main.example.com", true, "records/a", true},
		{"http://HR-MAIN.s3.example.com:9000", true, "records/a", true},
		{"https://hr-main.s3.eu-central-1.amazonaws.com", true, "records/a", true},
		{"https://s3.eu-central-1.amazonaws.com", true, "public/records/a", false},
		{"http://hr-main.ec2-1-2-3-4.us-west-2.compute.amazonaws.com:9000", true, "records/a", true}, // somebody's machine there
		{vpc("bucket"), true, "hr-main/records/a", true},                                             // an interface endpoint
		{vpc("bucket"), false, "hr-main/records/a", true},
		{vpc("bucket"), true, "public/records/a", false},
		{vpc("bucket"), false, "public/records/a", false},
		{vpc("bucket"), false, "public/hr-main/records/a", false},
		{vpc("hr-main.bucket"), true, "records/a", true},
		{vpc("HR-Main.bucket"), false, "records/a", true},
		{vpc("hr-main.control"), true, "records/a", true},
		{vpc("hr-main"), true, "records/a", true},
		{"https://hr-main.bucket.vpce-0abc-xyz-cn-north-1a.s3.cn-north-1.vpce.amazonaws.com.cn.", true, "records/a", true},
		{"https://s3.eu-central-1.amazonaws.com", false, "public/hr-main/records/a", false},
		{here, false, "x/hr-main/records/a", true}, // where the server makes nothing of the host
		{here, true, "x/hr-main/records/a", false},
		{"http://127.0.0.1:9000", true, "x/hr-main/records/a", false},
		{"http://[::1]:9000/hr-main", true, "records/a", true},
		{here + "/storage/v1/s3", true, "hr-main/records/a", true}, // a server below a path
		{here + "/storage/v1/s3/hr-main", true, "records/a", true},
		{here + "/storage/v1/s3//hr-main/", false, "records/a", true},
		{here + "/storage/v1%2Fs3/hr-main", true, "records/a", true},
		{here + "/storage/v1%252Fs3%252Fhr-main", true, "records/a", true},
		{here + "/storage/v1/s3", false, "x/hr-main/records/a", true},
		{here + "/storage/v1/s3/hr-main", true, "public/a", false},
		{here + "/storage/v1/s3", true, "public/a", false},
		{"https://ref.supabase.co", true, "storage/v1/s3/hr-main/records/a", true},
		{"https://ref.supabase.co", true, "storage/v1/s3/public/records/a", false},
		{"http://ec2-3-4-5-6.eu-central-1.compute.amazonaws.com:9000", false, "x/hr-main/records/a", true}, // any server
		{"http://hr-main.s3.elb.us-east-1.amazonaws.com", true, "records/a", true},
		{"http://ec2-3-4-5-6.eu-central-1.compute.amazonaws.com:9000", true, "x/hr-main/records/a", false},
	} {
		err := held(t, Endpoint{URL: c.endpoint, PathStyle: c.path}, func(r *Request) {
			r.Target.Bucket, r.Target.Key, _ = strings.Cut(c.address, "/")
		})
		if (err != nil) != c.want {
			t.Errorf("%s at %s (path style %v): %v, want it held: %v", c.address, c.endpoint, c.path, err, c.want)
		}
	}
}

// The rail itself may be spelled in another way than the keys.
func TestARailHoldsHoweverItIsSpelled(t *testing.T) {
	for _, prefix := range []string{"records/", "/records/", "//records/", "./records/", "records//", "/", ""} {
		s, _, _ := newService()
		s.Rules = Rules{{Name: "hr", Bucket: "HR-*", Prefix: prefix, RequireNote: true}}
		r := request()
		r.Target.Bucket, r.Target.Key, r.Note = "hr-main", "records/a", ""
		var refused *RefusedError
		if _, err := s.Share(t.Context(), r); !errors.As(err, &refused) {
			t.Errorf("a rail for %q: %v", prefix, err)
		}
	}
}

// A form for a prefix reaches every key that a sender can write after it. S3
// takes .. for a name; what cleans paths goes up by it.
func TestARailHoldsForEveryKeyOfAForm(t *testing.T) {
	for _, c := range []struct{ endpoint, bucket, prefix, want string }{
		{"", "hr-main", "", "held"},
		{"", "hr-main", "rec", "held"},
		{"", "hr-main", "records/2026/", "held"},
		{"", "hr-main", "x/../", "held"},
		{"", "hr-main", "in/", "free"},
		{"", "public", "records/", "free"},
		{here, "hr-main", "in/", "held"},
		{here, "public", "in/", "free"},
		{here + "/hr-main", "public", "in/", "held"},
		{"https://s3.eu-central-1.amazonaws.com", "hr-main", "in/", "free"},
		{"https://s3-proxy-1.us-east-1.elb.amazonaws.com", "hr-main", "in/", "held"},
	} {
		err := held(t, Endpoint{URL: c.endpoint, PathStyle: true}, func(r *Request) {
			r.Target.Bucket, r.Target.Key, r.Operation, r.Options.KeyPrefix = c.bucket, c.prefix, Form, true
		})
		if (err != nil) != (c.want == "held") {
			t.Errorf("a form below %s/%s at %q: %v, want it %s", c.bucket, c.prefix, c.endpoint, err, c.want)
		}
	}
}

// MinIO deletes all that is below a key, if whoever has the link wants that, and
// hides it once something is stored there.
func TestARailHoldsForAllThatIsBelow(t *testing.T) {
	for _, c := range []struct {
		endpoint, key string
		op            Operation
		want          bool
	}{
		{here, "records", Delete, true},
		{here, "x/../records", Delete, true},
		{here, ".", Delete, true},
		{here, "record", Delete, false},
		{here, "record/s", Delete, false},
		{here, "records", Upload, true},
		{here, "records", Form, true},
		{here, "records", Download, false},
		{"", "records", Delete, false}, // S3 itself deletes what is named
	} {
		err := held(t, Endpoint{URL: c.endpoint, PathStyle: true}, func(r *Request) {
			r.Target.Bucket, r.Target.Key, r.Operation = "hr-main", c.key, c.op
		})
		if (err != nil) != c.want {
			t.Errorf("%s %s at %q: %v, want it held: %v", c.op, c.key, c.endpoint, err, c.want)
		}
	}
}

func TestBlank(t *testing.T) {
	for _, text := range []string{
		"", " ", "\t\r\n\v\f", "\u0085", "\u00a0", "\u1680", "\u2000\u2003\u200a", "\u2028\u2029", "\u202f", "\u205f", "\u3000",
		"\u200b", "\u200c\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u061c", "\u180e", "\u115f\u1160", "\u3164", "\uffa0", "\u2800", "\u17b4",
		"\ufe0f", "\U000e0020\U000e0041", "\U000e0100", "\u202e\u202c", "\u2066\u2069", "\u0301", "\u0000\u001b", "\ue000", "\ufffd", "\xff", "\U0001d159",
		"\U00013441", "\U00013442\U00013441", "\ufffc", "\u303f", "\ufffc\u0301\ufe0f",
	} {
		if !blank(text) {
			t.Errorf("%+q is no note", text)
		}
	}
	for _, text := range []string{"x", " x ", "1", "für Itō", "審査", "\u200bx", "e\u0301", "№ 7", "📄", "-", "א"} {
		if blank(text) {
			t.Errorf("%+q is a note", text)
		}
	}
	for _, change := range []func(*Request){func(r *Request) { r.Note = "\u3164\u00a0" }, func(r *Request) { r.Recipient = "\u2800" }} {
		s, _, _ := newService()
		s.Rules = Rules{{Name: "hr", RequireNote: true, RequireRecipient: true}}
		r := request()
		change(&r)
		var refused *RefusedError
		if _, err := s.Share(t.Context(), r); !errors.As(err, &refused) {
			t.Errorf("%+q, %+q: %v", r.Note, r.Recipient, err)
		}
	}
}

// Whoever signs decides where a link points: a rule that only then is seen to
// apply holds too, and has its say about who signs.
func TestARailOfTheSigningPlace(t *testing.T) {
	s, p, b := newService()
	p.endpoint, p.pathStyle = here+"/hr-main", true
	s.Rules = Rules{{Name: "all", Bucket: "public", SignPlace: "vault"}, {Name: "hr", Bucket: "hr-main", SignPlace: "safe"}}
	r := request()
	r.Target.Bucket = "public"
	var refused *RefusedError
	if _, err := s.Share(t.Context(), r); !errors.As(err, &refused) || !strings.Contains(err.Error(), "vault") || len(p.specs)+len(b.records) > 0 {
		t.Errorf("%v; %d signed, %d recorded", err, len(p.specs), len(b.records))
	}
	s.Rules = s.Rules[1:]
	if link, err := s.Share(t.Context(), r); err != nil || link.Endpoint.Place != "safe" {
		t.Errorf("%+v, %v", link.Endpoint, err)
	}
}

// settled are places of the settings: some only read, and each has an address.
type settled struct {
	reads   func(r Request, by []Signing) Rules
	address map[string]string
	servers map[string][]string // of an access key
}

func (p settled) Servers(_ context.Context, by Signing) []string { return p.servers[by.AccessKeyID] }

func (p settled) ReadOnly(_ context.Context, r Request, by []Signing) Rules {
	if p.reads == nil {
		return nil
	}
	return p.reads(r, by)
}

func (p settled) Address(_ context.Context, place string) (string, bool) {
	url, ok := p.address[place]
	return url, ok
}

func TestReadOnlyPlaces(t *testing.T) {
	s, p, b := newService()
	s.Places = settled{reads: func(r Request, by []Signing) Rules {
		places := []string{r.Target.Place}
		for _, b := range by {
			places = append(places, b.Endpoint.Place)
		}
		if !slices.Contains(places, "archive") {
			return nil
		}
		return Rules{{Name: "read_only of archive", Where: "c.toml:4", Operations: []Operation{Download, Metadata}}}
	}}
	for _, c := range []struct {
		place, signs string
		op           Operation
		want         bool
	}{
		{"archive", "", Download, true},
		{"archive", "", Metadata, true},
		{"archive", "", Upload, false},
		{"archive", "", Form, false},
		{"archive", "", Delete, false},
		{"archive", "work", Upload, false},
		{"work", "archive", Upload, false},
		{"work", "", Upload, true},
	} {
		p.specs, b.records, s.Rules = nil, nil, nil
		if c.signs != "" {
			s.Rules = Rules{{Name: "sign", SignPlace: c.signs}}
		}
		r := request()
		r.Target.Place, r.Operation = c.place, c.op
		_, err := s.Share(t.Context(), r)
		var refused *RefusedError
		if (err == nil) != c.want || err != nil && (!errors.As(err, &refused) || refused.Where != "c.toml:4" || len(p.specs) > 0) {
			t.Errorf("%+v: %v; %d signed", c, err, len(p.specs))
		}
		var all error
		if err := s.ShareAll(t.Context(), func(yield func(Request) bool) { yield(r) }, func(o Outcome) error { all = o.Err; return nil }); err != nil || (all == nil) != c.want {
			t.Errorf("%+v in a batch: %v, %v", c, err, all)
		}
	}
}

// A link that the rails forbid by now is not shown again.
func TestRailsHoldForALinkThatIsShownAgain(t *testing.T) {
	for name, c := range map[string]struct {
		rule Rule
		want bool
	}{
		"nothing":     {Rule{Bucket: "other", RequireNote: true}, true},
		"operation":   {Rule{Operations: []Operation{Download, Metadata}}, false},
		"note":        {Rule{RequireNote: true}, true},
		"too long":    {Rule{MaxLife: time.Hour}, false},
		"long enough": {Rule{MaxLife: 3 * time.Hour}, true},
	} {
		s, _, b := newService()
		r := request()
		r.Operation, r.Lifetime = Upload, For(2*time.Hour)
		if _, err := s.Share(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		c.rule.Name, c.rule.Where = "new", "c.toml:9"
		s.Rules = Rules{c.rule}
		var refused *RefusedError
		if _, err := s.Rebuild(t.Context(), b.records[0]); (err == nil) != c.want || err != nil && !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := s.RebuildToTry(t.Context(), b.records[0]); err != nil {
			t.Errorf("%s: a link that is taken back cannot be tried: %v", name, err)
		}
	}
}

// TestARailHoldsForWhatIsUnpacked: MinIO unpacks an archive all over the bucket if
// the metadata says so, which the holder of an upload link may add to it.
func TestARailHoldsForWhatIsUnpacked(t *testing.T) {
	for _, c := range []struct {
		endpoint, name string
		op             Operation
		want           bool
	}{
		{"", "snowball-auto-extract", Upload, true},
		{"", "Minio-Snowball-Prefix", Upload, true},
		{"", "colour", Upload, false},
		{here, "snowball-auto-extract", Form, true},
		{here, "colour", Form, false},
		{here, "colour", Upload, true},
	} {
		err := held(t, Endpoint{URL: c.endpoint, PathStyle: true}, func(r *Request) {
			r.Target.Bucket, r.Target.Key, r.Operation = "hr-main", "in/x.tar", c.op
			r.Options = Options{Metadata: map[string]string{c.name: "true"}}
		})
		if (err != nil) != c.want {
			t.Errorf("%s with %s at %q: %v", c.op, c.name, c.endpoint, err)
		}
	}
}

// TestAVersionIsNamedAsItIs: a server that trims the id would not pin anything.
func TestAVersionIsNamedAsItIs(t *testing.T) {
	for _, id := range []string{" ", "\t", "v1 ", "\u00a0", "a\nb"} {
		var usage *UsageError
		if err := (Target{Bucket: "b", Key: "k", VersionID: id}).Check(); !errors.As(err, &usage) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if err := (Target{Bucket: "b", Key: "k", VersionID: "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY"}).Check(); err != nil {
		t.Error(err)
	}
}
