package share

import (
	"strings"
	"testing"
)

// TestOutside: what leaves the prefix by any reading is outside, and only that.
func TestOutside(t *testing.T) {
	for _, c := range []struct {
		prefix, key string
		want        bool
	}{
		{"public/", "public/a.pdf", false},
		{"public/", "public/", false},
		{"public/", "public/../secret/x", true},
		{"public/", "public/..", true},
		{"public/", "public/../", true},
		{"public/", "public/./../secret/x", true},
		{"public/", "public//../../secret/x", true},
		{"public/", "public/a/../../secret/x", true},
		{"public/", "public/a/../b", false},
		{"public/", "public/./a", false},
		{"public/", "public/.", false},
		{"public/", "public//a", false},
		{"public/", "public/..a/x", false},
		{"public/", "public/a../x", false},
		{"public/", "public/.git/config", false},
		{"public/", "public/...", false},
		{"public/", "public/../public/a", false},
		{"public/", "public/../publicity", true},
		{"public/", "public/../../b/public/a", true}, // out of the bucket
		{"public/", `public/..\secret`, true},
		{"public/", `public\..\secret`, true},
		{"public/", `public/a\..\b`, false},
		{"public/", "public/%2e%2e/secret", true},
		{"public/", "public/%2E./secret", true},
		{"public/", "public/..%2fsecret", true},
		{"public/", "public/..%5csecret", true},
		{"public/", "public/%252e%252e%252fsecret", true},
		{"public/", "public/100%25/a", false},
		{"public/", "public/100%/a%2", false},
		{"public/", "public/a%2fb", false},
		{"p/q/", "p/q//../a", true}, // into p/ where slashes are collapsed
		{"p/q/", "p/q/..//../p/q/x", true},
		{"", "a/../b", false},
		{"", "../other/x", true},
		{"", "a/../../other/x", true},
		{"", "/a", false},
		{"pub", "public/a", false},
		{"pub", "pub/../secret", true},
		{"pub", "pub/../pub2", false},
		{"a/.", "a/.git/x", false},
		{"a/.", "a/./../x", true},
		{"a/..", "a/../x", true},
		{"100%2f", "100%2fa", false},
		{"100%2", "100%2fa", false},
		{"a b%20/", "a b%20/c", false},
		{"/lead/", "/lead/a", false},
		{"a//b/", "a//b/c", false},
		{"a//b/", "a//b/../x", true},
	} {
		if got := Outside(c.prefix, c.key); got != c.want {
			t.Errorf("Outside(%q, %q) = %v", c.prefix, c.key, got)
		}
	}
}

// TestOutsideReadsAsTheRailsDo: no reading of a key that stays inside names
// another folder.
func TestOutsideReadsAsTheRailsDo(t *testing.T) {
	parts := []string{"public", "..", ".", "", "secret", "a"}
	var key func(n int, sofar string)
	key = func(n int, sofar string) {
		if n == 0 {
			if Outside("public/", sofar) {
				return
			}
			for _, reading := range spellings(sofar) {
				if !strings.HasPrefix(reading+"/", "public/") {
					t.Errorf("%q is inside, and read as %q", sofar, reading)
				}
			}
			return
		}
		for _, p := range parts {
			key(n-1, sofar+"/"+p)
		}
	}
	for n := range 5 {
		key(n, "public")
	}
}

// FuzzOutside finds nothing outside that has nothing to climb by.
func FuzzOutside(f *testing.F) {
	f.Add("public/", "public/../x")
	f.Add("", strings.Repeat("%25", 300)+"2e")
	f.Fuzz(func(t *testing.T, prefix, rest string) {
		out := Outside(prefix, prefix+rest)
		if out && !strings.ContainsAny(prefix+rest, `.%\`) {
			t.Errorf("%q + %q", prefix, rest)
		}
	})
}
