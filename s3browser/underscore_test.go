package s3browser

import (
	"strings"
	"testing"
)

// A region of AWS with underscores is refused with its spelling; a server of one's own
// may call its region so. (aws-cli#2954)
func TestARegionWithUnderscores(t *testing.T) {
	for _, c := range []struct{ region, endpoint, write string }{
		{"us_east_1", "", "write us-east-1"},
		{"EU_West_3", "", "write eu-west-3"},
		{"us-gov_west-1", "", "write us-gov-west-1"},
		{"us-east-1", "", ""},
		{"us_east_1", "https://minio.example.com", ""},
		{"my_place", "https://minio.example.com", ""},
	} {
		_, _, err := Connect(Connection{AccessKeyID: "AK", SecretKey: "s", Region: c.region, Endpoint: c.endpoint}).Config(t.Context())
		if said := err != nil && strings.Contains(err.Error(), c.write); said != (c.write != "") {
			t.Errorf("%s at %q: %v", c.region, c.endpoint, err)
		}
	}
}
