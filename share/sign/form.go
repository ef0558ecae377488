package sign

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share"
)

// form signs a POST policy: who may upload what, how large and until when.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
func (s *Signer) form(ctx context.Context, spec share.Spec, creds aws.Credentials) (share.Signed, error) {
	key := spec.Target.Key
	conditions := []any{sizeRange(spec.Options)}
	if spec.Options.KeyPrefix {
		conditions = append(conditions, []any{"starts-with", "$key", key})
		key += "${filename}"
	}
	fields, extra := formFields(spec.Options)
	conditions = append(conditions, extra...)

	post, err := s.client(spec.Endpoint, creds).PresignPostObject(ctx,
		&s3.PutObjectInput{Bucket: aws.String(spec.Target.Bucket), Key: aws.String(key)},
		func(o *s3.PresignPostOptions) {
			o.Expires = time.Duration(spec.Seconds) * time.Second
			o.Conditions = conditions
			o.PostPresigner = postClock{o.PostPresigner, spec}
		})
	if err != nil {
		return share.Signed{}, err
	}
	fields = append([]share.Field{{Name: "key", Value: share.NewSecret(post.Values["key"])}}, fields...)
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Security-Token", "policy", "X-Amz-Signature"} {
		if v := post.Values[name]; v != "" {
			fields = append(fields, share.Field{Name: name, Value: share.NewSecret(v)})
		}
	}
	return share.Signed{
		Method: "POST", URL: share.NewSecret(post.URL), Fields: fields,
		SignatureSHA256: fingerprint(post.Values["X-Amz-Signature"]),
	}, nil
}

// sizeRange is always part of a policy: a form without it takes 5 GiB.
func sizeRange(o share.Options) []any {
	largest := o.MaxSize
	if largest == 0 {
		largest = share.DefaultMaxSize
	}
	return []any{"content-length-range", o.MinSize, largest}
}

// formFields are the fields beside the signature, and the conditions that let
// them pass: the SDK itself adds neither.
func formFields(o share.Options) (fields []share.Field, conditions []any) {
	exact := func(name, value string) {
		if value != "" {
			fields = append(fields, share.Field{Name: name, Value: share.NewSecret(value)})
			conditions = append(conditions, map[string]string{name: value})
		}
	}
	if o.ContentTypePrefix {
		conditions = append(conditions, []any{"starts-with", "$Content-Type", o.ContentType})
		fields = append(fields, share.Field{Name: "Content-Type", Value: share.NewSecret(exampleType(o.ContentType))})
	} else {
		exact("Content-Type", o.ContentType)
	}
	for _, k := range slices.Sorted(maps.Keys(o.Metadata)) {
		exact("x-amz-meta-"+k, o.Metadata[k])
	}
	exact("x-amz-server-side-encryption", o.SSE)
	exact("x-amz-server-side-encryption-aws-kms-key-id", o.KMSKeyID)
	exact("success_action_redirect", o.SuccessRedirect)
	if o.SuccessStatus != 0 {
		exact("success_action_status", strconv.Itoa(o.SuccessStatus))
	}
	return fields, conditions
}

// exampleType completes a content type prefix such as "image/" to a type that a
// form without scripts can send for every file.
func exampleType(prefix string) string {
	switch prefix {
	case "image/":
		return "image/jpeg"
	case "text/":
		return "text/plain"
	case "video/":
		return "video/mp4"
	case "audio/":
		return "audio/mpeg"
	case "application/", "":
		return "application/octet-stream"
	}
	return prefix
}

// postClock is the SDK's POST presigner with the time taken from the spec.
type postClock struct {
	next s3.PresignPost
	spec share.Spec
}

func (p postClock) PresignPost(creds aws.Credentials, bucket, key, region, service string, _ time.Time, conditions []any, _ time.Time, opts ...func(*v4.SignerOptions)) (map[string]string, error) {
	end := p.spec.SignedAt.Add(time.Duration(p.spec.Seconds) * time.Second)
	return p.next.PresignPost(creds, bucket, key, region, service, p.spec.SignedAt, conditions, end, opts...)
}
