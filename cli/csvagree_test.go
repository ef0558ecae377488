package cli

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
)

// TestTheTablesAgree: what the CSV of shares and that of the share log both have
// is called the same, stands in the same order and is written the same way.
func TestTheTablesAgree(t *testing.T) {
	var text strings.Builder
	list, err := handover.NewList(&text, handover.CSV, handover.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 24, 17, 0, 0, 5e8, time.FixedZone("", 3600))
	terms := share.Terms{Ends: at, Reason: share.Reason("request")}
	target := share.Target{Bucket: "b", Key: "=1", VersionID: "v"}
	if err := list.Add(share.Link{ID: "x", SignedAt: at, Terms: terms, Request: share.Request{Target: target, Operation: share.Download}}); err != nil {
		t.Fatal(err)
	}
	if err := list.Close(); err != nil {
		t.Fatal(err)
	}
	head, row, _ := strings.Cut(strings.TrimSpace(text.String()), "\n")
	shares, cells := strings.Split(head, ","), strings.Split(row, ",")
	var log []string
	for field := range reflect.TypeFor[ledger.Line]().Fields() {
		log = append(log, field.Tag.Get("json"))
	}
	both := func(one, other []string) []string {
		return slices.DeleteFunc(slices.Clone(one), func(name string) bool { return !slices.Contains(other, name) })
	}
	if a, b := both(shares, log), both(log, shares); !slices.Equal(a, b) || len(a) < 8 {
		t.Errorf("shares have %q, the log %q", a, b)
	}
	if slices.Contains(shares, "share_id") {
		t.Error("the id has another name than in the log")
	}
	for name, want := range map[string]string{"id": "x", "operation": "get", "key": "'=1", "signed_at": "2026-12-24T16:00:00Z", "expires_at": "2026-12-24T16:00:00Z", "limited_by": "request"} {
		if got := cells[slices.Index(shares, name)]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
