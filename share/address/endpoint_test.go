package address

import "testing"

func TestEndpoints(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://s3.example.com": "", "http://[::1]:9000/": "", "https://x.supabase.co/storage/v1/s3": "",
		"s3.example.com": "does not begin with https:// or http://", "ftp://h": "does not begin with https:// or http://",
		"https://": "names no host", "https://:9000": "names no host", "http://h:x": "is not a URL",
		"https://a:b@h": "holds a user name or password", "https://h/?x": "has a query or fragment", "https://h/#x": "has a query or fragment",
		"https://h:0": "has a port that is not between 1 and 65535", "https://h:": "has a port that is not between 1 and 65535",
	} {
		if got, _ := EndpointProblem(endpoint); got != want {
			t.Errorf("%s: %q, want %q", endpoint, got, want)
		}
	}
	for endpoint, bucket := range map[string]string{"https://b.example.net": "b", "https://files.example.net": "files.example.net"} {
		if !BeginsWith(endpoint, bucket) || BeginsWith(endpoint, "example.net") || BeginsWith("https://minio", "minio") {
			t.Errorf("%s and the bucket %s", endpoint, bucket)
		}
	}
	if got := RegionOf("https://objectstore-3.eu-nl-1.cloud.sap:443"); got != "eu-nl-1" {
		t.Errorf("SAP: %q", got)
	}
	for _, c := range []struct {
		host, endpoint string
		below          bool
	}{
		{"acme.minio.example.com:9000", "https://Minio.example.com:9000", true},
		{"minio.example.com", "https://minio.example.com", false},
		{"acmeminio.example.com", "https://minio.example.com", false},
	} {
		if Below(c.host, c.endpoint) != c.below {
			t.Errorf("%s below %s: %v", c.host, c.endpoint, !c.below)
		}
	}
}

// A host with an empty name at its end is no host: two readings of it would differ.
func TestEndpointsThatEndWithDots(t *testing.T) {
	for _, text := range []string{"https://minio.example.com..", "http://127.0.0.1..:9000", "https://é。。", "https://..."} {
		if why, _ := EndpointProblem(text); why == "" || Endpoint(Endpoint(text)) != Endpoint(text) {
			t.Errorf("%s: %q, %s", text, why, Endpoint(text))
		}
	}
	if why, _ := EndpointProblem("https://minio.example.com."); why != "" {
		t.Errorf("one dot: %s", why)
	}
}
