package sign

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share"
)

// leaky fails as the SDK does when a credential process prints what is no JSON:
// with all of it in the error.
type leaky struct{ plain error }

func (l leaky) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, fmt.Errorf("parse failed of process output: {SecretAccessKey: %q}", exampleSecret)
}

func (l leaky) Account(context.Context, string) (Account, string, error) {
	return Account{Credentials: l, Identity: func(context.Context) (share.Identity, error) { return share.Identity{}, l.plain }}, "test", nil
}

func TestErrorsOfCredentialsAreNotRepeated(t *testing.T) {
	why := errors.New("the credential_process of profile x failed")
	for _, plain := range []error{why, nil} {
		_, err := New(leaky{plain}).Sign(t.Context(), specFor(share.Download, "b", "k"))
		if err == nil || strings.Contains(err.Error(), exampleSecret) || strings.Contains(fmt.Sprintf("%+v", err), exampleSecret) {
			t.Errorf("got %v", err)
		}
		if plain != nil && !errors.Is(err, plain) {
			t.Errorf("got %v, want it to say why", err)
		}
	}
}
