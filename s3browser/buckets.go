package s3browser

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/address"
)

// Bucket is one bucket of the account.
type Bucket struct {
	Name    string
	Created time.Time
	Region  string // empty where the server does not say
}

// maxBuckets bounds the list, which is kept as a whole. AWS gives an account
// 10,000, and a million on request.
const maxBuckets = 250_000

// Buckets lists the buckets of the account, in the server's order. Regions
// that it names are tried first when their buckets are asked for.
func (c *Client) Buckets(ctx context.Context) ([]Bucket, error) {
	l, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	in := &s3.ListBucketsInput{}
	// AWS tells the regions only when it is asked in pages. Others may not
	// know the parameter.
	if l.settings.Endpoint == "" {
		in.MaxBuckets = aws.Int32(1000)
	}
	var (
		list  []Bucket
		trail Trail
	)
	for {
		var out *s3.ListBucketsOutput
		_, err := c.call(ctx, actionBuckets(), "", "", func(ctx context.Context, api *s3.Client) (err error) {
			out, err = api.ListBuckets(ctx, in, document{rootBuckets}.option)
			return err
		})
		if err != nil {
			return nil, err
		}
		found, names := bucketsOf(out)
		c.hear(l, found)
		list = append(list, found...)
		next := aws.ToString(out.ContinuationToken)
		if next == "" {
			return list, nil
		}
		why := trail.follow(aws.ToString(in.ContinuationToken), next, len(names), slices.Values(names))
		if len(list) > maxBuckets {
			why = fmt.Sprintf("there are more than %d", maxBuckets)
		}
		if why != "" {
			return nil, incomplete(actionBuckets(), "", why)
		}
		in.ContinuationToken = out.ContinuationToken
	}
}

// bucketsOf are the buckets of a page, without those that have no bucket's name.
func bucketsOf(out *s3.ListBucketsOutput) (list []Bucket, names []string) {
	for _, b := range out.Buckets {
		found := Bucket{Name: strings.Clone(aws.ToString(b.Name)), Created: aws.ToTime(b.CreationDate), Region: aws.ToString(b.BucketRegion)}
		if !isBucket(found.Name) {
			continue
		}
		if !isRegion(found.Region) {
			found.Region = ""
		}
		list, names = append(list, found), append(names, found.Name)
	}
	return list, names
}

// isBucket reports what may be the name of a bucket anywhere. An ARN from a server
// would lead to the host of its choice.
func isBucket(name string) bool {
	return name != "" && len(name) <= 255 && !address.IsARN(name) && !strings.ContainsAny(name, "/?#\\")
}
