// Package demo is the S3 server behind `signet demo`, and the server that
// signet's own tests run against: one process, 127.0.0.1, nothing to install.
//
// It is strict on purpose. A link that works here must work on S3, and a link
// that S3 would refuse must be refused here, with the same status and the same
// XML; what is not done here is answered 501, never overlooked. It is written
// from Amazon's published API reference:
//
//	request -> front -> authenticate (header, query or form) -> authorise (user, policies of bucket and session) -> payload, digests
//	        -> service and buckets: listings, versions, regions
//	        -> objects: read, write, copy, delete, tags, uploads in parts
//	        -> store -> journal
//
// The front computes signatures from Amazon's published description of SigV4
// and not with the SDK's signer, so that a mistake in the client's signer cannot
// cancel itself out in a test.
//
// The store keeps what it holds in memory, capped; with a folder ([Options].Dir)
// bodies live in files, changes in a journal, and keys and port in a settings
// file, so that a link signed yesterday still opens today.
package demo
