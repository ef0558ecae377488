package s3browser

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Bucket is one bucket of the account.
type Bucket struct {
	Name    string
	Created time.Time
	Region  string // empty where the server does not say
}

// Buckets lists the buckets of the account, in the server's order. Regions
// that it names are remembered.
func (c *Client) Buckets(ctx context.Context) ([]Bucket, error) {
	var (
		list  []Bucket
		token *string
	)
	l, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	// AWS tells the regions only when it is asked in pages. Others may not
	// know the parameter.
	var page *int32
	if l.settings.Endpoint == "" {
		page = aws.Int32(1000)
	}
	for {
		var out *s3.ListBucketsOutput
		_, err := c.call(ctx, actionBuckets(), "", "", func(ctx context.Context, api *s3.Client) (err error) {
			out, err = api.ListBuckets(ctx, &s3.ListBucketsInput{MaxBuckets: page, ContinuationToken: token})
			return err
		})
		if err != nil {
			return nil, err
		}
		regions := map[string]string{}
		for _, b := range out.Buckets {
			found := Bucket{Name: aws.ToString(b.Name), Created: aws.ToTime(b.CreationDate), Region: aws.ToString(b.BucketRegion)}
			regions[found.Name] = found.Region
			list = append(list, found)
		}
		c.rememberAll(regions)
		if aws.ToString(out.ContinuationToken) == "" || aws.ToString(out.ContinuationToken) == aws.ToString(token) {
			return list, nil
		}
		token = out.ContinuationToken
	}
}
