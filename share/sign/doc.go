// Package sign turns share requests into pre-signed URLs and POST forms with
// the AWS SDK for Go v2. Signing is local and deterministic: the clock is part
// of the input, so that the same spec and credentials give the same bytes.
package sign
