package share

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// example is an option with a value as it is typed, and what it needs beside it.
func example(t *testing.T, x Option) (typed []string, o Options) {
	t.Helper()
	typed = []string{map[Kind]string{Text: "text/plain", Switch: "true", Size: "7", Number: "200"}[x.Kind]}
	switch x.ID {
	case "metadata":
		typed = []string{"a=1, 2", `b=\`, "x-amz-meta-x-amz-meta-c=d"}
	case "response-expires":
		typed = []string{"Thu, 24 Dec 2026 17:00:00 GMT"}
	case "if-match":
		typed = []string{`"5d41402abc4b2a76b9719d911017c592"`}
	case "sse-c-key-file":
		typed = []string{strings.Repeat("k", 32)}
	case "tag":
		typed = []string{"a/b=1 ü", "b="}
	case "checksum":
		typed = []string{"sha256:" + strings.Repeat("0a", 32)}
	case "storage-class":
		typed = []string{"STANDARD_IA"}
	case "expected-bucket-owner":
		typed = []string{"123456789012"}
	case "sse":
		typed = []string{"aws:kms:dsse"}
	case "kms-key-id":
		o.SSE = "aws:kms"
	case "filename":
		typed = []string{"a, b.txt"}
	case "size":
		typed, o.PartSize = []string{"20971520"}, 5<<20
	case "part-size":
		typed, o.TotalSize = []string{"8388608"}, 1<<30
	case "success-redirect":
		typed = []string{"https://x.example/a,b"}
	}
	return typed, o
}

// TestEveryOption holds each row of the table against all that reads it. A new row
// that nobody can type, check, say or sign fails here.
func TestEveryOption(t *testing.T) {
	ids := map[string]bool{}
	for _, x := range AllOptions() {
		if ids[x.ID] || x.Label == "" || len(x.Ops) == 0 {
			t.Errorf("%s: twice, or without label or operation", x.ID)
		}
		ids[x.ID] = true
		typed, without := example(t, x)
		o := without
		for _, value := range typed {
			if err := x.Set(&o, value); err != nil {
				t.Fatalf("%s: %v", x.ID, err)
			}
		}
		if x.Kind == Key { // read, and never told
			for _, i := range Operations() {
				ofOperation(t, x, i.Op, without, o)
			}
			continue
		}
		if got := x.Values(o); !reflect.DeepEqual(got, typed) {
			t.Errorf("%s: %q is typed again as %q", x.ID, typed, got)
		}
		back := without
		if err := x.SetText(&back, x.Text(o)); err != nil || !reflect.DeepEqual(back, o) {
			t.Errorf("%s: the form shows %q and reads %+v, %v", x.ID, x.Text(o), back, err)
		}
		for _, i := range Operations() {
			ofOperation(t, x, i.Op, without, o)
		}
	}
}

func ofOperation(t *testing.T, x Option, op Operation, without, o Options) {
	t.Helper()
	err := o.Check(op)
	if !x.For(op) {
		other := slices.ContainsFunc(AllOptions(), func(y Option) bool { return y.Flag == x.Flag && y.For(op) })
		if !other && (err == nil || !strings.HasPrefix(err.Error(), "--") || !strings.Contains(err.Error(), "has no meaning for ")) {
			t.Errorf("%s is taken for %s: %v", x.ID, op, err)
		}
		return
	}
	if err != nil {
		t.Errorf("%s of %s: %v", x.ID, op, err)
	}
	signed := func(o Options) (Signs, []Call) {
		o.UploadID = "started"
		spec := Spec{Operation: op, Options: o}
		return spec.Signs(), spec.Calls()
	}
	signs, calls := signed(o)
	if lessSigns, lessCalls := signed(without); reflect.DeepEqual(signs, lessSigns) && reflect.DeepEqual(calls, lessCalls) {
		t.Errorf("%s is not signed for %s", x.ID, op)
	}
	if reflect.DeepEqual(o.facts(op), without.facts(op)) {
		t.Errorf("%s of %s is not said", x.ID, op)
	}
	if x.Kind == Text && x.Choices == nil {
		bad := o
		if err := x.Set(&bad, x.Text(o)+"\r\nEvil: 1"); err == nil {
			err = bad.Check(op)
			if err == nil || !strings.HasPrefix(err.Error(), "--"+x.Flag+": ") {
				t.Errorf("%s of %s takes a line feed: %v", x.ID, op, err)
			}
		}
	}
}

// An operation that nobody knows has no options and no attribute.
func TestUnknownOperation(t *testing.T) {
	if info := Operation("copy").Info(); info != (OperationInfo{}) {
		t.Errorf("%+v", info)
	}
	if rows := OptionsFor("copy"); len(rows) != 0 {
		t.Errorf("%d options", len(rows))
	}
}

// A header's year has four digits, whatever the zone makes of what was typed.
func TestYearsOfHeaders(t *testing.T) {
	x, _ := option("response-expires")
	for _, value := range []string{"9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00"} {
		var o Options
		if err := x.Set(&o, value); err == nil || o.ResponseExpires != "" {
			t.Errorf("%s: %q, %v", value, o.ResponseExpires, err)
		}
	}
}
