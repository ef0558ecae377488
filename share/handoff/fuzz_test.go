package handoff_test

import (
	"net/url"
	"testing"

	"signet/internal/hostile"
	"signet/share/handoff"
)

// FuzzParsePublic: what is taken is an origin of ASCII that reads as itself.
func FuzzParsePublic(f *testing.F) {
	for _, s := range []string{"http://h:1", "https://[::1]:8443/", "http://u@h", "http://H:80", "http://h/?x", "http://h\x00", "http://[fe80::1%25eth0]:1", "http://169.254.169.254"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		origin, err := handoff.ParsePublic(text)
		if err != nil {
			return
		}
		u, failed := url.Parse(origin)
		if failed != nil || u.Path != "" || u.RawQuery != "" || u.User != nil || hostile.ASCII(origin) != nil {
			t.Errorf("%q is taken as %q", text, origin)
		}
		if again, err := handoff.ParsePublic(origin); err != nil || again != origin {
			t.Errorf("%q reads as %q, %v", origin, again, err)
		}
	})
}
