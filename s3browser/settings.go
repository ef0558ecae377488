package s3browser

import (
	"cmp"
	"context"
	"os"
	"strings"

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
	Endpoint    string // as its links are sent; empty: AWS
	PathStyle   bool

	// Which of AWS's hosts; at an endpoint none of them.
	FIPS, DualStack, Accelerate bool

	// What there is to say about them, by Remarks.
	hostRegion string // that the endpoint names, where another one was chosen
	inEndpoint string // the bucket that stood in the endpoint's host
	untried    bool   // nobody said how buckets are named there, and no request has shown it
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
	said := c.conn.Endpoint
	if said == "" {
		said = aws.ToString(s3.NewFromConfig(*cfg).Options().BaseEndpoint)
		if err := checkEndpoint(said); err != nil {
			return err
		}
	}
	s.Endpoint, s.inEndpoint = address.WithoutBucket(address.Endpoint(said))
	if s.Endpoint != "" {
		cfg.BaseEndpoint = aws.String(s.Endpoint)
		cfg.ConfigSources = append([]any{pinned(s.Endpoint)}, cfg.ConfigSources...)
	}
	c.regionOf(l, said)
	if err := s.checkRegion(); err != nil {
		return err
	}
	keys := l.profileKeys()
	c.style(s, keys)
	if err := c.variants(l, keys); err != nil {
		return err
	}
	cfg.Region = s.Region
	c.defaults(l)
	return nil
}

// regionOf settles the region: the one that was chosen for this endpoint, else the one
// that the endpoint names, else whatever is the default.
func (c *Client) regionOf(l *loaded, said string) {
	cfg, s := &l.config, &l.settings
	chosen, named := c.conn.Region, address.RegionOf(s.Endpoint)
	if chosen == "" && c.conn.Endpoint == "" && l.regionGoesWith(said) {
		chosen = cfg.Region
	}
	if chosen != "" && named != "" && !strings.EqualFold(chosen, named) {
		s.hostRegion = named
	}
	s.Region = cmp.Or(chosen, named, cfg.Region)
	s.RegionKnown = s.Region != ""
	s.Region = cmp.Or(s.Region, defaultRegion)
}

// regionGoesWith reports an endpoint of the environment or the profile beside which
// the same source names the region.
func (l *loaded) regionGoesWith(endpoint string) bool {
	if os.Getenv("AWS_REGION") != "" || os.Getenv("AWS_DEFAULT_REGION") != "" {
		return endpoint == os.Getenv("AWS_ENDPOINT_URL_S3") || endpoint == os.Getenv("AWS_ENDPOINT_URL")
	}
	if l.files == nil {
		return false
	}
	keys, _ := l.files.Profile(l.settings.Profile)
	of, err := l.files.Endpoint(l.settings.Profile, "s3")
	return err == nil && keys["region"] != "" && of == endpoint
}

// style settles where the bucket's name stands: as it was said, else as it has worked
// here before, else as the endpoint wants it.
func (c *Client) style(s *Settings, profile map[string]string) {
	said := profile["s3.addressing_style"]
	proved, ok := c.provedStyle(s.Endpoint)
	switch {
	case c.conn.PathStyle || c.conn.HostStyle:
		s.PathStyle = c.conn.PathStyle
	case said == "path" || said == "virtual":
		s.PathStyle = said == "path"
	case ok:
		s.PathStyle = proved
	default:
		s.PathStyle, s.untried = address.PathStyle(s.Endpoint), !address.StyleKnown(s.Endpoint)
	}
}

// defaults sets how requests are made: checksums only where S3 demands them
// (others would add headers that many servers refuse), few and short retries,
// because a person is waiting, and our own transport.
func (c *Client) defaults(l *loaded) {
	cfg, s := &l.config, l.settings
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
			o.UsePathStyle, o.UseAccelerate = s.PathStyle, s.Accelerate
			o.EndpointOptions.UseFIPSEndpoint, o.EndpointOptions.UseDualStackEndpoint = fipsState(s.FIPS), dualStackState(s.DualStack)
			o.HTTPSignerV4 = c.clock.signer()
			o.UseARNRegion = true // an access point is where its ARN says, as for the links to it
		}
	})
}

// given provides the keys of the connection itself.
func (c *Client) given() aws.CredentialsProvider {
	if c.conn.Source != nil {
		return cached(supplied{c.conn.Source, c.conn.Terminal})
	}
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
