package share

import (
	"errors"
	"strings"
	"testing"
)

const (
	pointARN   = "arn:aws:s3:eu-central-1:123456789012:accesspoint:reports"
	pointAlias = "reports-k3jd8fh2kd9sl3kd9fj2ks8dk3jf9seuc1a-s3alias"
)

// What an access point opens cannot be known: as long as there are rails for
// buckets that it might be, it is not shared through, and the line that settles
// it is printed.
func TestAccessPoints(t *testing.T) {
	known := func(point string) map[string]string { return map[string]string{point: "hr-main"} }
	for _, c := range []struct {
		name     string
		bucket   string
		key      string
		rule     Rule
		points   map[string]string
		endpoint string
		want     string // in the refusal; empty: it is signed
	}{
		{"ARN, nobody knows", pointARN, "records/a", Rule{Bucket: "hr-*"}, nil, "", `access_points = { "` + pointARN + `" = "BUCKET" }`},
		{"alias, nobody knows", pointAlias, "records/a", Rule{Bucket: "hr-*"}, nil, "", `at the top of /c.toml: access_points = { "` + pointAlias + `" = "BUCKET" }`},
		{"multi-region", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap", "records/a", Rule{Bucket: "hr-*"}, nil, "", "mfzwi23gnjvgw.mrap"},
		{"object lambda", "arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint:x", "records/a", Rule{Bucket: "hr-*"}, nil, "", "nobody knows"},
		{"object lambda alias", "x-a1b2--ol-s3", "records/a", Rule{Bucket: "hr-*"}, nil, "", "nobody knows"},
		{"directory", "x--euc1-az1--xa-s3", "records/a", Rule{Bucket: "hr-*"}, nil, "", "nobody knows"},
		{"by its host", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, nil, "https://s3-accesspoint.eu-central-1.amazonaws.com", "nobody knows"},
		{"by the endpoint", "records", "a", Rule{Bucket: "hr-*"}, nil, "https://reports-123456789012.s3-accesspoint.eu-central-1.amazonaws.com", "nobody knows"},
		{"global", "mfzwi23gnjvgw.mrap", "records/a", Rule{Bucket: "hr-*"}, nil, "https://accesspoint.s3-global.amazonaws.com", "nobody knows"},
		{"upper case", strings.ToUpper(pointAlias), "records/a", Rule{Bucket: "hr-*"}, nil, "", "nobody knows"},

		{"a rail by its name", pointARN, "records/a", Rule{Bucket: "reports"}, nil, "", "a note is required"},
		{"a rail by the name in its alias", pointAlias, "records/a", Rule{Bucket: "reports"}, nil, "", "a note is required"},
		{"a rail by its alias", pointAlias, "records/a", Rule{Bucket: "*-s3alias"}, nil, "", `say what it is for (--note); name its bucket at the top of`},
		{"a rail by its ARN", pointARN, "records/a", Rule{Bucket: "arn:aws:s3:*:accesspoint:*"}, nil, "", "a note is required"},
		{"a rail of every bucket", pointARN, "records/a", Rule{}, nil, "", "a note is required"},
		{"another key, whatever the bucket", pointARN, "public/a", Rule{Bucket: "hr-*"}, nil, "", ""},

		{"the guarded one, by ARN", pointARN, "records/a", Rule{Bucket: "hr-*"}, known(pointARN), "", "a note is required"},
		{"by ARN, spelled otherwise", pointARN, "records/a", Rule{Bucket: "hr-*"}, known(strings.Replace(pointARN, "accesspoint:", "accesspoint/", 1)), "", "a note is required"},
		{"by alias", pointAlias, "records/a", Rule{Bucket: "hr-*"}, known(pointAlias), "", "a note is required"},
		{"by name", pointARN, "records/a", Rule{Bucket: "hr-*"}, known("reports"), "", "a note is required"},
		{"by host", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, known("reports"), "https://s3-accesspoint.eu-central-1.amazonaws.com", "a note is required"},
		{"the guarded one, another key", pointARN, "public/a", Rule{Bucket: "hr-*"}, known(pointARN), "", ""},
		{"an open one", pointARN, "records/a", Rule{Bucket: "hr-*"}, map[string]string{pointARN: "public"}, "", ""},
		{"an open one that sounds guarded", "hr-x-a1-s3alias", "records/a", Rule{Bucket: "hr-*"}, map[string]string{"hr-x-a1-s3alias": "public"}, "", ""},
		{"another one is known", pointARN, "records/a", Rule{Bucket: "hr-*"}, known("papers"), "", "nobody knows"},
		{"a bucket stays what it is", "hr-main", "records/a", Rule{Bucket: "hr-*"}, map[string]string{"hr-main": "public"}, "", "a note is required"},
	} {
		s, p, _ := newService()
		p.endpoint = c.endpoint
		c.rule.Name, c.rule.Where, c.rule.Prefix, c.rule.RequireNote = "hr", "/c.toml:3", "records/", true
		s.Rails = Rails{Rules: Rules{c.rule}, AccessPoints: c.points, Settings: "/c.toml"}
		r := request()
		r.Target.Bucket, r.Target.Key, r.Note = c.bucket, c.key, ""
		_, err := s.Share(t.Context(), r)
		var refused *RefusedError
		if (err == nil) != (c.want == "") || err != nil && (!errors.As(err, &refused) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// A note does not tell which bucket it is.
func TestAnUnknownAccessPointStaysUnknown(t *testing.T) {
	s, _, _ := newService()
	s.Rules = Rules{{Name: "hr", Where: "/c.toml:3", Bucket: "hr-*", RequireNote: true}}
	r := request()
	r.Target.Bucket = pointARN
	_, err := s.Share(t.Context(), r)
	const want = `refused: nobody knows which bucket the access point ` + pointARN + ` opens (guard rail hr, /c.toml:3); name its bucket at the top of the settings: access_points = { "` + pointARN + `" = "BUCKET" }`
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}
