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
	case r.Method == http.MethodPost && t.query.Has("uploadId"):
		defer f.inflight.end(t.query.Get("uploadId"))
	case r.Method == http.MethodDelete && t.query.Has("uploadId"):
		defer f.inflight.end(t.query.Get("uploadId"))
	}
	f.delegate(w, r, t, version)
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
	if upload := t.query.Get("uploadId"); upload != "" && !f.inflight.takePart(upload, r.ContentLength) {
		return full(r.ContentLength, f.store.capacity)
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

func storageClass(name string) bool {
	switch name {
	case "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
		"GLACIER", "DEEP_ARCHIVE", "GLACIER_IR":
		return true
	}
	return false
}

// delegate hands a request to gofakes3, plainly: /bucket/key, without the
// signature, and with the version in the context.
func (f *front) delegate(w http.ResponseWriter, r *http.Request, t target, version string) {
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
	f.protocol.ServeHTTP(&faithful{ResponseWriter: w, method: r.Method}, inner)
}

// faithful corrects what gofakes3 says otherwise than S3: it knows no CORS
// without a configuration, and a wrong method is a 405.
type faithful struct {
	http.ResponseWriter
	method string
	wrote  bool
}

func (w *faithful) WriteHeader(status int) {
	if w.wrote {
		return
	}
	w.wrote = true
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
