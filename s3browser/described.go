package s3browser

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Described is Head with the checksums that the server keeps, in one request. Where those
// take more rights than there are, they are left out.
func (c *Client) Described(ctx context.Context, bucket, key, versionID string) (Head, []Checksum, error) {
	if err := checkBucket(actionHead(versionID), bucket); err != nil {
		return Head{}, nil, err
	}
	var out *s3.HeadObjectOutput
	n, err := c.call(ctx, actionHead(versionID), bucket, key, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.HeadObject(ctx, &s3.HeadObjectInput{
			Bucket: aws.String(bucket), Key: aws.String(key), VersionId: given(versionID), ChecksumMode: types.ChecksumModeEnabled,
		})
		return err
	})
	var known *Error
	if errors.As(err, &known) && known.Kind == AccessDenied {
		h, err := c.Head(ctx, bucket, key, versionID)
		return h, nil, err
	}
	if err != nil {
		return Head{}, nil, err
	}
	h := headOf(out)
	h.ServerDate = n.date
	return h, checksumsOf(out), nil
}
