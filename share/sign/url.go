package sign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"signet/share"
)

// url pre-signs one request. The first one for a bucket goes through the SDK,
// which knows every endpoint rule; those after it reuse the address it found.
func (s *Signer) url(ctx context.Context, spec share.Spec, method string, signs share.Signs, ask request, creds aws.Credentials) (share.Signed, error) {
	k, quick := quickKey(spec, signs, creds)
	if quick {
		s.mu.Lock()
		t, ok := s.templates[k]
		s.mu.Unlock()
		if ok && t.ready() {
			return t.sign(spec, method, signs)
		}
	}
	req, err := presign(ctx, s.client(spec.Endpoint, creds), spec, method, signs, ask)
	if err != nil {
		return share.Signed{}, err
	}
	if isAsymmetric(req) {
		return asymmetric(req, spec, signs, creds)
	}
	if quick {
		s.learn(k, &template{from: req.URL, key: spec.Target.Key, creds: creds, day: k.day})
	}
	return fromSDK(req, signs), nil
}

// learn keeps what further links of the bucket have in common with this one.
func (s *Signer) learn(k templateKey, t *template) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.templates[k]; known {
		return
	}
	if len(s.templates) >= maxKept {
		clear(s.templates)
	}
	s.templates[k] = t
}

// presign has the SDK sign the operation that the spec names.
func presign(ctx context.Context, c *s3.PresignClient, spec share.Spec, method string, signs share.Signs, ask request) (*v4.PresignedHTTPRequest, error) {
	return ask(ctx, c, aws.String(spec.Target.Bucket), aws.String(spec.Target.Key), func(o *s3.PresignOptions) {
		o.Expires = time.Duration(spec.Seconds) * time.Second
		o.Presigner = clock{v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), spec.SignedAt}
		o.ClientOptions = append(o.ClientOptions, func(o *s3.Options) {
			o.APIOptions = append(o.APIOptions, dress(method, signs))
		})
	})
}

// request is a call of the SDK that says no more than the method, the bucket and the
// key: the rest is in the options.
type request func(ctx context.Context, c *s3.PresignClient, bucket, key *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)

// requests has the call for each operation whose links are requests; what has none
// is not signed.
func requests() map[share.Operation]request {
	return map[share.Operation]request{
		share.Download: func(ctx context.Context, c *s3.PresignClient, bucket, key *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
			return c.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key}, opt)
		},
		share.Upload: func(ctx context.Context, c *s3.PresignClient, bucket, key *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
			return c.PresignPutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key}, opt)
		},
		share.Delete: func(ctx context.Context, c *s3.PresignClient, bucket, key *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
			return c.PresignDeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: key}, opt)
		},
		share.Metadata: func(ctx context.Context, c *s3.PresignClient, bucket, key *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
			return c.PresignHeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: key}, opt)
		},
	}
}

// requestBy is a call with a method, for requests that the SDK pre-signs under no name
// of their own: that of an object, which is dressed as what it is.
func requestBy(method string) request {
	ops := map[string]share.Operation{http.MethodGet: share.Download, http.MethodDelete: share.Delete}
	if op, ok := ops[method]; ok {
		return requests()[op]
	}
	return requests()[share.Upload] // with a body, as PUT and POST have one
}

// requestOfBucket is a call about a bucket.
func requestOfBucket(ctx context.Context, c *s3.PresignClient, bucket, _ *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return c.PresignHeadBucket(ctx, &s3.HeadBucketInput{Bucket: bucket}, opt)
}

// dress writes into a request its method and what it signs, and removes x-id, which makes links
// longer and unlike everyone else's.
func dress(method string, signs share.Signs) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Build.Add(middleware.BuildMiddlewareFunc("signet.Signs", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			if r, ok := in.Request.(*smithyhttp.Request); ok {
				r.Method = method
				q := r.URL.Query()
				q.Del("x-id")
				for _, p := range signs.Query {
					q.Set(p.Name, p.Value)
				}
				r.URL.RawQuery = q.Encode()
				for _, h := range signs.Sent {
					r.Header.Set(h.Name, h.Value)
				}
				if n, err := strconv.ParseInt(r.Header.Get("Content-Length"), 10, 64); err == nil {
					r.ContentLength = n // signed by it, and not by the header
				}
			}
			return next.HandleBuild(ctx, in)
		}), middleware.After)
	}
}

// fromSDK leaves out the headers whose values are told to nobody.
func fromSDK(req *v4.PresignedHTTPRequest, signs share.Signs) share.Signed {
	for _, h := range signs.Sent {
		if h.Secret {
			delete(req.SignedHeader, http.CanonicalHeaderKey(h.Name))
		}
	}
	return share.Signed{
		Method: req.Method, URL: share.NewSecret(req.URL), Headers: sortedHeaders(req.SignedHeader),
		SignatureSHA256: fingerprint(signatureOf(req.URL)),
	}
}

// sortedHeaders lists the signed headers beside Host in a stable order. An
// empty Content-Length of a GET is no header that anyone has to send.
func sortedHeaders(h http.Header) []share.Header {
	var out []share.Header
	for name, values := range h {
		if strings.EqualFold(name, "Host") {
			continue
		}
		for _, v := range values {
			out = append(out, share.Header{Name: http.CanonicalHeaderKey(name), Value: v})
		}
	}
	slices.SortFunc(out, func(a, b share.Header) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// signatureOf is the signature in a URL that the SDK made: hex digits.
func signatureOf(rawURL string) string {
	_, signature, _ := strings.Cut(rawURL, "X-Amz-Signature=")
	signature, _, _ = strings.Cut(signature, "&")
	return signature
}

// fingerprint is the SHA-256 of a hex signature: enough to recognise a leaked
// link, not enough to make one.
func fingerprint(signature string) string {
	if signature == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.ToLower(signature)))
	return hex.EncodeToString(sum[:])
}
