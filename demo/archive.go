package demo

import (
	"net/http"
	"strings"
	"time"
)

// What S3 tells of an object in an archive, kept beside its other headers.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
const (
	archiveHeader = "X-Amz-Archive-Status"
	restoreHeader = "X-Amz-Restore"
)

// restored is the header of a copy that can be read until then.
func restored(until time.Time) string {
	return `ongoing-request="false", expiry-date="` + until.UTC().Format(http.TimeFormat) + `"`
}

// archived versions must be restored before they can be read, and are archived again
// when the restored copy has ended.
func (v *version) archived(now time.Time) bool {
	if v.class() != "GLACIER" && v.class() != "DEEP_ARCHIVE" && v.meta[archiveHeader] == "" {
		return false
	}
	_, end, _ := strings.Cut(v.meta[restoreHeader], `expiry-date="`)
	until, err := http.ParseTime(strings.TrimSuffix(end, `"`))
	return err != nil || !now.Before(until)
}

// kept is what S3 tells of a sample beside its class.
func kept(header, value string) func(*version) {
	return func(v *version) { v.meta[header] = value }
}
