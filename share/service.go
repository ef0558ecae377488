package share

import (
	"context"
	"time"
)

// Signer turns requests into links. Sign makes no network call and is
// deterministic: equal specs and credentials give equal bytes.
type Signer interface {
	// Identity says who would sign for target. It may take a moment and reach
	// the network when a session has to be fetched or renewed.
	Identity(ctx context.Context, target Target) (Identity, Endpoint, error)
	// Sign signs for the identity that the spec names, and fails with a
	// *KeyGoneError when that access key is not at hand.
	Sign(ctx context.Context, spec Spec) (Signed, error)
}

// Spec is the complete input of one signature. The share log stores all of it.
type Spec struct {
	Target      Target
	Operation   Operation
	Options     Options
	Endpoint    Endpoint
	AccessKeyID string
	SignedAt    time.Time // whole seconds, UTC; also the start of the link
	Seconds     int64     // X-Amz-Expires
}

// Signed is what a signer gives back.
type Signed struct {
	Method          string
	URL             Secret
	Headers         []Header
	Fields          []Field
	SignatureSHA256 string
}

// KeyGoneError says that a link cannot be rebuilt because the access key that
// signed it is not at hand.
type KeyGoneError struct{ AccessKeyID, Place string }

func (e *KeyGoneError) Error() string {
	return "access key " + e.AccessKeyID + " is not at hand; share anew with the same terms"
}

// Recorder remembers shares. Record returns the id of the entry.
type Recorder interface {
	Record(ctx context.Context, r Record) (id string, err error)
}
