package demo

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// source is the version that a copy is made of.
type source struct {
	bucket, key string
	id          string // empty where the bucket has never kept versions
	newest      bool   // no version was named
	version     *version
}

// source finds what x-amz-copy-source names, if it may be copied. That the
// caller may read it is known by now.
func (f *front) source(r *http.Request) (source, *refusal) {
	bucket, key, id := copySource(r)
	if bucket == "" || key == "" {
		return source{}, malformed("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey").
			with("ArgumentName", "x-amz-copy-source").with("ArgumentValue", r.Header.Get("X-Amz-Copy-Source"))
	}
	if owner := r.Header.Get("X-Amz-Source-Expected-Bucket-Owner"); owner != "" && owner != account {
		return source{}, denied("Access Denied")
	}
	v, err := f.store.get(bucket, key, id)
	switch {
	case err != nil:
		return source{}, asRefusal(err)
	case v.marker && id != "":
		return source{}, malformed("InvalidRequest", "The source of a copy request may not specifically refer to a delete marker by version id.")
	case v.marker:
		return source{}, noSuchKey(key)
	}
	if no := readable(v, nil, false, f.store.clock()); no != nil {
		return source{}, no
	}
	if failed, unchanged := judge(r.Header, "X-Amz-Copy-Source-", v); failed+unchanged != "" {
		return source{}, preconditionFailed(failed + unchanged)
	}
	s := source{bucket: bucket, key: key, newest: id == "", version: v}
	if in, ok := f.store.lookup(bucket); ok && in.versioning != "" {
		s.id = v.id
	}
	return s, nil
}

// load reads a part of a version into memory that has been reserved for it,
// and returns how to give it back.
func (f *front) load(v *version, part span) ([]byte, func(), *refusal) {
	if !f.inflight.take(part.length) {
		return nil, nil, slowDown()
	}
	done := func() { f.inflight.give(part.length) }
	body, err := v.read(part)
	if err != nil {
		done()
		return nil, nil, asRefusal(err)
	}
	return body, done, nil
}

func (v *version) read(part span) ([]byte, error) {
	in, err := v.content.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	if _, err := in.Seek(part.first, io.SeekStart); err != nil {
		return nil, err
	}
	body := make([]byte, part.length)
	_, err = io.ReadFull(in, body)
	return body, err
}

// copyObject stores an object again under another name, or with other headers.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
func (f *front) copyObject(w http.ResponseWriter, r *http.Request, t target) *refusal {
	from, no := f.source(r)
	if no != nil {
		return no
	}
	meta, no := from.meta(r, t)
	if no != nil {
		return no
	}
	condition, no := writeCondition(r.Header, t.key)
	if no != nil {
		return no
	}
	body, done, no := f.load(from.version, span{length: from.version.content.size()})
	if no != nil {
		return no
	}
	defer done()
	v, id, err := f.store.putBody(t.bucket, t.key, body, &version{meta: meta}, condition)
	if err != nil {
		return asRefusal(err)
	}
	v.tellStored(w.Header(), id)
	from.copied(w, "CopyObjectResult", v)
	return nil
}

// copied answers a copy of an object or of a part.
func (s source) copied(w http.ResponseWriter, root string, v *version) {
	if s.id != "" {
		w.Header().Set("X-Amz-Copy-Source-Version-Id", s.id)
	}
	sendXML(w, root, func(b *strings.Builder) {
		element(b, "LastModified", stamp(v.modified))
		element(b, "ETag", v.etag())
	})
}

// meta is what the copy keeps beside its body: of the source, or of the
// request, as the directives have it. Class and encryption are never copied.
func (s source) meta(r *http.Request, t target) (map[string]string, *refusal) {
	meta, no := newMeta(r.Header)
	if no != nil {
		return nil, no
	}
	fresh, no := replaces(r, "X-Amz-Metadata-Directive")
	if no != nil {
		return nil, no
	}
	newTags, no := replaces(r, "X-Amz-Tagging-Directive")
	if no != nil {
		return nil, no
	}
	same := s.bucket == t.bucket && s.key == t.key && s.newest
	if same && !fresh && !newTags && !slices.ContainsFunc(slices.Collect(maps.Keys(meta)), ofThisCopy) {
		return nil, malformed("InvalidRequest", "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.")
	}
	out := map[string]string{}
	for name, value := range s.version.meta {
		switch {
		case name == tagsHeader && newTags, ofThisCopy(name), fresh && stored(strings.ToLower(name)),
			strings.HasPrefix(name, checksumPrefix) && strings.Contains(value, "-"): // of parts that the copy has not
		default:
			out[name] = value
		}
	}
	for name, value := range meta {
		if ofThisCopy(name) || fresh && stored(strings.ToLower(name)) || newTags && name == tagsHeader {
			out[name] = value
		}
	}
	return out, nil
}

// ofThisCopy are the headers that always come from the request.
func ofThisCopy(name string) bool {
	return name == "X-Amz-Storage-Class" || name == "X-Amz-Website-Redirect-Location" ||
		strings.HasPrefix(name, "X-Amz-Server-Side-Encryption")
}

// replaces reads a directive: whether the request's own values count.
func replaces(r *http.Request, directive string) (bool, *refusal) {
	switch value := r.Header.Get(directive); value {
	case "", "COPY":
		return false, nil
	case "REPLACE":
		return true, nil
	default:
		return false, malformed("InvalidArgument", "Unknown directive.").
			with("ArgumentName", strings.ToLower(directive)).with("ArgumentValue", value)
	}
}
