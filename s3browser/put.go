package s3browser

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/address"
)

// PutRequest is a small object that is to be stored.
type PutRequest struct {
	Bucket, Key  string
	Body         []byte
	ContentType  string
	CacheControl string
	Metadata     map[string]string // x-amz-meta-, names in lower case; it tells the object from another of that name
}

// TakenError says that something is stored there already, which is left as it is.
type TakenError struct{ Bucket, Key string }

func (e *TakenError) Error() string {
	return printable(uri(e.Bucket, e.Key)) + " is there already, and is left as it is"
}

func actionPut() action { return action{"put", "storing", "s3:PutObject", ""} }

var errNoMetadata = errors.New("an object that is stored anew needs metadata that tells it from others")

// PutNew stores an object where none is, and never over one: *TakenError. Its version is
// empty where the bucket keeps none. AWS takes If-None-Match as it is meant; a server of
// one's own may not know it, so it is asked first whether something is there. Where the
// answer was lost, what is there is looked at: what has this metadata is ours.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func (c *Client) PutNew(ctx context.Context, r PutRequest) (version string, err error) {
	if err := checkBucket(actionPut(), r.Bucket); err != nil {
		return "", err
	}
	if len(r.Metadata) == 0 {
		return "", errNoMetadata
	}
	l, err := c.ready(ctx)
	if err != nil {
		return "", err
	}
	free := false
	if address.OwnServer(l.settings.Endpoint) {
		if free, err = c.free(ctx, r); err != nil {
			return "", err
		}
	}
	return c.putOnce(ctx, l.config.Retryer(), r, free)
}

// putOnce stores, again where the server has not, and never twice: a server that does not
// know If-None-Match would keep a version of each attempt, of which nobody would know the
// first. So it is looked, before each further one, whether something is there.
func (c *Client) putOnce(ctx context.Context, tries aws.Retryer, r PutRequest, free bool) (version string, err error) {
	onlyNew := aws.String("*")
	for n := 1; ; n++ {
		version, err = c.put(ctx, r, onlyNew)
		known, ok := errors.AsType[*Error](err)
		switch {
		case !ok: // it is stored, or was never sent
			return version, err
		case known.Unsupported() && free && onlyNew != nil: // it was just seen that nothing is there
			onlyNew, n = nil, 0
			continue
		case known.Status != 0 && known.Status < http.StatusInternalServerError && known.Status != http.StatusPreconditionFailed && !tries.IsErrorRetryable(known.Cause):
			return "", err // what S3 says with 400 of a slow line is tried again, by its code
		}
		there, version, lost := c.afterLost(ctx, r)
		switch {
		case there:
			return version, lost
		case known.Status == http.StatusPreconditionFailed:
			return "", &TakenError{r.Bucket, r.Key}
		case lost != nil || n >= tries.MaxAttempts() || !tries.IsErrorRetryable(known.Cause):
			return "", err
		}
		if err := c.rest(ctx, tries, n, known.Cause); err != nil {
			return "", err
		}
	}
}

// afterLost looks what is there where it is not known whether something was stored: ours, or
// *TakenError. Without an error nothing is there; with another one nobody knows.
func (c *Client) afterLost(ctx context.Context, r PutRequest) (there bool, version string, err error) {
	h, err := c.Head(context.WithoutCancel(ctx), r.Bucket, r.Key, "")
	known, ok := errors.AsType[*Error](err)
	switch {
	case err == nil && h.of(r):
		return true, h.VersionID, nil
	case err == nil:
		return true, "", &TakenError{r.Bucket, r.Key}
	case ok && known.Kind == NotFound:
		return false, "", nil
	}
	return false, "", err
}

// rest waits before another attempt.
func (c *Client) rest(ctx context.Context, tries aws.Retryer, n int, cause error) error {
	pause, err := tries.RetryDelay(n, cause)
	if err != nil {
		return err
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return &Error{Kind: Cancelled, Cause: ctx.Err(), Sentence: actionPut().doing + ": cancelled"}
	case <-timer.C:
		return nil
	}
}

// free refuses a key at which something is, and reports that nothing was seen there. A
// server that does not tell those who may not list is left to If-None-Match.
func (c *Client) free(ctx context.Context, r PutRequest) (seen bool, err error) {
	_, err = c.Head(ctx, r.Bucket, r.Key, "")
	known, ok := errors.AsType[*Error](err)
	switch {
	case err == nil:
		return false, &TakenError{r.Bucket, r.Key}
	case ok && known.Kind == NotFound:
		return true, nil
	case ok && known.Kind == AccessDenied:
		return false, nil
	}
	return false, err
}

func (c *Client) put(ctx context.Context, r PutRequest, ifNoneMatch *string) (version string, err error) {
	_, err = c.call(ctx, actionPut(), r.Bucket, r.Key, func(ctx context.Context, api *s3.Client) error {
		out, err := api.PutObject(ctx, &s3.PutObjectInput{
			Bucket: aws.String(r.Bucket), Key: aws.String(r.Key), Body: bytes.NewReader(r.Body), ContentLength: aws.Int64(int64(len(r.Body))),
			ContentType: given(r.ContentType), CacheControl: given(r.CacheControl), Metadata: r.Metadata, IfNoneMatch: ifNoneMatch,
		}, func(o *s3.Options) { o.Retryer = aws.NopRetryer{} })
		if err != nil {
			return err
		}
		version = aws.ToString(out.VersionId)
		return ofStore(out.ResultMetadata, "")
	})
	return version, err
}

// of reports what was stored by a request of ours.
func (h Head) of(r PutRequest) bool {
	if h.Size != int64(len(r.Body)) {
		return false
	}
	for name, value := range r.Metadata {
		if h.Metadata[name] != value {
			return false
		}
	}
	return true
}
