package ledger

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"signet/share"
)

// TestQuickReadsWhatJSONReads: of all bodies that signet writes the quick reader
// says the same as encoding/json.
func TestQuickReadsWhatJSONReads(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	odd := []string{"", "plain", `quote " and \ back`, "<b>&", "line\nfeed\ttab\x00", "漢字🙂é", "{[,]}:", "\u2028", "\xff bad"}
	pick := func() string { return odd[rng.IntN(len(odd))] + odd[rng.IntN(len(odd))] }
	for i := range 2000 {
		r := sample(i, noon.Add(time.Duration(rng.Int64N(1e15))))
		r.Note, r.Recipient, r.Spec.Target.Key, r.Spec.Target.Bucket, r.Who.User, r.Group = pick(), pick(), pick(), pick(), pick(), pick()
		r.Item, r.Page, r.PageSum = pick(), share.PageKind(pick()), pick()
		r.Spec.Options.Metadata = map[string]string{pick(): pick()}
		if i%5 == 0 {
			r.Failure, r.Terms = pick(), share.Terms{}
		}
		raw, err := new(encoder).encode(&r)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range [][]byte{raw, salted(raw)} {
			var want essence
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			if got, ok := quick(raw); !ok || got != want {
				t.Fatalf("%s\ngot  %+v %v\nwant %+v", raw, got, ok, want)
			}
		}
	}
}

// FuzzQuick: what the quick reader takes, encoding/json takes too, and reads the
// same in it.
func FuzzQuick(f *testing.F) {
	r := sample(1, noon)
	raw, _ := new(encoder).encode(&r)
	f.Add(salted(raw))
	for _, s := range []string{`{}`, `{"note":"a","Note":"b"}`, `{"note":"a","note":"b"}`, `{"target":{"key":"\u00e9"}}`, `{"options":{"a":[1,{"b":"}"}]},"note":"x"}`, `{"seconds":1e3,"at_most":true}`, `{"note":null}`, `{"id":}`, `{"id":"x",}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, ok := quick(raw)
		if !ok || !json.Valid(raw) {
			return
		}
		var want essence
		if err := json.Unmarshal(raw, &want); err != nil || got != want {
			t.Errorf("%q\ngot  %+v\nwant %+v %v", raw, got, want, err)
		}
	})
}
