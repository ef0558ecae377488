package s3browser

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// metadataTimeout is how long credentials may take to come from the metadata
// service of a cloud machine. On any other machine nobody answers there.
const metadataTimeout = 2 * time.Second

// Identity is who signs.
type Identity struct {
	AccessKeyID string
	Temporary   bool      // a session token goes with the key
	Expires     time.Time // end of the session; zero unless ExpiryKnown
	ExpiryKnown bool
	Source      string // "SSO session", "assumed role", "environment", "shared credentials file", ...
}

// Identity gets the credentials, over the network where a session has to be
// fetched or renewed, and says what they are.
func (c *Client) Identity(ctx context.Context) (Identity, error) {
	l, err := c.load(ctx)
	if err != nil {
		return Identity{}, err
	}
	keys, err := c.credentials(ctx, l)
	if err != nil {
		return Identity{}, err
	}
	who := Identity{
		AccessKeyID: keys.AccessKeyID,
		Temporary:   keys.SessionToken != "",
		Source:      source(keys.Source),
	}
	who.Expires = end(keys, who, l)
	who.ExpiryKnown = !who.Expires.IsZero()
	return who, nil
}

const (
	fromEnvironment = "environment"
	fromSharedFile  = "shared credentials file"
)

// source names the origin of credentials for a person.
func source(name string) string {
	for _, s := range []struct{ prefix, name string }{
		{"SSOProvider", "SSO session"},
		{"AssumeRoleProvider", "assumed role"},
		{"WebIdentityCredentials", "web identity role"},
		{"ProcessProvider", "credential process"},
		{"EC2RoleProvider", "instance role"},
		{"CredentialsEndpointProvider", "container role"},
		{"LoginProvider", "console login"},
		{"EnvConfigCredentials", fromEnvironment},
		{"SharedConfigCredentials", fromSharedFile},
		{"StaticCredentials", "given keys"},
	} {
		if strings.HasPrefix(name, s.prefix) {
			return s.name
		}
	}
	return cmp.Or(name, "unknown")
}

// credentials gets the keys, and says in plain words why there are none.
func (c *Client) credentials(ctx context.Context, l *loaded) (aws.Credentials, error) {
	bounded := c.withBudget(ctx)
	if l.asksMachine() {
		var cancel context.CancelFunc
		bounded, cancel = context.WithTimeout(bounded, c.metadataTimeout)
		defer cancel()
	}
	bounded, answer := noted(bounded)
	keys, err := retrieve(bounded, l.config.Credentials)
	if err == nil && keys.Expired() {
		err = errExpired
	}
	if err != nil {
		return aws.Credentials{}, c.credentialError(ctx, l, answer, err)
	}
	return keys, nil
}

var (
	errExpired = errors.New("the credentials have expired")
	errNoKeys  = errors.New("no credentials")
)

func retrieve(ctx context.Context, p aws.CredentialsProvider) (aws.Credentials, error) {
	if p == nil {
		return aws.Credentials{}, errNoKeys
	}
	keys, err := p.Retrieve(ctx)
	if err == nil && !keys.HasKeys() {
		err = errNoKeys
	}
	return keys, err
}

func hasCode(err error, codes ...string) bool {
	var api interface{ ErrorCode() string }
	return errors.As(err, &api) && slices.Contains(codes, api.ErrorCode())
}
