package demo

import (
	"net/http"
	"time"
)

// What keeps a version from being deleted, kept beside its other headers.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
const (
	lockModeHeader  = "X-Amz-Object-Lock-Mode"
	lockUntilHeader = "X-Amz-Object-Lock-Retain-Until-Date"
	legalHoldHeader = "X-Amz-Object-Lock-Legal-Hold"
)

// locked keeps a sample from being deleted until then.
func locked(mode string, until time.Time) func(*version) {
	return func(v *version) {
		v.meta[lockModeHeader], v.meta[lockUntilHeader] = mode, until.UTC().Format(time.RFC3339)
	}
}

// protected versions cannot be deleted. The demo lets nobody bypass a governance.
func (v *version) protected(now time.Time) bool {
	until, err := time.Parse(time.RFC3339, v.meta[lockUntilHeader])
	return v.meta[legalHoldHeader] == "ON" || err == nil && now.Before(until)
}

func lockRefusal() *refusal {
	return refuse(http.StatusForbidden, "AccessDenied", "Access Denied because object protected by object lock.")
}
