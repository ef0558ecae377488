// Package e2e holds signet against the world: the built program signs, and real
// S3 servers written by others (MinIO and versitygw, as processes) judge what
// it signed, asked by Go's HTTP client and by curl.
//
// It is a module of its own, so that the product's go.mod stays light, and
// imports nothing of signet. `make e2e` runs it. The first run builds both
// servers, which takes some minutes, and keeps them in the user's cache folder.
package e2e
