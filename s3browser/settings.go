package s3browser

import (
	"cmp"
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"signet/s3browser/profile"
	"signet/share/address"
)

// defaultRegion is used where nothing names a region. AWS redirects from it to
// a bucket's own region, and self-hosted servers know it as their default.
const defaultRegion = "us-east-1"

// Settings is what a configuration comes down to for S3.
type Settings struct {
	Profile     string // the profile in effect; empty for keys given directly
	Region      string // never empty
	RegionKnown bool   // false: nothing named a region, and Region is an assumption
	Endpoint    string // empty: AWS
	PathStyle   bool
}

type loaded struct {
	config   aws.Config
	settings Settings
	env      bool           // the credentials may come from the environment
	files    *profile.Files // nil: keys were given, and nothing was read
	chain    profile.Chain  // whose credentials
}

// load reads the configuration once. A failure is not kept: the user may mend
// the file and try again.
func (c *Client) load(ctx context.Context) (*loaded, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded != nil {
		return c.loaded, nil
	}
	if err := checkEndpoint(c.conn.Endpoint); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, c.profileError(err)
	}
	l, err := c.read()
	if err != nil {
		return nil, c.profileError(err)
	}
	if err := c.settle(l); err != nil {
		return nil, err
	}
	c.loaded = l
	return l, nil
}

// settle fixes region, endpoint and defaults, so that any S3 client made from
// the configuration, here or by the signer, speaks to the same place.
func (c *Client) settle(l *loaded) error {
	cfg, s := &l.config, &l.settings
	cfg.Logger = logging.Nop{}
	s.Endpoint = c.conn.Endpoint
	if s.Endpoint == "" {
		s.Endpoint = aws.ToString(s3.NewFromConfig(*cfg).Options().BaseEndpoint)
		if err := checkEndpoint(s.Endpoint); err != nil {
			return err
		}
	}
	if s.Endpoint != "" {
		cfg.BaseEndpoint = aws.String(s.Endpoint)
		cfg.ConfigSources = append([]any{pinned(s.Endpoint)}, cfg.ConfigSources...)
	}
	s.Region = cmp.Or(c.conn.Region, cfg.Region)
	s.RegionKnown = s.Region != ""
	s.Region = cmp.Or(s.Region, defaultRegion)
	s.PathStyle = c.conn.PathStyle || address.NeedsPathStyle(s.Endpoint) || l.wantsPathStyle()
	cfg.Region = s.Region
	c.defaults(l)
	return nil
}

// defaults sets how requests are made: checksums only where S3 demands them
// (others would add headers that many servers refuse), few and short retries,
// because a person is waiting, and our own transport.
func (c *Client) defaults(l *loaded) {
	cfg, pathStyle := &l.config, l.settings.PathStyle
	cfg.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	cfg.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
	attempts := cmp.Or(cfg.RetryMaxAttempts, retry.DefaultMaxAttempts)
	cfg.Retryer = func() aws.Retryer { return retryer(attempts, c.pause) }
	cfg.HTTPClient = newTransport(cfg.HTTPClient, &c.clock, c.timeout())
	if c.conn.ReadOnly {
		cfg.HTTPClient = reader{cfg.HTTPClient}
	}
	cfg.ServiceOptions = append(cfg.ServiceOptions, func(_ string, options any) {
		if o, ok := options.(*s3.Options); ok {
			o.UsePathStyle = pathStyle
			o.HTTPSignerV4 = c.clock.signer()
		}
	})
}

// given provides the keys of the connection itself.
func (c *Client) given() aws.CredentialsProvider {
	return credentials.StaticCredentialsProvider{Value: aws.Credentials{
		AccessKeyID: c.conn.AccessKeyID, SecretAccessKey: c.conn.SecretKey, SessionToken: c.conn.SessionToken,
		CanExpire: !c.conn.Expires.IsZero(), Expires: c.conn.Expires,
		Source: credentials.StaticCredentialsName,
	}}
}

// profile is the name of the profile in effect.
func (c *Client) profile() string {
	return cmp.Or(c.conn.Profile, os.Getenv("AWS_PROFILE"), os.Getenv("AWS_DEFAULT_PROFILE"), profile.Default)
}
