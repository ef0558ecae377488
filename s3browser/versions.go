package s3browser

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Version is one version of an object, or a delete marker.
type Version struct {
	Key      string
	ID       string // "null" for what was stored before versioning was on
	Size     int64
	Modified time.Time
	ETag     string // without quotes
	Class    string
	Latest   bool
	Deleted  bool // a delete marker: nothing to download
	Foreign  bool // its key does not begin with the prefix that was asked for: no honest server sends one
}

// VersionRequest asks for one page of the versions of a bucket.
type VersionRequest struct {
	Bucket string
	Prefix string      // of the keys; of one object, its key, which longer ones begin with too
	From   VersionMark // VersionPage.Next of the page before
}

// VersionMark is where a page of versions begins. The zero mark is the beginning.
type VersionMark struct{ Key, ID string }

// VersionPage is one page: the keys in the order of their bytes, of each the newest
// version first.
type VersionPage struct {
	Versions []Version
	Next     VersionMark
	Done     bool
}

// VersionPage gets one page. Whoever reads on needs a Trail.
func (c *Client) VersionPage(ctx context.Context, r VersionRequest) (VersionPage, error) {
	if err := checkBucket(actionVersions(), r.Bucket); err != nil {
		return VersionPage{}, err
	}
	in := &s3.ListObjectVersionsInput{
		Bucket: aws.String(r.Bucket), Prefix: given(r.Prefix), EncodingType: types.EncodingTypeUrl,
		KeyMarker: given(r.From.Key), VersionIdMarker: given(r.From.ID),
	}
	var out *s3.ListObjectVersionsOutput
	_, err := c.call(ctx, actionVersions(), r.Bucket, r.Prefix, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.ListObjectVersions(ctx, in, document{rootVersions}.option)
		if err == nil && stray(aws.ToString(out.Name), r.Bucket) {
			err = &strayError{aws.ToString(out.Name)}
		}
		return err
	})
	if err != nil {
		return VersionPage{}, err
	}
	p := VersionPage{Versions: versionsOf(r.Prefix, out), Done: !aws.ToBool(out.IsTruncated)}
	if !p.Done {
		p.Next = VersionMark{plainKey(out.NextKeyMarker, out.EncodingType == types.EncodingTypeUrl), aws.ToString(out.NextVersionIdMarker)}
	}
	return p, nil
}

// FollowVersions is Follow for a page of versions.
func (t *Trail) FollowVersions(r VersionRequest, p VersionPage) error {
	if p.Done {
		return nil
	}
	if why := t.followVersions(r, p); why != "" {
		return incomplete(actionVersions(), uri(r.Bucket, r.Prefix), why)
	}
	return nil
}

func (t *Trail) followVersions(r VersionRequest, p VersionPage) (why string) {
	next := ""
	if p.Next.Key != "" {
		next = p.Next.Key + "\x00" + p.Next.ID
	}
	ids := func(yield func(string) bool) {
		for i := range p.Versions {
			if v := &p.Versions[i]; !yield(v.Key) || !yield(v.ID) {
				return
			}
		}
	}
	return t.follow(r.From.Key+"\x00"+r.From.ID, next, len(p.Versions), ids)
}

// Versions lists the versions of one object, the newest first.
func (c *Client) Versions(ctx context.Context, bucket, key string) ([]Version, error) {
	var (
		list  []Version
		trail Trail
	)
	for r := (VersionRequest{Bucket: bucket, Prefix: key}); ; {
		p, err := c.VersionPage(ctx, r)
		if err != nil {
			return nil, err
		}
		more := true
		for _, v := range p.Versions { // the key sorts before those that begin with it: the first other one ends it
			if more = v.Key == key; !more {
				break
			}
			list = append(list, v)
		}
		if !more || p.Done {
			break
		}
		why := trail.followVersions(r, p)
		if len(list) > maxVersions {
			why = fmt.Sprintf("there are more than %d", maxVersions)
		}
		if why != "" {
			return nil, incomplete(actionVersions(), uri(bucket, key), why)
		}
		r.From = p.Next
	}
	slices.SortStableFunc(list, newestFirst)
	return list, nil
}

// maxVersions bounds the list, which is kept as a whole.
const maxVersions = 100_000

// versionsOf puts the versions and the delete markers of a page, which come apart,
// together again. Versions of one key share its memory.
func versionsOf(prefix string, out *s3.ListObjectVersionsOutput) []Version {
	escaped := out.EncodingType == types.EncodingTypeUrl
	list := make([]Version, 0, len(out.Versions)+len(out.DeleteMarkers))
	for _, v := range out.Versions {
		list = append(list, Version{
			Key: plainKey(v.Key, escaped), ID: aws.ToString(v.VersionId), Size: max(aws.ToInt64(v.Size), 0), Modified: aws.ToTime(v.LastModified),
			ETag: bareETag(v.ETag), Class: string(v.StorageClass), Latest: aws.ToBool(v.IsLatest),
		})
	}
	for _, m := range out.DeleteMarkers {
		list = append(list, Version{
			Key: plainKey(m.Key, escaped), ID: aws.ToString(m.VersionId), Modified: aws.ToTime(m.LastModified),
			Latest: aws.ToBool(m.IsLatest), Deleted: true,
		})
	}
	slices.SortStableFunc(list, func(a, b Version) int { return cmp.Or(strings.Compare(a.Key, b.Key), newestFirst(a, b)) })
	for i := range list {
		list[i].Foreign = !strings.HasPrefix(list[i].Key, prefix)
		if i > 0 && list[i].Key == list[i-1].Key {
			list[i].Key = list[i-1].Key
		}
		if i > 0 && list[i].Class == list[i-1].Class {
			list[i].Class = list[i-1].Class
		}
	}
	return list
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

// Versioning is what the bucket does about versions: "Enabled" keeps every one, so
// that an overwrite leaves what was shared where it was; "Suspended" keeps those that
// there are; empty for a bucket that never kept any.
func (c *Client) Versioning(ctx context.Context, bucket string) (string, error) {
	status, err := c.versioning(ctx, bucket)
	return string(status), err
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
