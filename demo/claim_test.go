package demo

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// FuzzVerify: nothing that is made up may ever be believed, nor crash.
func FuzzVerify(f *testing.F) {
	f.Add("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK/20260101/r/s3/aws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00", "", "")
	f.Add("", "AWS4-HMAC-SHA256 Credential=AK/20260101/r/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00", "20260101T000000Z")
	now := time.Date(2026, 1, 1, 0, 0, 30, 0, time.UTC)
	keys := keyring{owner: Credentials{AccessKeyID: "AK", SecretKey: "secret"}, guest: Credentials{AccessKeyID: "GK", SecretKey: "other"}}
	f.Fuzz(func(t *testing.T, query, authorization, date string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		r := &http.Request{Method: "GET", Host: "h", URL: &url.URL{Path: "/b/k", RawQuery: query}, Header: http.Header{}}
		r.Header.Set("Authorization", authorization)
		r.Header.Set("X-Amz-Date", date)
		if c, no := verify(keys, r, q, place{"r", "s3"}, now, unsigned); no == nil {
			t.Errorf("believed to be %s", c.Name)
		}
	})
}

// FuzzPolicy: a policy that was parsed must be decidable for any form.
func FuzzPolicy(f *testing.F) {
	f.Add(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["starts-with","$key","in/"],{"bucket":"b"},["content-length-range",1,9]]}`, "key", "in/x")
	f.Fuzz(func(t *testing.T, document, field, value string) {
		p, no := parseFormPolicy(b64(document))
		if no != nil {
			return
		}
		fields := map[string]string{field: value}
		if p.allows(fields, p.expires) == nil {
			t.Error("allowed at its very end")
		}
		if p.allows(fields, p.expires.Add(-time.Second)) != nil {
			return
		}
		for _, c := range p.conditions {
			if c.operator == "eq" && fields[c.field] != c.value {
				t.Errorf("allowed against %s", c)
			}
		}
	})
}

// FuzzListing: markers come from clients, and may be anything.
func FuzzListing(f *testing.F) {
	f.Add("a/", "/", "a/b", "", 3)
	f.Fuzz(func(t *testing.T, prefix, delimiter, after, afterVersion string, most int) {
		s := newStore(time.Now, func() string { return "v" }, 1<<20)
		_ = s.create("box", DefaultRegion, "Enabled")
		for _, k := range []string{"a", "a/", "a/b", "a/b/c", "b//c", "\x00", "ü"} {
			_, _, _ = s.putBody("box", k, nil, &version{}, nil)
		}
		q := query{prefix, delimiter, after, afterVersion, most % 10}
		for _, list := range []func(string, query) (page, error){s.objects, s.versions} {
			p, err := list("box", q)
			if err != nil || len(p.entries) > max(q.max, 0) {
				t.Errorf("%d entries, %v", len(p.entries), err)
			}
		}
	})
}
