package sign

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"signet/share"
)

// Account is what a place signs with.
type Account struct {
	Credentials aws.CredentialsProvider
	Region      string // used when nothing names the bucket's own
	Endpoint    string // custom endpoint; empty: AWS's own
	PathStyle   bool
	// Which of AWS's hosts, where Endpoint is empty.
	FIPS, DualStack, Accelerate bool
	// BucketRegion is the region of a bucket as far as it is known without a
	// request; empty: not known. nil: of none.
	BucketRegion func(ctx context.Context, bucket string) string
	// ReadOnly: nothing is sent that changes something.
	ReadOnly bool
	// Send sends a request that is signed already; nil: none can be sent.
	Send func(*http.Request) (*http.Response, error)
	// Identity describes the credentials; it may fetch or renew a session.
	Identity func(context.Context) (share.Identity, error)
}

// Accounts finds the account of a place by name. A place may name another one
// to sign with; the name that comes back is that of the signing place.
type Accounts interface {
	Account(ctx context.Context, place string) (Account, string, error)
}

// Signer is the share.Signer for SigV4 and for CloudFront. It is safe for concurrent use.
type Signer struct {
	// Kind is that of the signer of that name of a place; empty: there is none, or it is
	// one of CloudFront. nil: there are no others. It is set before use.
	Kind func(place, signer string) share.SignerKind
	// Distribution is the signer of that name of a place, if it is one of CloudFront;
	// nil: none is. It is set before use.
	Distribution func(place, signer string) (Distribution, bool)

	// Asking is what a signer of sessions of a place asks with; nil: none asks. It is set
	// before use.
	Asking func(place, signer string) Asking

	accounts Accounts
	requests map[share.Operation]request

	mu        sync.Mutex
	clients   map[clientKey]*s3.PresignClient
	templates map[templateKey]*template
	sessions  map[string]aws.Credentials // that were got for one share each, by their access key
}

// New returns a signer for the given accounts.
func New(accounts Accounts) *Signer {
	return &Signer{accounts: accounts, requests: requests(), clients: map[clientKey]*s3.PresignClient{}, templates: map[templateKey]*template{}}
}

var _ share.Signer = (*Signer)(nil)

// Identity says who would sign for target, and where the link would point.
func (s *Signer) Identity(ctx context.Context, target share.Target, signer string) (share.Identity, share.Endpoint, error) {
	if signer != share.DefaultSigner {
		return s.identityOf(ctx, target, signer)
	}
	a, place, err := s.accounts.Account(ctx, target.Place)
	if err != nil {
		return share.Identity{}, share.Endpoint{}, err
	}
	id, err := a.Identity(ctx)
	if err != nil {
		return share.Identity{}, share.Endpoint{}, err
	}
	if id.AccessKeyID == "" {
		return share.Identity{}, share.Endpoint{}, errors.New("sign " + target.URI() + ": no credentials: anonymous access cannot sign links")
	}
	region := target.Region
	if region == "" && a.BucketRegion != nil {
		region = a.BucketRegion(ctx, target.Bucket)
	}
	if region == "" {
		region = a.Region
	}
	return id, share.Endpoint{
		URL: a.Endpoint, Region: region, PathStyle: a.PathStyle, Place: place,
		FIPS: a.FIPS, DualStack: a.DualStack, Accelerate: a.Accelerate,
	}, nil
}

// identityOf says who signs by a signer that is not the place's own key.
func (s *Signer) identityOf(ctx context.Context, target share.Target, signer string) (share.Identity, share.Endpoint, error) {
	kind := share.SignerKind("")
	if s.Kind != nil {
		kind = s.Kind(target.Place, signer)
	}
	switch kind {
	case share.KindMinIOKey:
		return s.madeFor(ctx, target, signer)
	case share.KindMinIOSession, share.KindAWSSession, share.KindR2Session:
		return s.sessionFor(ctx, target, signer, kind)
	}
	return s.distributed(target, signer)
}

// Sign signs the spec. It makes no network call as long as the credentials of
// the place are at hand, and fails with *share.KeyGoneError when they are not
// those that the spec names.
func (s *Signer) Sign(ctx context.Context, spec share.Spec) (share.Signed, error) {
	if spec.Mandate.Kind == share.KindCloudFront {
		return s.cloudFront(spec)
	}
	creds, err := s.signing(ctx, spec)
	if err != nil {
		return share.Signed{}, err
	}
	signed, err := s.sign(ctx, spec, creds)
	if err != nil {
		return share.Signed{}, fmt.Errorf("sign %s: %w", spec.Target.URI(), plain(err))
	}
	return signed, nil
}

func (s *Signer) sign(ctx context.Context, spec share.Spec, creds aws.Credentials) (share.Signed, error) {
	info, signs := spec.Operation.Info(), spec.Signs()
	if info.Parts {
		return s.parts(ctx, spec, creds)
	}
	if ask, ok := s.requests[spec.Operation]; ok {
		return s.url(ctx, spec, info.Method, signs, ask, creds)
	}
	if spec.Operation == share.Form {
		return s.form(ctx, spec, signs, creds)
	}
	return share.Signed{}, fmt.Errorf("nobody knows how to sign %q", spec.Operation)
}

// signing are the credentials that a link is signed with.
func (s *Signer) signing(ctx context.Context, spec share.Spec) (aws.Credentials, error) {
	switch spec.Mandate.Kind {
	case share.KindMinIOSession, share.KindAWSSession:
		return s.sessionCredentials(spec)
	case "", share.KindKey, share.KindMinIOKey, share.KindR2Session:
	default:
		return aws.Credentials{}, fmt.Errorf("nobody knows how to sign by %q", spec.Mandate.Kind)
	}
	own, err := s.credentials(ctx, spec)
	switch {
	case err != nil:
		return own, err
	case spec.Mandate.Kind == share.KindMinIOKey:
		return madeCredentials(spec, own)
	case spec.Mandate.Kind == share.KindR2Session:
		return r2Credentials(spec, own), nil
	}
	return own, nil
}

// credentials are the place's own, if they still are the spec's.
func (s *Signer) credentials(ctx context.Context, spec share.Spec) (aws.Credentials, error) {
	a, _, err := s.accounts.Account(ctx, spec.Endpoint.Place)
	if err != nil {
		return aws.Credentials{}, err
	}
	gone := &share.KeyGoneError{AccessKeyID: spec.AccessKeyID}
	if a.Credentials == nil {
		return aws.Credentials{}, gone
	}
	creds, err := a.Credentials.Retrieve(ctx)
	if err != nil {
		return aws.Credentials{}, withheld(ctx, a, spec)
	}
	if creds.AccessKeyID != spec.AccessKeyID || creds.AccessKeyID == "" {
		return aws.Credentials{}, gone
	}
	return creds, nil
}

// withheld is why there are no credentials, in the words of the account. Those
// of the SDK are never repeated: they quote what a credential process printed,
// keys and all, and addresses that give credentials to whoever asks there.
func withheld(ctx context.Context, a Account, spec share.Spec) error {
	if a.Identity != nil {
		if _, err := a.Identity(ctx); err != nil {
			return fmt.Errorf("sign %s: %w", spec.Target.URI(), err)
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("sign %s: %w", spec.Target.URI(), err)
	}
	return errors.New("sign " + spec.Target.URI() + ": the credentials could not be read")
}

type clientKey struct {
	endpoint           share.Endpoint
	key, secret, token string
}

// maxKept bounds what is kept of sessions that have ended and buckets that were
// left: a program may run for weeks.
const maxKept = 256

// client returns the presign client for an endpoint and credentials. Building
// one costs more than signing.
func (s *Signer) client(e share.Endpoint, creds aws.Credentials) *s3.PresignClient {
	k := clientKey{e, creds.AccessKeyID, creds.SecretAccessKey, creds.SessionToken}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.clients[k]
	if !ok {
		if len(s.clients) >= maxKept {
			clear(s.clients)
		}
		c = s3.NewPresignClient(newClient(e, creds))
		s.clients[k] = c
	}
	return c
}

func newClient(e share.Endpoint, creds aws.Credentials) *s3.Client {
	o := s3.Options{
		Credentials:                 credentials.StaticCredentialsProvider{Value: creds},
		Region:                      e.Region,
		UsePathStyle:                e.PathStyle,
		UseARNRegion:                true,
		Logger:                      logging.Nop{},
		RequestChecksumCalculation:  aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation:  aws.ResponseChecksumValidationWhenRequired,
		DisableS3ExpressSessionAuth: aws.Bool(true), // otherwise a link would need a session of five minutes
	}
	if e.URL != "" {
		o.BaseEndpoint = aws.String(e.URL)
		return s3.New(o)
	}
	o.UseAccelerate = e.Accelerate
	if e.FIPS {
		o.EndpointOptions.UseFIPSEndpoint = aws.FIPSEndpointStateEnabled
	}
	if e.DualStack {
		o.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled
	}
	return s3.New(o)
}

// clock is the SDK's presigner with the time taken from the spec, which makes a
// signature a function of its inputs.
type clock struct {
	signer *v4.Signer
	at     time.Time
}

func (c clock) PresignHTTP(ctx context.Context, creds aws.Credentials, r *http.Request, payloadHash, service, region string, _ time.Time, opts ...func(*v4.SignerOptions)) (string, http.Header, error) {
	return c.signer.PresignHTTP(ctx, creds, r, payloadHash, service, region, c.at, opts...)
}

// plain strips the SDK's wrapping from an error: what is left is the cause.
func plain(err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "Invalid region"):
		return errors.New("no region known; name it, or write it in the place's settings")
	case strings.Contains(text, "Accelerate"):
		return errors.New("a bucket with dots in its name cannot be used with S3 Accelerate")
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err
}
