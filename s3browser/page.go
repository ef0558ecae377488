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
	asked   ListRequest
	page    *Page
	buffers *sync.Pool // of *bytes.Buffer: a page keeps nothing of the body
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
	buffer := p.buffer()
	defer p.buffers.Put(buffer)
	if _, err := buffer.ReadFrom(response.Body); err != nil {
		return out, metadata, &smithyhttp.RequestSendError{Err: err} // worth another attempt, save for garbage
	}
	body := buffer.Bytes()
	if refusedAfterAll(ctx, response, body) || response.StatusCode >= http.StatusMultipleChoices {
		return out, metadata, apiError(response, body)
	}
	*p.page, err = decodePage(body, p.asked)
	if err != nil {
		return out, metadata, err
	}
	out.Result = &s3.ListObjectsV2Output{}
	return out, metadata, nil
}

func (p *pageReader) buffer() *bytes.Buffer {
	if b, ok := p.buffers.Get().(*bytes.Buffer); ok {
		b.Reset()
		return b
	}
	return new(bytes.Buffer)
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

// decodePage reads the XML of ListObjectsV2. What the fast scan does not take
// for granted goes to the slow one, whose word counts.
func decodePage(body []byte, asked ListRequest) (Page, error) {
	l, ok := scanListing(body)
	if !ok {
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
	return l.page(asked), nil
}
