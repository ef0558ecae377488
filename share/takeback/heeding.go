package takeback

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/ledger"
)

// heeding is what a server says of policies.
type heeding int

const (
	unasked  heeding = iota // AWS, or nothing of it was asked for
	heeds                   // for all that it says
	heedless                // it is MinIO, where a Deny has no effect on signed requests
	silent                  // it does not answer
)

// mostAsking is how long a server is waited for: what it does not say the proof finds out.
const mostAsking = 2 * time.Second

// errHeedless is why there is no way by the policy of a bucket.
var errHeedless = errors.New("the server is MinIO, which takes such a policy and lets every signed link through all the same; a link that is to be taken back alone there is shared as a revocable one")

// NotHeard is said of a way where its server did not answer.
const NotHeard = "the server was asked whether it heeds policies, and does not answer: the proof will show it"

// asked are the answers of servers, which are asked once each.
type asked struct {
	mu sync.Mutex
	at map[string]heeding // by endpoint
}

// ways are all ways as there are at the servers of shares; of one that is named alone, if
// one is. A server of one's own is asked what it is, all of them at once, where a policy
// would be written in it.
func (t *Taker) ways(ctx context.Context, named string, shares []ledger.Entry) []Way {
	all := Ways()
	if named == "" && !slices.ContainsFunc(shares, func(e ledger.Entry) bool { return isPage(e.Record) == nil }) {
		all = slices.DeleteFunc(all, func(w Way) bool { return w.Name == pageWay }) // nobody needs to hear of it
	}
	writes := func(rec share.Record) bool {
		for _, w := range all {
			if w.denies != nil && (named == "" || named == w.Name) && w.fits(rec) == nil {
				return true
			}
		}
		return false
	}
	at := t.heedings(ctx, shares, writes)
	for i, w := range all {
		if w.denies == nil {
			continue
		}
		all[i].fits = func(rec share.Record) error {
			if err := w.fits(rec); err != nil || at[rec.Spec.Endpoint.URL] != heedless {
				return err
			}
			return errHeedless
		}
		all[i].unheard = func(rec share.Record) bool { return at[rec.Spec.Endpoint.URL] == silent }
	}
	return all
}

// heedings asks the servers of shares, by their endpoints. What does not answer is asked
// again the next time.
func (t *Taker) heedings(ctx context.Context, shares []ledger.Entry, writes func(share.Record) bool) map[string]heeding {
	at := map[string]heeding{}
	if t.Heedless == nil {
		return at
	}
	of := map[string][]string{} // the endpoints of one server, by the first of them
	var first []ledger.Entry
	for _, e := range shares {
		url := e.Spec.Endpoint.URL
		if _, known := at[url]; known || !address.OwnServer(url) || !writes(e.Record) {
			continue
		}
		at[url] = unasked
		i := 0
		for i < len(first) && !address.SameServer(first[i].Spec.Endpoint.URL, url) {
			i++
		}
		if i == len(first) {
			first = append(first, e)
		}
		of[first[i].Spec.Endpoint.URL] = append(of[first[i].Spec.Endpoint.URL], url)
	}
	said := make([]heeding, len(first))
	var all sync.WaitGroup
	for i, e := range first {
		all.Go(func() { said[i] = t.asks(ctx, e) })
	}
	all.Wait()
	for i, e := range first {
		for _, url := range of[e.Spec.Endpoint.URL] {
			at[url] = said[i]
		}
	}
	return at
}

// asks asks the server of a share, if it has not answered before.
func (t *Taker) asks(ctx context.Context, e ledger.Entry) heeding {
	url := e.Spec.Endpoint.URL
	t.asked.mu.Lock()
	known := t.asked.at[url]
	t.asked.mu.Unlock()
	if known != unasked {
		return known
	}
	ctx, stop := context.WithTimeout(ctx, mostAsking)
	defer stop()
	lets, err := t.Heedless(ctx, e)
	switch {
	case err != nil:
		return silent
	case lets:
		known = heedless
	default:
		known = heeds
	}
	t.asked.mu.Lock()
	defer t.asked.mu.Unlock()
	if t.asked.at == nil {
		t.asked.at = map[string]heeding{}
	}
	t.asked.at[url] = known
	return known
}

// Choose is the way of that name, or the finest one that there is for the share at its
// server. What destroys more than links is chosen by its name alone.
func (t *Taker) Choose(ctx context.Context, name string, e ledger.Entry) (Way, error) {
	return choose(t.ways(ctx, name, []ledger.Entry{e}), name, e.Record)
}
