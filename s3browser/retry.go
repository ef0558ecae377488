package s3browser

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"signet/share/refusal"
)

// longestPause is how long a server may have a person wait before the next attempt.
// One that asks for more is not asked again.
const longestPause = 5 * time.Second

// retryer says how often and how long a request is tried again: as the SDK
// does, but with a shorter pause between attempts, with the one that the server asks
// for, and not at all where nothing listens or no such host exists.
func retryer(attempts int, pause time.Duration) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.Backoff = retry.BackoffDelayerFunc(func(attempt int, err error) (time.Duration, error) {
			return jittered(min(time.Second<<min(attempt, 10), pause)) + askedPause(err), nil
		})
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(hopeless), retry.IsErrorRetryableFunc(passing)}, o.Retryables...)
	})
}

// jittered is half of a pause at least, and all of it at most: many that were refused at once
// do not come back at once. The SDK's own is the same for all from the second attempt on.
func jittered(pause time.Duration) time.Duration {
	return pause/2 + rand.N(pause/2+1) //nolint:gosec // no secret
}

func hopeless(err error) aws.Ternary {
	dns, ok := errors.AsType[*net.DNSError](err)
	if ok && dns.IsNotFound || errors.Is(err, errReadOnly) || refusedConnection(err) || isTLS(err) || isGibberish(err) ||
		is[*stalledError](err) || isGarbage(err) || askedPause(err) > longestPause {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// passing knows what the SDK does not try again: a document that broke off, and servers
// that ask to slow down without a word that the SDK knows.
func passing(err error) aws.Ternary {
	answer, answered := errors.AsType[*smithyhttp.ResponseError](err)
	if is[*garbageError](err) || answered && answer.HTTPStatusCode() == http.StatusTooManyRequests {
		return aws.TrueTernary // a garbageError that is left here is one of a document that broke off
	}
	return aws.UnknownTernary
}

// isGarbage reports a document that another attempt would not make better: one that is
// whole, and not what was asked for.
func isGarbage(err error) bool {
	garbage, ok := errors.AsType[*garbageError](err)
	return ok && !garbage.cutOff
}

// askedPause is how long a server asks to wait before it is asked again.
func askedPause(err error) time.Duration {
	answer, ok := errors.AsType[*smithyhttp.ResponseError](err)
	if !ok || answer.Response == nil || answer.Response.Response == nil {
		return 0
	}
	return refusal.Pause(answer.Response.Header)
}

// refusedAlone tries again what the server had no time for, and nothing that it may have
// done: whose answer was lost, or after which it failed.
type refusedAlone struct{ aws.Retryer }

// IsErrorRetryable reports a refusal for want of time.
func (r refusedAlone) IsErrorRetryable(err error) bool {
	answer, answered := errors.AsType[*smithyhttp.ResponseError](err)
	return answered && (answer.HTTPStatusCode() == http.StatusServiceUnavailable || answer.HTTPStatusCode() == http.StatusTooManyRequests) && r.Retryer.IsErrorRetryable(err)
}
