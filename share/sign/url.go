package sign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"signet/share"
)

// url pre-signs one request. The first one for a bucket goes through the SDK,
// which knows every endpoint rule; those after it reuse the address it found.
func (s *Signer) url(ctx context.Context, spec share.Spec, creds aws.Credentials) (share.Signed, error) {
	k, quick := quickKey(spec, creds)
	if quick {
		s.mu.Lock()
		t, ok := s.templates[k]
		s.mu.Unlock()
		if ok && t.ready() {
			return t.sign(spec)
		}
	}
	req, err := presign(ctx, s.client(spec.Endpoint, creds), spec)
	if err != nil {
		return share.Signed{}, err
	}
	if quick {
		s.learn(k, &template{from: req.URL, key: spec.Target.Key, creds: creds, day: k.day})
	}
	return fromSDK(req), nil
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
func presign(ctx context.Context, c *s3.PresignClient, spec share.Spec) (*v4.PresignedHTTPRequest, error) {
	opt := func(o *s3.PresignOptions) {
		o.Expires = time.Duration(spec.Seconds) * time.Second
		o.Presigner = clock{v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), spec.SignedAt}
		o.ClientOptions = append(o.ClientOptions, func(o *s3.Options) {
			o.APIOptions = append(o.APIOptions, dress(spec.Options.TrackID))
		})
	}
	bucket, key, version := aws.String(spec.Target.Bucket), aws.String(spec.Target.Key), optional(spec.Target.VersionID)
	switch spec.Operation {
	case share.Upload:
		return c.PresignPutObject(ctx, putInput(spec), opt)
	case share.Delete:
		return c.PresignDeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: key, VersionId: version}, opt)
	case share.Metadata:
		return c.PresignHeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: key, VersionId: version}, opt)
	default:
		return c.PresignGetObject(ctx, &s3.GetObjectInput{
			Bucket: bucket, Key: key, VersionId: version,
			ResponseContentDisposition: optional(disposition(spec.Options)),
			ResponseContentType:        optional(spec.Options.ContentType),
		}, opt)
	}
}

func putInput(spec share.Spec) *s3.PutObjectInput {
	o := spec.Options
	in := &s3.PutObjectInput{
		Bucket: aws.String(spec.Target.Bucket), Key: aws.String(spec.Target.Key),
		ContentType: optional(o.ContentType), ContentLength: o.ExactSize, Metadata: o.Metadata,
		ServerSideEncryption: types.ServerSideEncryption(o.SSE), SSEKMSKeyId: optional(o.KMSKeyID),
	}
	if o.IfNoneMatch {
		in.IfNoneMatch = aws.String("*")
	}
	return in
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return aws.String(s)
}

// dress removes x-id, which makes links longer and unlike everyone else's, and
// adds the parameter that makes uses of this link findable in access logs.
func dress(trackID string) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Build.Add(middleware.BuildMiddlewareFunc("signet.Query", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			if r, ok := in.Request.(*smithyhttp.Request); ok {
				q := r.URL.Query()
				q.Del("x-id")
				if trackID != "" {
					q.Set(TrackParameter, trackID)
				}
				r.URL.RawQuery = q.Encode()
			}
			return next.HandleBuild(ctx, in)
		}), middleware.After)
	}
}

// TrackParameter is the query parameter that carries a share's id. S3 ignores
// parameters that begin with x- but writes them to its access log.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
const TrackParameter = "x-signet-id"

func fromSDK(req *v4.PresignedHTTPRequest) share.Signed {
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
