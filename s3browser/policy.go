package s3browser

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func actionPolicy() action {
	return action{"policy", "reading the policy of", "s3:GetBucketPolicy", ""}
}

func actionSetPolicy() action {
	return action{"policy", "changing the policy of", "s3:PutBucketPolicy", ""}
}

// Policy reads the policy of a bucket, as its owner wrote it; empty: it has none.
func (c *Client) Policy(ctx context.Context, bucket string) (text string, err error) {
	err = c.ofBucket(ctx, actionPolicy(), bucket, func(ctx context.Context, api *s3.Client) error {
		out, err := api.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: aws.String(bucket)})
		if err != nil {
			return err
		}
		if text = aws.ToString(out.Policy); !json.Valid([]byte(text)) { // the SDK takes whatever comes
			return &garbageError{want: "a policy", what: "it is no JSON", cause: errors.New("another document")}
		}
		return nil
	})
	if without(err, "NoSuchBucketPolicy") {
		return "", nil
	}
	return text, err
}

// SetPolicy replaces the policy of a bucket; an empty one is taken away.
func (c *Client) SetPolicy(ctx context.Context, bucket, text string) error {
	return c.ofBucket(ctx, actionSetPolicy(), bucket, func(ctx context.Context, api *s3.Client) (err error) {
		if text == "" {
			_, err = api.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: aws.String(bucket)})
			return err
		}
		_, err = api.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: aws.String(bucket), Policy: aws.String(text)})
		return err
	})
}
