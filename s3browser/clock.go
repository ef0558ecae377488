package s3browser

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share/say"
)

// tolerated is how far this machine's clock may be off before requests are
// signed by the server's. S3 itself refuses more than 15 minutes
// (RequestTimeTooSkewed).
const tolerated = 5 * time.Minute

// farthest is how far the server's clock may be off for requests to be signed by
// it. One that is further off is wrong, or that of a server that wants requests
// that are good on another day.
const farthest = 24 * time.Hour

// clock is the server's, as far as its answers tell. The SDK corrects its own
// only by the code of a refusal, and a refused HEAD brings none.
type clock struct{ ahead atomic.Int64 } // of this machine's, nanoseconds

// learn takes the time of an answer, and reports whether requests will be
// signed by another time from now on.
func (c *clock) learn(date, now time.Time) bool {
	if date.IsZero() {
		return false
	}
	ahead := date.Sub(now)
	if ahead.Abs() > farthest {
		return false
	}
	if ahead.Abs() < tolerated {
		ahead = 0
	}
	known := time.Duration(c.ahead.Load())
	if (ahead - known).Abs() < tolerated {
		return false
	}
	c.ahead.Store(int64(ahead))
	return true
}

// Ahead is how far the server's clock is ahead of this machine's, where requests
// are signed by it for that; zero: they are signed by this machine's.
func (c *Client) Ahead() time.Duration { return time.Duration(c.clock.ahead.Load()) }

// tooFar says both clocks of an answer that came from a server whose clock is
// not believed; empty: it is.
func (n *note) tooFar(now time.Time) string {
	if n.date.IsZero() || n.date.Sub(now).Abs() <= farthest {
		return ""
	}
	return "the server's clock says " + say.UTC(n.date) + ", and this machine's " + say.UTC(now)
}

// ofOther reports an answer that came from another server than was asked.
func ofOther(r *http.Request, answer *http.Response) bool {
	return answer != nil && answer.Request != nil && answer.Request.URL.Host != r.URL.Host
}

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// signer signs requests by the server's clock.
type signer struct {
	*v4.Signer
	clock *clock
}

func (c *clock) signer() s3.HTTPSignerV4 {
	return signer{v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), c} // as S3 wants it
}

// SignHTTP signs one request; the SDK's own idea of the time is not asked.
func (s signer) SignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payloadHash, service, region string, _ time.Time, options ...func(*v4.SignerOptions)) error {
	return s.Signer.SignHTTP(ctx, credentials, r, payloadHash, service, region, s.clock.now(), options...)
}
