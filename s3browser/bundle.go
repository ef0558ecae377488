package s3browser

import (
	"crypto/tls"
	"crypto/x509"
	_ "embed" // a certificate
	"errors"
	"net/http"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
)

// instead is a certificate whose key nobody has. The SDK parses a bundle of
// certificates while it reads its configuration, in 8 ms for the usual 140 of
// them, although signing makes no connection. It is given this one to parse;
// every request goes through a transport, which trusts the bundle that is configured.
//
//go:embed instead.pem
var instead string

// bundle is a file of certificates to trust, as AWS_CA_BUNDLE asks: those and no
// others. Empty: there is none.
type bundle string

// bundleOf is the bundle that is configured, by the variable or by the profile.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
func bundleOf(profile string) bundle {
	if file := os.Getenv("AWS_CA_BUNDLE"); file != "" {
		return bundle(file)
	}
	s, err := sharedSections()
	if err != nil {
		return ""
	}
	return bundle(s.profile(profile)["ca_bundle"])
}

// postponed keeps the SDK from reading the bundle.
func (b bundle) postponed(o *config.LoadOptions) error {
	if b != "" {
		o.CustomCABundle = strings.NewReader(instead)
	}
	return nil
}

// source is where a transport has its HTTP client from; nil: the SDK's own.
func (b bundle) source() aws.HTTPClient {
	if b == "" {
		return nil
	}
	return b
}

// client reads the file and makes the client.
func (b bundle) client() (*awshttp.BuildableClient, error) {
	pem, err := os.ReadFile(string(b))
	if err != nil {
		return nil, &bundleError{err}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, &bundleError{errors.New("no certificate in " + string(b))}
	}
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		if t.TLSClientConfig == nil {
			t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		t.TLSClientConfig.RootCAs = pool
	}), nil
}

// bundleError says that a bundle cannot be read: then nobody is trusted.
type bundleError struct{ cause error }

func (e *bundleError) Error() string { return "the certificates to trust: " + e.cause.Error() }

func (e *bundleError) Unwrap() error { return e.cause }

// RetryableError tells the SDK that another attempt is of no use.
func (e *bundleError) RetryableError() bool { return false }

const bundleHint = "check AWS_CA_BUNDLE, or ca_bundle of the profile"

// Do is never called: the transport asks for the client instead.
func (b bundle) Do(r *http.Request) (*http.Response, error) {
	c, err := b.client()
	if err != nil {
		return nil, err
	}
	return c.Do(r)
}
