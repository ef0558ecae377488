package s3browser

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func actionTags() action {
	return action{"tags", "reading the tags of", "s3:GetObjectTagging", ""}
}

func actionChecksums() action {
	return action{"checksums", "reading the checksums of", "s3:GetObject, and kms:Decrypt where AWS KMS encrypts", ""}
}

// Tag is a label of an object.
type Tag struct{ Key, Value string }

// Tags reads the tags of an object, in the server's order.
func (c *Client) Tags(ctx context.Context, bucket, key string) ([]Tag, error) {
	if err := checkBucket(actionTags(), bucket); err != nil {
		return nil, err
	}
	var out *s3.GetObjectTaggingOutput
	_, err := c.call(ctx, actionTags(), bucket, key, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: aws.String(bucket), Key: aws.String(key)}, document{rootTags}.option)
		return err
	})
	switch {
	case without(err, "NoSuchTagSet", "NoSuchTagSetError"):
		return nil, nil
	case err != nil:
		return nil, err
	}
	tags := make([]Tag, len(out.TagSet))
	for i, t := range out.TagSet {
		tags[i] = Tag{aws.ToString(t.Key), aws.ToString(t.Value)}
	}
	return tags, nil
}

// without reports a refusal that says no more than that nothing was set.
func without(err error, codes ...string) bool {
	var e *Error
	return errors.As(err, &e) && slices.Contains(codes, e.Code)
}

// Checksum is a digest that the server keeps of an object.
type Checksum struct {
	Algorithm string // "SHA256", "CRC64NVME", ...
	Value     string // base64; of a composite one with "-" and the number of parts
	Composite bool   // a checksum of the checksums of the parts, not of the content
}

// Checksums asks for the checksums of an object. It is a request of its own: where
// AWS KMS encrypts, it takes more rights than Head.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
func (c *Client) Checksums(ctx context.Context, bucket, key string) ([]Checksum, error) {
	if err := checkBucket(actionChecksums(), bucket); err != nil {
		return nil, err
	}
	var out *s3.HeadObjectOutput
	_, err := c.call(ctx, actionChecksums(), bucket, key, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), ChecksumMode: types.ChecksumModeEnabled})
		return err
	})
	if err != nil {
		return nil, err
	}
	return checksumsOf(out), nil
}

func checksumsOf(out *s3.HeadObjectOutput) (list []Checksum) {
	for _, c := range []struct {
		name  string
		value *string
	}{
		{"SHA256", out.ChecksumSHA256},
		{"SHA512", out.ChecksumSHA512},
		{"SHA1", out.ChecksumSHA1},
		{"MD5", out.ChecksumMD5},
		{"CRC64NVME", out.ChecksumCRC64NVME},
		{"CRC32C", out.ChecksumCRC32C},
		{"CRC32", out.ChecksumCRC32},
		{"XXHASH128", out.ChecksumXXHASH128},
		{"XXHASH3", out.ChecksumXXHASH3},
		{"XXHASH64", out.ChecksumXXHASH64},
	} {
		if value := aws.ToString(c.value); value != "" {
			composite := out.ChecksumType == types.ChecksumTypeComposite || strings.Contains(value, "-")
			list = append(list, Checksum{c.name, value, composite})
		}
	}
	return list
}
