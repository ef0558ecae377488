package s3browser

import (
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/address"
)

// variants settles which of AWS's hosts are meant: as the place says, else as the
// environment and the profile do, whose s3 section the Go SDK leaves unread. A server
// of one's own has none of them; only FIPS is a promise that must not be broken in
// silence.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
// https://docs.aws.amazon.com/cli/latest/topic/s3-config.html
func (c *Client) variants(l *loaded, profile map[string]string) error {
	s, said := &l.settings, c.conn.Variants
	known := s3.NewFromConfig(l.config).Options().EndpointOptions
	fips := said.FIPS.Or(known.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled)
	if s.Endpoint != "" {
		if fips && !address.IsFIPS(s.Endpoint) {
			return &Error{
				Kind: BadEndpoint, Cause: errNoFIPS,
				Sentence: "endpoint " + printable(s.Endpoint) + ": a FIPS endpoint is asked for (use_fips_endpoint), and this is none",
				Hint:     "write use_fips_endpoint = false for the place, or leave the endpoint out",
			}
		}
		return nil
	}
	s.FIPS = fips
	s.DualStack = said.DualStack.Or(known.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled ||
		known.UseDualStackEndpoint == aws.DualStackEndpointStateUnset && isTrue(profile["s3.use_dualstack_endpoint"]))
	s.Accelerate = said.Accelerate.Or(isTrue(profile["s3.use_accelerate_endpoint"]))
	if s.Accelerate && s.FIPS {
		return &Error{
			Kind: BadEndpoint, Cause: errNoFIPS, Sentence: "a FIPS endpoint and transfer acceleration are both asked for, and AWS has no such endpoint",
			Hint: "switch one of them off: use_fips_endpoint, use_accelerate_endpoint",
		}
	}
	return nil
}

var errNoFIPS = errors.New("no FIPS endpoint")

func isTrue(text string) bool { return strings.EqualFold(strings.TrimSpace(text), "true") }

func fipsState(on bool) aws.FIPSEndpointState {
	if on {
		return aws.FIPSEndpointStateEnabled
	}
	return aws.FIPSEndpointStateDisabled
}

func dualStackState(on bool) aws.DualStackEndpointState {
	if on {
		return aws.DualStackEndpointStateEnabled
	}
	return aws.DualStackEndpointStateDisabled
}
