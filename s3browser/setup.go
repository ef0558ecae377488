package s3browser

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// How a bucket is set up. Each part takes a right of its own, so that each is a
// request of its own and may be refused alone.

func actionEncryption() action {
	return action{"encryption", "reading the encryption of", "s3:GetEncryptionConfiguration", ""}
}

func actionPublic() action {
	return action{"public access", "reading the public access block of", "s3:GetBucketPublicAccessBlock", ""}
}

func actionLifecycle() action {
	return action{"lifecycle", "reading the lifecycle of", "s3:GetLifecycleConfiguration", ""}
}

func actionLock() action {
	return action{"object lock", "reading the object lock of", "s3:GetBucketObjectLockConfiguration", ""}
}

// Encryption is what a bucket does with objects that come without a wish of their
// own. The zero Encryption is none.
type Encryption struct {
	Algorithm string // "AES256", "aws:kms", "aws:kms:dsse"
	KMSKeyID  string
}

// Encryption reads the default encryption of a bucket.
func (c *Client) Encryption(ctx context.Context, bucket string) (e Encryption, err error) {
	var out *s3.GetBucketEncryptionOutput
	err = c.ofBucket(ctx, actionEncryption(), bucket, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetBucketEncryption(ctx, &s3.GetBucketEncryptionInput{Bucket: aws.String(bucket)}, document{rootEncryption}.option)
		return err
	})
	if without(err, "ServerSideEncryptionConfigurationNotFoundError") {
		return e, nil
	}
	if err != nil || out.ServerSideEncryptionConfiguration == nil {
		return e, err
	}
	for _, r := range out.ServerSideEncryptionConfiguration.Rules {
		if d := r.ApplyServerSideEncryptionByDefault; d != nil {
			e = Encryption{string(d.SSEAlgorithm), aws.ToString(d.KMSMasterKeyID)}
		}
	}
	return e, nil
}

// PublicAccess is what a bucket forbids the public, whatever its policy and its
// lists of rights say. The zero PublicAccess forbids nothing.
type PublicAccess struct{ BlockACLs, IgnoreACLs, BlockPolicy, Restrict bool }

// PublicAccess reads the public access block of a bucket. That of its account may
// forbid more.
func (c *Client) PublicAccess(ctx context.Context, bucket string) (p PublicAccess, err error) {
	var out *s3.GetPublicAccessBlockOutput
	err = c.ofBucket(ctx, actionPublic(), bucket, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetPublicAccessBlock(ctx, &s3.GetPublicAccessBlockInput{Bucket: aws.String(bucket)}, document{rootPublic}.option)
		return err
	})
	if without(err, "NoSuchPublicAccessBlockConfiguration") {
		return p, nil
	}
	if err != nil || out.PublicAccessBlockConfiguration == nil {
		return p, err
	}
	b := out.PublicAccessBlockConfiguration
	return PublicAccess{aws.ToBool(b.BlockPublicAcls), aws.ToBool(b.IgnorePublicAcls), aws.ToBool(b.BlockPublicPolicy), aws.ToBool(b.RestrictPublicBuckets)}, nil
}

// ObjectLock is whether objects of a bucket can be locked, and for how long they are
// from the start. The zero ObjectLock is off.
type ObjectLock struct {
	On          bool
	Mode        string // "GOVERNANCE" or "COMPLIANCE"; empty: new objects are not locked by themselves
	Days, Years int    // one of them, where there is a mode
}

// ObjectLock reads the object lock of a bucket.
func (c *Client) ObjectLock(ctx context.Context, bucket string) (l ObjectLock, err error) {
	var out *s3.GetObjectLockConfigurationOutput
	err = c.ofBucket(ctx, actionLock(), bucket, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetObjectLockConfiguration(ctx, &s3.GetObjectLockConfigurationInput{Bucket: aws.String(bucket)}, document{rootLock}.option)
		return err
	})
	if without(err, "ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration") {
		return l, nil
	}
	if err != nil || out.ObjectLockConfiguration == nil {
		return l, err
	}
	l.On = out.ObjectLockConfiguration.ObjectLockEnabled == types.ObjectLockEnabledEnabled
	if r := out.ObjectLockConfiguration.Rule; r != nil && r.DefaultRetention != nil {
		d := r.DefaultRetention
		l.Mode, l.Days, l.Years = string(d.Mode), int(aws.ToInt32(d.Days)), int(aws.ToInt32(d.Years))
	}
	return l, nil
}

// LifecycleRule is one rule by which a bucket tidies itself up. Zero numbers of days
// and times stand for what the rule does not do.
type LifecycleRule struct {
	Name     string
	Off      bool
	Prefix   string // of the keys that it is about; empty: all
	Tags     []Tag  // that an object must carry
	Smaller  int64  // bytes that an object must stay below; 0: any size
	Larger   int64  // bytes that an object must exceed
	Days     int    // after which objects are removed
	Date     time.Time
	Old      int // days after which versions that are current no more are removed
	Keep     int // of those, the newest so many are kept
	Markers  bool
	Parts    int // days after which unfinished uploads are removed
	Moves    []Move
	OldMoves []Move
}

// Move is a change of storage class after some days, or at a date.
type Move struct {
	Days  int
	Date  time.Time
	Class string
}

// Lifecycle reads the rules of a bucket, in the server's order.
func (c *Client) Lifecycle(ctx context.Context, bucket string) (rules []LifecycleRule, err error) {
	var out *s3.GetBucketLifecycleConfigurationOutput
	err = c.ofBucket(ctx, actionLifecycle(), bucket, func(ctx context.Context, api *s3.Client) (err error) {
		out, err = api.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: aws.String(bucket)}, document{rootLifecycle}.option)
		return err
	})
	if without(err, "NoSuchLifecycleConfiguration") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range out.Rules {
		rules = append(rules, ruleOf(&out.Rules[i]))
	}
	return rules, nil
}

func (c *Client) ofBucket(ctx context.Context, a action, bucket string, do func(context.Context, *s3.Client) error) error {
	if err := checkBucket(a, bucket); err != nil {
		return err
	}
	_, err := c.call(ctx, a, bucket, "", do)
	return err
}

func ruleOf(r *types.LifecycleRule) LifecycleRule {
	out := LifecycleRule{Name: aws.ToString(r.ID), Off: r.Status != types.ExpirationStatusEnabled, Prefix: aws.ToString(r.Prefix)} //nolint:staticcheck // old rules have it there
	out.narrow(r.Filter)
	if e := r.Expiration; e != nil {
		out.Days, out.Date, out.Markers = int(aws.ToInt32(e.Days)), aws.ToTime(e.Date), aws.ToBool(e.ExpiredObjectDeleteMarker)
	}
	if e := r.NoncurrentVersionExpiration; e != nil {
		out.Old, out.Keep = int(aws.ToInt32(e.NoncurrentDays)), int(aws.ToInt32(e.NewerNoncurrentVersions))
	}
	if a := r.AbortIncompleteMultipartUpload; a != nil {
		out.Parts = int(aws.ToInt32(a.DaysAfterInitiation))
	}
	for _, t := range r.Transitions {
		out.Moves = append(out.Moves, Move{int(aws.ToInt32(t.Days)), aws.ToTime(t.Date), string(t.StorageClass)})
	}
	for _, t := range r.NoncurrentVersionTransitions {
		out.OldMoves = append(out.OldMoves, Move{Days: int(aws.ToInt32(t.NoncurrentDays)), Class: string(t.StorageClass)})
	}
	return out
}

// narrow takes over which objects a rule is about.
func (r *LifecycleRule) narrow(f *types.LifecycleRuleFilter) {
	if f == nil {
		return
	}
	if f.Prefix != nil {
		r.Prefix = *f.Prefix
	}
	r.Larger, r.Smaller = aws.ToInt64(f.ObjectSizeGreaterThan), aws.ToInt64(f.ObjectSizeLessThan)
	tags := []types.Tag{}
	if f.Tag != nil {
		tags = append(tags, *f.Tag)
	}
	if a := f.And; a != nil {
		if a.Prefix != nil {
			r.Prefix = *a.Prefix
		}
		r.Larger, r.Smaller, tags = aws.ToInt64(a.ObjectSizeGreaterThan), aws.ToInt64(a.ObjectSizeLessThan), a.Tags
	}
	for _, t := range tags {
		r.Tags = append(r.Tags, Tag{aws.ToString(t.Key), aws.ToString(t.Value)})
	}
}
