// Package synth is a read-only S3 server whose buckets are computed, never stored:
// a million keys cost nothing until somebody asks for them.
//
// Four buckets, each for a question of its own: `flat` (a million keys in one
// folder), `nested` (deep and wide), `versioned` (many versions and delete
// markers) and `hostile` (keys that attack whoever shows them). It answers the
// requests that a browser of objects makes and refuses every other, parameters
// included, so that a test notices what the program asks for. Signatures are not
// checked: MinIO and versitygw do that.
package synth
