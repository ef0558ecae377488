package s3browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"signet/share/address"
)

// A region that is learnt from a refusal is asked for as the server writes it.
func TestTheRegionIsSpelledAsTheServerDoes(t *testing.T) {
	for _, c := range []struct{ region, message, element string }{
		{"NL", "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'NL'", ""},
		{"EU-West-1", "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'EU-West-1'", "<Region>EU-West-1</Region>"},
		{"garage", "Authorization header malformed, unexpected scope: 20260519/us-east-1/s3/aws4_request", "<Region>garage</Region>"},
		{"My-Site-1", "the region is wrong", "<Region>My-Site-1</Region>"},
	} {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.Header.Get("Authorization"), "/"+c.region+"/s3/") {
				w.WriteHeader(http.StatusBadRequest)
				fmt.Fprintf(w, "<Error><Code>AuthorizationHeaderMalformed</Code><Message>%s</Message>%s</Error>", c.message, c.element)
				return
			}
			fmt.Fprint(w, `<ListBucketResult><Name>b</Name></ListBucketResult>`)
		})
		if _, err := client.List(t.Context(), ListRequest{Bucket: "b"}); err != nil {
			t.Errorf("%s: %v", c.region, err)
		}
		if region, _ := client.RememberedRegion("b"); region != c.region {
			t.Errorf("remembered %q, want %q", region, c.region)
		}
	}
}

// The region that an endpoint names counts more than a default, and less than what was
// chosen for it, which is then said.
func TestTheRegionOfTheEndpoint(t *testing.T) {
	const b2 = "https://s3.us-west-004.backblazeb2.com"
	for name, c := range map[string]struct {
		env, file string
		conn      Connection
		want      string
		said      bool
	}{
		"nothing":                         {conn: Connection{Endpoint: b2}, want: "us-west-004"},
		"a default of the environment":    {env: "AWS_REGION=us-east-1", conn: Connection{Endpoint: b2}, want: "us-west-004"},
		"a default of the profile":        {file: "[default]\nregion = eu-west-1\n", conn: Connection{Endpoint: b2}, want: "us-west-004"},
		"chosen":                          {conn: Connection{Endpoint: b2, Region: "us-east-1"}, want: "us-east-1", said: true},
		"chosen alike":                    {conn: Connection{Endpoint: b2, Region: "us-west-004"}, want: "us-west-004"},
		"both in the environment":         {env: "AWS_REGION=us-east-1 AWS_ENDPOINT_URL_S3=" + b2, want: "us-east-1", said: true},
		"endpoint in the environment":     {env: "AWS_ENDPOINT_URL=" + b2, file: "[default]\nregion = eu-west-1\n", want: "us-west-004"},
		"both in the profile":             {file: "[default]\nregion = eu-west-1\nendpoint_url = " + b2 + "\n", want: "eu-west-1", said: true},
		"another store":                   {env: "AWS_REGION=us-east-1", conn: Connection{Endpoint: "https://S3.eu-central-2.WasabiSys.com/"}, want: "eu-central-2"},
		"AWS by name":                     {env: "AWS_REGION=us-east-1", conn: Connection{Endpoint: "https://s3.eu-west-3.amazonaws.com"}, want: "eu-west-3"},
		"PrivateLink":                     {env: "AWS_REGION=us-east-1", conn: Connection{Endpoint: "https://bucket.vpce-0a1b-abcd.s3.ap-south-1.vpce.amazonaws.com"}, want: "ap-south-1"},
		"a host of which nobody knows":    {env: "AWS_REGION=home", conn: Connection{Endpoint: "https://s3.eu-west-3.example.com"}, want: "home"},
		"a bucket in front of the region": {conn: Connection{Endpoint: "https://my-bucket.fra1.digitaloceanspaces.com"}, want: "fra1"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			write(t, folder, "config", c.file)
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
			for _, set := range strings.Fields(c.env) {
				name, value, _ := strings.Cut(set, "=")
				t.Setenv(name, value)
			}
			_, s, err := Connect(c.conn).Config(t.Context())
			if err != nil || s.Region != c.want || !s.RegionKnown {
				t.Fatalf("%+v, %v", s, err)
			}
			if said := len(s.Remarks("my-bucket")) > 0 && s.Remarks("my-bucket")[0].Code == "region"; said != c.said {
				t.Errorf("%+v", s.Remarks("my-bucket"))
			}
		})
	}
}

// Which of AWS's hosts is meant is said by the place, the environment, the profile and
// its s3 section, in this order.
func TestVariantsOfAWS(t *testing.T) {
	for name, c := range map[string]struct {
		env, file string
		conn      Connection
		want      string // f, d, a
		refused   bool
	}{
		"nothing":                     {want: ""},
		"dual-stack, environment":     {env: "AWS_USE_DUALSTACK_ENDPOINT=true", want: "d"},
		"FIPS, environment":           {env: "AWS_USE_FIPS_ENDPOINT=true", want: "f"},
		"the place says no":           {env: "AWS_USE_FIPS_ENDPOINT=true AWS_USE_DUALSTACK_ENDPOINT=true", conn: Connection{Variants: address.Variants{FIPS: address.No, DualStack: address.No}}, want: ""},
		"the place says yes":          {conn: Connection{Variants: address.Variants{FIPS: address.Yes, DualStack: address.Yes}}, want: "fd"},
		"the profile":                 {file: "use_fips_endpoint = true\nuse_dualstack_endpoint = true\n", want: "fd"},
		"environment over profile":    {env: "AWS_USE_DUALSTACK_ENDPOINT=false", file: "use_dualstack_endpoint = true\n", want: ""},
		"the s3 section":              {file: "s3 =\n  use_accelerate_endpoint = true\n  use_dualstack_endpoint = True\n", want: "da"},
		"environment over s3 section": {env: "AWS_USE_DUALSTACK_ENDPOINT=false", file: "s3 =\n  use_dualstack_endpoint = true\n", want: ""},
		"the services section":        {file: "services = x\n[services x]\ns3 =\n  use_accelerate_endpoint = true\n", want: "a"},
		"the place over the section":  {file: "s3 =\n  use_accelerate_endpoint = true\n", conn: Connection{Variants: address.Variants{Accelerate: address.No}}, want: ""},
		"a server of one's own":       {env: "AWS_USE_DUALSTACK_ENDPOINT=true", file: "s3 =\n  use_accelerate_endpoint = true\n", conn: Connection{Endpoint: "https://minio.example.com"}, want: ""},
		"FIPS at one's own":           {env: "AWS_USE_FIPS_ENDPOINT=true", conn: Connection{Endpoint: "https://minio.example.com"}, refused: true},
		"FIPS at one's own, switched": {env: "AWS_USE_FIPS_ENDPOINT=true", conn: Connection{Endpoint: "https://minio.example.com", Variants: address.Variants{FIPS: address.No}}, want: ""},
		"FIPS by name":                {env: "AWS_USE_FIPS_ENDPOINT=true", conn: Connection{Endpoint: "https://s3-fips.us-gov-west-1.amazonaws.com"}, want: ""},
		"FIPS at another host of AWS": {env: "AWS_USE_FIPS_ENDPOINT=true", conn: Connection{Endpoint: "https://s3.us-east-1.amazonaws.com"}, refused: true},
		"FIPS and acceleration":       {env: "AWS_USE_FIPS_ENDPOINT=true", conn: Connection{Variants: address.Variants{Accelerate: address.Yes}}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			write(t, folder, "config", "[default]\nregion = eu-west-1\n"+c.file)
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
			for _, set := range strings.Fields(c.env) {
				name, value, _ := strings.Cut(set, "=")
				t.Setenv(name, value)
			}
			_, s, err := Connect(c.conn).Config(t.Context())
			if c.refused {
				failure(t, err, BadEndpoint)
				return
			}
			got := strings.Repeat("f", one(s.FIPS)) + strings.Repeat("d", one(s.DualStack)) + strings.Repeat("a", one(s.Accelerate))
			if err != nil || got != c.want {
				t.Errorf("%q, want %q: %v", got, c.want, err)
			}
		})
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// styles keeps styles in memory.
type styles map[string]bool

func (s styles) Style(server string) (path, ok bool) { path, ok = s[server]; return path, ok }

func (s styles) Proved(server string, path bool) { s[server] = path }

// Where the bucket stands is said, proved or known; what nobody has tried is told.
func TestStyles(t *testing.T) {
	const own = "https://minio.example.com"
	for name, c := range map[string]struct {
		file    string
		kept    styles
		conn    Connection
		path    bool
		untried bool
	}{
		"one's own":           {conn: Connection{Endpoint: own}, path: true, untried: true},
		"said: path":          {conn: Connection{Endpoint: own, PathStyle: true}, path: true},
		"said: host":          {conn: Connection{Endpoint: own, HostStyle: true}},
		"the profile: path":   {file: "s3 =\n  addressing_style = path\n", conn: Connection{Endpoint: own}, path: true},
		"the profile: host":   {file: "s3 =\n  addressing_style = virtual\n", conn: Connection{Endpoint: own}},
		"the profile: auto":   {file: "s3 =\n  addressing_style = auto\n", conn: Connection{Endpoint: own}, path: true, untried: true},
		"the place over that": {file: "s3 =\n  addressing_style = virtual\n", conn: Connection{Endpoint: own, PathStyle: true}, path: true},
		"proved: path":        {kept: styles{own: true}, conn: Connection{Endpoint: own}, path: true},
		"proved: host":        {kept: styles{own: false}, conn: Connection{Endpoint: "https://MinIO.example.com:443/"}},
		"an IP address":       {conn: Connection{Endpoint: "http://10.0.0.1:9000"}, path: true},
		"a store":             {conn: Connection{Endpoint: "https://s3.fr-par.scw.cloud"}, path: true},
		"one that refuses":    {conn: Connection{Endpoint: "https://oss-cn-hangzhou.aliyuncs.com"}},
		"AWS":                 {},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			write(t, folder, "config", "[default]\nregion = r\n"+c.file)
			client := Connect(c.conn)
			client.KeepStyles(c.kept)
			_, s, err := client.Config(t.Context())
			if err != nil || s.PathStyle != c.path || s.untried != c.untried {
				t.Errorf("%+v, %v", s, err)
			}
			said := false
			for _, r := range s.Remarks("b") {
				said = said || r.Code == "path-style"
			}
			if said != c.untried {
				t.Errorf("%+v", s.Remarks("b"))
			}
		})
	}
}

// An endpoint that begins with a bucket is one that was copied off an object's URL.
func TestABucketInTheEndpoint(t *testing.T) {
	for _, c := range []struct{ endpoint, bucket, at, said string }{
		{"https://my-bucket.fra1.digitaloceanspaces.com", "my-bucket", "https://fra1.digitaloceanspaces.com", ""},
		{"https://my-bucket.fra1.digitaloceanspaces.com", "other", "https://fra1.digitaloceanspaces.com", "endpoint-bucket"},
		{"https://my-bucket.s3.eu-west-3.amazonaws.com", "my-bucket", "https://s3.eu-west-3.amazonaws.com", ""},
		{"https://my-bucket.minio.example.com", "my-bucket", "https://my-bucket.minio.example.com", "endpoint-bucket"},
		{"https://my-bucket.minio.example.com", "other", "https://my-bucket.minio.example.com", ""},
	} {
		alone(t)
		_, s, err := Connect(Connection{Endpoint: c.endpoint, PathStyle: true}).Config(t.Context())
		said := ""
		for _, r := range s.Remarks(c.bucket) {
			said += r.Code
		}
		if err != nil || s.Endpoint != c.at || said != c.said {
			t.Errorf("%s, bucket %s: at %s, said %q, %v", c.endpoint, c.bucket, s.Endpoint, said, err)
		}
	}
}
