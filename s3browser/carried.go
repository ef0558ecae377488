package s3browser

import (
	"context"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// carried has our transport carry the SDK's requests for credentials (roles,
// sessions, containers, metadata). Their clients are made while the configuration
// is read, with an HTTP client that must be the SDK's own where a bundle of
// certificates is configured, and that follows redirects to anywhere. So the
// request is taken from it at the last step.
type carried struct{ by *transport }

// install puts it after everything else, in the place of the HTTP client.
func (c carried) install(stack *middleware.Stack) error {
	return stack.Deserialize.Add(c, middleware.After)
}

// ID is the name of the middleware.
func (carried) ID() string { return "signet:carried" }

// HandleDeserialize sends the request, and hands it on to nobody.
func (c carried) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, _ middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	raw, metadata, err := smithyhttp.NewClientHandlerWithOptions(c.by).Handle(ctx, in.Request)
	return middleware.DeserializeOutput{RawResponse: raw}, metadata, err
}
