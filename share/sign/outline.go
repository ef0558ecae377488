package sign

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
)

// Outline is the link that a spec describes, signed with a secret that is
// nobody's. Everything but the signature is as it was in the real link, save a
// session token, which the spec does not hold; so a link can be compared with
// what was signed on a machine that lacks the key.
func Outline(ctx context.Context, spec share.Spec) (share.Secret, error) {
	signed, err := New(nobody(spec.AccessKeyID)).Sign(ctx, spec)
	return signed.URL, err
}

// nobody is an account that has the access key id, and not its secret.
type nobody string

// Account is the same for every place.
func (n nobody) Account(context.Context, string) (Account, string, error) {
	return Account{Credentials: credentials.NewStaticCredentialsProvider(string(n), "nobody", "")}, "", nil
}
