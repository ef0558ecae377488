package s3browser

import (
	"cmp"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/logincreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/service/signin"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"

	"signet/s3browser/profile"
)

// supply makes what gets the credentials of a chain. The SDK's own chain is not used:
// it cannot be told about quoted names, an STS of one's own, the true end of a
// session, or where a helper's complaints belong.
type supply struct {
	config   aws.Config // its requests go by our transport
	env      config.EnvConfig
	files    *profile.Files
	sts      string    // endpoint of STS; empty: AWS's
	terminal *Terminal // nil: a helper has none
}

// of is the provider of a chain: the credentials of its end, and each role on top.
func (s supply) of(c profile.Chain) (aws.CredentialsProvider, error) {
	from, err := s.base(c)
	for _, link := range c.Roles() {
		if err == nil {
			from, err = s.role(link, from)
		}
	}
	return from, err
}

// base gets the credentials that stand at the end of a chain.
func (s supply) base(c profile.Chain) (aws.CredentialsProvider, error) {
	last := c.Last()
	switch c.Kind {
	case profile.Keys:
		return standing(c.Static), nil
	case profile.Environment:
		return s.environment()
	case profile.WebIdentity:
		return cached(s.webIdentity(last.Keys["web_identity_token_file"], last.Role, last.Keys["role_session_name"])), nil
	case profile.SSO:
		return s.sso(last)
	case profile.Login:
		return s.login(last)
	case profile.Process:
		return cached(process{argv: throughShell(last.Keys["credential_process"]), terminal: s.terminal, timeout: processTime}), nil
	case profile.Container:
		return s.container()
	case profile.Instance:
		return s.instance(), nil
	}
	if s.env.ContainerCredentialsRelativePath != "" || s.env.ContainerCredentialsEndpoint != "" {
		return s.container()
	}
	return s.instance(), nil
}

func cached(p aws.CredentialsProvider) aws.CredentialsProvider { return aws.NewCredentialsCache(p) }

// standing are keys that stand in a file.
func standing(k profile.Section) aws.CredentialsProvider {
	return credentials.StaticCredentialsProvider{Value: aws.Credentials{
		AccessKeyID: k["aws_access_key_id"], SecretAccessKey: k["aws_secret_access_key"],
		SessionToken: cmp.Or(k["aws_session_token"], k["aws_security_token"]),
		Source:       "SharedConfigCredentials",
	}}
}

// environment are keys that stand in the environment.
func (s supply) environment() (aws.CredentialsProvider, error) {
	keys := s.env.Credentials
	if !keys.HasKeys() {
		return nil, &noEnvironmentError{}
	}
	keys.SessionToken = cmp.Or(keys.SessionToken, os.Getenv("AWS_SECURITY_TOKEN"))
	keys.Source = "EnvConfigCredentials"
	return credentials.StaticCredentialsProvider{Value: keys}, nil
}

// sso exchanges the token of a sign-in for credentials.
func (s supply) sso(l profile.Link) (aws.CredentialsProvider, error) {
	name, session, err := s.files.Session(l.Profile)
	if err != nil {
		return nil, err
	}
	at := s.config.Copy()
	at.Region = session["sso_region"]
	account, role := l.Keys["sso_account_id"], l.Keys["sso_role_name"]
	if name == "" {
		return cached(ssocreds.New(sso.NewFromConfig(at), account, role, session["sso_start_url"])), nil
	}
	file, err := ssocreds.StandardCachedTokenFilepath(name)
	if err != nil {
		return nil, err
	}
	token := ssocreds.NewSSOTokenProvider(ssooidc.NewFromConfig(at), file)
	return cached(ssocreds.New(sso.NewFromConfig(at), account, role, session["sso_start_url"], func(o *ssocreds.Options) {
		o.SSOTokenProvider, o.CachedTokenFilepath = token, file
	})), nil
}

// login has the credentials of an "aws login".
func (s supply) login(l profile.Link) (aws.CredentialsProvider, error) {
	folder := os.Getenv("AWS_LOGIN_CACHE_DIRECTORY")
	if folder != "" {
		folder = profile.Expand(folder)
	}
	file, err := logincreds.StandardCachedTokenFilepath(l.Keys["login_session"], folder)
	if err != nil {
		return nil, err
	}
	restrict := s.config.RestrictFilePermissions != aws.RestrictFilePermissionsUnrestricted
	return cached(logincreds.New(signin.NewFromConfig(s.config), file, func(o *logincreds.Options) { o.RestrictPermissions = restrict })), nil
}

// halfEnvironment is a key of the environment whose other half is missing; empty:
// there is none.
func halfEnvironment() (has, lacks string) {
	id := cmp.Or(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_ACCESS_KEY"))
	secret := cmp.Or(os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SECRET_KEY"))
	switch {
	case id != "" && secret == "":
		return "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
	case id == "" && secret != "":
		return "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"
	}
	return "", ""
}

// noEnvironmentError says that a profile wants keys of the environment that has none.
type noEnvironmentError struct{}

func (*noEnvironmentError) Error() string {
	return "the keys of the environment are wanted (credential_source = Environment), and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"
}

// choose finds whose credentials count: keys or a web identity of the environment,
// unless a profile was named, and else a profile.
func (c *Client) choose(l *loaded, env config.EnvConfig) error {
	name := l.settings.Profile
	if l.env {
		switch has, lacks := halfEnvironment(); {
		case env.Credentials.HasKeys():
			l.chain = profile.Chain{Links: []profile.Link{{Profile: name}}, Kind: profile.Environment}
			return nil
		case has != "":
			return &halfError{has: has, lacks: lacks}
		case env.WebIdentityTokenFilePath != "" && env.RoleARN == "":
			return &halfError{has: "AWS_WEB_IDENTITY_TOKEN_FILE", lacks: "AWS_ROLE_ARN"}
		case env.WebIdentityTokenFilePath != "":
			l.chain = ofWebIdentity(name, env)
			return nil
		}
	}
	_, known := l.files.Profile(name)
	if !known && strings.TrimSpace(c.conn.Profile) == "" && name == profile.Default {
		l.chain = profile.Chain{Links: []profile.Link{{Profile: name}}}
		return nil
	}
	var err error
	l.chain, err = l.files.Chain(name)
	return err
}

func ofWebIdentity(name string, env config.EnvConfig) profile.Chain {
	return profile.Chain{Kind: profile.WebIdentity, Links: []profile.Link{{Profile: name, Role: env.RoleARN, Keys: profile.Section{
		"web_identity_token_file": env.WebIdentityTokenFilePath, "role_session_name": env.RoleSessionName,
	}}}}
}

// halfError says that of two variables of the environment one is missing.
type halfError struct{ has, lacks string }

func (e *halfError) Error() string { return e.has + " is set, but " + e.lacks + " is not" }

// read makes the configuration of whoever no keys were given for.
func (c *Client) read() (*loaded, error) {
	if c.conn.ownKeys() {
		return &loaded{config: aws.Config{Credentials: c.given(), HTTPClient: bundleOf(nil).source()}}, nil
	}
	files, err := profile.Read()
	if err != nil {
		return nil, err
	}
	env, err := config.NewEnvConfig()
	if err != nil {
		return nil, err
	}
	l := &loaded{settings: Settings{Profile: c.profile()}, env: c.conn.Profile == "", files: files}
	if err := c.choose(l, env); err != nil {
		return nil, err
	}
	if err := c.configure(l, env); err != nil {
		return nil, err
	}
	from, err := c.supplies(l, env)
	l.config.APIOptions = nil // for credentials alone
	l.config.Credentials = from
	return l, err
}

// supplies gives what gets the credentials. No setting of S3 counts for it.
func (c *Client) supplies(l *loaded, env config.EnvConfig) (aws.CredentialsProvider, error) {
	at, err := l.stsEndpoint(env)
	if err != nil {
		return nil, err
	}
	s := supply{config: l.config.Copy(), env: env, files: l.files, sts: at, terminal: c.conn.Terminal}
	s.config.BaseEndpoint = nil
	s.config.Region = c.stsRegion(l)
	return s.of(l.chain)
}
