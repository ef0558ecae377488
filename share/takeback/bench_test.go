package takeback_test

import (
	"fmt"
	"testing"

	"signet/share"
)

// BenchmarkOffers finds what else ends with three hundred shares among a hundred thousand
// open links: each link is looked at, and not each pair.
func BenchmarkOffers(b *testing.B) {
	var all []share.Record
	for i := range 100_000 {
		all = append(all, record(fmt.Sprint(i), func(r *share.Record) { r.Spec.Target.Key = fmt.Sprintf("documents/%d.pdf", i/2) }))
	}
	s := newScene(all...)
	for b.Loop() {
		offers, err := s.taker().Offers(b.Context(), s.entries[:301])
		if err != nil || len(offers[2].Others) != 1 {
			b.Fatalf("%v, %d others by %s", err, len(offers[2].Others), offers[2].Name)
		}
	}
}
