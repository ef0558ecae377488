package s3browser

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"signet/s3browser/profile"
)

// bundle is a file of certificates to trust, as AWS_CA_BUNDLE asks: those and no
// others. It is read at the first request: signing makes no connection. Empty: there
// is none.
type bundle string

// bundleOf is the bundle that is configured, by the variable or by the profile whose
// keys are given.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
func bundleOf(keys profile.Section) bundle {
	return bundle(profile.Expand(cmp.Or(os.Getenv("AWS_CA_BUNDLE"), keys["ca_bundle"])))
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
