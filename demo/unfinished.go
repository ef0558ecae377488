package demo

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// unfinished is an upload as a listing tells it.
type unfinished struct {
	id, key string
	started time.Time
}

// below are the uploads of a bucket that begin with a prefix, by key and start.
func (u *uploads) below(bucket, prefix string) (all []unfinished) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, up := range u.open {
		if up.bucket == bucket && strings.HasPrefix(up.key, prefix) {
			all = append(all, unfinished{id, up.key, up.started})
		}
	}
	slices.SortFunc(all, func(a, b unfinished) int {
		return cmp.Or(cmp.Compare(a.key, b.key), a.started.Compare(b.started), cmp.Compare(a.id, b.id))
	})
	return all
}

// listUploads tells what was begun and not ended.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
func (f *front) listUploads(w http.ResponseWriter, t target) *refusal {
	q := t.query
	if q.Get("delimiter") != "" || q.Get("encoding-type") != "" {
		return notImplemented()
	}
	most, no := number(q, "max-uploads", pageSize, pageSize)
	if no != nil {
		return no
	}
	prefix, key, id := q.Get("prefix"), q.Get("key-marker"), q.Get("upload-id-marker")
	all := f.uploads.below(t.bucket, prefix)
	if key != "" {
		all = all[following(all, key, id):]
	}
	page := all[:min(most, len(all))]
	sendXML(w, "ListMultipartUploadsResult", func(b *strings.Builder) {
		element(b, "Bucket", t.bucket)
		element(b, "KeyMarker", key)
		element(b, "UploadIdMarker", id)
		optional(b, "Prefix", prefix)
		if len(page) > 0 && len(page) < len(all) {
			element(b, "NextKeyMarker", page[len(page)-1].key)
			element(b, "NextUploadIdMarker", page[len(page)-1].id)
		}
		element(b, "MaxUploads", strconv.Itoa(most))
		element(b, "IsTruncated", strconv.FormatBool(len(page) < len(all)))
		for _, up := range page {
			group(b, "Upload", func() {
				element(b, "Key", up.key)
				element(b, "UploadId", up.id)
				owner(b)
				element(b, "StorageClass", "STANDARD")
				element(b, "Initiated", stamp(up.started))
			})
		}
	})
	return nil
}

// following is where a listing goes on: after an upload of a key, or after all of it.
func following(all []unfinished, key, id string) int {
	if i := slices.IndexFunc(all, func(up unfinished) bool { return up.key == key && up.id == id }); i >= 0 {
		return i + 1
	}
	if i := slices.IndexFunc(all, func(up unfinished) bool { return up.key > key }); i >= 0 {
		return i
	}
	return len(all)
}
