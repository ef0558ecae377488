package s3browser

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/logging"
	smithy "github.com/aws/smithy-go/middleware"

	"signet/s3browser/profile"
)

// configure makes the configuration of the environment and of the profile. The SDK's
// own loader is not used: it would read the files anew, and otherwise.
func (c *Client) configure(l *loaded, env config.EnvConfig) error {
	keys, _ := l.files.Profile(l.settings.Profile)
	own, err := sharedConfig(l.files, l.settings.Profile, keys)
	if err != nil {
		return err
	}
	endpoint, err := l.endpoint(env, "s3")
	if err != nil {
		return err
	}
	trusted := bundleOf(keys)
	source := trusted.source()
	if source == nil {
		source = awshttp.NewBuildableClient()
	}
	fetch := carried{newTransport(source, new(clock), c.timeout())} // whose clock is not that of S3
	l.config = aws.Config{
		Region: cmp.Or(env.Region, own.Region), HTTPClient: source, Logger: logging.Nop{},
		ConfigSources:    []any{env, own},
		APIOptions:       []func(*smithy.Stack) error{fetch.install},
		RetryMaxAttempts: cmp.Or(env.RetryMaxAttempts, own.RetryMaxAttempts), AppID: cmp.Or(env.AppID, own.AppID),
		RestrictFilePermissions: env.RestrictFilePermissions,
	}
	if endpoint != "" {
		l.config.BaseEndpoint = aws.String(endpoint)
	}
	return nil
}

// endpoint is where a service is asked, in the order of the AWS CLI: the variable for
// it, the one for everything, the services section, the profile. Empty: AWS.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
func (l *loaded) endpoint(env config.EnvConfig, service string) (string, error) {
	fromFile, err := l.files.Endpoint(l.settings.Profile, service)
	keys, _ := l.files.Profile(l.settings.Profile)
	ignored := strings.EqualFold(keys["ignore_configured_endpoint_urls"], "true")
	if env.IgnoreConfiguredEndpoints != nil {
		ignored = *env.IgnoreConfiguredEndpoints
	}
	if err != nil || ignored {
		return "", err
	}
	return cmp.Or(os.Getenv("AWS_ENDPOINT_URL_"+strings.ToUpper(service)), env.BaseEndpoint, fromFile), nil
}

// sharedConfig is what the files say of a profile, in the SDK's form: all that counts
// for reading S3 and for asking for credentials.
func sharedConfig(files *profile.Files, name string, k profile.Section) (config.SharedConfig, error) {
	own := config.SharedConfig{
		Profile: name, Region: k["region"], AppID: k["sdk_ua_app_id"],
		BaseEndpoint: k["endpoint_url"], EC2IMDSEndpoint: k["ec2_metadata_service_endpoint"],
		IgnoreConfiguredEndpoints: flag(k, "ignore_configured_endpoint_urls"), EC2IMDSv1Disabled: flag(k, "ec2_metadata_v1_disabled"),
		S3UseARNRegion: flag(k, "s3_use_arn_region"), S3DisableMultiRegionAccessPoints: flag(k, "s3_disable_multiregion_access_points"),
		S3DisableExpressAuth: flag(k, "s3_disable_express_session_auth"),
	}
	if v := flag(k, "use_dualstack_endpoint"); v != nil {
		own.UseDualStackEndpoint = map[bool]aws.DualStackEndpointState{true: aws.DualStackEndpointStateEnabled, false: aws.DualStackEndpointStateDisabled}[*v]
	}
	if v := flag(k, "use_fips_endpoint"); v != nil {
		own.UseFIPSEndpoint = map[bool]aws.FIPSEndpointState{true: aws.FIPSEndpointStateEnabled, false: aws.FIPSEndpointStateDisabled}[*v]
	}
	if mode, ok := k["ec2_metadata_service_endpoint_mode"]; ok {
		if err := own.EC2IMDSEndpointMode.SetFromString(mode); err != nil {
			return own, &valueError{name, "ec2_metadata_service_endpoint_mode", mode, "IPv4 or IPv6"}
		}
	}
	if text, ok := k["max_attempts"]; ok {
		n, err := strconv.Atoi(text)
		if err != nil {
			return own, &valueError{name, "max_attempts", text, "a number"}
		}
		own.RetryMaxAttempts = n
	}
	services, err := files.Services(name)
	if services != nil {
		own.ServicesSectionName = k["services"]
		own.Services.ServiceValues = nested(services)
	}
	return own, err
}

// flag reads true and false; anything else is false, as for the SDK. nil: unset.
func flag(k profile.Section, key string) *bool {
	text, ok := k[key]
	if !ok {
		return nil
	}
	return aws.Bool(strings.EqualFold(text, "true"))
}

// nested are the blocks of a section.
func nested(k profile.Section) map[string]map[string]string {
	out := map[string]map[string]string{}
	for name, value := range k {
		if block, key, ok := strings.Cut(name, "."); ok {
			if out[block] == nil {
				out[block] = map[string]string{}
			}
			out[block][key] = value
		}
	}
	return out
}

// valueError says that a value of a profile is none.
type valueError struct{ profile, key, value, want string }

func (e *valueError) Error() string {
	return fmt.Sprintf("profile %s has %s = %s, which must be %s", e.profile, e.key, e.value, e.want)
}
