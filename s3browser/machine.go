package s3browser

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"

	"signet/s3browser/profile"
	"signet/share/address"
)

// askAgain is after how long a machine is asked for its role's credentials anew: it
// has newer ones hours before the old ones end. A link may last as long as those that
// sign it.
const askAgain = time.Hour

// current keeps a machine's credentials with the end that the machine named. Where it
// does not answer, the old ones serve until they end, and not beyond.
type current struct {
	source aws.CredentialsProvider
	now    func() time.Time

	mu    sync.Mutex
	keys  aws.Credentials
	asked time.Time
}

// Retrieve gives the credentials.
func (c *current) Retrieve(ctx context.Context) (aws.Credentials, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	good := c.keys.HasKeys() && !c.keys.Expired()
	if now := c.now(); !good || now.Sub(c.asked) >= askAgain {
		keys, err := c.source.Retrieve(ctx)
		switch {
		case err == nil:
			c.keys, c.asked = keys, now
		case !good:
			return aws.Credentials{}, err
		}
	}
	return c.keys, nil
}

// instance has the credentials of the role of a machine at AWS.
func (s supply) instance() aws.CredentialsProvider {
	client := &heard{GetMetadataAPIClient: imds.NewFromConfig(s.config)}
	return &current{source: instance{client}, now: time.Now}
}

type instance struct{ client *heard }

// Retrieve puts the end that the machine named in the place of the SDK's, which is the
// time to ask again.
func (i instance) Retrieve(ctx context.Context) (aws.Credentials, error) {
	keys, err := ec2rolecreds.New(func(o *ec2rolecreds.Options) { o.Client = i.client }).Retrieve(ctx)
	if end := i.client.end(keys.AccessKeyID); err == nil && !end.IsZero() {
		keys.Expires = end
	}
	return keys, err
}

// heard notes the ends of credentials that come by.
type heard struct {
	ec2rolecreds.GetMetadataAPIClient
	mu   sync.Mutex
	key  string
	ends time.Time
}

// GetMetadata asks, and listens.
func (h *heard) GetMetadata(ctx context.Context, in *imds.GetMetadataInput, options ...func(*imds.Options)) (*imds.GetMetadataOutput, error) {
	out, err := h.GetMetadataAPIClient.GetMetadata(ctx, in, options...)
	if err != nil {
		return out, err
	}
	body, err := io.ReadAll(io.LimitReader(out.Content, maxRefusal))
	_ = out.Content.Close()
	out.Content = io.NopCloser(bytes.NewReader(body))
	var said struct {
		AccessKeyID string `json:"AccessKeyId"`
		Expiration  time.Time
	}
	if json.Unmarshal(body, &said) == nil && said.AccessKeyID != "" {
		h.mu.Lock()
		h.key, h.ends = said.AccessKeyID, said.Expiration
		h.mu.Unlock()
	}
	return out, err
}

func (h *heard) end(key string) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.key != key {
		return time.Time{}
	}
	return h.ends
}

// The variables by which a container says where its credentials are.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
const (
	containerPath = "http://169.254.170.2" // before AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
	containerFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
)

// container has the credentials of the role of a container: ECS, EKS.
func (s supply) container() (aws.CredentialsProvider, error) {
	endpoint := s.env.ContainerCredentialsEndpoint
	if path := s.env.ContainerCredentialsRelativePath; path != "" {
		if path[0] != '/' { // "@host/" would be another host, and get the token
			return nil, &containerError{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash"}
		}
		endpoint = containerPath + path
	} else if err := checkContainer(endpoint); err != nil {
		return nil, err
	}
	return &current{now: time.Now, source: endpointcreds.New(endpoint, func(o *endpointcreds.Options) {
		o.APIOptions, o.AuthorizationToken = s.config.APIOptions, s.env.ContainerAuthorizationToken
		if file := os.Getenv(containerFile); file != "" {
			o.AuthorizationTokenProvider = endpointcreds.TokenProviderFunc(func() (string, error) {
				token, err := os.ReadFile(profile.Expand(file))
				return string(token), err
			})
		}
	})}, nil
}

// containerError says why no container can be asked.
type containerError struct{ why string }

func (e *containerError) Error() string { return e.why }

// checkContainer refuses to send the container's token to a stranger.
func checkContainer(endpoint string) error {
	if endpoint == "" {
		return &containerError{"the credentials of a container are wanted (credential_source = EcsContainer), and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set"}
	}
	why := address.ContainerProblem(endpoint, func(name string) ([]string, error) {
		ctx, cancel := context.WithTimeout(context.Background(), metadataTimeout)
		defer cancel()
		return net.DefaultResolver.LookupHost(ctx, name)
	})
	if why != "" {
		return &containerError{"AWS_CONTAINER_CREDENTIALS_FULL_URI " + why}
	}
	return nil
}
