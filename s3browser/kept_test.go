package s3browser

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func must2(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	return u
}

// A region that a server names is tried once, with the same host, and kept when a
// request that is signed for it is accepted there.
func TestRegionsAreKeptWhenAccepted(t *testing.T) {
	moved := func(w http.ResponseWriter, region string) {
		w.Header().Set("X-Amz-Bucket-Region", region)
		w.WriteHeader(http.StatusMovedPermanently)
		fmt.Fprintf(w, refusedXML, "PermanentRedirect", "elsewhere")
	}
	in := func(r *http.Request, region string) bool {
		return strings.Contains(r.Header.Get("Authorization"), "/"+region+"/s3/")
	}
	for name, test := range map[string]struct {
		serve func(w http.ResponseWriter, r *http.Request)
		kept  string
	}{
		"accepted there": {func(w http.ResponseWriter, r *http.Request) {
			if in(r, "eu-west-3") {
				answer("<ListBucketResult/>")(w, r)
				return
			}
			moved(w, "eu-west-3")
		}, "eu-west-3"},
		"denied there": {func(w http.ResponseWriter, r *http.Request) {
			if in(r, "eu-west-3") {
				refuse(403, "AccessDenied", "no")(w, r)
				return
			}
			moved(w, "eu-west-3")
		}, ""},
		"refused there": {func(w http.ResponseWriter, _ *http.Request) { moved(w, "eu-west-3") }, ""},
		"a page from somebody else": {func(w http.ResponseWriter, r *http.Request) {
			if in(r, "eu-west-3") {
				answer("<html>sign in</html>")(w, r)
				return
			}
			moved(w, "eu-west-3")
		}, ""},
		"named in a refusal": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Amz-Bucket-Region", "eu-west-3")
			refuse(403, "AccessDenied", "no")(w, r)
		}, ""},
		"named beside an answer": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Amz-Bucket-Region", "eu-west-3")
			answer("<ListBucketResult/>")(w, r)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			kept := shelf{}
			c := serve(t, test.serve)
			c.KeepRegions(kept)
			_, _ = c.List(t.Context(), ListRequest{Bucket: "b"})
			if got := kept[c.conn.Endpoint+" b"]; got != test.kept {
				t.Errorf("kept %q, want %q", got, test.kept)
			}
			if region, _ := c.RememberedRegion("b"); region != test.kept {
				t.Errorf("remembered %q, want %q", region, test.kept)
			}
		})
	}
}

// On AWS a region becomes a host: it must be one of AWS, in the same partition.
func TestRegionsThatAreReached(t *testing.T) {
	own := Settings{Region: "us-east-1", Endpoint: "http://h"}
	for region, want := range map[string]bool{
		"eu-west-3": true, "ap-southeast-12": true, "": false, "cn-north-1": false, "us-gov-west-1": false, "us-iso-east-1": false, "aws-global": false,
		"evil": false, "evil.example": false, "a/b-c-1": false, "EU-WEST-3": false, "eu-west": false, strings.Repeat("a-", 30) + "1": false,
	} {
		if got := (Settings{Region: "us-east-1"}).reaches(region); got != want {
			t.Errorf("AWS reaches %q: %v", region, got)
		}
		if plain := region != "" && !strings.ContainsAny(region, "./") && len(region) <= 40; own.reaches(region) != plain {
			t.Errorf("a server of one's own reaches %q: %v", region, !plain)
		}
	}
}

// What the list of buckets says of regions is where a bucket is asked for first,
// and not more.
func TestRegionsOfTheListOfBuckets(t *testing.T) {
	kept := shelf{}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			answer(`<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><BucketRegion>eu-west-3</BucketRegion></Bucket><Bucket><Name>arn:aws:s3:us-east-1:1:accesspoint/x</Name></Bucket><Bucket/></Buckets></ListAllMyBucketsResult>`)(w, r)
			return
		}
		refuse(403, "AccessDenied", r.Header.Get("Authorization"))(w, r)
	})
	c.KeepRegions(kept)
	list, err := c.Buckets(t.Context())
	if err != nil || len(list) != 1 || list[0].Region != "eu-west-3" {
		t.Errorf("%+v, %v", list, err)
	}
	_, _ = c.List(t.Context(), ListRequest{Bucket: "b"})
	if region, ok := c.RememberedRegion("b"); ok || len(kept) > 0 {
		t.Errorf("remembered %q, kept %v", region, kept)
	}
}

// A list of buckets, or of versions, has an end.
func TestOtherListsEnd(t *testing.T) {
	n := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		if r.URL.Path == "/" {
			fmt.Fprintf(w, `<ListAllMyBucketsResult><Buckets><Bucket><Name>b%d</Name></Bucket></Buckets><ContinuationToken>t%d</ContinuationToken></ListAllMyBucketsResult>`, n, n%2)
			return
		}
		fmt.Fprintf(w, `<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>%d</NextVersionIdMarker><Version><Key>k</Key><VersionId>v%d</VersionId></Version></ListVersionsResult>`, n%2, n)
	})
	_, err := c.Buckets(t.Context())
	failure(t, err, Incomplete)
	_, err = c.Versions(t.Context(), "b", "k")
	failure(t, err, Incomplete)
	if n > 8 {
		t.Errorf("asked %d times", n)
	}
}
