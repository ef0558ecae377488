package s3browser

import (
	"errors"
	"net/url"
	"testing"

	"signet/internal/hostile"
)

// FuzzWellFormed: what is no answer of an S3 server is said in one line that a terminal
// can show, whatever came.
func FuzzWellFormed(f *testing.F) {
	f.Add([]byte(`<ListBucketResult><Contents>`))
	f.Add([]byte("\ufeff<!DOCTYPE html><html>"))
	f.Add([]byte("<a\x1b]0;b/>"))
	f.Add([]byte(`{"a":1}`))
	f.Add([]byte(`<ListAllMyBucketsResult></ListAllMyBucketsResult>`))
	f.Add([]byte(`<ListBucketResult><ListBucketResult></ListBucketResult></ListBucketResult>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		err := wellFormed(body, rootObjects)
		var garbage *garbageError
		if errors.As(err, &garbage) {
			_, sentence, hint := garbage.words()
			if judged := hostile.All(hostile.Seen, hostile.OneLine)(sentence + " " + hint); judged != nil || sentence == "" {
				t.Errorf("%q: %v", sentence, judged)
			}
		}
	})
}

// FuzzCheckEndpoint: what is taken is a web address with a host, and what is not is
// refused in one line without what stands before an @.
func FuzzCheckEndpoint(f *testing.F) {
	for _, s := range []string{"https://s3.example:9000/base", "http://[::1]:9000", "https://u:p@h", "s3.example", "http://h/%23", "http://h?x", "file:///a", "http://h\x00", "https://h:99999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		err := checkEndpoint(text)
		if err != nil {
			if judged := hostile.All(hostile.Seen, hostile.OneLine)(err.Error()); judged != nil {
				t.Errorf("%q: %v", text, judged)
			}
			return
		}
		if u, failed := url.Parse(text); text != "" && (failed != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Errorf("%q is taken: %+v, %v", text, u, failed)
		}
	})
}
