package bookmarks

import (
	"net/url"
	"slices"
	"strings"

	"signet/share/address"
)

// Location is a place, a bucket of it, a folder or an object.
type Location struct {
	Place  string // the name of the place; empty: the one of the environment
	Server string // where that place was, as share.Endpoint.URL; empty: at AWS
	Bucket string // empty: the place itself
	Key    string // of an object, or of a folder with its last "/"; empty: the bucket itself
}

// Address is s3://BUCKET/KEY; empty: the place itself.
func (l Location) Address() string {
	if l.Bucket == "" {
		return ""
	}
	return "s3://" + l.Bucket + "/" + l.Key
}

// Shown is its address without a secret that was noted in it once.
func (l Location) Shown() string {
	bare, _ := l.Secret()
	return bare.Address()
}

// Gone says why a location cannot be gone to: a secret was noted in it once, its place is
// not there any more, or is at another server, as share.Endpoint.URL, than when it was
// noted; empty: it can.
func (l Location) Gone(there bool, server string) string {
	_, secret := l.Secret()
	switch {
	case secret:
		return "a secret is in it"
	case !there:
		return "its place is gone"
	case !address.Same(server, l.Server):
		return "its place is at another server now"
	}
	return ""
}

// Same reports one location, wherever its place was at the time.
func (l Location) Same(other Location) bool {
	return l.Place == other.Place && l.Bucket == other.Bucket && l.Key == other.Key
}

// Above reports a location that has the other one below it.
func (l Location) Above(other Location) bool {
	switch {
	case l.Place != other.Place || l.Same(other):
		return false
	case l.Bucket == "":
		return true
	}
	folder := l.Key == "" || strings.HasSuffix(l.Key, "/")
	return folder && l.Bucket == other.Bucket && strings.HasPrefix(other.Key, l.Key)
}

// split is the bucket and the key of an address.
func split(address string) (bucket, key string, ok bool) {
	rest, ok := strings.CutPrefix(address, "s3://")
	bucket, key, _ = strings.Cut(rest, "/")
	return bucket, key, ok && bucket != ""
}

// Secret reports a key with the query of a signed link in it, however often that is
// escaped, or a bucket that looks like a secret key: neither is sent to a server nor
// kept. bare is the location without it; the place itself if nothing is left.
func (l Location) Secret() (bare Location, secret bool) {
	const secretKey = 40 // letters
	bare = l
	small, large, digits := "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	if b := l.Bucket; len(b) == secretKey && strings.ContainsAny(b, small) && strings.ContainsAny(b, large) && strings.ContainsAny(b, digits) {
		bare.Bucket, bare.Key = "", ""
		return bare, true
	}
	const depth = 10
	for key, n := l.Key, 0; ; n++ {
		if i := signedQuery(key); i >= 0 {
			bare.Key = key[:i]
			return bare, true
		}
		plain, err := url.PathUnescape(key)
		if err != nil || plain == key {
			return l, false
		}
		if n == depth { // nobody's key
			bare.Key = ""
			return bare, true
		}
		key = plain
	}
}

// signedQuery is where the query begins in which a parameter of a signature stands; -1:
// there is none.
func signedQuery(key string) int {
	const ends = "?&;#"
	begin := strings.IndexAny(key, ends)
	for at := begin; at >= 0; {
		rest := strings.ToLower(strings.TrimSpace(key[at+1:]))
		name, _, valued := strings.Cut(rest, "=") // without a value it is a part of a key like any other
		if valued && (slices.ContainsFunc([]string{"x-amz-", "x-goog-", "x-oss-", "q-sign", "q-ak"}, func(p string) bool { return strings.HasPrefix(rest, p) }) ||
			slices.Contains([]string{"signature", "awsaccesskeyid", "ossaccesskeyid", "googleaccessid", "key-pair-id", "credential", "policy", "sig"}, name)) {
			return begin
		}
		next := strings.IndexAny(key[at+1:], ends)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return -1
}
