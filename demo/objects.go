package demo

import (
	"net/http"
	"net/url"
	"slices"
)

// keyLimit is the longest key, in bytes of UTF-8.
const keyLimit = 1024

// object answers requests about one object, as S3's API reference has them.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
func (f *front) object(w http.ResponseWriter, r *http.Request, t target, body []byte) *refusal {
	q := t.query
	switch {
	case unknown(q):
		return notImplemented()
	case q.Has("versionId") && q.Get("versionId") == "":
		return malformed("InvalidArgument", "Version id cannot be the empty string").with("ArgumentName", "versionId")
	case q.Has("tagging"):
		return f.tagging(w, r, t, body)
	case q.Has("uploads") || q.Has("uploadId"):
		return f.multipart(w, r, t, body)
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return f.read(w, r, t)
	case http.MethodPut:
		if r.Header.Get("X-Amz-Copy-Source") != "" {
			return f.copyObject(w, r, t)
		}
		return f.put(w, r, t, body)
	case http.MethodDelete:
		return f.remove(w, r, t)
	}
	return notAllowed(r.Method, "OBJECT")
}

// unknown finds sub-resources that S3 has and the demo has not. To overlook
// one would be to answer another question than was asked.
func unknown(q url.Values) bool {
	known := []string{"acl", "annotation", "attributes", "encryption", "legal-hold", "renameObject", "restore", "retention", "select", "torrent"}
	return slices.ContainsFunc(known, q.Has) || q.Has("partNumber") && !q.Has("uploadId")
}

func notImplemented() *refusal {
	return refuse(http.StatusNotImplemented, "NotImplemented", "A header or query you provided implies functionality that is not implemented.")
}

// remove deletes an object or one version of it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
func (f *front) remove(w http.ResponseWriter, r *http.Request, t target) *refusal {
	for _, name := range []string{"If-Match", "X-Amz-If-Match-Size", "X-Amz-If-Match-Last-Modified-Time"} {
		if r.Header.Get(name) != "" {
			return notImplemented().with("Header", name)
		}
	}
	id, marker, err := f.store.remove(t.bucket, t.key, t.query.Get("versionId"))
	if err != nil {
		return asRefusal(err)
	}
	if id != "" {
		w.Header().Set("X-Amz-Version-Id", id)
	}
	if marker {
		w.Header().Set("X-Amz-Delete-Marker", "true")
	}
	return answer(w, http.StatusNoContent, nil)
}
