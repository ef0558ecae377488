package sign

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share"
)

// form signs a POST policy: who may upload what, how large and until when.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
func (s *Signer) form(ctx context.Context, spec share.Spec, signs share.Signs, creds aws.Credentials) (share.Signed, error) {
	key := spec.Target.Key
	conditions := []any{[]any{"content-length-range", signs.Least, signs.Most}}
	if signs.AnyName {
		conditions = append(conditions, []any{"starts-with", "$key", key})
		key += "${filename}"
	}
	fields, extra := formFields(signs.Sent)
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

// formFields are the fields beside the signature, and the conditions that let
// them pass: the SDK itself adds neither.
func formFields(sent []share.Sent) (fields []share.Field, conditions []any) {
	for _, f := range sent {
		if f.Value == "" && !f.Prefix { // a header may be empty, a field is left out
			continue
		}
		value, condition := f.Value, any(map[string]string{f.Name: f.Value})
		if f.Prefix {
			value, condition = exampleType(f.Value), []any{"starts-with", "$" + f.Name, f.Value}
		}
		fields = append(fields, share.Field{Name: f.Name, Value: share.NewSecret(value)})
		conditions = append(conditions, condition)
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
