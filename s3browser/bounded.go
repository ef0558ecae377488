package s3browser

import (
	"bytes"
	"context"
	"errors"
	"io"
)

// The bounds of an answer that is read into memory. A page of 1,000 keys of 1,024
// bytes, escaped, with everything around them, comes to less than 8 MB, and to
// some 25,000 tags.
const (
	maxDocument = 16 << 20  // bytes
	maxTags     = 250_000   // opening and closing ones
	maxTag      = 256 << 10 // bytes in which no tag ends
)

// errTooLarge is an answer that no list of S3 comes near.
var errTooLarge = errors.New("larger than any list")

// bounded is a body that ends with an error where it goes beyond what any list of
// S3 holds: in bytes, in elements, or in a single one. Whatever reads it needs
// memory in proportion.
type bounded struct {
	io.ReadCloser
	read, tags, open int
}

// Read reads, and fails once a bound is passed.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p[:min(len(p), maxTag/4)])
	b.read += n
	b.tags += bytes.Count(p[:n], []byte("<"))
	b.open += n
	if end := bytes.LastIndexByte(p[:n], '>'); end >= 0 {
		b.open = n - end - 1
	}
	if b.read > maxDocument || b.tags > maxTags || b.open > maxTag {
		return n, &garbageError{cause: errTooLarge}
	}
	return n, err
}

type streamedKey struct{}

// streamed marks a request whose answer is the content of an object: it is read
// as it comes, and may be of any size.
func streamed(ctx context.Context) context.Context {
	return context.WithValue(ctx, streamedKey{}, true)
}

func isStreamed(ctx context.Context) bool { return ctx.Value(streamedKey{}) != nil }
