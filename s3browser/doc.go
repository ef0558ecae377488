// Package s3browser reads S3: buckets, pages of objects, versions, and what is
// to be known of one object. It is the only package that lists.
//
// A Connection says how a place is reached and Connect makes a Client of it,
// without any input or output. The Client loads the SDK's configuration at the
// first need, finds and remembers the region of each bucket, and turns every
// failure into an *Error with a sentence for a person. It never writes to a
// terminal: the SDK's own logging is silenced.
//
// The package knows share/refusal, the words for S3's refusals, and nothing
// else of the program.
package s3browser
