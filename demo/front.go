package demo

import (
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// front stands before everything: it takes a request apart by hand (a mux would
// clean "//" and "..", which are honest parts of a key), proves who sent it,
// and passes on only what that user may do.
type front struct {
	store    *store
	keys     keyring
	region   string
	inflight *budget
	limit    int64 // bytes of one upload
	uploads  *uploads
	denied   func(bucket string) bool // to the guest
	random   io.Reader
	requests atomic.Uint64
}

func newFront(s *store, keys keyring, region string) *front {
	return &front{store: s, keys: keys, region: region}
}

// target is what a request is about.
type target struct {
	bucket, key string
	query       url.Values
	info        info
	exists      bool // the bucket
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := fmt.Sprintf("%016X", f.requests.Add(1))
	w.Header().Set("X-Amz-Request-Id", id)
	w.Header().Set("X-Amz-Id-2", base64.StdEncoding.EncodeToString([]byte(id+id)))
	w.Header().Set("Server", "AmazonS3")
	if no := f.serve(w, r); no != nil {
		drain(r)
		no.write(w, r)
	}
}

// drain reads what a refused client is still sending, within reason, so that
// it gets to read the refusal instead of a broken connection. A client that
// asked first (Expect: 100-continue) is not sending yet.
func drain(r *http.Request) {
	if r.Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, r.Body, 16<<20)
	}
}

func (f *front) serve(w http.ResponseWriter, r *http.Request) *refusal {
	t, no := f.target(r)
	if no != nil {
		return no
	}
	if t.exists {
		w.Header().Set("X-Amz-Bucket-Region", t.info.region)
	}
	switch {
	case t.bucket == adminBucket && strings.HasPrefix(r.URL.Path, adminPath):
		f.admin(w, r, t)
		return nil
	case r.Method == http.MethodOptions:
		return refuse(http.StatusForbidden, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.")
	case r.Method == http.MethodPost && t.bucket != "" && t.key == "" && !t.query.Has("delete"):
		return f.postForm(w, r, t)
	case r.Method == http.MethodPost && t.bucket == "":
		f.sessionToken(w, r, t)
		return nil
	}
	return f.signed(w, r, t)
}

// signed serves everything that carries its signature in the header or the query.
func (f *front) signed(w http.ResponseWriter, r *http.Request, t target) *refusal {
	c, no := verify(f.keys, r, t.query, place{t.regionOr(f.region), "s3"}, f.store.clock(), "")
	if no != nil {
		return f.misdirected(r, t, no)
	}
	if no := f.authorise(c, r, t); no != nil {
		return no
	}
	if t.bucket != "" && !t.exists && (r.Method != http.MethodPut || t.key != "") {
		return noSuchBucket(t.bucket)
	}
	size := max(r.ContentLength, 0)
	if size > f.limit {
		return tooLarge(size, f.limit)
	}
	if !f.inflight.take(size) {
		return slowDown()
	}
	defer f.inflight.give(size)
	body, no := payload(r, c, f.limit)
	if no != nil {
		return no
	}
	if no := digests(r, t, body); no != nil {
		return no
	}
	switch {
	case t.bucket == "":
		return f.service(w, r, t)
	case t.key == "":
		return f.bucket(w, r, t, body, c)
	}
	return f.object(w, r, t, body)
}

// target takes the request line apart: /bucket/key, or /key under
// bucket.localhost.
func (f *front) target(r *http.Request) (target, *refusal) {
	// A semicolon is a letter of the query (RFC 3986), as in a list of signed
	// headers that a mail program has unescaped; to url.ParseQuery it is a fault.
	q, err := url.ParseQuery(strings.ReplaceAll(r.URL.RawQuery, ";", "%3B"))
	if err != nil || !strings.HasPrefix(r.URL.Path, "/") || !utf8.ValidString(r.URL.Path) {
		return target{}, malformed("InvalidURI", "Couldn't parse the specified URI.")
	}
	t := target{query: q}
	t.bucket, t.key, _ = strings.Cut(r.URL.Path[1:], "/")
	if name, ok := virtualHost(r.Host); ok {
		t.bucket, t.key = name, r.URL.Path[1:]
	}
	if len(t.key) > keyLimit {
		return target{}, malformed("KeyTooLongError", "Your key is too long").
			with("Size", strconv.Itoa(len(t.key))).with("MaxSizeAllowed", strconv.Itoa(keyLimit))
	}
	t.info, t.exists = f.store.lookup(t.bucket)
	return t, nil
}

func virtualHost(host string) (string, bool) {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.CutSuffix(host, ".localhost")
}

// regionOr is the region that requests about the target must be signed for.
func (t target) regionOr(fallback string) string {
	if t.exists {
		return t.info.region
	}
	return fallback
}

// misdirected answers a HEAD of a bucket in another region as S3 does: moved,
// with the region in a header, because HEAD has no document to say it in.
func (f *front) misdirected(r *http.Request, t target, no *refusal) *refusal {
	for _, d := range no.Details {
		if d.Name == "Region" && r.Method == http.MethodHead && t.key == "" {
			return refuse(http.StatusMovedPermanently, "PermanentRedirect",
				"The bucket you are attempting to access must be addressed using the specified endpoint.")
		}
	}
	return no
}

// authorise lets a request pass that everybody allows who has a say. The owner may do
// everything; the guest may neither list, make nor delete buckets, nor touch those he is
// denied. Policies of buckets, sessions and keys narrow that.
func (f *front) authorise(c caller, r *http.Request, t target) *refusal {
	if owner := hoisted(r, t, "X-Amz-Expected-Bucket-Owner"); owner != "" && owner != account {
		return denied("Access Denied")
	}
	for _, n := range rights(r, t) {
		if no := f.permit(c, r, n); no != nil {
			return no
		}
	}
	return nil
}

// hoisted is the value of a header that a link may carry in its query instead,
// so that whoever opens it need not send it.
func hoisted(r *http.Request, t target, name string) string {
	for param := range t.query {
		if strings.EqualFold(param, name) {
			return t.query.Get(param)
		}
	}
	return r.Header.Get(name)
}

// copySource reads where a copy comes from.
func copySource(r *http.Request) (bucket, key, version string) {
	path, rest, _ := strings.Cut(r.Header.Get("X-Amz-Copy-Source"), "?")
	if q, err := url.ParseQuery(rest); err == nil {
		version = q.Get("versionId")
	}
	path, err := url.PathUnescape(path)
	if err != nil {
		return "", "", ""
	}
	bucket, key, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return bucket, key, version
}
