package ledger

import (
	"slices"
	"testing"
	"time"

	"signet/share"
)

// A revoked link is open again only after an event that says so, and the other way round.
func TestRevokedAndRestored(t *testing.T) {
	f := newFixture(t)
	put := func(ends time.Duration, events ...string) string {
		r := sample(0, noon.Add(-30*time.Minute))
		r.Spec.Target.Bucket, r.Terms.Ends = "denied", noon.Add(ends)
		id := f.record(r)
		for _, k := range events {
			f.append(id, Event{Kind: k})
		}
		return id
	}
	open := put(time.Hour, Revoking, Revoked, Restored)
	revoked := put(time.Hour, Revoking, Revoked, Restored, Checked, Revoked)
	ended := put(-time.Minute, Revoked)
	begun := put(time.Hour, Revoking)
	for id, want := range map[string]State{open: StateOpen, revoked: StateRevoked, ended: StateRevoked, begun: StateOpen} {
		if got := f.get(id).State; got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	keys, err := f.Keys(t.Context())
	if err != nil || len(keys) != 1 || keys[0].Open != 2 {
		t.Errorf("%+v, %v", keys, err)
	}
	yet, err := f.RevokedYet(t.Context(), "denied")
	if err != nil || len(yet) != 1 || yet[0].ID != revoked || len(yet[0].Events) != 6 {
		t.Errorf("%+v, %v", yet, err)
	}
	if other, err := f.RevokedYet(t.Context(), "another"); err != nil || len(other) != 0 {
		t.Errorf("%+v, %v", other, err)
	}
	all, err := f.BegunToRevoke(t.Context())
	if err != nil || len(all) != 3 {
		t.Errorf("%d, %v", len(all), err)
	}
}

// A page is looked for until it is known to be gone, also where signet was killed before it
// noted that it had stored it.
func TestPagesLeft(t *testing.T) {
	f := newFixture(t)
	put := func(change func(*share.Record), events ...string) string {
		r := sample(0, noon)
		change(&r)
		id := f.record(r)
		for _, k := range events {
			f.append(id, Event{Kind: k})
		}
		return id
	}
	page := func(r *share.Record) { r.Page, r.PageSum = share.PageListing, "abc" }
	want := []string{
		put(page), put(page, Published), put(page, NeverHandedOver), put(page, Published, Withdrawn, Published),
	}
	put(page, Published, Withdrawn)
	put(page, Withdrawn)
	put(func(r *share.Record) { r.Note = `{"page":"listing"}` })
	put(func(*share.Record) {}, NeverHandedOver)
	put(func(r *share.Record) { page(r); r.SignatureSHA256, r.Failure = "", "no key" })
	var got []string
	all, err := f.PagesLeft(t.Context())
	for _, e := range all {
		got = append(got, e.ID)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, want %v: %v", got, want, err)
	}
}
