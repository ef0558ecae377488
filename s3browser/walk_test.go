package s3browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// numbered serves pages of one key each, as many as are wanted.
func numbered(t *testing.T, pages int, asked *atomic.Int64) *Client {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		n := 0
		_, _ = fmt.Sscan(r.URL.Query().Get("continuation-token"), &n)
		asked.Add(1)
		fmt.Fprintf(w, `<ListBucketResult><IsTruncated>%v</IsTruncated><NextContinuationToken>%d</NextContinuationToken><Contents><Key>k%06d</Key></Contents></ListBucketResult>`, n+1 < pages, n+1, n)
	})
}

func TestWalkKeepsTheOrder(t *testing.T) {
	var asked atomic.Int64
	var keys []string
	must(t, numbered(t, 20, &asked).Walk(t.Context(), ListRequest{Bucket: "b"}, func(p Page) error {
		for _, e := range p.Entries { // the entries are good until here, the strings for longer
			keys = append(keys, e.Key)
		}
		return nil
	}))
	for i, k := range keys {
		if want := fmt.Sprintf("k%06d", i); k != want {
			t.Errorf("key %d is %s", i, k)
		}
	}
	if len(keys) != 20 || asked.Load() != 20 {
		t.Errorf("%d keys of %d requests", len(keys), asked.Load())
	}
}

// Whoever has enough has asked for one page more at most, and nothing goes on behind
// their back.
func TestWalkEndsWithItsReader(t *testing.T) {
	enough := errors.New("enough")
	var asked atomic.Int64
	seen := 0
	err := numbered(t, 1000, &asked).Walk(t.Context(), ListRequest{Bucket: "b"}, func(Page) error {
		if seen++; seen == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || asked.Load() > 4 {
		t.Errorf("%v after %d requests", err, asked.Load())
	}
}

func TestWalkIsCancelledInWords(t *testing.T) {
	var asked atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	err := numbered(t, 1000, &asked).Walk(ctx, ListRequest{Bucket: "b"}, func(Page) error { cancel(); return nil })
	var known *Error
	if !errors.As(err, &known) || known.Kind != Cancelled {
		t.Errorf("%v", err)
	}
}

// BenchmarkWalk is a listing whose reader takes its time: with the next page fetched
// meanwhile, and page by page as List gives them.
func BenchmarkWalk(b *testing.B) {
	body := string(pageXML(1000, 0))
	c := Connect(Connection{Endpoint: "http://127.0.0.1", Region: "us-east-1", AccessKeyID: "A", SecretKey: "S"})
	l, err := c.load(b.Context())
	must(b, err)
	var bodies [20]string
	for i := range bodies {
		bodies[i] = strings.Replace(body, "<NextContinuationToken>", fmt.Sprintf("<NextContinuationToken>%d-", i), 1)
	}
	bodies[len(bodies)-1] = strings.Replace(body, "<IsTruncated>true", "<IsTruncated>false", 1)
	n := 0
	l.config.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		next := bodies[n%len(bodies)]
		n++
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(next)), Request: r}, nil
	})
	var line []byte
	read := func(p Page) error {
		for i := range p.Entries {
			line = p.Entries[i].Modified.AppendFormat(append(line[:0], p.Entries[i].Key...), time.RFC3339)
		}
		return nil
	}
	b.Run("ahead", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(b, c.Walk(b.Context(), ListRequest{Bucket: "acme-contracts"}, read))
		}
	})
	b.Run("in-turn", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for r := (ListRequest{Bucket: "acme-contracts"}); ; {
				p, err := c.List(b.Context(), r)
				must(b, err)
				must(b, read(p))
				if p.Done {
					break
				}
				r.Token = p.Next
			}
		}
	})
}

// A page is read in the memory of the one before: what is left is the entries' text and
// a few strings, however many entries there are.
func TestPageIsReadInMemoryThatIsThere(t *testing.T) {
	body := pageXML(1000, 0)
	var d desk
	var memory []Entry
	allocs := testing.AllocsPerRun(10, func() {
		p, err := d.decode(body, ListRequest{Bucket: "acme-contracts"}, memory)
		must(t, err)
		memory = p.Entries
	})
	if allocs > 20 || len(memory) != 1000 {
		t.Errorf("%v allocations for %d entries", allocs, len(memory))
	}
}
