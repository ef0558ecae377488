package s3browser

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Version is one version of an object, or a delete marker.
type Version struct {
	ID       string // "null" for what was stored before versioning was on
	Size     int64
	Modified time.Time
	ETag     string // without quotes
	Class    string
	Latest   bool
	Deleted  bool // a delete marker: nothing to download
}

// Versions lists the versions of one object, the newest first.
func (c *Client) Versions(ctx context.Context, bucket, key string) ([]Version, error) {
	if err := checkBucket(actionVersions(), bucket); err != nil {
		return nil, err
	}
	var (
		list  []Version
		trail Trail
	)
	in := &s3.ListObjectVersionsInput{
		Bucket: aws.String(bucket), Prefix: aws.String(key), EncodingType: types.EncodingTypeUrl,
	}
	for {
		var out *s3.ListObjectVersionsOutput
		_, err := c.call(ctx, actionVersions(), bucket, key, func(ctx context.Context, api *s3.Client) (err error) {
			out, err = api.ListObjectVersions(ctx, in, document{rootVersions}.option)
			if err == nil && stray(aws.ToString(out.Name), bucket) {
				err = &strayError{aws.ToString(out.Name)}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		found, more := versionsOf(key, out)
		list = append(list, found...)
		if !more || !aws.ToBool(out.IsTruncated) {
			break
		}
		why := advance(&trail, in, out, found)
		if len(list) > maxVersions {
			why = fmt.Sprintf("there are more than %d", maxVersions)
		}
		if why != "" {
			return nil, incomplete(actionVersions(), uri(bucket, key), why)
		}
	}
	slices.SortStableFunc(list, newestFirst)
	return list, nil
}

// versionsOf picks the versions of key itself from a page of all keys that
// begin with it. The key sorts before those, so the first other one ends it.
func versionsOf(key string, out *s3.ListObjectVersionsOutput) (list []Version, more bool) {
	escaped := out.EncodingType == types.EncodingTypeUrl
	more = true
	for _, v := range out.Versions {
		if plainKey(v.Key, escaped) != key {
			more = false
			continue
		}
		list = append(list, Version{
			ID: aws.ToString(v.VersionId), Size: max(aws.ToInt64(v.Size), 0), Modified: aws.ToTime(v.LastModified),
			ETag: bareETag(v.ETag), Class: string(v.StorageClass), Latest: aws.ToBool(v.IsLatest),
		})
	}
	for _, m := range out.DeleteMarkers {
		if plainKey(m.Key, escaped) != key {
			more = false
			continue
		}
		list = append(list, Version{
			ID: aws.ToString(m.VersionId), Modified: aws.ToTime(m.LastModified),
			Latest: aws.ToBool(m.IsLatest), Deleted: true,
		})
	}
	return list, more
}

// maxVersions bounds the list, which is kept as a whole.
const maxVersions = 100_000

// advance moves to the next page, and says what keeps the list from an end.
func advance(trail *Trail, in *s3.ListObjectVersionsInput, out *s3.ListObjectVersionsOutput, found []Version) (why string) {
	key := plainKey(out.NextKeyMarker, out.EncodingType == types.EncodingTypeUrl)
	version := aws.ToString(out.NextVersionIdMarker)
	next := ""
	if key != "" {
		next = key + "\x00" + version
	}
	ids := make([]string, len(found))
	for i, v := range found {
		ids[i] = v.ID
	}
	why = trail.follow(aws.ToString(in.KeyMarker)+"\x00"+aws.ToString(in.VersionIdMarker), next, ids)
	in.KeyMarker, in.VersionIdMarker = given(key), given(version)
	return why
}

func plainKey(key *string, escaped bool) string {
	if escaped {
		if plain, err := url.QueryUnescape(aws.ToString(key)); err == nil {
			return plain
		}
	}
	return aws.ToString(key)
}

func newestFirst(a, b Version) int {
	if a.Latest != b.Latest {
		if a.Latest {
			return -1
		}
		return 1
	}
	return b.Modified.Compare(a.Modified)
}

// Versioned reports whether the bucket keeps every version: an overwrite then
// leaves what was shared where it was. A suspended bucket does not.
func (c *Client) Versioned(ctx context.Context, bucket string) (bool, error) {
	status, err := c.versioning(ctx, bucket)
	return status == types.BucketVersioningStatusEnabled, err
}

// EverVersioned reports whether the bucket keeps versions or has kept some. An
// object without a version's id is the version null there, which AWS says of it and
// MinIO and versitygw do not.
func (c *Client) EverVersioned(ctx context.Context, bucket string) (bool, error) {
	status, err := c.versioning(ctx, bucket)
	return status != "", err
}

// versioning is empty for a bucket that never kept versions.
func (c *Client) versioning(ctx context.Context, bucket string) (status types.BucketVersioningStatus, err error) {
	if err := checkBucket(actionVersioning(), bucket); err != nil {
		return "", err
	}
	var out *s3.GetBucketVersioningOutput
	_, err = c.call(ctx, actionVersioning(), bucket, "", func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetBucketVersioning(ctx, &s3.GetBucketVersioningInput{Bucket: aws.String(bucket)}, document{rootVersioning}.option)
		return err
	})
	if err != nil {
		return "", err
	}
	return out.Status, nil
}
