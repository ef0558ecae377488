package synth

import (
	"encoding/xml"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Server answers. Its fields are set before the first request.
type Server struct {
	// Before is called before a request is answered, and may let it wait: a test
	// decides how far a listing has come, and the speed of the machine does not.
	Before func(r *http.Request)

	buckets map[string]bucket
	mu      sync.Mutex
	refused []string
}

// New is a server of all buckets.
func New() *Server { return &Server{buckets: buckets()} }

// Refused is what was asked for and is not known here, each as method and query.
func (s *Server) Refused() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.refused)
}

// operation is a request that is known: by its parameter, on a bucket or an object.
type operation struct {
	params []string // that may stand in its query, beside a signature's
	answer func(b bucket, w http.ResponseWriter, r *http.Request, name, key string) *refusal
}

// ofBucket is what may be asked of a bucket: by the parameter that names it.
func ofBucket(q url.Values) (operation, bool) {
	switch {
	case q.Has("versions"):
		return operation{
			[]string{"versions", "prefix", "delimiter", "max-keys", "encoding-type", "key-marker", "version-id-marker"},
			func(b bucket, w http.ResponseWriter, r *http.Request, name, _ string) *refusal {
				return send(w)(b.listVersions(name, r.URL.Query()))
			},
		}, true
	case q.Has("list-type"):
		return operation{
			[]string{"list-type", "prefix", "delimiter", "max-keys", "encoding-type", "start-after", "continuation-token"},
			func(b bucket, w http.ResponseWriter, r *http.Request, name, _ string) *refusal {
				return send(w)(b.listObjects(name, r.URL.Query()))
			},
		}, true
	case q.Has("versioning"):
		return operation{[]string{"versioning"}, bucket.versioning}, true
	}
	return operation{}, false
}

// versioning answers GetBucketVersioning.
func (b bucket) versioning(w http.ResponseWriter, _ *http.Request, _, _ string) *refusal {
	d := &document{root: "VersioningConfiguration"}
	d.WriteString(xml.Header + "<" + d.root + namespace + ">")
	if b.history != nil {
		d.text("Status", "Enabled")
	}
	return send(w)(d.end(), nil)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Before != nil {
		s.Before(r)
	}
	if no := s.serve(w, r); no != nil {
		if no.code == "NotImplemented" {
			s.mu.Lock()
			s.refused = append(s.refused, r.Method+" "+r.URL.RawQuery)
			s.mu.Unlock()
		}
		no.write(w, r.Method != http.MethodHead)
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) *refusal {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return unknown(r.Method)
	}
	name, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if name == "" {
		return send(w)(listBuckets(slices.Sorted(maps.Keys(s.buckets))), nil)
	}
	b, is := s.buckets[name]
	if !is {
		return missing("NoSuchBucket")
	}
	op, is := named(r, key)
	if !is {
		return unknown(r.Method + " ?" + r.URL.RawQuery)
	}
	for param := range r.URL.Query() {
		if !slices.Contains(op.params, param) && !strings.HasPrefix(param, "X-Amz-") && param != "x-id" {
			return unknown("the parameter " + param)
		}
	}
	return op.answer(b, w, r, name, key)
}

// named is the operation that a request asks for.
func named(r *http.Request, key string) (operation, bool) {
	switch q := r.URL.Query(); {
	case key != "":
		return operation{[]string{"versionId", "response-content-disposition", "response-content-type"}, bucket.object}, true
	case r.Method == http.MethodHead:
		return operation{nil, bucket.exists}, true
	default:
		return ofBucket(q)
	}
}

// exists answers HeadBucket.
func (b bucket) exists(w http.ResponseWriter, _ *http.Request, _, _ string) *refusal {
	w.Header().Set("X-Amz-Bucket-Region", "us-east-1")
	return nil
}

// send answers with a document, unless it was refused.
func send(w http.ResponseWriter) func([]byte, *refusal) *refusal {
	return func(body []byte, no *refusal) *refusal {
		if no != nil {
			return no
		}
		w.Header().Set("Content-Type", "application/xml")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // nobody is told of an answer that was not read
		return nil
	}
}

func (no *refusal) write(w http.ResponseWriter, body bool) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(no.status)
	if body {
		d := &document{root: "Error"}
		d.WriteString(xml.Header + "<Error>")
		d.text("Code", no.code)
		var message strings.Builder
		_ = xml.EscapeText(&message, []byte(no.message)) // a Builder takes everything
		d.text("Message", message.String())
		_, _ = w.Write(d.end())
	}
}
