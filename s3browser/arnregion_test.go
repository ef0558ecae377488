package s3browser

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// An access point is listed where its ARN says, whatever region the place has.
func TestAccessPointInAnotherRegion(t *testing.T) {
	cfg, _, err := Connect(Connection{Region: "us-east-1", AccessKeyID: "AKIDEXAMPLE", SecretKey: "secret"}).Config(t.Context())
	if err != nil || !s3.NewFromConfig(cfg).Options().UseARNRegion {
		t.Errorf("%v: the region of an ARN is not taken", err)
	}
}

// A region that no request can be signed for is said before anything is sent.
func TestRegionThatIsNone(t *testing.T) {
	for _, region := range []string{"us_east_1", "eu central 1", "us-east-1/"} {
		c := Connect(Connection{Region: region, Endpoint: "http://127.0.0.1:9", AccessKeyID: "AKIDEXAMPLE", SecretKey: "secret"})
		_, err := c.List(t.Context(), ListRequest{Bucket: "bucket"})
		if err == nil || !strings.Contains(err.Error(), "region") || strings.Contains(err.Error(), "--debug") {
			t.Errorf("%q: %v", region, err)
		}
	}
}
