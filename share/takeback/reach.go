package takeback

import (
	"slices"

	"signet/share/ledger"
)

// reach finds the shares with which others end. A log has many open links, and a run many
// shares: those of another object are not held against each other.
type reach struct {
	way  Way
	at   map[[2]string][]ledger.Entry // by bucket and key
	wide []ledger.Entry               // that may end links to other objects
}

func reachOf(w Way, shares []ledger.Entry) reach {
	r := reach{way: w, at: map[[2]string][]ledger.Entry{}}
	for _, e := range shares {
		t := e.Spec.Target
		if !w.oneObject || e.Spec.Options.KeyPrefix {
			r.wide = append(r.wide, e)
		} else {
			r.at[[2]string{t.Bucket, t.Key}] = append(r.at[[2]string{t.Bucket, t.Key}], e)
		}
	}
	return r
}

// ends is the share with which another link ends.
func (r reach) ends(other ledger.Entry) (ledger.Entry, bool) {
	t := other.Spec.Target
	for _, shares := range [][]ledger.Entry{r.at[[2]string{t.Bucket, t.Key}], r.wide} {
		if i := slices.IndexFunc(shares, func(e ledger.Entry) bool { return r.way.Reaches(e.Record, other.Record) }); i >= 0 {
			return shares[i], true
		}
	}
	return ledger.Entry{}, false
}
