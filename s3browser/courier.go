package s3browser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"signet/share/refusal"
)

// maxRefusal bounds how much of a refusal's body is read.
const maxRefusal = 64 << 10

// courier carries requests and notes what the SDK does not pass on: the region
// in the headers, the server's clock, and the whole refusal.
type courier struct {
	source aws.HTTPClient // nil: the SDK's own
	clock  *clock
	once   sync.Once
	client aws.HTTPClient
	err    error
}

func newCourier(source aws.HTTPClient, c *clock) *courier { return &courier{source: source, clock: c} }

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
	response, err := c.client.Do(r)
	n := noteOf(r.Context())
	n.take(response)
	if ofOther(r, response) {
		n.date = time.Time{} // the clock of a stranger
	}
	n.skewed = c.clock.learn(n.date, time.Now())
	return response, err
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
	n.region = n.refusal.Region
}

// prepare makes the HTTP client at the first request, so that signing alone
// pays nothing for it.
func (c *courier) prepare() {
	client := awshttp.NewBuildableClient()
	switch source := c.source.(type) {
	case nil:
	case *bundled:
		client, c.err = source.client()
	case *awshttp.BuildableClient:
		client = source
	default:
		c.client = source
		return
	}
	if c.err != nil {
		return
	}
	c.client = client.
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = 10 * time.Second }).
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = 10 * time.Second
			t.ResponseHeaderTimeout = time.Minute
			t.MaxIdleConnsPerHost = 16
		})
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
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound || errors.Is(err, ErrReadOnly) || refusedConnection(err) || isTLS(err) {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}
