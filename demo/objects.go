package demo

import (
	"net/http"
	"net/url"
	"strings"
)

// object answers requests about one object: what gofakes3 does not know is
// judged here, the rest is left to it.
func (f *front) object(w http.ResponseWriter, r *http.Request, t target) *refusal {
	version := t.query.Get("versionId")
	switch {
	case !f.known(t.query):
		return refuse(http.StatusNotImplemented, "NotImplemented", "A header or query you provided requested functionality that is not implemented.")
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		if no := f.read(w, r, t, version); no != nil {
			return no
		}
	case r.Method == http.MethodPut:
		if _, _, from := copySource(r); from != "" {
			version = from
		}
		if no := f.write(w, r, t); no != nil {
			return no
		}
	}
	status := f.delegate(w, r, t, version)
	ends := r.Method == http.MethodPost || r.Method == http.MethodDelete
	if upload := t.query.Get("uploadId"); upload != "" && ends && status < 300 {
		f.inflight.end(upload)
	}
	return nil
}

// known refuses sub-resources that would change the meaning of a request.
func (f *front) known(q url.Values) bool {
	for _, name := range []string{"restore", "select", "torrent", "retention", "legal-hold"} {
		if q.Has(name) {
			return false
		}
	}
	return true
}

// read judges a GET or HEAD of an object, and tells what S3 tells in headers.
func (f *front) read(w http.ResponseWriter, r *http.Request, t target, id string) *refusal {
	if t.query.Has("uploadId") {
		return nil // lists the parts of an upload
	}
	v, err := f.store.get(t.bucket, t.key, id)
	if err != nil {
		return asRefusal(err)
	}
	h := w.Header()
	if v.marker {
		h.Set("X-Amz-Delete-Marker", "true")
		h.Set("X-Amz-Version-Id", v.id)
		if id != "" {
			return notAllowed(r.Method, "DeleteMarker")
		}
		return noSuchKey(t.key)
	}
	body := r.Method == http.MethodGet && !t.query.Has("tagging") && !t.query.Has("attributes") && !t.query.Has("acl")
	switch {
	case v.ssec:
		return malformed("InvalidRequest", "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.")
	case v.archived() && body:
		return refuse(http.StatusForbidden, "InvalidObjectState", "The operation is not valid for the object's storage class").
			with("StorageClass", v.class())
	}
	if !v.ends.IsZero() {
		h.Set("X-Amz-Expiration", `expiry-date="`+v.ends.UTC().Format(http.TimeFormat)+`", rule-id="`+v.rule+`"`)
	}
	h.Set("X-Amz-Server-Side-Encryption", "AES256") // S3's default for every object
	return overrides(t.query)
}

// overrides refuses response-* values that no header can carry. S3 does so;
// other servers send raw UTF-8, which hides the mistake.
func overrides(q url.Values) *refusal {
	for name, values := range q {
		if !strings.HasPrefix(name, "response-") {
			continue
		}
		for _, c := range values[0] {
			if c > 0xff || c < ' ' && c != '\t' {
				return malformed("InvalidArgument", "Header value cannot be represented using ISO-8859-1.").
					with("ArgumentName", name).with("ArgumentValue", values[0])
			}
		}
	}
	return nil
}

// write judges a PUT before gofakes3 sees it.
func (f *front) write(w http.ResponseWriter, r *http.Request, t target) *refusal {
	if upload := t.query.Get("uploadId"); upload != "" {
		if size := f.partSize(r); !f.inflight.takePart(upload, size) {
			return full(size, f.store.capacity)
		}
	}
	if class := r.Header.Get("X-Amz-Storage-Class"); class != "" && !storageClass(class) {
		return malformed("InvalidStorageClass", "The storage class you specified is not valid").with("StorageClassRequested", class)
	}
	if sse := r.Header.Get("X-Amz-Server-Side-Encryption"); strings.HasPrefix(sse, "aws:kms") {
		// Nothing is encrypted here, so any key will do: a link that asks for
		// one must be usable.
		w.Header().Set("X-Amz-Server-Side-Encryption", sse)
		r.Header.Del("X-Amz-Server-Side-Encryption")
		r.Header.Del("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id")
		return nil
	}
	w.Header().Set("X-Amz-Server-Side-Encryption", "AES256")
	return nil
}

// partSize is what a part of an upload will hold: its body, or at most the
// object that it is copied from.
func (f *front) partSize(r *http.Request) int64 {
	bucket, key, id := copySource(r)
	if v, err := f.store.get(bucket, key, id); err == nil && !v.marker {
		return v.content.size()
	}
	return r.ContentLength
}

func storageClass(name string) bool {
	switch name {
	case "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
		"GLACIER", "DEEP_ARCHIVE", "GLACIER_IR":
		return true
	}
	return false
}

// delegate hands a request to gofakes3, plainly: /bucket/key, without the
// signature, and with the version in the context. It returns the status.
func (f *front) delegate(w http.ResponseWriter, r *http.Request, t target, version string) int {
	q := url.Values{}
	for name, values := range t.query {
		if name != "versionId" && !strings.HasPrefix(name, "X-Amz-") {
			q[name] = values
		}
	}
	inner := r.Clone(withVersion(r.Context(), version))
	inner.URL.Path, inner.URL.RawPath = "/"+t.bucket+"/"+t.key, ""
	if t.key == "" {
		inner.URL.Path = "/" + t.bucket
	}
	inner.URL.RawQuery = q.Encode()
	for name := range t.query { // hoisted into the query by the SDK when it pre-signs
		if strings.EqualFold(name, "X-Amz-Checksum-Mode") {
			inner.Header.Set(name, t.query.Get(name))
		}
	}
	out := &faithful{ResponseWriter: w, status: http.StatusOK}
	f.protocol.ServeHTTP(out, inner)
	return out.status
}

// faithful leaves out what gofakes3 says and S3 does not: CORS headers that
// nobody configured, and that a deletion made no marker.
type faithful struct {
	http.ResponseWriter
	status int
	wrote  bool
}

func (w *faithful) WriteHeader(status int) {
	if w.wrote {
		return
	}
	w.wrote, w.status = true, status
	h := w.Header()
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") {
			h.Del(name)
		}
	}
	if h.Get("X-Amz-Delete-Marker") == "false" {
		h.Del("X-Amz-Delete-Marker")
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *faithful) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.ResponseWriter.Write(b)
}
