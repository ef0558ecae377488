package s3browser

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// ListRequest asks for one page of a bucket.
type ListRequest struct {
	Bucket    string
	Prefix    string // a folder ends with "/"
	Token     string // Page.Next of the page before
	Recursive bool   // every object below the prefix, no folders
	Max       int    // 1 to 1000; 0: 1000
}

// Page is one page of a listing, in the order of the keys' bytes.
type Page struct {
	Entries []Entry
	Next    string // for ListRequest.Token; empty when Done, or where the server fails to say
	Done    bool
}

// Entry is an object or a folder. The strings of one page share one piece of
// memory, which lives as long as any of them.
type Entry struct {
	Key      string // the whole key; of a folder with its last "/"
	Size     int64  // bytes
	Modified time.Time
	Class    string // storage class, such as STANDARD; empty where unsaid
	ETag     string // without quotes
	Folder   bool

	// Foreign says that the entry does not belong into this listing: its key does
	// not begin with the prefix that was asked for, or it is a folder that does not
	// end in "/", or there should be no folders. No honest server sends one.
	Foreign bool
}

// List gets one page. The marker object that some tools store for a folder
// (an empty object named as the prefix itself) is left away. Whoever reads
// on needs a Trail: the server may lead anywhere.
func (c *Client) List(ctx context.Context, r ListRequest) (Page, error) { return c.list(ctx, r, nil) }

// list is List in memory for entries that is no longer needed.
func (c *Client) list(ctx context.Context, r ListRequest, memory []Entry) (Page, error) {
	if err := checkBucket(actionList(), r.Bucket); err != nil {
		return Page{}, err
	}
	in := &s3.ListObjectsV2Input{
		Bucket:            aws.String(r.Bucket),
		Prefix:            given(r.Prefix),
		ContinuationToken: given(r.Token),
		EncodingType:      types.EncodingTypeUrl, // XML cannot carry every key
	}
	if !r.Recursive {
		in.Delimiter = aws.String("/")
	}
	if r.Max > 0 {
		in.MaxKeys = aws.Int32(int32(min(r.Max, 1000)))
	}
	var page Page
	_, err := c.call(ctx, actionList(), r.Bucket, r.Prefix, func(ctx context.Context, api *s3.Client) error {
		_, err := api.ListObjectsV2(ctx, in, func(o *s3.Options) {
			o.APIOptions = append(o.APIOptions, (&pageReader{asked: r, page: &page, memory: memory, desks: &c.desks}).install)
		})
		return err
	})
	if err != nil {
		return Page{}, err
	}
	return page, nil
}

// given is nil for an empty string, so that no empty parameter is sent.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
