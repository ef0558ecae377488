package rotate_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/rotate"
)

// service signs with one key, and refuses what a rail of its own does.
type service struct {
	key    string
	at     share.Endpoint
	longer time.Duration
	refuse string // a bucket
	stop   int    // after so many links; 0: never
}

func (s service) Plan(_ context.Context, r share.Request) (share.Plan, error) {
	if r.Target.Bucket == s.refuse {
		return share.Plan{}, &share.RefusedError{Problem: "no"}
	}
	return share.Plan{Request: r, Identity: share.Identity{AccessKeyID: s.key}, Endpoint: s.at, Terms: share.Terms{Ends: r.Lifetime.Until.Add(s.longer)}}, nil
}

func (s service) Share(_ context.Context, r share.Request) (share.Link, error) {
	return share.Link{ID: "alone", Request: r}, nil
}

func (s service) ShareAll(_ context.Context, in iter.Seq[share.Request], emit func(share.Outcome) error) error {
	n := 0
	for r := range in {
		if n++; s.stop > 0 && n > s.stop {
			return context.Canceled
		}
		o := share.Outcome{Request: r, Link: share.Link{ID: "new-" + r.Target.Key, Request: r}}
		if r.Target.Key == "fails" {
			o = share.Outcome{Request: r, Err: errors.New("no key")}
		}
		if err := emit(o); err != nil {
			return err
		}
	}
	return nil
}

var now = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func record(id, key string, change func(*share.Record)) share.Record {
	rec := share.Record{
		ID: id, Recipient: "Ms Ito", Who: share.Who{User: "ana", Host: "desk"},
		Terms: share.Terms{Starts: now.Add(-time.Hour), Asked: now.Add(9 * time.Hour), Ends: now.Add(2 * time.Hour)},
		Spec: share.Spec{
			Target: share.Target{Place: "old", Bucket: "b", Key: key}, Operation: share.Download, AccessKeyID: "OLD",
			Endpoint: share.Endpoint{URL: "https://s3.example.com", Region: "eu-west-3"}, Options: share.Options{Filename: "n.txt", TrackID: id},
		},
	}
	if change != nil {
		change(&rec)
	}
	return rec
}

// TestJudge: the same terms until the same end, and what is no renewal is left with why.
func TestJudge(t *testing.T) {
	svc := service{key: "NEW", at: share.Endpoint{URL: "https://S3.example.com:443"}, refuse: "guarded"}
	can, left := rotate.Judge(t.Context(), svc, []share.Record{
		record("1", "a", nil),
		record("2", "b", func(r *share.Record) { r.Terms.Starts = now.Add(time.Hour) }),
		record("3", "c", func(r *share.Record) { r.Spec.Operation = share.InParts }),
		record("4", "d", func(r *share.Record) { r.Spec.Options.CustomerKeyMD5 = "x" }),
		record("5", "e", func(r *share.Record) { r.Spec.AccessKeyID = "NEW" }),
		record("6", "f", func(r *share.Record) { r.Spec.Endpoint.URL = "https://other.example.com" }),
		record("7", "g", func(r *share.Record) { r.Spec.Target.Bucket = "guarded" }),
		record("8", "h", func(r *share.Record) { r.Page = share.PageListing }),
	}, "new", now)
	if len(can) != 2 || len(left) != 6 {
		t.Fatalf("%d can, %d left: %+v", len(can), len(left), left)
	}
	r := can[0].Request
	if r.Target.Place != "new" || r.Target.Region != "eu-west-3" || !r.Lifetime.Until.Equal(now.Add(2*time.Hour)) || r.Options.Filename != "n.txt" || r.Options.TrackID != "" || r.Recipient != "Ms Ito" || !r.Batch || !r.Starts.IsZero() {
		t.Errorf("%+v", r)
	}
	if !can[1].Request.Starts.Equal(now.Add(time.Hour)) {
		t.Error("an embargo was lifted")
	}
	for i, want := range []string{"parts", "SSE-C", "the same key, NEW", "it leads to https://other.example.com", "no"} {
		if !strings.Contains(left[i].Why.Error(), want) {
			t.Errorf("%s: %v, want %q", left[i].Of.ID, left[i].Why, want)
		}
	}
	svc.longer = time.Second
	if can, left := rotate.Judge(t.Context(), svc, []share.Record{record("1", "a", nil)}, "new", now); len(can) > 0 || !strings.Contains(left[0].Why.Error(), "longer than before") {
		t.Errorf("%+v %+v", can, left)
	}
}

// TestDo ties each link to its share, also where one fails or the rest is never reached.
func TestDo(t *testing.T) {
	svc := service{key: "NEW", at: share.Endpoint{URL: "https://s3.example.com"}}
	can, _ := rotate.Judge(t.Context(), svc, []share.Record{record("1", "a", nil), record("2", "fails", nil), record("3", "c", nil), record("4", "d", nil)}, "new", now)
	tied := map[string]string{}
	tie := func(of, link string) error { tied[of] = link; return nil }
	svc.stop = 3
	out, err := rotate.Do(t.Context(), svc, can, tie)
	if !errors.Is(err, context.Canceled) || len(out.Made) != 2 || len(out.Left) != 1 || out.Left[0].Of.ID != "2" || tied["1"] != "new-a" || tied["3"] != "new-c" || len(tied) != 2 {
		t.Errorf("%+v, %v, %v", out, err, tied)
	}
	out, err = rotate.Do(t.Context(), svc, can[:1], func(_, _ string) error { return errors.New("full") })
	if err != nil || len(out.Made) != 1 || out.Made[0].Link.ID != "alone" || out.Untied == nil {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestByRecipient: by name, the nameless last, each in the order of the ends.
func TestByRecipient(t *testing.T) {
	late := func(r *share.Record) { r.Terms.Ends = now.Add(5 * time.Hour) }
	nameless := func(r *share.Record) { r.Recipient = " " }
	held := rotate.ByRecipient([]share.Record{record("0", "z", nameless), record("1", "a", late), record("2", "b", nil)})
	if len(held) != 2 || held[0].Recipient != "Ms Ito" || held[0].Records[0].ID != "2" || !held[0].Last.Equal(now.Add(5*time.Hour)) || held[1].Recipient != "" {
		t.Errorf("%+v", held)
	}
	if rec := record("1", "a", nil); !rotate.SharedBy(rec, "ana") || !rotate.SharedBy(rec, "ana@desk") || rotate.SharedBy(rec, "an") || rotate.SharedBy(share.Record{}, "") {
		t.Error("shared by whom")
	}
	keys := rotate.Keys([]share.Record{record("1", "a", nil), record("2", "b", late), record("3", "c", func(r *share.Record) { r.Spec.AccessKeyID = "ELSE" })}, func(r share.Record) bool { return r.ID == "1" }, func(share.Record) bool { return true })
	if len(keys) != 1 || keys[0].Links != 1 || keys[0].Others != 1 {
		t.Errorf("%+v", keys)
	}
}

// TestKeysByExample: the end of a key is described by a link that it signed itself.
func TestKeysByExample(t *testing.T) {
	all := []share.Record{record("1", "a", func(r *share.Record) { r.Spec.Mandate.Kind = share.KindMinIOSession }), record("2", "b", nil), record("3", "c", nil)}
	plain := func(r share.Record) bool { return r.Spec.Mandate.Kind == "" }
	if keys := rotate.Keys(all, func(share.Record) bool { return true }, plain); len(keys) != 1 || keys[0].Example.ID != "2" || keys[0].Links != 3 {
		t.Errorf("%+v", keys)
	}
	if keys := rotate.Keys(all[:1], func(share.Record) bool { return true }, plain); len(keys) != 1 || keys[0].Example.ID != "1" {
		t.Errorf("%+v", keys)
	}
	if rec := all[1]; rotate.LivesOn(rec) {
		t.Error("a plain link lives on")
	} else if rec.Spec.Mandate.Kind = share.KindAWSSession; !rotate.LivesOn(rec) {
		t.Error("a session of a role ends with the key that asked for it")
	}
}
