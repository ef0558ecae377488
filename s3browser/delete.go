package s3browser

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// actionDelete needs another permission where a version is named.
func actionDelete(versionID string) action {
	needs := "s3:DeleteObject"
	if versionID != "" {
		needs = "s3:DeleteObjectVersion"
	}
	return action{"delete", "deleting", needs, ""}
}

// Delete deletes an object, or for good the one version of it that is named. A bucket that
// keeps versions puts a marker before them where none is.
func (c *Client) Delete(ctx context.Context, bucket, key, versionID string) error {
	a := actionDelete(versionID)
	if err := checkBucket(a, bucket); err != nil {
		return err
	}
	_, err := c.call(ctx, a, bucket, key, func(ctx context.Context, api *s3.Client) error {
		_, err := api.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), VersionId: given(versionID)}, func(o *s3.Options) {
			if versionID == "" { // else a marker would be put for each attempt
				o.Retryer = refusedAlone{o.Retryer}
			}
		})
		return err
	})
	return err
}
