package ui

import (
	"context"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/publish"
)

// requests ask for files at a bucket that takes whatever is stored, and to which a passport
// has been sent.
func (w *world) requests(service *share.Service, clock func() time.Time) Requests {
	return Requests{
		Make: func(ctx context.Context, a publish.Asking) (share.Link, []string, error) {
			w.note("stored a page")
			r := a.Terms
			r.Operation, r.Page, r.Target.Key = share.Download, share.PageRequest, "signet-pages/0123456789abcdefghijkl.html"
			if r.Lifetime.IsZero() {
				r.Lifetime = share.For(8 * time.Hour)
			}
			link, err := service.Share(ctx, r)
			return link, nil, err
		},
		Page: func(t share.Target) string { return "s3://" + t.Bucket + "/signet-pages/" },
		Arrived: func(ctx context.Context, id string) (publish.Status, error) {
			w.note("looked for files")
			e, err := w.log.Get(ctx, id)
			files := []publish.Arrival{{Key: "in/passport-0123/abc-image.jpg", Size: 2_100_000, At: clock().Add(-time.Minute)}}
			return publish.Status{Page: ledger.Entry{Record: e.Record, State: e.State}, Rows: []publish.Row{
				{Name: "passport", Folder: share.Target{Key: "in/passport-0123/"}, Arrived: files, Size: 2_100_000}, {Name: "contract"},
			}}, err
		},
	}
}
