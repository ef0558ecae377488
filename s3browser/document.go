package s3browser

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The root elements of the answers that are read, and what each is.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
const (
	rootBuckets    = "ListAllMyBucketsResult"
	rootObjects    = "ListBucketResult"
	rootVersions   = "ListVersionsResult"
	rootVersioning = "VersioningConfiguration"
	rootTags       = "Tagging"
	rootEncryption = "ServerSideEncryptionConfiguration"
	rootPublic     = "PublicAccessBlockConfiguration"
	rootLifecycle  = "LifecycleConfiguration"
	rootLock       = "ObjectLockConfiguration"
)

func nameOfRoot(root string) string {
	return map[string]string{
		rootBuckets: "a list of buckets", rootObjects: "a list of objects",
		rootVersions: "a list of versions", rootVersioning: "the versioning of a bucket",
		rootTags: "the tags of an object", rootEncryption: "the encryption of a bucket", rootPublic: "what a bucket lets the public do",
		rootLifecycle: "the lifecycle of a bucket", rootLock: "the object lock of a bucket",
	}[root]
}

// document judges the XML of an answer before the SDK reads it. The SDK takes
// any root for the one it wants, and nothing at all for an empty list.
type document struct{ root string }

// option has one call use it.
func (d document) option(o *s3.Options) { o.APIOptions = append(o.APIOptions, d.install) }

// install puts it before the SDK's deserializer. What the SDK does about refusals
// under a status of 200 is done here.
func (d document) install(stack *middleware.Stack) error {
	_, _ = stack.Deserialize.Remove("S3:ProcessResponseFor200Error") // where it is
	return stack.Deserialize.Insert(d, "OperationDeserializer", middleware.After)
}

// ID is the name of the middleware.
func (document) ID() string { return "signet:document" }

// transported is what the transport has brought.
func transported(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	response *smithyhttp.Response, out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
) {
	out, metadata, err = next.HandleDeserialize(ctx, in)
	if err != nil {
		return nil, out, metadata, err
	}
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if !ok {
		err = &smithy.DeserializationError{Err: fmt.Errorf("unexpected transport %T", out.RawResponse)}
	}
	return response, out, metadata, err
}

// HandleDeserialize reads the body, bounded by the transport, and hands it on.
func (d document) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	response, out, metadata, err := transported(ctx, in, next)
	if err != nil {
		return out, metadata, err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return out, metadata, nil
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return out, metadata, &smithyhttp.RequestSendError{Err: err} // worth another attempt, save for garbage
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if refusedAfterAll(ctx, response, body) {
		return out, metadata, nil
	}
	return out, metadata, wellFormed(body, d.root)
}

// refusedAfterAll turns a refusal under a status of 200 into one under 500, as the
// SDK takes it.
func refusedAfterAll(ctx context.Context, response *smithyhttp.Response, body []byte) bool {
	if response.StatusCode >= http.StatusMultipleChoices || !isRefusal(body) {
		return false
	}
	response.StatusCode = http.StatusInternalServerError
	noteOf(ctx).refuse(response.Response, body)
	return true
}

// wellFormed reads a document to the end of its root element.
func wellFormed(body []byte, want string) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	root, depth := "", 0
	for {
		token, err := d.Token()
		if err != nil {
			return notXML(body, want, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if root == "" {
				root = t.Name.Local
			}
			if root != want {
				return otherRoot(body, root, want)
			}
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return nil
			}
		}
	}
}

// garbageError is an answer that is not the document that was asked for.
type garbageError struct {
	cutOff bool
	want   string // root element
	came   string // root element; empty: no XML, or damaged
	what   string // what else it is, in words; empty: unknown
	cause  error
}

func (e *garbageError) Error() string {
	return "not the document that was asked for: " + e.cause.Error()
}
func (e *garbageError) Unwrap() error { return e.cause }

// otherRoot is the error of a document of another kind.
func otherRoot(body []byte, came, want string) error {
	cause := errors.New("another document")
	if strings.EqualFold(came, "html") {
		return notXML(body, want, cause)
	}
	return &garbageError{want: want, came: came, cause: cause}
}

// notXML says what came where there is no XML, or none to its end.
func notXML(body []byte, want string, cause error) *garbageError {
	e := &garbageError{want: want, cutOff: cutOff(body, want, cause), cause: cause}
	var syntax *xml.SyntaxError
	start := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 512)], "\ufeff \t\r\n"))
	switch {
	case len(start) == 0:
		e.cutOff, e.what = true, "it is empty"
	case bytes.HasPrefix(start, []byte("<!doctype html")), bytes.Contains(start, []byte("<html")):
		e.what = webPage
	case start[0] == '{' || start[0] == '[':
		e.what = "it is JSON"
	case start[0] != '<':
		e.what = "it is no XML"
	case errors.As(cause, &syntax) && !e.cutOff:
		e.what = fmt.Sprintf("its XML is damaged in line %d (%s)", syntax.Line, printable(cut(syntax.Msg, 100)))
	}
	return e
}

// cutOff tells a document that broke off from what never was one.
func cutOff(body []byte, want string, err error) bool {
	var syntax *xml.SyntaxError
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &syntax) && syntax.Msg == "unexpected EOF"
	return ended && bytes.Contains(body[:min(len(body), 512)], []byte("<"+want))
}

// webPage is what a console answers, and the sign-in page of a network.
const webPage = "it is a web page"

// words say what came and what it means.
func (e *garbageError) words() (kind Kind, sentence, hint string) {
	switch {
	case e.cutOff && e.what != "":
		return ServerFailed, "the answer is no answer of an S3 server: " + e.what, "try again, and check the endpoint and its port"
	case e.cutOff:
		return ServerFailed, "the answer was cut off", "try again"
	case errors.Is(e.cause, errTooLarge):
		return BadEndpoint, "the answer is larger than any of an S3 server; it was not read to its end", "check the endpoint and its port"
	case e.came == rootObjects && e.want == rootBuckets:
		return BadEndpoint, "the server answers with a list of objects, not of buckets", "the endpoint seems to lead into a bucket: leave the bucket's name out of its host and path, or open the bucket by name (signet ls s3://BUCKET)"
	case e.came == rootBuckets:
		return BadEndpoint, "the server answers with a list of buckets, not with " + nameOfRoot(e.want), "the bucket's name does not seem to reach it: try path style (--path-style, or path_style = true for the place)"
	case e.came != "":
		return BadEndpoint, "the server answers with <" + printable(cut(e.came, 60)) + ">, not with " + nameOfRoot(e.want) + " (<" + e.want + ">)", "check the endpoint and its port; a proxy in between may answer in the server's place"
	case e.what == webPage:
		return BadEndpoint, "the answer does not come from an S3 server: " + e.what, "check the endpoint and its port, and whether the network asks for a sign-in first"
	case e.what != "":
		return BadEndpoint, "the answer does not come from an S3 server: " + e.what, "check the endpoint and its port"
	}
	return BadEndpoint, "the answer does not come from an S3 server", "check the endpoint and its port"
}

// misread says what of an answer the SDK cannot read. Of its errors the last tells,
// and of those about a time, which has many forms, the text itself.
func misread(err error) string {
	text := innermost(err).Error()
	if _, rest, ok := strings.Cut(text, "parsing time "); ok {
		value, _, _ := strings.Cut(rest, " as ")
		text = value + " is no time"
	}
	return strings.TrimSpace(printable(cut(text, 150)))
}
