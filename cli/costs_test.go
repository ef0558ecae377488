package cli

import (
	"strings"
	"testing"

	"signet/config"
	"signet/share"
)

// The estimate is for AWS alone, for downloads whose size is known, and says
// that it is one and of when its prices are.
func TestCosts(t *testing.T) {
	estimate := costs(config.Prices{Currency: "USD", TransferPerGB: 0.09, RequestPer1000: 0.0004, AsOf: "2025-06-01"})
	link := func(change func(*share.Link)) share.Link {
		l := share.Link{Request: share.Request{Operation: share.Download, Object: share.Object{Known: true, Size: 20e9}}, Endpoint: share.Endpoint{Region: "eu-west-3"}}
		if change != nil {
			change(&l)
		}
		return l
	}
	got := estimate(link(nil))
	for _, want := range []string{"about 1.80 USD", "2025-06-01", "estimate"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if got := estimate(link(func(l *share.Link) { l.Request.Object.Size = 1000 })); !strings.Contains(got, "less than 0.001 USD") {
		t.Errorf("a small object: %q", got)
	}
	for name, change := range map[string]func(*share.Link){
		"another endpoint": func(l *share.Link) { l.Endpoint.URL = "https://minio.example.com" },
		"an upload":        func(l *share.Link) { l.Request.Operation = share.Upload },
		"nobody looked":    func(l *share.Link) { l.Request.Object = share.Object{} },
	} {
		if got := estimate(link(change)); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
