package compose

import (
	"strings"
	"testing"

	"signet/share"
)

// The fields of the options that tests type into.
const (
	fieldFilename = "filename"
	fieldInline   = "inline"
	fieldServe    = "response-content-type"
	fieldType     = "content-type"
	fieldSize     = "exact-size"
	fieldOnce     = "if-none-match"
	fieldSSE      = "sse"
	fieldKMS      = "kms-key-id"
	fieldMeta     = "metadata"
	fieldMax      = "max-size"
	fieldMin      = "min-size"
	fieldDone     = "success-redirect"
	fieldStatus   = "success-status"
)

// TestEveryOptionHasAField: it is in sight for its operations and for no other, and
// what is typed into it is what is asked for.
func TestEveryOptionHasAField(t *testing.T) {
	for i, info := range share.Operations() {
		for _, x := range share.AllOptions() {
			var o share.Options
			switch x.ID { // what it needs
			case fieldKMS:
				o.SSE = "aws:kms"
			}
			value := map[share.Kind]string{share.Text: "text/plain", share.Switch: "true", share.Size: "7", share.Number: "200", share.Pairs: "a=1"}[x.Kind]
			if special := map[string]string{
				"response-expires": "2026-12-24T17:00:00Z", fieldSSE: "AES256", "checksum": "sha256:" + strings.Repeat("0a", 32),
				"storage-class": "GLACIER_IR", "if-match": `"e"`, "expected-bucket-owner": "123456789012", "sse-c-key-file": strings.Repeat("k", 32),
			}[x.ID]; special != "" {
				value = special
			}
			if err := x.Set(&o, value); err != nil {
				t.Fatal(err)
			}
			r := newRig(t, func(r *rig) { r.in.Request.Operation, r.in.Request.Options = info.Op, o })
			s := r.Screen.(*Screen)
			if s.operation() != info.Op {
				t.Fatalf("operation %d is %s", i, s.operation())
			}
			if x.Rare && x.For(info.Op) != s.form.On(fieldMore) {
				t.Errorf("%s of %s: more is %v", x.ID, info.Op, s.form.On(fieldMore))
			}
			s.form.FocusOn(x.ID)
			if shown := s.form.Focus() == x.ID; shown != x.For(info.Op) {
				t.Errorf("%s of %s: shown %v", x.ID, info.Op, shown)
			}
			if x.Kind == share.Key { // nobody has it any more: without it there is a complaint
				if _, problem := s.options(); problem != x.For(info.Op) {
					t.Errorf("%s of %s: a problem: %v", x.ID, info.Op, problem)
				}
				s.form.SetValue(x.ID, strings.Repeat("6b", 32))
			}
			if got, _ := s.options(); x.For(info.Op) && x.Text(got) != x.Text(o) {
				t.Errorf("%s of %s: filled with %q and read as %q", x.ID, info.Op, x.Text(o), x.Text(got))
			}
		}
	}
}

// Folding rare options away takes back nothing that was typed.
func TestFoldedOptionsStayAsTyped(t *testing.T) {
	const cache, language = "response-cache-control", "response-content-language"
	r := newRig(t, func(r *rig) { r.in.Request.Options.ResponseCacheControl = "no-store" })
	s := r.Screen.(*Screen)
	s.form.Turn(fieldMore, false)
	s.visibility()
	if o, _ := s.options(); o.ResponseCacheControl != "no-store" {
		t.Errorf("asked for %+v", o)
	}
	for id, want := range map[string]bool{cache: true, language: false} {
		s.form.FocusOn(id)
		if shown := s.form.Focus() == id; shown != want {
			t.Errorf("%s: shown %v", id, shown)
		}
	}
	s.form.FocusOn(cache)
	s.form.SetValue(cache, "")
	s.visibility()
	if s.form.Focus() != cache {
		t.Error("an emptied field is taken away from under the cursor")
	}
}
