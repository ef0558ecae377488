package s3browser

import (
	"context"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func actionRead() action {
	return action{"read", "reading", "s3:GetObject", ""}
}

// Read opens the content of one object, an access log for instance. The caller
// closes it; the context ends it.
func (c *Client) Read(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
	if err := checkBucket(actionRead(), bucket); err != nil {
		return nil, err
	}
	var out *s3.GetObjectOutput
	_, err := c.call(ctx, actionRead(), bucket, key, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetObject(streamed(ctx), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
		return err
	})
	if err != nil {
		return nil, err
	}
	return out.Body, nil
}
