// Package minio speaks the part of MinIO's admin interface that an ordinary user may use
// on his own access keys, so that a link can be signed by a key of its own and be taken
// back by deleting that key.
//
// It is written from a description of what goes over the wire: MinIO's own client library
// has a licence that signet cannot take, and was neither imported nor read (docs/adr/0035).
package minio
