package demo

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// read answers GET and HEAD of an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func (f *front) read(w http.ResponseWriter, r *http.Request, t target) *refusal {
	v, no := f.wanted(w, r, t)
	if no != nil {
		return no
	}
	if no := readable(v, r.Header, r.Method == http.MethodHead, f.store.clock()); no != nil {
		return no
	}
	if no := overrides(t.query); no != nil {
		return no
	}
	switch failed, unchanged := judge(r.Header, "", v); {
	case failed != "":
		return preconditionFailed(failed)
	case unchanged != "":
		v.validators(w.Header())
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	part, no := asked(r.Header, v)
	if no != nil {
		return no
	}
	return part.send(w, r, t, v)
}

// wanted finds the version that a request reads. Delete markers are told in
// headers, and refused.
func (f *front) wanted(w http.ResponseWriter, r *http.Request, t target) (*version, *refusal) {
	id := t.query.Get("versionId")
	v, err := f.store.get(t.bucket, t.key, id)
	if err != nil {
		return nil, asRefusal(err)
	}
	if t.info.versioning != "" {
		w.Header().Set("X-Amz-Version-Id", v.id)
	}
	if !v.marker {
		return v, nil
	}
	w.Header().Set("X-Amz-Delete-Marker", "true")
	if id != "" {
		return nil, notAllowed(r.Method, "DeleteMarker")
	}
	return nil, noSuchKey(t.key)
}

// readable refuses objects that only their customer's key opens, and, unless
// only the headers are wanted, those that must be restored first.
func readable(v *version, h http.Header, headersOnly bool, now time.Time) *refusal {
	switch {
	case v.ssec:
		return malformed("InvalidRequest", "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.")
	case customerKey(h):
		return malformed("InvalidRequest", "The encryption parameters are not applicable to this object.")
	case v.archived(now) && !headersOnly:
		return refuse(http.StatusForbidden, "InvalidObjectState", "The operation is not valid for the object's storage class").
			with("StorageClass", v.class())
	}
	return nil
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

// send writes the headers, and for GET the bytes. The body is opened first:
// once the status is out, nothing can be refused any more.
func (s span) send(w http.ResponseWriter, r *http.Request, t target, v *version) *refusal {
	if r.Method == http.MethodHead {
		s.headers(w.Header(), t, r, v)
		w.WriteHeader(s.status())
		return nil
	}
	body, err := v.content.open()
	if err != nil {
		return asRefusal(err)
	}
	defer func() { _ = body.Close() }()
	if _, err := body.Seek(s.first, io.SeekStart); err != nil {
		return asRefusal(err)
	}
	s.headers(w.Header(), t, r, v)
	w.WriteHeader(s.status())
	_, _ = io.CopyN(w, body, s.length) // cut short, the connection breaks, as it should
	return nil
}

// headers tell everything about the version, and which part of it follows.
func (s span) headers(h http.Header, t target, r *http.Request, v *version) {
	v.describe(h)
	for _, name := range []string{
		"Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type", "Expires",
	} {
		if value := t.query.Get("response-" + strings.ToLower(name)); value != "" {
			h.Set(name, value)
		}
	}
	h.Set("Content-Length", strconv.FormatInt(s.length, 10))
	if s.partial {
		h.Set("Content-Range", "bytes "+strconv.FormatInt(s.first, 10)+"-"+strconv.FormatInt(s.first+s.length-1, 10)+
			"/"+strconv.FormatInt(v.content.size(), 10))
	} else if strings.EqualFold(hoisted(r, t, "X-Amz-Checksum-Mode"), "ENABLED") {
		v.tellChecksum(h)
	}
}

// describe tells what is known of a version, its bytes aside.
func (v *version) describe(h http.Header) {
	h.Set("X-Amz-Server-Side-Encryption", "AES256") // S3's default for every object
	for name, value := range v.meta {
		switch lower := strings.ToLower(name); {
		case strings.HasPrefix(lower, "x-amz-meta-"):
			h[lower] = []string{value} // in small letters on the wire, as S3 keeps them; Set would write capitals
		case stored(lower):
			h.Set(name, value)
		}
	}
	for _, name := range []string{archiveHeader, restoreHeader, lockModeHeader, lockUntilHeader, legalHoldHeader} {
		if value := v.meta[name]; value != "" {
			h.Set(name, value)
		}
	}
	if v.class() == "STANDARD" {
		h.Del("X-Amz-Storage-Class") // S3 names every class but this one
	}
	if n := len(parseTags(v.meta[tagsHeader])); n > 0 {
		h.Set("X-Amz-Tagging-Count", strconv.Itoa(n))
	}
	if !v.ends.IsZero() {
		h.Set("X-Amz-Expiration", `expiry-date="`+v.ends.UTC().Format(http.TimeFormat)+`", rule-id="`+v.rule+`"`)
	}
	h.Set("Accept-Ranges", "bytes")
	v.validators(h)
}

// validators are the headers that later conditions are about.
func (v *version) validators(h http.Header) {
	h.Set("ETag", v.etag())
	h.Set("Last-Modified", v.modified.UTC().Format(http.TimeFormat))
}
