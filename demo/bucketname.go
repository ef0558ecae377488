package demo

import (
	"net/netip"
	"slices"
	"strings"
)

// bucketName reports whether S3 would let a bucket have this name.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func bucketName(name string) bool {
	const alphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789"
	if len(name) < 3 || len(name) > 63 || strings.Trim(name, alphanumeric+".-") != "" ||
		!strings.Contains(alphanumeric, name[:1]) || !strings.Contains(alphanumeric, name[len(name)-1:]) {
		return false
	}
	if _, err := netip.ParseAddr(name); err == nil || strings.Contains(name, "..") {
		return false
	}
	if name == adminBucket {
		return false
	}
	begins := func(reserved string) bool { return strings.HasPrefix(name, reserved) }
	ends := func(reserved string) bool { return strings.HasSuffix(name, reserved) }
	return !slices.ContainsFunc([]string{"xn--", "sthree-", "amzn-s3-demo-"}, begins) &&
		!slices.ContainsFunc([]string{"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}, ends)
}
