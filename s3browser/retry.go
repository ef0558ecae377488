package s3browser

import (
	"errors"
	"net"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// retryer says how often and how long a request is tried again: as the SDK
// does, but with a shorter pause between attempts, and not at all where
// nothing listens or no such host exists.
func retryer(attempts int, pause time.Duration) aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.MaxBackoff = pause
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(hopeless)}, o.Retryables...)
	})
}

func hopeless(err error) aws.Ternary {
	dns, ok := errors.AsType[*net.DNSError](err)
	if ok && dns.IsNotFound || errors.Is(err, errReadOnly) || refusedConnection(err) || isTLS(err) || isGibberish(err) ||
		is[*stalledError](err) || is[*garbageError](err) {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}
