package share

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAnIDIsItsMoment: the share log finds by the id when a share was made, so its
// bits are a part of the log's format.
func TestAnIDIsItsMoment(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 3, 2, 123_000_000, time.UTC)
	var g ids
	for i := range 3 {
		id := g.next(at)
		var n uint64
		for _, c := range id {
			n = n<<5 | uint64(strings.IndexRune(IDAlphabet, c))
		}
		if made := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n>>22) * time.Millisecond); len(id) != 13 || !made.Equal(at) {
			t.Errorf("the %d. id %s stands for %s", i, id, made)
		}
		if !strings.HasPrefix(id, "0s9n9nqx") { // as those of share/ledger/testdata/form2
			t.Errorf("an id of that moment begins otherwise: %s", id)
		}
	}
}

// TestWhatWasNotSignedIsRecorded: a signature that fails leaves an entry, as
// credentials that fail do.
func TestWhatWasNotSignedIsRecorded(t *testing.T) {
	s, p, b := newService()
	p.refuses = errors.New("the key cannot sign")
	if _, err := s.Share(context.Background(), request()); !errors.Is(err, p.refuses) {
		t.Fatal(err)
	}
	if len(b.records) != 1 {
		t.Fatalf("%d records", len(b.records))
	}
	r := b.records[0]
	if r.Failure != "the key cannot sign" || r.ID == "" || r.Created.IsZero() || r.Spec.Target.Key != "dir/a.pdf" || r.Recipient != "Ms Ito" || r.Note != "for the audit" || r.Who.User != "ana" {
		t.Errorf("%+v", r)
	}
	if r.SignatureSHA256 != "" || r.Spec.AccessKeyID != "" || r.Spec.Seconds != 0 || !r.Terms.Ends.IsZero() {
		t.Errorf("it looks as if it had been signed: %+v", r)
	}
}

// TestLinksAreTrackedAndFormsAreNot: a policy has no room for a parameter that S3
// would ignore, so an upload form carries no id, alone and among many.
func TestLinksAreTrackedAndFormsAreNot(t *testing.T) {
	s, p, b := newService()
	s.Tracks = func(place string) bool { return place == "acme" }
	ctx := context.Background()
	requests := []Request{}
	for _, op := range []Operation{Download, Upload, Form, Delete, Metadata} {
		r := request()
		r.Operation = op
		requests = append(requests, r)
		if _, err := s.Share(ctx, r); err != nil {
			t.Fatal(op, err)
		}
	}
	if err := s.ShareAll(ctx, slices.Values(requests), func(o Outcome) error { return o.Err }); err != nil {
		t.Fatal(err)
	}
	for i, r := range b.records {
		want := r.ID
		if r.Spec.Operation == Form {
			want = ""
		}
		if r.Spec.Options.TrackID != want || p.specs[i].Options.TrackID != want {
			t.Errorf("%s: tracked as %q, signed as %q, want %q", r.Spec.Operation, r.Spec.Options.TrackID, p.specs[i].Options.TrackID, want)
		}
	}
	if len(b.records) != 10 {
		t.Errorf("%d records", len(b.records))
	}
}
