package sign

import (
	"context"
	"errors"
	"strings"
	"time"

	"signet/share"
)

// Usable reports why a signer of a place could sign nothing there; nil: it could. Whoever
// has to make something at the server first asks it for something that opens nothing, and
// nothing stays there but a session that may do nothing, for a quarter of an hour.
func (s *Signer) Usable(ctx context.Context, place, signer string, at time.Time) error {
	target := share.Target{Place: place, Bucket: "bucket", Key: "key"}
	if d, ok := s.distribution(place, signer); ok {
		target.Bucket, target.Key = d.Bucket, d.Prefix+target.Key
	}
	id, endpoint, err := s.Identity(ctx, target, signer)
	if err != nil {
		return err
	}
	rec := share.Record{ID: strings.Repeat("0", share.IDLen), Spec: share.Spec{
		Target: target, Operation: share.Download, Endpoint: endpoint, AccessKeyID: id.AccessKeyID,
		SignedAt: at.UTC().Truncate(time.Second), Seconds: 60, Mandate: id.Mandate,
	}}
	switch id.Mandate.Kind {
	case share.KindMinIOKey:
		if _, err = s.There(ctx, rec, at); err != nil { // of no share
			err = errors.New(strings.Replace(err.Error(), "ask for the key of "+rec.ID, "ask whether keys can be made", 1))
		}
	case share.KindMinIOSession, share.KindAWSSession:
		err = s.trySession(ctx, rec, at)
	default: // which asks nobody before it signs
	}
	return err
}
