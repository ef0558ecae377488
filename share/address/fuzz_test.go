package address

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzRead reads whatever a text names, and reads back what that was: at s3:// and by
// its URL the same bucket, key and server.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"https://b.s3.eu-west-3.amazonaws.com/a/b", "https://reports-123456789012.op-01ac5.s3-outposts.eu-central-1.amazonaws.com/a", "http://[::1]:9000/b/a",
		"https://my-bucket.bucket.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com/a", "arn:aws:s3:us-east-1:123456789012:accesspoint/r/object/k", "s3://b/k",
		"https://s3.console.aws.amazon.com/s3/object/b?prefix=a+b", "https://m.mrap.accesspoint.s3-global.amazonaws.com/k",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2048 { // more is no host
			return
		}
		u, err := url.Parse(text)
		if err != nil {
			u = &url.URL{Host: text}
		}
		a := Read(u.Scheme, u.Host, u.EscapedPath())
		if a.AWS() && a.Guessed || a.AWS() != IsAWS(u.Host) || a.Store == "" {
			t.Errorf("%+v", a)
		}
		if a.AWS() && !strings.HasSuffix(a.Host, strings.TrimPrefix(a.Server(), a.Scheme+"://")) && a.Port == "" {
			t.Errorf("the server %s is not in %s", a.Server(), a.Host)
		}
		Cuts(u.Host)
		PointNames(text)
		got, err := Parse(text, func() []string { return []string{"", "https://" + u.Host} })
		if err != nil {
			return
		}
		again, err := Parse("s3://"+got.Named()+"/"+got.Key, nil)
		if got.Bucket == "" || err != nil || again.Named() != got.Named() || again.Key != got.Key {
			t.Errorf("%q is %s, %q; read again %s, %q, %v", text, got.Named(), got.Key, again.Named(), again.Key, err)
		}
	})
}
