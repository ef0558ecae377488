package rotate

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"signet/share"
	"signet/share/address"
)

// Service is what makes links: *share.Service.
type Service interface {
	Plan(ctx context.Context, r share.Request) (share.Plan, error)
}

// Renewal is a link that can be made again under another key.
type Renewal struct {
	Of      share.Record
	Request share.Request
}

// Left is a link that cannot, and why.
type Left struct {
	Of  share.Record
	Why error
}

// Judge finds which links can be made again with the key of a place: on the same terms,
// until the end that each has, by the rails of today. Nothing is signed. One
// link alone is no batch.
func Judge(ctx context.Context, svc Service, records []share.Record, place string, now time.Time) (can []Renewal, left []Left) {
	several := len(records) > 1
	for i := range records {
		rec := records[i]
		r, err := again(rec, place, now)
		var p share.Plan
		if err == nil {
			r.Batch = several
			p, err = svc.Plan(ctx, r)
		}
		if err == nil {
			err = fits(rec, p)
		}
		if err != nil {
			left = append(left, Left{rec, err})
			continue
		}
		can = append(can, Renewal{rec, r})
	}
	return can, left
}

// again is the request for a recorded share under the key of a place, for the time that is
// left of it and no longer.
func again(rec share.Record, place string, now time.Time) (share.Request, error) {
	switch {
	case rec.Spec.Operation == share.Grant:
		return share.Request{}, errors.New("credentials are of whoever got them, and no link: get new ones with signet grant")
	case rec.Page != "":
		return share.Request{}, rec.Page.Anew()
	case rec.Spec.Operation.Info().Parts:
		return share.Request{}, errors.New("what was sent of an upload in parts belongs to the upload that the old key began: share it anew once that is done or given up")
	case rec.Spec.Options.CustomerKeyMD5 != "":
		return share.Request{}, errors.New("it is signed with a key of the object's owner (SSE-C), which is kept nowhere: share it anew, and give that key again")
	}
	r := share.Renewal(rec)
	r.Target.Place = place
	if region := rec.Spec.Endpoint.Region; region != "" {
		r.Target.Region = region // wherever the other place is, the bucket stays
	}
	r.Lifetime = share.Lifetime{Until: rec.Terms.Ends}
	if rec.Terms.Starts.After(now) {
		r.Starts = rec.Terms.Starts
	}
	return r, nil
}

// fits refuses what would be no renewal: the same key, another object, a longer life.
func fits(rec share.Record, p share.Plan) error {
	switch {
	case p.Identity.AccessKeyID == rec.Spec.AccessKeyID:
		return fmt.Errorf("the same key, %s, would sign it again", rec.Spec.AccessKeyID)
	case !address.Same(p.Endpoint.URL, rec.Spec.Endpoint.URL):
		return fmt.Errorf("it leads to %s, and a link of that place to %s", server(rec.Spec.Endpoint), server(p.Endpoint))
	case p.Terms.Ends.After(rec.Terms.Ends):
		return errors.New("it would live longer than before")
	}
	return nil
}

// server is where links of an endpoint lead, for people.
func server(e share.Endpoint) string {
	if e.URL == "" {
		return "AWS"
	}
	return e.URL
}

// Made is a link that was made again, and of which share.
type Made struct {
	Of   share.Record
	Link share.Link
}

// Sharer makes a batch of links: *share.Service.
type Sharer interface {
	ShareAll(ctx context.Context, requests iter.Seq[share.Request], emit func(share.Outcome) error) error
	Share(ctx context.Context, r share.Request) (share.Link, error)
}

// Outcome is what became of a run.
type Outcome struct {
	Made     []Made
	Left     []Left
	Unlogged []Made // links that are good and that the share log does not know
	Untied   error  // the log does not say which share became which
}

// Do makes the links: one batch, each tied to the share that it stands for. What was made
// before it stopped is in the outcome.
func Do(ctx context.Context, svc Sharer, renewals []Renewal, tie func(of, link string) error) (out Outcome, err error) {
	took := func(of share.Record, link share.Link, unlogged bool) {
		made := Made{of, link}
		out.Made = append(out.Made, made)
		if unlogged {
			out.Unlogged = append(out.Unlogged, made)
			return
		}
		out.Untied = errors.Join(out.Untied, tie(of.ID, link.ID))
	}
	if len(renewals) == 1 { // one link is no batch, which a rail may forbid
		link, err := svc.Share(ctx, renewals[0].Request)
		if err != nil {
			out.Left = append(out.Left, Left{renewals[0].Of, err})
			return out, nil
		}
		took(renewals[0].Of, link, link.ID == "")
		return out, nil
	}
	next := 0
	err = svc.ShareAll(ctx, func(yield func(share.Request) bool) {
		for i := range renewals {
			if !yield(renewals[i].Request) {
				return
			}
		}
	}, func(o share.Outcome) error {
		of := renewals[next].Of // outcomes come in the order of the requests
		next++
		if o.Err != nil {
			out.Left = append(out.Left, Left{of, o.Err})
			return nil
		}
		took(of, o.Link, o.Unlogged != nil)
		return nil
	})
	return out, err
}
