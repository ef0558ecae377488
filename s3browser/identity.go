package s3browser

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
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
	Profile     string // empty: keys given directly or by the environment
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
		Profile:     l.settings.Profile,
	}
	if who.Source == fromEnvironment {
		who.Profile = ""
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
	if asksMetadata(l.config.Credentials) {
		var cancel context.CancelFunc
		bounded, cancel = context.WithTimeout(bounded, c.metadataTimeout)
		defer cancel()
	}
	keys, err := retrieve(bounded, l.config.Credentials)
	if err == nil && keys.Expired() {
		err = errExpired
	}
	if err != nil {
		return aws.Credentials{}, c.credentialError(ctx, l, err)
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

// asksMetadata reports a provider that would ask the metadata service.
func asksMetadata(p aws.CredentialsProvider) bool {
	s, ok := p.(aws.CredentialProviderSource)
	return ok && slices.Contains(s.ProviderSources(), aws.CredentialSourceIMDS)
}

func (c *Client) credentialError(ctx context.Context, l *loaded, err error) error {
	e := &Error{Cause: err}
	kind := kindOfShared(l.settings.Profile)
	stalled, stalls := errors.AsType[*stalledError](err)
	trust, distrusts := errors.AsType[*bundleError](err)
	switch {
	case ctx.Err() != nil:
		e.Kind, e.Sentence = Cancelled, "getting credentials: cancelled"
	case distrusts:
		e.Kind, e.Sentence, e.Hint = TLS, "getting credentials: "+printable(trust.Error()), bundleHint
	case stalls:
		e.Kind, e.Sentence = Unreachable, "getting credentials: "+printable(stalled.Error())
		e.Hint = "check the network, VPN and proxy, and try again"
	case hasCode(err, "AccessDenied", "AccessDeniedException", "ForbiddenException"):
		e.Kind, e.Sentence = AccessDenied, "profile "+printable(l.settings.Profile)+" may not use its role"
		e.Hint = "check the role in ~/.aws/config, and who may assume it"
	case is[*ssocreds.InvalidTokenError](err), kind == "sso" && !isSend(err):
		e.Kind, e.Sentence = ExpiredSession, "the SSO session of profile "+printable(l.settings.Profile)+" has ended or was never opened"
		e.Hint = c.renewHint()
	case kind == "login" && !isSend(err):
		e.Kind, e.Sentence = ExpiredSession, "the login of profile "+printable(l.settings.Profile)+" has ended or was never made"
		e.Hint = c.renewHint()
	case errors.Is(err, errExpired), hasCode(err, "ExpiredToken", "ExpiredTokenException"):
		e.Kind, e.Sentence, e.Hint = ExpiredSession, "the session has expired", c.renewHint()
	case is[*credentials.StaticCredentialsEmptyError](err):
		e.Kind, e.Sentence = NoCredentials, "the access key or its secret key is missing"
		e.Hint = "give both, or neither"
	case asksMetadata(l.config.Credentials), errors.Is(err, errNoKeys):
		e.Kind, e.Sentence = NoCredentials, "no credentials found"
		e.Hint = "set AWS_PROFILE or AWS_ACCESS_KEY_ID, run aws configure sso, or try signet demo"
	case isSend(err):
		e.Kind, e.Sentence = Unreachable, "getting credentials: no connection to "+c.where(err)
		e.Hint = "check the network, VPN and proxy, and try again"
	default:
		e.Kind, e.Sentence = NoCredentials, "profile "+printable(l.settings.Profile)+" gives no credentials"
		if kind == "process" {
			e.Sentence = "the credential_process of profile " + printable(l.settings.Profile) + " failed"
		}
		e.Hint = c.renewHint()
	}
	return e
}

// Renew is the command that renews the session of this client's profile, or
// nil when there is none to run. It reads the shared files.
func (c *Client) Renew() []string {
	if c.conn.AccessKeyID != "" || c.conn.Profile == "" && os.Getenv("AWS_ACCESS_KEY_ID") != "" {
		return nil // keys that somebody gave: only they know where from
	}
	profile := c.profile()
	switch kindOfShared(profile) {
	case "sso":
		return []string{"aws", "sso", "login", "--profile", profile}
	case "login":
		return []string{"aws", "login", "--profile", profile}
	}
	return nil
}

func (c *Client) renewHint() string {
	if command := c.Renew(); command != nil {
		return "run: " + printable(strings.Join(command, " "))
	}
	return "get new credentials and try again"
}

// kindOfShared is the kind of a profile; of a role, that of its source.
func kindOfShared(profile string) string {
	s, err := sharedSections()
	if err != nil {
		return ""
	}
	keys := s.profile(profile)
	if source := keys["source_profile"]; source != "" && source != profile {
		if kind := kindOfProfile(s.profile(source)); kind == "sso" || kind == "login" {
			return kind
		}
	}
	return kindOfProfile(keys)
}

func isMissingProfile(err error) bool {
	return is[config.SharedConfigProfileNotExistError](err)
}

func hasCode(err error, codes ...string) bool {
	var api interface{ ErrorCode() string }
	return errors.As(err, &api) && slices.Contains(codes, api.ErrorCode())
}
