package s3browser

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
)

// TestNothingIsKeptOfAPage: a listing of thousands of pages holds no more than one
// of a few.
func TestNothingIsKeptOfAPage(t *testing.T) {
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n++
		_, _ = fmt.Fprintf(w, `<ListBucketResult><Name>b</Name><Prefix></Prefix><IsTruncated>true</IsTruncated><NextContinuationToken>t%d</NextContinuationToken><Contents><Key>k%d</Key><Size>1</Size></Contents></ListBucketResult>`, n, n)
	}))
	defer srv.Close()
	c := Connect(Connection{Endpoint: srv.URL, Region: "us-east-1", AccessKeyID: "A", SecretKey: "S"})
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	enough := errors.New("enough")
	var few, many uint64
	pages := 0 // the server may be one ahead
	err := c.Walk(t.Context(), ListRequest{Bucket: "b", Recursive: true}, func(Page) error {
		pages++
		switch pages {
		case 200:
			few = heap()
		case 2200:
			many = heap()
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
	if many > few+2<<20 {
		t.Errorf("after 200 pages %d bytes are held, after 2,200 %d", few, many)
	}
}

// TestAnEndpointArrivesAsItIsWritten: the SDK undoes an escape in its path, and
// reads the result as an address again.
func TestAnEndpointArrivesAsItIsWritten(t *testing.T) {
	for _, endpoint := range []string{"http://h:1/hr-main%23", "http://h:1/hr%2Dmain", "https://h/a%3Fb", "https://h/a%2520b", "https://h/a b"} {
		if err := checkEndpoint(endpoint); err == nil {
			t.Error(endpoint)
		}
	}
	if err := checkEndpoint("https://h/a/b-c_d"); err != nil {
		t.Error(err)
	}
}
