package s3browser

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"signet/share/refusal"
)

// maxEntries bounds the objects and folders of a page. 1,000 are asked for; some
// servers have another idea, but no page is ten times as long.
const maxEntries = 10_000

// pageReader takes the place of the SDK's deserializer for ListObjectsV2,
// which costs 7 ms of CPU and 55,000 allocations a page.
type pageReader struct {
	asked  ListRequest
	page   *Page
	memory []Entry    // for the page's; nil: its own
	desks  *sync.Pool // of *desk
}

// install puts the reader in its place. The SDK's look-out for refusals under
// a status of 200 goes: it parses what the reader is about to read.
func (p *pageReader) install(stack *middleware.Stack) error {
	if _, err := stack.Deserialize.Remove("S3:ProcessResponseFor200Error"); err != nil {
		return err
	}
	_, err := stack.Deserialize.Swap(p.ID(), p)
	return err
}

// ID is the name of the middleware that this one replaces.
func (*pageReader) ID() string { return "OperationDeserializer" }

// HandleDeserialize reads the page, or says what the server said instead.
func (p *pageReader) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	response, out, metadata, err := transported(ctx, in, next)
	if err != nil {
		return out, metadata, err
	}
	defer func() { _ = response.Body.Close() }() // what was replaced would
	d := p.desk()
	defer p.desks.Put(d)
	if _, err := d.body.ReadFrom(response.Body); err != nil {
		return out, metadata, &smithyhttp.RequestSendError{Err: err} // worth another attempt, save for garbage
	}
	body := d.body.Bytes()
	if refusedAfterAll(ctx, response, body) || response.StatusCode >= http.StatusMultipleChoices {
		return out, metadata, apiError(response, body)
	}
	*p.page, err = d.decode(body, p.asked, p.memory)
	if err != nil {
		return out, metadata, err
	}
	out.Result = &s3.ListObjectsV2Output{}
	return out, metadata, nil
}

// desk is the memory that a page is read in. The page keeps nothing of it, so the
// next one is read in the same.
type desk struct {
	body bytes.Buffer
	list listing
}

func (p *pageReader) desk() *desk {
	if d, ok := p.desks.Get().(*desk); ok {
		d.body.Reset()
		return d
	}
	return new(desk)
}

// isRefusal reports an error that S3 sends with a status of 200, when it fails
// after it has begun to answer.
func isRefusal(body []byte) bool {
	start := body[:min(len(body), 256)]
	if end := bytes.Index(start, []byte("?>")); end >= 0 {
		start = start[end+2:]
	}
	return bytes.HasPrefix(bytes.TrimLeft(start, " \t\r\n"), []byte("<Error"))
}

// apiError is the form in which the SDK's retries know a refusal.
func apiError(response *smithyhttp.Response, body []byte) error {
	a := refusal.Parse(response.StatusCode, response.Header, body)
	code := a.Code
	code = cmp.Or(code, "UnknownError")
	return &smithyhttp.ResponseError{
		Response: response,
		Err:      &smithy.GenericAPIError{Code: code, Message: a.Message},
	}
}

// decode reads the XML of ListObjectsV2. What the fast scan does not take
// for granted goes to the slow one, whose word counts.
func (d *desk) decode(body []byte, asked ListRequest, memory []Entry) (Page, error) {
	l := &d.list
	if !scanListing(body, l) {
		var err error
		if l, err = readListing(body); err != nil {
			return Page{}, err
		}
	}
	if len(l.objects)+len(l.folders) > maxEntries {
		return Page{}, &garbageError{want: rootObjects, cause: errTooLarge}
	}
	if stray(l.bucket, asked.Bucket) {
		return Page{}, &strayError{l.bucket}
	}
	return l.page(asked, memory), nil
}
