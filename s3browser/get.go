package s3browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// GetRequest asks for the content of one object, or a part of it.
type GetRequest struct {
	Bucket, Key string
	VersionID   string // empty: whatever is current
	From        int64  // the first byte
	Count       int64  // bytes from there at most; 0: all of them
	IfMatch     string // the ETag, without quotes, that the object must have; empty: any
}

// Content is what was asked for, to be read and closed. Its errors are *Error.
type Content struct {
	Body io.ReadCloser
	From int64 // where in the object it begins
	Size int64 // of the whole object; -1: the server does not say

	ETag        string // without quotes
	ContentType string
	Encoding    string // Content-Encoding
	Modified    time.Time
}

var errOtherPart = errors.New("another part")

// actionGet needs another permission where a version is named.
func actionGet(versionID string) action {
	a := actionRead()
	if versionID != "" {
		a.needs = "s3:GetObjectVersion"
	}
	return a
}

// Get opens an object's content, or a part of it, with the user's own rights: what is
// read costs what a download costs, and stands in the server's logs. No more than was
// asked for is read, whatever the server sends. The caller closes the body; the
// context ends it.
func (c *Client) Get(ctx context.Context, r GetRequest) (*Content, error) {
	a := actionGet(r.VersionID)
	if err := checkBucket(a, r.Bucket); err != nil {
		return nil, err
	}
	in := &s3.GetObjectInput{Bucket: aws.String(r.Bucket), Key: aws.String(r.Key), VersionId: given(r.VersionID), Range: given(r.span())}
	if r.IfMatch != "" {
		in.IfMatch = aws.String(`"` + r.IfMatch + `"`)
	}
	var out *s3.GetObjectOutput
	_, err := c.call(ctx, a, r.Bucket, r.Key, func(ctx context.Context, api *s3.Client) (err error) {
		if out, err = api.GetObject(streamed(ctx), in); err != nil {
			return err
		}
		if err = ofStore(out.ResultMetadata, aws.ToString(out.ContentType)); err != nil {
			_ = out.Body.Close()
		}
		return err
	})
	if known, ok := errors.AsType[*Error](err); ok && known.Status == http.StatusRequestedRangeNotSatisfiable && r.From == 0 {
		return &Content{Body: http.NoBody}, nil // of an empty object there is no first byte
	}
	if err != nil {
		return nil, err
	}
	return c.content(r, a, out)
}

// span is the Range of a request; empty for a whole object.
func (r GetRequest) span() string {
	switch {
	case r.Count > 0:
		return fmt.Sprintf("bytes=%d-%d", r.From, r.From+r.Count-1)
	case r.From > 0:
		return fmt.Sprintf("bytes=%d-", r.From)
	}
	return ""
}

// content is an answer, held against what was asked for.
func (c *Client) content(r GetRequest, a action, out *s3.GetObjectOutput) (*Content, error) {
	length := int64(-1)
	if out.ContentLength != nil {
		length = *out.ContentLength
	}
	got := &Content{
		Size: length, ETag: bareETag(out.ETag),
		ContentType: aws.ToString(out.ContentType), Encoding: aws.ToString(out.ContentEncoding), Modified: aws.ToTime(out.LastModified),
	}
	if text := aws.ToString(out.ContentRange); text != "" {
		got.From, got.Size = spanned(text)
	}
	if got.From != r.From {
		_ = out.Body.Close()
		return nil, &Error{
			Kind: Incomplete, Cause: errOtherPart, Sentence: a.doing + " " + printable(uri(r.Bucket, r.Key)) + ": the server sent another part than was asked for",
			Hint: "try again from the beginning, or tell whoever runs the server",
		}
	}
	want := int64(-1) // to the end
	if r.Count > 0 {
		want = r.Count
	}
	if length >= 0 && (want < 0 || length < want) {
		want = length
	}
	got.Body = &part{body: out.Body, left: want, due: length, explain: func(err error) error {
		return c.explain(a, uri(r.Bucket, r.Key), &note{}, err)
	}}
	return got, nil
}

// spanned reads a Content-Range: where the part begins, and the size of the whole. A
// part that cannot be read begins nowhere.
// https://www.rfc-editor.org/rfc/rfc9110#field.content-range
func spanned(text string) (from, size int64) {
	var to int64
	if n, _ := fmt.Sscanf(text, "bytes %d-%d/%d", &from, &to, &size); n == 3 && from >= 0 && size > from {
		return from, size
	}
	if n, _ := fmt.Sscanf(text, "bytes %d-%d/*", &from, &to); n == 2 && from >= 0 {
		return from, -1
	}
	return -1, -1
}

// part is a body of which no more is read than was asked for, and whose errors are
// in plain words. One that ends before its length says so.
type part struct {
	body    io.ReadCloser
	left    int64 // to be read; below 0: whatever comes
	due     int64 // that the server announced; below 0: it did not
	explain func(error) error
}

// Read reads, and explains what goes wrong.
func (p *part) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, io.EOF
	}
	if p.left > 0 && int64(len(b)) > p.left {
		b = b[:p.left]
	}
	n, err := p.body.Read(b)
	if p.left > 0 {
		p.left -= int64(n)
	}
	switch {
	case err == io.EOF && p.left > 0 && p.due >= 0:
		return n, p.explain(io.ErrUnexpectedEOF)
	case err != nil && err != io.EOF:
		return n, p.explain(err)
	}
	return n, err
}

// Close ends the request.
func (p *part) Close() error { return p.body.Close() }
