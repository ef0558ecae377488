package s3browser

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// tolerated is how far this machine's clock may be off before requests are
// signed by the server's. S3 itself refuses more than 15 minutes
// (RequestTimeTooSkewed).
const tolerated = 5 * time.Minute

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
