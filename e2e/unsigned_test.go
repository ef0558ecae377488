package e2e

import (
	"archive/tar"
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// What the holder of an upload link may add to it that nobody signed. MinIO copies
// what the signer can read, into a bucket that is open to the holder; the others
// refuse the header. So at an address of one's own such a link is under every rail.
func TestARailHoldsForWhatAnUploadLinkCopies(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		stolen := func(key string, ask func(headers) answer) bool {
			for _, from := range []string{"/", "", "%2F"} {
				ask(headers{"X-Amz-Copy-Source": from + f.guarded + "/" + guardedKey})
				if o, ok := f.get(t, f.public, key); ok && o.body == guardedBody {
					return true
				}
			}
			return false
		}
		put := func(l link, body string) func(headers) answer {
			return func(h headers) answer {
				for name, value := range l.Headers {
					h[name] = value
				}
				return use(t, http.MethodPut, l.URL, h, body)
			}
		}
		for key, flags := range map[string][]string{"a": nil, "b": {"--exact-size", "3"}, "c": {"--if-none-match", "--content-type", "text/plain"}} {
			l := f.free.share(t, s, f.public, key, append(flags, "--op", "put")...)
			if got := stolen(key, put(l, "abc")); got != s.kind.laxHeaders {
				t.Errorf("an upload link %v copies: %v", flags, got)
			}
			args := append(append([]string{"share", "s3://" + f.public + "/" + key, "--op", "put"}, s.at()...), flags...)
			if out := f.bound.run(t, "", args...); out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, "guard rail personnel") || !strings.Contains(out.stderr, "--op post") {
				t.Errorf("an upload link %v: code %d, %s", flags, out.code, out.stderr)
			}
			f.bound.must(t, "", append(args, "--note", "for the auditor")...)
		}
		form := f.bound.share(t, s, f.public, "d", "--op", "post")
		if stolen("d", func(h headers) answer { return postWith(t, form, h) }) {
			t.Error("a form copies")
		}
		mustWork(t, "a form that was told to copy", postWith(t, form, headers{"X-Amz-Copy-Source": "/" + f.guarded + "/" + guardedKey}))
		f.mustHold(t, f.public, "d", "mine")
	})
}

// postWith submits a form with headers of its own.
func postWith(t *testing.T, l link, h headers) answer {
	t.Helper()
	req := formRequest(t, l.URL, l.Fields, "d", "", "mine")
	for name, value := range h {
		req.Header.Set(name, value)
	}
	return send(t, req)
}

// MinIO unpacks an archive all over the bucket for a header of which it checks the
// first line alone, and finds the second. So at an address of one's own an upload
// link is under the rails of the whole bucket.
func TestARailHoldsForWhatAnUploadLinkUnpacks(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		f := newFence(t, s)
		f.bound.settings(t, fmt.Sprintf("[[guard]]\nname = \"personnel\"\nbucket = %q\nprefix = \"records/\"\noperations = [\"get\"]\n", f.guarded))
		unpack := func(l link, lines ...string) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, l.URL, bytes.NewReader(archive(t, "records/x", "../"+f.guarded+"/records/y", "../../"+f.guarded+"/records/z", "records__XLDIR__")))
			if err != nil {
				t.Fatal(err)
			}
			req.Header["X-Amz-Meta-Snowball-Auto-Extract"] = lines
			send(t, req)
		}
		for _, lines := range [][]string{{"true"}, {"", "true"}, {"true", ""}} {
			unpack(f.bound.share(t, s, f.public, "in/a.tar", "--op", "put"), lines...)
			f.intact(t, "an archive in another bucket")
		}
		req := formRequest(t, s.url+"/"+f.guarded, f.free.share(t, s, f.guarded, "in/b.tar", "--op", "post").Fields, "b.tar", "", string(archive(t, "records/x")))
		req.Header["X-Amz-Meta-Snowball-Auto-Extract"] = []string{"", "true"}
		send(t, req)
		f.intact(t, "an archive in a form")
		args := append([]string{"share", "s3://" + f.guarded + "/in/a.tar", "--op", "put"}, s.at()...)
		if out := f.bound.run(t, "", args...); out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, "unpack an archive all over it (guard rail personnel") {
			t.Errorf("code %d, %s", out.code, out.stderr)
		}
		unpack(f.free.share(t, s, f.guarded, "in/a.tar", "--op", "put"), "", "true")
		if _, ok := f.get(t, f.guarded, "records/x"); ok != s.kind.laxHeaders {
			t.Errorf("an upload link unpacks: %v", ok)
		}
	})
}

// archive holds a few bytes under each name.
func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range names {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: 3, Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("abc")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The version without an id is replaced where versions are suspended: whatever
// name a server knows it by is no pin.
func TestTheNullVersionIsNoPin(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, free, bound := s.bucket(t), signetFor(t, s), signetFor(t, s)
		bound.settings(t, fmt.Sprintf("[[guard]]\nname = \"contracts\"\nbucket = %q\npin_version = true\n", b))
		s.versioned(t, b)
		s.put(t, b, "a", "kept")
		if _, err := s.client().PutBucketVersioning(within(t, testTimeout), &s3.PutBucketVersioningInput{
			Bucket: &b, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusSuspended},
		}); err != nil {
			t.Fatal(err)
		}
		const zeros = "00000000-0000-0000-0000-000000000000"
		replaced := 0
		for i, id := range []string{"null", "NULL", "Null", zeros, "{" + zeros + "}", "urn:uuid:" + zeros, strings.ReplaceAll(zeros, "-", ""), strings.Repeat("0", 26)} {
			l := free.share(t, s, b, "a", "--version-id", id)
			first, then := fmt.Sprint("first ", i), fmt.Sprint("then ", i)
			s.put(t, b, "a", first)
			before := use(t, http.MethodGet, l.URL, nil, "")
			s.put(t, b, "a", then)
			if after := use(t, http.MethodGet, l.URL, nil, ""); before.body != first || after.body != then {
				continue
			}
			replaced++
			args := append([]string{"share", "s3://" + b + "/a", "--version-id", id}, s.at()...)
			if out := bound.run(t, "", args...); out.code != 1 || out.stdout != "" || !strings.Contains(out.stderr, "guard rail contracts") {
				t.Errorf("%q: code %d, %s", id, out.code, out.stderr)
			}
		}
		if replaced == 0 {
			t.Error("no name of the null version is known here")
		}
	})
}
