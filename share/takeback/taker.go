package takeback

import (
	"context"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// Taker takes shares back. What it needs of the world it is given; it asks nobody
// anything, and prints nothing.
type Taker struct {
	Log   Log
	Clock func() time.Time
	// Store is whoever may change things at the server of a share; an error says why
	// nobody may from here.
	Store func(context.Context, ledger.Entry) (Store, error)
	// End finds who may delete what was made for a share alone, and does it when it is
	// called; an error says why nobody may from here.
	End func(context.Context, ledger.Entry) (func(context.Context) error, error)
	// Heedless asks the server of a share whether it lets links through whatever the policy
	// of a bucket says; an error: it does not answer. nil: nobody is asked.
	Heedless func(context.Context, ledger.Entry) (bool, error)
	// Endpoint is that of the server that has the object of a share, for commands; empty:
	// AWS. It is not where the link of a front leads.
	Endpoint func(context.Context, ledger.Entry) string
	// Link makes the link of a share again, to be tried and shown to nobody.
	Link func(context.Context, share.Record) (share.Link, error)
	// Knock is a request by the key or session of a share whose link cannot be made again.
	// It opens nothing, and its answer tells whether the server knows the key. nil: none is.
	Knock func(context.Context, share.Record) (share.Link, error)
	// Ask tries a link as its recipient would. Errors never quote it.
	Ask func(context.Context, share.Link) (Answer, error)
	// Wait waits so long, or until the context ends: its error.
	Wait func(context.Context, time.Duration) error

	asked asked
}

// Log is the share log.
type Log interface {
	Get(ctx context.Context, id string) (ledger.Entry, error)
	Append(ctx context.Context, id string, e ledger.Event) error
	Each(ctx context.Context, q ledger.Query, yield func(ledger.Entry) error) error
}

// Store is a server of S3 as somebody's keys may change it.
type Store interface {
	// Policy is that of a bucket as its owner wrote it; empty: it has none.
	Policy(ctx context.Context, bucket string) (string, error)
	// SetPolicy replaces it; an empty one is taken away.
	SetPolicy(ctx context.Context, bucket, text string) error
	// Look says what is there of an object; of the newest version, where none is named.
	Look(ctx context.Context, bucket, key, version string) (Stored, error)
	// Sum is the hex SHA-256 of what is stored, as far as a page of ours may be large; empty
	// for what is larger.
	Sum(ctx context.Context, bucket, key, version string) (sum string, there bool, err error)
	// Delete deletes it.
	Delete(ctx context.Context, bucket, key, version string) error
}

// Offer is a way for shares that are to be taken back.
type Offer struct {
	Way
	For        []ledger.Entry // the shares that it ends
	Not        []Misfit       // those that it does not, and why
	Others     []ledger.Entry // the other open links that end with them
	Unheard    bool           // a server was asked what it makes of policies, and does not answer
	Statements []string       // for the policy of the bucket, where signet does not write them
	Commands   [][]string     // what does it, an argument each; none: there is none that is the same everywhere
}

// Misfit is a share that a way is not for.
type Misfit struct {
	Entry ledger.Entry
	Why   error
}

// Offers are all ways for shares, finest first, with what else each of them ends. The log
// is read once, and each server of one's own is asked once what it is.
func (t *Taker) Offers(ctx context.Context, shares []ledger.Entry) ([]Offer, error) {
	var offers []Offer
	for _, w := range t.ways(ctx, "", shares) {
		offers = append(offers, offer(w, shares))
	}
	return offers, t.complete(ctx, shares, offers)
}

// offer sorts shares by whether a way is for them.
func offer(w Way, shares []ledger.Entry) Offer {
	o := Offer{Way: w}
	for _, e := range shares {
		if err := w.Fits(e.Record); err != nil {
			o.Not = append(o.Not, Misfit{e, err})
		} else {
			o.For = append(o.For, e)
			o.Unheard = o.Unheard || w.unheard != nil && w.unheard(e.Record)
		}
	}
	return o
}

// complete finds the other links that each way ends, and the commands for it.
func (t *Taker) complete(ctx context.Context, shares []ledger.Entry, offers []Offer) error {
	chosen := map[string]bool{}
	for _, e := range shares {
		chosen[e.ID] = true
	}
	reaches := make([]reach, len(offers))
	for i, o := range offers {
		reaches[i] = reachOf(o.Way, o.For)
	}
	err := t.Log.Each(ctx, ledger.Query{State: ledger.StateRunning}, func(other ledger.Entry) error {
		for i := range offers {
			if _, ends := reaches[i].ends(other); ends && !chosen[other.ID] {
				offers[i].Others = append(offers[i].Others, other)
			}
		}
		return nil
	})
	for i := range offers {
		o := &offers[i]
		o.Commands = t.commands(ctx, o.Way, o.For)
		for _, e := range o.For {
			if o.Way.statements != nil {
				o.Statements = union(o.Statements, o.Way.statements(e.Record, t.Clock()))
			}
		}
	}
	return err
}

// commands are those for all shares, each once: a key signs many links.
func (t *Taker) commands(ctx context.Context, w Way, shares []ledger.Entry) (all [][]string) {
	for _, e := range shares {
		if w.commands == nil {
			return nil
		}
		for _, c := range w.Commands(e.Record, t.Endpoint(ctx, e), t.Clock()) {
			if !slices.ContainsFunc(all, func(known []string) bool { return slices.Equal(known, c) }) {
				all = append(all, c)
			}
		}
	}
	return all
}

// Also says what else a way ends, and whose most of that is; clean makes the names of
// recipients harmless.
func (o Offer) Also(clean func(string) string) string { return also(o.Others, clean) }

func also(others []ledger.Entry, clean func(string) string) string {
	if len(others) == 0 {
		return "ends no other link of the log"
	}
	by := map[string]int{}
	for _, other := range others {
		by[other.Recipient]++
	}
	delete(by, "")
	var names []string
	for name := range by {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int {
		if by[x] != by[y] {
			return by[y] - by[x]
		}
		return strings.Compare(x, y)
	})
	text := "also ends " + say.Things(len(others), "other link")
	switch {
	case len(names) == 0:
		return text
	case len(others) == 1:
		return text + ", which " + clean(names[0]) + " has"
	case by[names[0]] == len(others):
		return text + ", all for " + clean(names[0])
	}
	for i, name := range names[:min(len(names), 3)] {
		text += map[bool]string{true: ", of which ", false: ", "}[i == 0] + say.Count(by[name]) + " for " + clean(name)
	}
	return text
}
