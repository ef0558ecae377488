package share

import (
	"errors"
	"strings"
	"testing"
)

const (
	vpcARN     = "arn:aws:s3:us-east-1:123456789012:accesspoint/reports"
	ofVPC      = `{ "` + vpcARN + `" = "BUCKET" }`
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
		{"by its host, in the path", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, nil, "https://s3-accesspoint.eu-central-1.amazonaws.com/", "nobody knows"},
		{"by an interface endpoint", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, nil, vpc("accesspoint"), ofVPC},
		{"by the host of an interface endpoint", "records", "a", Rule{Bucket: "hr-*"}, nil, vpc("reports-123456789012.accesspoint"), ofVPC},
		{"by ARN at an interface endpoint", pointARN, "records/a", Rule{Bucket: "hr-*"}, nil, vpc("accesspoint"), `{ "` + pointARN + `" = "BUCKET" }`},
		{"an alias at an interface endpoint", pointAlias, "records/a", Rule{Bucket: "hr-*"}, nil, vpc("bucket"), "nobody knows"},
		{"the guarded one at an interface endpoint", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, known(vpcARN), vpc("accesspoint"), "a note is required"},
		{"an open one at an interface endpoint", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, map[string]string{vpcARN: "public"}, vpc("accesspoint"), ""},
		{"a rail by its name at an interface endpoint", "reports-123456789012", "records/a", Rule{Bucket: "reports"}, nil, vpc("accesspoint"), "a note is required"},
		{"a rail by its name and account", "reports-123456789012", "records/a", Rule{Bucket: "reports-1*"}, nil, vpc("accesspoint"), "a note is required"},
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
		{"an open one of that name", pointARN, "records/a", Rule{Bucket: "hr-*"}, map[string]string{"reports": "public"}, "", "nobody knows"},
		{"an open one of that name and account", "reports-123456789012", "records/a", Rule{Bucket: "hr-*"}, map[string]string{"reports-123456789012": "public"}, "https://s3-accesspoint.eu-central-1.amazonaws.com", "nobody knows"},
		{"an open one of another region", pointARN, "records/a", Rule{Bucket: "hr-*"}, map[string]string{strings.Replace(pointARN, "central", "west", 1): "public"}, "", "nobody knows"},
		{"an open one of another account", pointARN, "records/a", Rule{Bucket: "hr-*"}, map[string]string{strings.Replace(pointARN, "9012", "9013", 1): "public"}, "", "nobody knows"},
		{"an open one of that name, by its alias", pointAlias, "records/a", Rule{Bucket: "hr-*"}, map[string]string{"reports": "public"}, "", "nobody knows"},
		{"an open one, and one of that name", pointARN, "records/a", Rule{Bucket: "hr-*"}, map[string]string{pointARN: "public", "reports": "hr-main"}, "", ""},
		{"many regions", "mfzwi23gnjvgw.mrap", "records/a", Rule{Bucket: "hr-*"}, map[string]string{"arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap": "public"}, "https://accesspoint.s3-global.amazonaws.com", ""},
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

// The line that a refusal prints is the one that settles it.
func TestTheLineOfARefusalSettlesIt(t *testing.T) {
	for _, c := range []struct{ bucket, endpoint, point string }{
		{pointARN, "", pointARN},
		{pointAlias, "", pointAlias},
		{"x-a1b2--ol-s3", "", "x-a1b2--ol-s3"},
		{"x--euc1-az1--xa-s3", "", "x--euc1-az1--xa-s3"},
		{"Reports-123456789012", "https://s3-accesspoint.eu-central-1.amazonaws.com", "arn:aws:s3:eu-central-1:123456789012:accesspoint/reports"},
		{"reports-123456789012", "https://s3-accesspoint-fips.dualstack.us-gov-west-1.amazonaws.com", "arn:aws-us-gov:s3:us-gov-west-1:123456789012:accesspoint/reports"},
		{"reports-123456789012", "https://s3-accesspoint.cn-north-1.amazonaws.com.cn", "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/reports"},
		{"reports-123456789012", "https://s3-object-lambda.eu-central-1.amazonaws.com", "arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint/reports"},
		{"reports-123456789012.op-01ac5d28a6a232904", "https://s3-outposts.eu-central-1.amazonaws.com", "arn:aws:s3-outposts:eu-central-1:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/reports"},
		{"reports-123456789012", vpc("accesspoint"), vpcARN},
		{"mfzwi23gnjvgw.mrap", "https://accesspoint.s3-global.amazonaws.com", "mfzwi23gnjvgw.mrap"},
		{"reports", "https://s3-accesspoint.eu-central-1.amazonaws.com", "reports.s3-accesspoint.eu-central-1.amazonaws.com"},
	} {
		for _, others := range []map[string]string{nil, {"other-a1-s3alias": "public"}} {
			s, p, _ := newService()
			p.endpoint = c.endpoint
			s.Rails = Rails{Rules: Rules{{Name: "hr", Bucket: "hr-*", RequireNote: true}}, AccessPoints: others, Settings: "/c.toml"}
			r := request()
			r.Target.Bucket, r.Note = c.bucket, ""
			line := `name its bucket at the top of /c.toml: access_points = { "` + c.point + `" = "BUCKET" }`
			if others != nil {
				line = `name its bucket in access_points of /c.toml: "` + c.point + `" = "BUCKET"`
			}
			if _, err := s.Share(t.Context(), r); err == nil || !strings.HasSuffix(err.Error(), line) {
				t.Errorf("%s at %s: %v, want %s", c.bucket, c.endpoint, err, line)
			}
			s.AccessPoints = map[string]string{"other-a1-s3alias": "public", c.point: "public"}
			if _, err := s.Share(t.Context(), r); err != nil {
				t.Errorf("%s at %s, known by %s: %v", c.bucket, c.endpoint, c.point, err)
			}
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
