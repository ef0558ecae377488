package demo

import (
	"cmp"
	"encoding/xml"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const ownerID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"

func owner(b *strings.Builder) {
	group(b, "Owner", func() {
		element(b, "ID", ownerID)
		element(b, "DisplayName", "demo")
	})
}

// service answers requests without a bucket: the list of buckets.
func (f *front) service(w http.ResponseWriter, r *http.Request, t target) *refusal {
	if r.Method != http.MethodGet || t.key != "" {
		return notAllowed(r.Method, "SERVICE")
	}
	most, no := number(t.query, "max-buckets", 10000, 10000)
	if no != nil {
		return no
	}
	after, no := openToken(t.query.Get("continuation-token"))
	if no != nil {
		return no
	}
	prefix, region := t.query.Get("prefix"), t.query.Get("bucket-region")
	last, more, n := "", false, 0
	sendXML(w, "ListAllMyBucketsResult", func(b *strings.Builder) {
		owner(b)
		b.WriteString("<Buckets>")
		for _, in := range f.store.list() {
			if in.name <= after || !strings.HasPrefix(in.name, prefix) || region != "" && region != in.region {
				continue
			}
			if more = n == most; more {
				break
			}
			n, last = n+1, in.name
			b.WriteString("<Bucket>")
			element(b, "Name", in.name)
			element(b, "CreationDate", stamp(in.created))
			element(b, "BucketRegion", in.region)
			b.WriteString("</Bucket>")
		}
		b.WriteString("</Buckets>")
		if more {
			element(b, "ContinuationToken", sealToken(last))
		}
		optional(b, "Prefix", prefix)
	})
	return nil
}

// bucket answers requests about a bucket as a whole.
func (f *front) bucket(w http.ResponseWriter, r *http.Request, t target, body []byte, c caller) *refusal {
	q := t.query
	if q.Has("policy") {
		return f.bucketPolicy(w, r, t, body)
	}
	switch r.Method {
	case http.MethodHead:
		return nil
	case http.MethodPut:
		if q.Has("versioning") {
			return f.putVersioning(t, body)
		}
		if len(bare(q)) == 0 {
			return f.createBucket(w, t, body)
		}
	case http.MethodDelete:
		if len(bare(q)) == 0 {
			w.Header().Del("X-Amz-Bucket-Region")
			if err := f.store.destroy(t.bucket); err != nil {
				return asRefusal(err)
			}
			f.uploads.drop(t.bucket)
			return answer(w, http.StatusNoContent, nil)
		}
	case http.MethodPost:
		return f.deleteObjects(w, t, body, func(n right) *refusal { return f.permit(c, r, n) })
	case http.MethodGet:
		if no, ok := setup(w, t); ok {
			return no
		}
		switch {
		case q.Has("location"):
			sendXML(w, "LocationConstraint", func(b *strings.Builder) { escape(b, constraint(t.info.region)) })
			return nil
		case q.Has("versioning"):
			sendXML(w, "VersioningConfiguration", func(b *strings.Builder) {
				optional(b, "Status", t.info.versioning)
			})
			return nil
		case q.Has("versions"):
			return f.listVersions(w, t)
		case q.Has("uploads"):
			return f.listUploads(w, t)
		case len(bare(q)) == 0:
			return f.listObjects(w, t)
		}
	}
	return notImplemented()
}

// bare are the parameters that name a sub-resource: those that neither sign
// the request nor shape a listing.
func bare(q map[string][]string) []string {
	shaping := []string{
		"list-type", "prefix", "delimiter", "marker", "start-after", "continuation-token",
		"max-keys", "encoding-type", "fetch-owner", "key-marker", "version-id-marker",
	}
	return slices.DeleteFunc(slices.Collect(maps.Keys(q)), func(name string) bool {
		return slices.Contains(shaping, name) || strings.HasPrefix(strings.ToLower(name), "x-")
	})
}

// constraint spells a region as GetBucketLocation does: the oldest one is empty.
func constraint(region string) string {
	if region == "us-east-1" {
		return ""
	}
	return region
}

// answer sends an empty answer with a status, or the error as a refusal.
func answer(w http.ResponseWriter, status int, err error) *refusal {
	if err != nil {
		return asRefusal(err)
	}
	w.WriteHeader(status)
	return nil
}

func asRefusal(err error) *refusal {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r
	}
	return refuse(http.StatusInternalServerError, "InternalError", "We encountered an internal error. Please try again: %v", err)
}

func (f *front) createBucket(w http.ResponseWriter, t target, body []byte) *refusal {
	var in struct {
		LocationConstraint string `xml:"LocationConstraint"`
	}
	if len(body) > 0 && xml.Unmarshal(body, &in) != nil {
		return malformedXML()
	}
	if !bucketName(t.bucket) {
		return malformed("InvalidBucketName", "The specified bucket is not valid.").with("BucketName", t.bucket)
	}
	w.Header().Set("Location", "/"+t.bucket)
	return answer(w, http.StatusOK, f.store.create(t.bucket, cmp.Or(in.LocationConstraint, f.region), ""))
}

func (f *front) putVersioning(t target, body []byte) *refusal {
	var in struct {
		Status string `xml:"Status"`
	}
	if xml.Unmarshal(body, &in) != nil {
		return malformedXML()
	}
	if in.Status != "Enabled" && in.Status != "Suspended" {
		return malformed("IllegalVersioningConfigurationException", "The Versioning element must be specified")
	}
	if err := f.store.setVersioning(t.bucket, in.Status); err != nil {
		return asRefusal(err)
	}
	return nil
}

// deleteObjects deletes up to 1,000 objects or versions in one request.
func (f *front) deleteObjects(w http.ResponseWriter, t target, body []byte, permit func(right) *refusal) *refusal {
	var in struct {
		Quiet  bool
		Object []struct {
			Key, VersionId, ETag string //nolint:revive // named by S3's document
		}
	}
	if xml.Unmarshal(body, &in) != nil || len(in.Object) == 0 || len(in.Object) > pageSize {
		return malformedXML()
	}
	for _, o := range in.Object {
		if o.ETag != "" { // delete only if it is still this one
			return notImplemented()
		}
	}
	sendXML(w, "DeleteResult", func(b *strings.Builder) {
		for _, o := range in.Object {
			n := right{action: "s3:DeleteObject", bucket: t.bucket, key: o.Key}
			if o.VersionId != "" {
				n.action = ofVersion(n.action)
			}
			no, id, marker := permit(n), "", false
			if no == nil {
				var err error
				if id, marker, err = f.store.remove(t.bucket, o.Key, o.VersionId); err != nil {
					no = asRefusal(err)
				}
			}
			if no != nil {
				b.WriteString("<Error>")
				element(b, "Key", o.Key)
				element(b, "Code", no.Code)
				element(b, "Message", no.Message)
				b.WriteString("</Error>")
				continue
			}
			if !in.Quiet {
				deleted(b, o.Key, o.VersionId, id, marker)
			}
		}
	})
	return nil
}

func deleted(b *strings.Builder, key, asked, removed string, marker bool) {
	group(b, "Deleted", func() {
		element(b, "Key", key)
		optional(b, "VersionId", asked)
		if marker {
			element(b, "DeleteMarker", "true")
			element(b, "DeleteMarkerVersionId", removed)
		}
	})
}

// number reads a count from the query, at most limit.
func number(q map[string][]string, name string, fallback, limit int) (int, *refusal) {
	values := q[name]
	if len(values) == 0 || values[0] == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(values[0])
	if err != nil || n < 0 {
		return 0, malformed("InvalidArgument", "Provided %s not an integer or within integer range", name).
			with("ArgumentName", name).with("ArgumentValue", values[0])
	}
	return min(n, limit), nil
}
