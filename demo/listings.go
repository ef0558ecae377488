package demo

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

const pageSize = 1000 // the most that S3 puts on a page

// openToken and sealToken wrap a position in a listing. It is opaque to clients.
func openToken(token string) (string, *refusal) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return "", malformed("InvalidArgument", "The continuation token provided is incorrect").with("ArgumentName", "continuation-token")
	}
	return string(b), nil
}

func sealToken(position string) string { return base64.RawURLEncoding.EncodeToString([]byte(position)) }

// readQuery reads what all listings have in common.
func readQuery(t target) (query, func(string) string, *refusal) {
	q := query{prefix: t.query.Get("prefix"), delimiter: t.query.Get("delimiter")}
	var no *refusal
	if q.max, no = number(t.query, "max-keys", pageSize, pageSize); no != nil {
		return q, nil, no
	}
	switch encoding := t.query.Get("encoding-type"); encoding {
	case "":
		return q, func(s string) string { return s }, nil
	case "url":
		return q, urlEncode, nil
	default:
		return q, nil, malformed("InvalidArgument", "Invalid Encoding Method specified in Request").
			with("ArgumentName", "encoding-type").with("ArgumentValue", encoding)
	}
}

// listObjects answers both versions of the call, which differ in how the next
// page is asked for.
func (f *front) listObjects(w http.ResponseWriter, t target) *refusal {
	q, encode, no := readQuery(t)
	if no != nil {
		return no
	}
	v2 := t.query.Get("list-type") == "2"
	q.after = t.query.Get("marker")
	if v2 {
		q.after = t.query.Get("start-after")
		if token := t.query.Get("continuation-token"); token != "" {
			if q.after, no = openToken(token); no != nil {
				return no
			}
		}
	}
	p, err := f.store.objects(t.bucket, q)
	if err != nil {
		return asRefusal(err)
	}
	withOwner := !v2 || t.query.Get("fetch-owner") == "true"
	sendXML(w, "ListBucketResult", func(b *strings.Builder) {
		listHead(b, t, q, encode, p.truncated)
		if v2 {
			nextV2(b, t, p, encode)
		} else {
			nextV1(b, q, p, encode)
		}
		for _, e := range p.entries {
			if e.version == nil {
				prefixElement(b, encode(e.key))
			} else {
				contentElement(b, "Contents", encode(e.key), e, withOwner)
			}
		}
	})
	return nil
}

func listHead(b *strings.Builder, t target, q query, encode func(string) string, truncated bool) {
	element(b, "Name", t.bucket)
	element(b, "Prefix", encode(q.prefix))
	element(b, "MaxKeys", strconv.Itoa(q.max))
	optional(b, "Delimiter", encode(q.delimiter))
	if t.query.Has("encoding-type") {
		element(b, "EncodingType", "url")
	}
	element(b, "IsTruncated", strconv.FormatBool(truncated))
}

func nextV1(b *strings.Builder, q query, p page, encode func(string) string) {
	element(b, "Marker", encode(q.after))
	if p.truncated && q.delimiter != "" { // without a delimiter the last key serves
		element(b, "NextMarker", encode(p.last()))
	}
}

func nextV2(b *strings.Builder, t target, p page, encode func(string) string) {
	element(b, "KeyCount", strconv.Itoa(len(p.entries)))
	if t.query.Has("start-after") {
		element(b, "StartAfter", encode(t.query.Get("start-after")))
	}
	if t.query.Has("continuation-token") {
		element(b, "ContinuationToken", t.query.Get("continuation-token"))
	}
	if p.truncated {
		element(b, "NextContinuationToken", sealToken(p.last()))
	}
}

func (p page) last() string { return p.entries[len(p.entries)-1].key }

func prefixElement(b *strings.Builder, prefix string) {
	group(b, "CommonPrefixes", func() { element(b, "Prefix", prefix) })
}

func contentElement(b *strings.Builder, name, key string, e entry, withOwner bool) {
	v := e.version
	b.WriteString("<" + name + ">")
	element(b, "Key", key)
	if name != "Contents" {
		element(b, "VersionId", v.id)
		element(b, "IsLatest", strconv.FormatBool(e.latest))
	}
	element(b, "LastModified", stamp(v.modified))
	if !v.marker {
		element(b, "ETag", v.etag())
		element(b, "Size", strconv.FormatInt(v.content.size(), 10))
		element(b, "StorageClass", v.class())
	}
	if withOwner {
		owner(b)
	}
	b.WriteString("</" + name + ">")
}

func (f *front) listVersions(w http.ResponseWriter, t target) *refusal {
	q, encode, no := readQuery(t)
	if no != nil {
		return no
	}
	q.after, q.afterVersion = t.query.Get("key-marker"), t.query.Get("version-id-marker")
	if q.afterVersion != "" && q.after == "" {
		return malformed("InvalidArgument", "A version-id marker cannot be specified without a key marker.").
			with("ArgumentName", "version-id-marker").with("ArgumentValue", q.afterVersion)
	}
	p, err := f.store.versions(t.bucket, q)
	if err != nil {
		return asRefusal(err)
	}
	sendXML(w, "ListVersionsResult", func(b *strings.Builder) {
		listHead(b, t, q, encode, p.truncated)
		element(b, "KeyMarker", encode(q.after))
		element(b, "VersionIdMarker", q.afterVersion)
		if p.truncated {
			element(b, "NextKeyMarker", encode(p.last()))
			if v := p.entries[len(p.entries)-1].version; v != nil {
				element(b, "NextVersionIdMarker", v.id)
			}
		}
		for _, e := range p.entries {
			switch {
			case e.version == nil:
				prefixElement(b, encode(e.key))
			case e.version.marker:
				contentElement(b, "DeleteMarker", encode(e.key), e, true)
			default:
				contentElement(b, "Version", encode(e.key), e, true)
			}
		}
	})
	return nil
}
