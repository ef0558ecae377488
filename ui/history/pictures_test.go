package history

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
)

// The states of the share log, each as a picture. Keys of entries are random, and one
// text here.
func TestPictures(t *testing.T) {
	for name, c := range map[string]struct {
		shares int
		before func(*world) // what is in the log
		then   func(*world) // what is pressed
	}{
		"empty":     {},
		"broken":    {before: func(w *world) { _ = w.log.Close() }},
		"narrowing": {shares: 40, then: func(w *world) { w.Press("/"); w.Type("to:person3 file-00") }},
		"mistaken":  {shares: 40, then: func(w *world) { w.Press("/"); w.Type("state:opne") }},
		"narrowed":  {shares: 40, then: func(w *world) { w.Press("/"); w.Type("to:person3 state:open since:30m"); w.Press("enter") }},
		"no-match":  {shares: 40, then: func(w *world) { w.Press("/"); w.Type("nothing like it"); w.Press("enter") }},
		"none-open": {shares: 3, then: func(w *world) { w.Tick(2 * time.Hour); w.Press(",") }},
		"details":   {shares: 3, before: everyState, then: func(w *world) { w.Press("tab") }},
		"states":    {shares: 3, before: everyState, then: func(w *world) { w.Press("z", "down") }},
		"batch":     {shares: 3, before: everyState, then: func(w *world) { w.Press("end", "tab") }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.shares)
			if c.before != nil {
				c.before(w)
			}
			w.start()
			if c.then != nil {
				w.text(120, 40)
				c.then(w)
			}
			page, _ := w.log.Query(context.Background(), ledger.Query{})
			w.Goldens(name, func(view string) string {
				for _, e := range page.Entries {
					view = strings.ReplaceAll(view, e.ID, strings.Repeat("0", len(e.ID)))
				}
				return regexp.MustCompile(`use share log .*: closed`).ReplaceAllString(view, "use share log log.db: closed")
			})
		})
	}
}

// everyState records a share in each of its states, a batch, and one that has a name
// which means harm and a long story.
func everyState(w *world) {
	ctx := context.Background()
	one := func(minutes int, change func(*share.Record), events ...string) {
		r := w.sample(minutes)
		change(&r)
		id := w.record(r)
		for _, kind := range events {
			if err := w.log.Append(ctx, id, ledger.Event{Kind: kind, Detail: "as the server says\x1b[2J"}); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	one(70, func(r *share.Record) { r.Group = "g" })
	one(71, func(r *share.Record) { r.Group = "g" }, ledger.Revoked)
	one(65, func(*share.Record) {}) // over
	one(50, func(*share.Record) {}) // ends soon
	one(20, func(*share.Record) {}, ledger.ObjectGone)
	one(15, func(r *share.Record) { r.Failure = "no credentials" })
	one(10, func(*share.Record) {}, ledger.Revoked)
	one(5, func(r *share.Record) {
		r.Terms.Starts, r.Terms.Ends = w.clock().Add(time.Hour), w.clock().Add(2*time.Hour)
	})
	one(4, func(r *share.Record) { r.Spec.Operation = share.Delete })
	one(0, func(r *share.Record) {
		r.Created = r.Created.Add(time.Second) // the newest
		r.Spec.Target.Key, r.Spec.Target.VersionID = "contracts/\x1b[2Ja name that goes on and on and on and on and on.pdf", "v2"
		r.Terms.Reason, r.Terms.Detail = share.ByGuard, "guard rail personnel"
	}, ledger.Checked, ledger.Used, ledger.Copied)
}
