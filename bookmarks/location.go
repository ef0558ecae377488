package bookmarks

import "strings"

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
