package s3browser

import (
	"context"
	"errors"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/refusal"
)

// call makes one request about bucket, in the region that is known of it. When
// the answer says that the bucket is elsewhere, the request is made once more,
// there. A region is remembered when a request that was signed for it was
// accepted: whoever refuses may say anything.
func (c *Client) call(ctx context.Context, a action, bucket, key string, do func(context.Context, *s3.Client) error) (*note, error) {
	l, err := c.ready(ctx)
	if err != nil {
		return nil, err
	}
	ctx = c.withBudget(ctx)
	region := c.regionFor(l, bucket)
	n, err := c.attempt(ctx, l, region, do)
	if err != nil && n.skewed { // refused for the time alone, perhaps
		n, err = c.attempt(ctx, l, region, do)
	}
	named := n.region == region || region != l.settings.Region
	if err != nil {
		if there := c.elsewhere(ctx, l, bucket, region, n); there != "" {
			region, named = there, true
			n, err = c.attempt(ctx, l, there, do)
		}
	}
	if named && accepted(n, err) {
		c.remember(bucket, region)
	}
	if bucket != "" && accepted(n, err) {
		c.proved(l)
	}
	if err != nil {
		return nil, c.explain(a, uri(bucket, key), n, err)
	}
	return n, nil
}

// accepted reports an answer to a request whose signature the server took for
// good: the answer that was asked for, or that there is no such object.
func accepted(n *note, err error) bool {
	return err == nil || n.status == http.StatusNotFound && refusal.Explain(n.refusal).Kind == refusal.Missing
}

// regionFor is the region to ask in: the bucket's, else the one that the list of
// buckets names, else the one that the server has taken as its own, else that of
// the settings.
func (c *Client) regionFor(l *loaded, bucket string) string {
	if region, ok := c.RememberedRegion(bucket); ok {
		return region
	}
	if region := c.heard(bucket); region != "" {
		return region
	}
	if region, ok := c.RememberedRegion(own); ok {
		return region
	}
	return l.settings.Region
}

// ready loads the configuration and makes sure of the credentials, so that
// their failures are told apart from those of the request.
func (c *Client) ready(ctx context.Context) (*loaded, error) {
	l, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.credentials(ctx, l); err != nil {
		return nil, err
	}
	return l, nil
}

func (c *Client) attempt(ctx context.Context, l *loaded, region string, do func(context.Context, *s3.Client) error) (*note, error) {
	ctx, n := noted(ctx)
	return n, do(ctx, c.api(l, region))
}

// elsewhere is the region to try after a refusal, or empty.
func (c *Client) elsewhere(ctx context.Context, l *loaded, bucket, tried string, n *note) string {
	if !misdirected(n, tried) {
		return ""
	}
	if n.region == "" && bucket != "" {
		found, _ := c.locate(ctx, l, bucket)
		n.region = found
	}
	if n.region == tried || !l.settings.reaches(n.region) {
		return ""
	}
	return n.region
}

// misdirected reports a refusal that comes from asking in the wrong region. A
// HEAD has no body: there a 400 with another region in its headers is one.
func misdirected(n *note, tried string) bool {
	if refusal.Explain(n.refusal).Kind == refusal.WrongRegion {
		return true
	}
	return n.status == http.StatusBadRequest && n.refusal.Code == "" && n.region != "" && n.region != tried
}

// Region finds the region of a bucket by one HEAD request. AWS names it even to
// those who may not see the bucket. It is remembered when a request is accepted
// there.
func (c *Client) Region(ctx context.Context, bucket string) (string, error) {
	if err := checkBucket(actionRegion(), bucket); err != nil {
		return "", err
	}
	if region, ok := c.RememberedRegion(bucket); ok {
		return region, nil
	}
	l, err := c.ready(ctx)
	if err != nil {
		return "", err
	}
	return c.locate(c.withBudget(ctx), l, bucket)
}

// locate asks for a bucket's region. A server of its own kind that names none
// has only one: its own. Some name it only in the body of a refusal, which a
// HEAD does not have; there a GET finds where to ask again.
func (c *Client) locate(ctx context.Context, l *loaded, bucket string) (string, error) {
	region := c.regionFor(l, own)
	n, err := c.attempt(ctx, l, region, headBucket(bucket))
	if err != nil && n.region == "" && misdirected(n, region) {
		said, _ := c.attempt(ctx, l, region, peek(bucket))
		if said.region != "" {
			region = said.region
			n, err = c.attempt(ctx, l, region, headBucket(bucket))
		}
	}
	switch {
	case n.region != "" && n.status != http.StatusNotFound:
		return n.region, nil
	case err != nil:
		return "", c.explain(actionRegion(), uri(bucket, ""), n, err)
	}
	return region, nil
}

func headBucket(bucket string) func(context.Context, *s3.Client) error {
	return func(ctx context.Context, api *s3.Client) error {
		_, err := api.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(bucket)})
		return err
	}
}

// peek is the smallest request about a bucket whose refusal has a body.
func peek(bucket string) func(context.Context, *s3.Client) error {
	return func(ctx context.Context, api *s3.Client) error {
		_, err := api.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket), MaxKeys: aws.Int32(1)})
		return err
	}
}

var errNoBucket = errors.New("no bucket named")

// checkBucket refuses an empty name, which the SDK would sign as the address
// of the whole account.
func checkBucket(a action, bucket string) error {
	if bucket != "" {
		return nil
	}
	return &Error{Kind: NotFound, Cause: errNoBucket, Sentence: a.doing + " nothing: no bucket named", Hint: "write s3://BUCKET/KEY"}
}
