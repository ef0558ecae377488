package s3browser

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/logging"
)

// quickConfig is config.LoadDefaultConfig for one case that it makes slow: a
// bundle of certificates is configured (AWS_CA_BUNDLE), which it parses at
// once, in 3 to 5 ms, although signing makes no connection. Here the bundle
// waits for the first request. Only static keys of the environment or of a
// profile are handled; anything else is left to the SDK.
func quickConfig(ctx context.Context, profile string) (aws.Config, bool) {
	env, err := config.NewEnvConfig()
	if err != nil || env.CustomCABundle == "" {
		return aws.Config{}, false
	}
	shared, err := sharedProfile(ctx, env, profile)
	if err != nil {
		return aws.Config{}, false
	}
	var keys aws.Credentials
	switch {
	case profile == "" && env.Credentials.HasKeys():
		keys = env.Credentials
	case env.WebIdentityTokenFilePath == "" && onlyKeys(shared):
		keys = shared.Credentials
	default:
		return aws.Config{}, false
	}
	cfg := aws.Config{
		Region:        cmp.Or(env.Region, shared.Region),
		Credentials:   credentials.StaticCredentialsProvider{Value: keys},
		AppID:         cmp.Or(env.AppID, shared.AppID),
		ConfigSources: []any{env, shared},
		HTTPClient:    &bundled{file: env.CustomCABundle},
	}
	cfg.RetryMaxAttempts = cmp.Or(env.RetryMaxAttempts, shared.RetryMaxAttempts)
	if e := cmp.Or(env.BaseEndpoint, shared.BaseEndpoint); e != "" && !ignoresEndpoints(env, shared) {
		cfg.BaseEndpoint = aws.String(e)
	}
	return cfg, true
}

// sharedProfile reads the profile in effect. A missing default profile is
// empty; a missing profile that was named is an error.
func sharedProfile(ctx context.Context, env config.EnvConfig, profile string) (config.SharedConfig, error) {
	named := cmp.Or(profile, env.SharedConfigProfile)
	shared, err := config.LoadSharedConfigProfile(ctx, cmp.Or(named, config.DefaultSharedConfigProfile),
		func(o *config.LoadSharedConfigOptions) {
			o.Logger = logging.Nop{}
			o.ConfigFiles = files(env.SharedConfigFile, o.ConfigFiles)
			o.CredentialsFiles = files(env.SharedCredentialsFile, o.CredentialsFiles)
		})
	var missing config.SharedConfigProfileNotExistError
	if named == "" && errors.As(err, &missing) {
		return config.SharedConfig{}, nil
	}
	return shared, err
}

func files(named string, standard []string) []string {
	if named != "" {
		return []string{named}
	}
	return standard
}

// onlyKeys reports a profile whose credentials are keys and nothing more.
func onlyKeys(p config.SharedConfig) bool {
	return p.Credentials.HasKeys() && p.RoleARN == "" && p.Source == nil && p.SourceProfileName == "" &&
		p.CredentialSource == "" && p.WebIdentityTokenFile == ""
}

func ignoresEndpoints(env config.EnvConfig, shared config.SharedConfig) bool {
	if env.IgnoreConfiguredEndpoints != nil {
		return *env.IgnoreConfiguredEndpoints
	}
	return shared.IgnoreConfiguredEndpoints != nil && *shared.IgnoreConfiguredEndpoints
}

// bundled trusts the certificates of a file, as AWS_CA_BUNDLE asks: those and
// no others.
type bundled struct{ file string }

// trusting is the source of a courier's client that trusts a file; nil: the SDK's
// own where there is none.
func trusting(file string) aws.HTTPClient {
	if file == "" {
		return nil
	}
	return &bundled{file: file}
}

// client reads the file and makes the client.
func (b *bundled) client() (*awshttp.BuildableClient, error) {
	pem, err := os.ReadFile(b.file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("no certificate in the AWS_CA_BUNDLE " + b.file)
	}
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		if t.TLSClientConfig == nil {
			t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		t.TLSClientConfig.RootCAs = pool
	}), nil
}

// Do is never called: the courier asks for the client instead.
func (b *bundled) Do(r *http.Request) (*http.Response, error) {
	c, err := b.client()
	if err != nil {
		return nil, err
	}
	return c.Do(r)
}
