package s3browser

import (
	"testing"

	"signet/demo"
)

// shelf keeps regions in memory.
type shelf map[string]string

func (s shelf) Region(server, bucket string) string { return s[server+" "+bucket] }

func (s shelf) Found(server string, regions map[string]string) {
	for bucket, region := range regions {
		s[server+" "+bucket] = region
	}
}

// What one client has found out, the next one knows before it asks anybody; what
// is not so any more is corrected on the way.
func TestRegionsAreKept(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("paris", false, "eu-west-3"))
	must(t, s.MakeBucket("home", false, ""))
	kept := shelf{}
	next := func() *Client {
		c := Connect(Connection{
			Endpoint: s.Endpoint(), Region: s.Region(), AccessKeyID: s.Owner().AccessKeyID, SecretKey: s.Owner().SecretKey,
		})
		c.KeepRegions(kept)
		if _, _, err := c.Config(t.Context()); err != nil {
			t.Fatal(err)
		}
		return c
	}
	list := func(bucket string) {
		if _, err := next().List(t.Context(), ListRequest{Bucket: bucket}); err != nil {
			t.Fatal(err)
		}
	}
	list("home")
	list("paris")
	if len(kept) != 1 || kept[s.Endpoint()+" paris"] != "eu-west-3" {
		t.Errorf("kept %v", kept)
	}
	if region, ok := next().RememberedRegion("paris"); !ok || region != "eu-west-3" {
		t.Errorf("remembered %q", region)
	}
	kept[s.Endpoint()+" paris"], kept[s.Endpoint()+" home"] = "us-east-2", "us-east-2" // both were made anew
	list("paris")
	list("home")
	if kept[s.Endpoint()+" paris"] != "eu-west-3" || kept[s.Endpoint()+" home"] != s.Region() {
		t.Errorf("kept %v", kept)
	}
}

// The name of a bucket is free again in every partition of AWS and at every
// endpoint.
func TestServersOfBuckets(t *testing.T) {
	for s, want := range map[Settings]string{
		{Region: "eu-west-3"}:                             "aws",
		{Region: "cn-north-1"}:                            "aws-cn",
		{Region: "us-gov-west-1"}:                         "aws-us-gov",
		{Region: "us-isob-east-1"}:                        "aws-iso-b",
		{Region: "us-east-1", Endpoint: "http://h:9000/"}: "http://h:9000",
		{Region: "cn-north-1", Endpoint: "http://h:9000"}: "http://h:9000",
	} {
		if got := s.server(); got != want {
			t.Errorf("%+v: %s, want %s", s, got, want)
		}
	}
}
