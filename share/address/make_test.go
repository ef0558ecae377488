package address_test

import (
	"testing"

	"signet/share/address"
)

// What is made of an object is read back as that object.
func TestWhatIsMadeIsReadBack(t *testing.T) {
	const r2 = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"
	for _, p := range []address.Place{
		{Region: "eu-central-1", Bucket: "acme"},
		{Region: "cn-north-1", Bucket: "acme"},
		{Bucket: "acme.dots"},
		{Endpoint: "https://storage.googleapis.com", Bucket: "acme"},
		{Endpoint: r2, Bucket: "acme"},
		{Endpoint: "https://s3.us-gov-west-1.amazonaws.com", Region: "us-gov-west-1", Bucket: "acme"},
		{Endpoint: "http://127.0.0.1:9000", Bucket: "acme"},
	} {
		servers := func() []string { return []string{p.Endpoint} }
		for _, key := range []string{"a.pdf", "2026/Grüner Hof/a+b & c=d?#%41.pdf", "x/y'z\"/日本.txt"} {
			made := map[string]string{"url": p.URL(key), "page": p.Page(key, "")}
			if p.Endpoint == "" {
				made["arn"] = p.ARN(key)
			}
			for what, text := range made {
				if text == "" && what == "page" && p.Endpoint == "http://127.0.0.1:9000" {
					continue // nobody knows where its console is
				}
				got, err := address.Parse(text, servers)
				if err != nil || got.Bucket != p.Bucket || got.Key != key {
					t.Errorf("%s of %+v: %q reads as %q %q, %v", what, p, text, got.Bucket, got.Key, err)
				}
			}
		}
	}
}

func TestPages(t *testing.T) {
	aws := address.Place{Region: "eu-west-3", Bucket: "acme"}
	for want, got := range map[string]string{
		"https://eu-west-3.console.aws.amazon.com/s3/object/acme?prefix=a%2Fb.pdf&region=eu-west-3&versionId=v1": aws.Page("a/b.pdf", "v1"),
		"https://eu-west-3.console.aws.amazon.com/s3/buckets/acme?prefix=a%2F&region=eu-west-3":                  aws.Page("a/", ""),
		"https://console.aws.amazon.com/s3/object/acme?prefix=k":                                                 address.Place{Bucket: "acme"}.Page("k", ""),
		"https://acme.s3.eu-west-3.amazonaws.com/a%2Bb":                                                          aws.URL("a+b"),
		"arn:aws-cn:s3:::acme/k": address.Place{Region: "cn-north-1", Bucket: "acme"}.ARN("k"),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, none := range []string{
		address.Place{Region: "us-iso-east-1", Bucket: "acme"}.Page("k", ""),
		address.Place{Endpoint: "https://minio.acme.example", Bucket: "acme"}.Page("k", ""),
		address.Place{Bucket: "arn:aws:s3:eu-west-1:123456789012:accesspoint/x"}.Page("k", ""),
		address.Place{Bucket: "x--use1-az4--x-s3"}.URL("k"),
	} {
		if none != "" {
			t.Errorf("made %s", none)
		}
	}
}
