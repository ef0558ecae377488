package sign

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
	"signet/share/cloudfront"
)

// Outline is the link that a spec describes, signed with a secret that is
// nobody's. Everything but the signature is as it was in the real link, save a
// session token, which the spec does not hold; so a link can be compared with
// what was signed on a machine that lacks the key. Of an upload in parts, of is the
// name of the call whose link is wanted; the links of others are told by no terms.
func Outline(ctx context.Context, spec share.Spec, of string) (share.Secret, error) {
	if spec.Mandate.Kind == share.KindCloudFront {
		by := cloudfront.Signer{KeyPairID: spec.AccessKeyID, Hash: cloudfront.Hash(spec.Mandate.Hash)}
		link, err := by.Outline(distributedURL(spec), distributedPolicy(spec))
		return share.NewSecret(link), err
	}
	signed, err := New(nobody(spec.AccessKeyID)).Sign(ctx, spec)
	if err != nil || !spec.Operation.Info().Parts {
		return signed.URL, err
	}
	i := slices.IndexFunc(signed.Calls, func(c share.SignedCall) bool { return c.Name == of })
	if i < 0 {
		return share.Secret{}, errors.New("it is not known which of its links")
	}
	return signed.Calls[i].URL, nil
}

// nobody is an account that has the access key id, and not its secret.
type nobody string

// Account is the same for every place.
func (n nobody) Account(context.Context, string) (Account, string, error) {
	return Account{Credentials: credentials.NewStaticCredentialsProvider(string(n), "nobody", "")}, "", nil
}
