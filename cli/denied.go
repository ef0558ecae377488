package cli

import (
	"context"
	"sync"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
	"signet/share/takeback"
)

// denials are the revoked links of the bucket that was shared from last: the links of a
// batch have few buckets, and the log is not read anew for each of them.
type denials struct {
	mu     sync.Mutex
	bucket string
	read   time.Time // by the machine's clock
	links  []ledger.Entry
}

// denied warns of a link that a statement of signet's denies, as far as the log knows.
func (a *app) denied(r share.Request, by *place) []say.Remark {
	if a.places.kind(r.Target.Place, r.Signer).Info().Bare {
		return nil // its links lead to a front, whom no such statement is about
	}
	ctx := context.Background()
	revoked := a.revokedIn(ctx, r.Target.Bucket)
	if len(revoked) == 0 {
		return nil
	}
	at := share.Endpoint{URL: endpointOf(ctx, by.signer(), by.signs())}
	return takeback.Denied(r, at, revoked, a.Clock())
}

// revokedIn are the revoked links of a bucket. Without the log nothing is known of any.
func (a *app) revokedIn(ctx context.Context, bucket string) []ledger.Entry {
	d := &a.denials
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bucket == bucket && time.Since(d.read) < time.Second {
		return d.links
	}
	d.bucket, d.read, d.links = bucket, time.Now(), nil
	if l, err := a.openLog(); err == nil {
		d.links, _ = l.RevokedYet(ctx, bucket) // whoever records the link hears of it
	}
	return d.links
}
