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
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"signet/share/refusal"
)

const (
	maxRefusal = 64 << 10  // bytes that are read of a refusal's body
	maxHeader  = 256 << 10 // bytes of an answer's headers; metadata of an object has 2 kB
)

// courier carries requests and notes what the SDK does not pass on: the region
// in the headers, the server's clock, and the whole refusal.
//
// It goes nowhere but where it was sent: no redirect is followed, neither here nor
// by net/http. It waits for no server longer than its timeout, and reads no more
// of an answer than there can be in it.
type courier struct {
	source  aws.HTTPClient // nil: the SDK's own
	clock   *clock
	timeout time.Duration // see Connection
	once    sync.Once
	send    func(*http.Request) (*http.Response, error)
	err     error
}

func newCourier(source aws.HTTPClient, c *clock, timeout time.Duration) *courier {
	return &courier{source: source, clock: c, timeout: timeout}
}

// note is what the courier noted of one call; the last attempt counts.
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
func (c *courier) Do(r *http.Request) (*http.Response, error) {
	c.once.Do(c.prepare)
	if c.err != nil {
		return nil, c.err
	}
	response, err := c.bring(r)
	n := noteOf(r.Context())
	n.take(response)
	if ofOther(r, response) {
		n.date = time.Time{} // the clock of a stranger
	}
	n.skewed = c.clock.learn(n.date, time.Now())
	return response, err
}

// bring gives the answer with a body that is watched and bounded. The error names
// the host alone: an address may hold a secret.
func (c *courier) bring(r *http.Request) (*http.Response, error) {
	response, err := newWatch(r, c.timeout).answer(func(ctx context.Context) (*http.Response, error) {
		return c.send(r.WithContext(ctx))
	})
	if err != nil {
		return nil, &url.Error{Op: r.Method, URL: r.URL.Scheme + "://" + r.URL.Host, Err: err}
	}
	if response.StatusCode >= http.StatusMultipleChoices || !isStreamed(r.Context()) {
		response.Body = &bounded{ReadCloser: response.Body}
	}
	return response, nil
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
func (c *courier) prepare() {
	client := awshttp.NewBuildableClient()
	switch source := c.source.(type) {
	case nil:
	case bundle:
		client, c.err = source.client()
	case *awshttp.BuildableClient:
		client = source
	default:
		c.send = source.Do
		return
	}
	if c.err != nil {
		return
	}
	c.send = client.
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = c.timeout / 3 }). // a host that is not there shows sooner
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = c.timeout / 3
			t.MaxResponseHeaderBytes = maxHeader
			t.DisableCompression = true // S3 compresses no list
			t.MaxIdleConnsPerHost = 16
		}).
		GetTransport().RoundTrip // net/http's client would follow redirects
}

// patience is how often and how long a request is tried again: as the SDK
// does, but with a shorter pause between attempts, and not at all where
// nothing listens or no such host exists.
func patience(attempts int, pause time.Duration) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.MaxBackoff = pause
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(hopeless)}, o.Retryables...)
	})
}

func hopeless(err error) aws.Ternary {
	var (
		dns     *net.DNSError
		stalled *stalledError
		garbage *garbageError
	)
	if errors.As(err, &dns) && dns.IsNotFound || errors.Is(err, errReadOnly) || refusedConnection(err) || isTLS(err) || isGibberish(err) ||
		errors.As(err, &stalled) || errors.As(err, &garbage) {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}
