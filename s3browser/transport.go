package s3browser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"signet/share/refusal"
)

const (
	maxRefusal = 64 << 10  // bytes that are read of a refusal's body
	maxHeader  = 256 << 10 // bytes of an answer's headers; metadata of an object has 2 kB
)

// transport carries requests and notes what the SDK does not pass on: the region
// in the headers, the server's clock, and the whole refusal.
//
// It goes nowhere but where it was sent: no redirect is followed, neither here nor
// by net/http. It waits for no server longer than its timeout, and reads no more
// of an answer than there can be in it.
type transport struct {
	source  aws.HTTPClient // nil: the SDK's own
	clock   *clock
	timeout time.Duration // see Connection
	once    sync.Once
	send    func(*http.Request) (*http.Response, error)
	err     error
}

func newTransport(source aws.HTTPClient, c *clock, timeout time.Duration) *transport {
	return &transport{source: source, clock: c, timeout: timeout}
}

// note is what the transport noted of one call; the last attempt counts.
type note struct {
	status  int
	region  string
	date    time.Time
	skewed  bool // the answer changed the time that requests are signed by
	refusal refusal.Answer
}

type noteKey struct{}

// noted gives a context whose answers are noted. One call at a time may use it.
func noted(ctx context.Context) (context.Context, *note) {
	n := new(note)
	return context.WithValue(ctx, noteKey{}, n), n
}

// noteOf is the note that a context carries; without one, a note that nobody
// reads.
func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return new(note)
}

// Do sends one request.
func (t *transport) Do(r *http.Request) (*http.Response, error) {
	t.once.Do(t.prepare)
	if t.err != nil {
		return nil, t.err
	}
	response, err := t.bring(r)
	n := noteOf(r.Context())
	n.take(response)
	if ofOther(r, response) {
		n.date = time.Time{} // the clock of a stranger
	}
	n.skewed = t.clock.learn(n.date, time.Now())
	return response, err
}

// bring gives the answer with a body that is watched and bounded. The error names
// the host alone: an address may hold a secret.
func (t *transport) bring(r *http.Request) (*http.Response, error) {
	response, err := newWatch(r, t.timeout).answer(func(ctx context.Context) (*http.Response, error) {
		return t.send(r.WithContext(ctx))
	})
	if err != nil {
		return nil, &url.Error{Op: r.Method, URL: r.URL.Scheme + "://" + r.URL.Host, Err: err}
	}
	if response.StatusCode < http.StatusMultipleChoices && isStreamed(r.Context()) {
		return response, nil
	}
	response.Body = &bounded{ReadCloser: response.Body}
	if err := noPage(response); err != nil {
		return nil, &url.Error{Op: r.Method, URL: r.URL.Scheme + "://" + r.URL.Host, Err: err}
	}
	return response, nil
}

// pageMark is how much of an answer shows that it is a web page, in bytes.
const pageMark = 512

// noPage refuses a success that is a web page, which no store gives but as the content of an
// object: taken for one, whatever was to be changed would count as done.
func noPage(r *http.Response) error {
	if r.StatusCode >= http.StatusMultipleChoices || r.Body == nil || r.ContentLength == 0 {
		return nil
	}
	begin, err := io.ReadAll(io.LimitReader(r.Body, pageMark))
	if refusal.IsPage(begin) {
		_ = r.Body.Close()
		return &garbageError{what: webPage, cause: errors.New("a web page")}
	}
	rest := io.Reader(r.Body)
	if err != nil { // whoever reads on meets it where it is
		rest = failing{err}
	}
	r.Body = rejoined{io.MultiReader(bytes.NewReader(begin), rest), r.Body}
	return nil
}

// failing is a body that has broken off.
type failing struct{ err error }

// Read fails.
func (f failing) Read([]byte) (int, error) { return 0, f.err }

// rejoined is a body whose beginning was read already.
type rejoined struct {
	io.Reader
	io.Closer
}

func (n *note) take(r *http.Response) {
	*n = note{}
	if r == nil {
		return
	}
	n.status = r.StatusCode
	n.region = refusal.Parse(r.StatusCode, r.Header, nil).Region
	n.date, _ = http.ParseTime(r.Header.Get("Date"))
	if r.StatusCode < http.StatusMultipleChoices {
		return
	}
	// A body that breaks off has still said something.
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxRefusal))
	_ = r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	n.refuse(r, body)
}

func (n *note) refuse(r *http.Response, body []byte) {
	n.status = r.StatusCode
	n.refusal = refusal.Parse(r.StatusCode, r.Header, body)
	if r.Request != nil {
		n.refusal.Asked = r.Request.URL.Scheme + "://" + r.Request.URL.Host
	}
	n.region = n.refusal.Region
}

// prepare makes the HTTP client at the first request, so that signing alone
// pays nothing for it.
func (t *transport) prepare() {
	client := awshttp.NewBuildableClient()
	switch source := t.source.(type) {
	case nil:
	case bundle:
		client, t.err = source.client()
	case *awshttp.BuildableClient:
		client = source
	default:
		t.send = source.Do
		return
	}
	if t.err != nil {
		return
	}
	t.send = client.
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = t.timeout / 3 }). // a host that is not there shows sooner
		WithTransportOptions(func(to *http.Transport) {
			to.TLSHandshakeTimeout = t.timeout / 3
			to.MaxResponseHeaderBytes = maxHeader
			to.DisableCompression = true // S3 compresses no list
			to.MaxIdleConnsPerHost = 16
		}).
		GetTransport().RoundTrip // net/http's client would follow redirects
}
