package takeback_test

import (
	"strings"
	"testing"

	"signet/share"
	"signet/share/takeback"
)

// What a key pair of a distribution has signed ends with it, and nothing else does.
func TestKeyGroup(t *testing.T) {
	front := func(r *share.Record) {
		r.Spec.Endpoint.URL, r.Spec.Mandate.Kind, r.Spec.AccessKeyID = "https://d1.cloudfront.net", share.KindCloudFront, "K1"
	}
	w, ok := takeback.Find("key-group")
	of := record("one", front)
	if !ok || w.Fits(of) != nil || w.Fits(record("one", nil)) == nil || !w.ByName || w.Here {
		t.Fatalf("%+v", w)
	}
	for what, c := range map[string]struct {
		change func(*share.Record)
		ends   bool
	}{
		"another object":       {func(r *share.Record) { front(r); r.Spec.Target.Key = "k2" }, true},
		"a folder":             {func(r *share.Record) { front(r); r.Spec.Mandate.Below = true }, true},
		"another distribution": {func(r *share.Record) { front(r); r.Spec.Endpoint.URL = "https://d2.cloudfront.net" }, true},
		"another key pair":     {func(r *share.Record) { front(r); r.Spec.AccessKeyID = "K2" }, false},
		"of the store":         {func(r *share.Record) { r.Spec.AccessKeyID = "K1" }, false},
	} {
		if got := w.Reaches(of, record("two", c.change)); got != c.ends {
			t.Errorf("%s: ended %v, want %v", what, got, c.ends)
		}
	}
	commands := w.Commands(of, "", at(9))
	if len(commands) != 3 || !strings.Contains(strings.Join(commands[0], " "), "'K1'") || !strings.Contains(strings.Join(commands[2], " "), "--if-match ETAG") {
		t.Errorf("%v", commands)
	}
}

// The copies that are dropped are those of the object, by the address that it has there.
func TestInvalidation(t *testing.T) {
	w, _ := takeback.Find("object")
	for key, want := range map[string]string{"public/q3.pdf": "/q3.pdf*", "public/a b*ü.pdf": "/a%20b%2A%C3%BC.pdf*", "other/x": "/other/x*"} {
		commands := w.Commands(record("one", func(r *share.Record) {
			r.Spec.Endpoint.URL, r.Spec.Mandate = "https://d1.cloudfront.net", share.Mandate{Kind: share.KindCloudFront, Strips: "public/"}
			r.Spec.Target.Key = key
		}), "", at(9))
		last := commands[len(commands)-1]
		if last[1] != "cloudfront" || last[len(last)-1] != want {
			t.Errorf("%s: %v", key, last)
		}
	}
}
