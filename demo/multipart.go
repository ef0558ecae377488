package demo

import (
	"crypto/md5" //nolint:gosec // S3 defines the ETag as an MD5
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

const (
	partNumbers  = 10000   // the highest number of a part
	partSmallest = 5 << 20 // bytes of any part but the last
)

// multipart answers requests about an upload in parts.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
func (f *front) multipart(w http.ResponseWriter, r *http.Request, t target, body []byte) *refusal {
	id := t.query.Get("uploadId")
	switch {
	case r.Method == http.MethodPost && t.query.Has("uploads"):
		return f.beginUpload(w, r, t)
	case t.query.Has("uploads"):
		return notAllowed(r.Method, "UPLOADS")
	case r.Method == http.MethodPut:
		return f.uploadPart(w, r, t, body)
	case r.Method == http.MethodPost:
		return f.complete(w, r, t, body)
	case r.Method == http.MethodGet:
		return f.listParts(w, t)
	case r.Method == http.MethodDelete:
		up, no := f.uploads.claim(id, t)
		if no != nil {
			return no
		}
		f.uploads.release(up)
		return answer(w, http.StatusNoContent, nil)
	}
	return notAllowed(r.Method, "UPLOAD")
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
func (f *front) beginUpload(w http.ResponseWriter, r *http.Request, t target) *refusal {
	meta, no := newMeta(r.Header)
	if no != nil {
		return no
	}
	m, no := newMethod(r.Header)
	if no != nil {
		return no
	}
	id, no := f.uploads.begin(t.bucket, t.key, meta, m)
	if no != nil {
		return no
	}
	(&version{meta: meta}).tellStored(w.Header(), "")
	if m.name != "" {
		w.Header().Set(checksumAlgorithm, m.name)
		w.Header().Set(checksumType, m.kind())
	}
	sendXML(w, "InitiateMultipartUploadResult", func(b *strings.Builder) {
		element(b, "Bucket", t.bucket)
		element(b, "Key", t.key)
		element(b, "UploadId", id)
	})
	return nil
}

// uploadPart keeps a part, sent or copied.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
func (f *front) uploadPart(w http.ResponseWriter, r *http.Request, t target, body []byte) *refusal {
	n, err := strconv.Atoi(t.query.Get("partNumber"))
	if err != nil || n < 1 || n > partNumbers {
		return malformed("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive").
			with("ArgumentName", "partNumber").with("ArgumentValue", t.query.Get("partNumber"))
	}
	if customerKey(r.Header) {
		return notImplemented()
	}
	if r.Header.Get("X-Amz-Copy-Source") != "" {
		return f.copyPart(w, r, t, n)
	}
	p := f.newPart(body)
	c, no := declared(r.Header)
	if no != nil {
		return no
	}
	if c.name != "" {
		p.checksum, p.value = c.header(), r.Header.Get(c.header())
	}
	if no := f.uploads.add(t.query.Get("uploadId"), t, n, p); no != nil {
		return no
	}
	w.Header().Set("ETag", p.etag())
	if p.checksum != "" {
		w.Header().Set(p.checksum, p.value)
	}
	return nil
}

func (f *front) newPart(body []byte) part {
	return part{body: body, sum: md5.Sum(body), modified: f.store.clock()} //nolint:gosec // see the import
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
func (f *front) copyPart(w http.ResponseWriter, r *http.Request, t target, number int) *refusal {
	from, no := f.source(r)
	if no != nil {
		return no
	}
	size := from.version.content.size()
	wanted := span{length: size}
	if text := r.Header.Get("X-Amz-Copy-Source-Range"); text != "" {
		wanted, _ = parseRange(text, size)
		if text != fmt.Sprintf("bytes=%d-%d", wanted.first, wanted.first+wanted.length-1) {
			return malformed("InvalidArgument", "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy").
				with("ArgumentName", "x-amz-copy-source-range").with("ArgumentValue", text)
		}
	}
	body, done, no := f.load(from.version, wanted)
	if no != nil {
		return no
	}
	defer done()
	p := f.newPart(body)
	if no := f.uploads.add(t.query.Get("uploadId"), t, number, p); no != nil {
		return no
	}
	from.copied(w, "CopyPartResult", &version{modified: p.modified, content: held{p.body, p.sum}})
	return nil
}

// listed is a part as the client names it when it completes an upload.
type listed struct {
	PartNumber int
	ETag       string
	Checksums  []struct {
		XMLName xml.Name
		Value   string `xml:",chardata"`
	} `xml:",any"`
}

// complete makes the object of the parts that the client lists.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
func (f *front) complete(w http.ResponseWriter, r *http.Request, t target, list []byte) *refusal {
	var in struct {
		XMLName xml.Name `xml:"CompleteMultipartUpload"`
		Part    []listed
	}
	if xml.Unmarshal(list, &in) != nil || len(in.Part) == 0 || len(in.Part) > partNumbers {
		return malformedXML()
	}
	condition, no := writeCondition(r.Header, t.key)
	if no != nil {
		return no
	}
	id := t.query.Get("uploadId")
	up, no := f.uploads.claim(id, t)
	if no != nil {
		return no
	}
	v, version, no := f.assemble(r, t, up, in.Part, condition)
	if no != nil {
		f.uploads.putBack(id, up)
		return no
	}
	f.uploads.release(up)
	v.tellStored(w.Header(), version)
	sendXML(w, "CompleteMultipartUploadResult", func(b *strings.Builder) {
		element(b, "Location", "http://"+r.Host+"/"+t.bucket+"/"+uriEncode(t.key, true))
		element(b, "Bucket", t.bucket)
		element(b, "Key", t.key)
		element(b, "ETag", v.etag())
		v.writeChecksum(b)
	})
	return nil
}

// assemble checks the list, puts the parts together and stores the object. Its
// ETag is the MD5 of the MD5s of its parts, and their number.
func (f *front) assemble(r *http.Request, t target, up *upload, list []listed, condition func(*version) error) (*version, string, *refusal) {
	size, no := up.judge(list)
	if no != nil {
		return nil, "", no
	}
	if size > f.store.capacity {
		return nil, "", full(size, f.store.capacity)
	}
	if !f.inflight.take(size) {
		return nil, "", slowDown()
	}
	defer f.inflight.give(size)
	body := make([]byte, 0, size)
	sums := md5.New() //nolint:gosec // see the import
	parts := make([]part, 0, len(list))
	for _, l := range list {
		p := up.parts[l.PartNumber]
		parts = append(parts, p)
		body = append(body, p.body...)
		sums.Write(p.sum[:])
	}
	meta, no := up.proven(r.Header, parts, body)
	if no != nil {
		return nil, "", no
	}
	v := &version{meta: meta, tag: fmt.Sprintf("%x-%d", sums.Sum(nil), len(list))}
	v, id, err := f.store.putBody(t.bucket, t.key, body, v, condition)
	if err != nil {
		return nil, "", asRefusal(err)
	}
	return v, id, nil
}

// proven is what is kept with an object of these parts, its checksum included.
func (up *upload) proven(h http.Header, parts []part, body []byte) (map[string]string, *refusal) {
	m, no := up.method.of(h)
	if no != nil || m.name == "" {
		return up.meta, no
	}
	sum := m.sum(parts, body)
	if no := m.prove(h, sum); no != nil {
		return nil, no
	}
	meta := maps.Clone(up.meta)
	meta[m.header()] = sum
	return meta, nil
}

// judge holds the client's list against the parts, and adds up their bytes.
func (up *upload) judge(list []listed) (int64, *refusal) {
	var size int64
	for i, l := range list {
		p, ok := up.parts[l.PartNumber]
		switch {
		case !ok || !names(l.ETag, p.etag()) || !p.has(l):
			return 0, malformed("InvalidPart", "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.").
				with("PartNumber", strconv.Itoa(l.PartNumber)).with("ETag", l.ETag)
		case i > 0 && l.PartNumber <= list[i-1].PartNumber:
			return 0, malformed("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
		case i < len(list)-1 && len(p.body) < partSmallest:
			return 0, malformed("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size").
				with("ProposedSize", strconv.Itoa(len(p.body))).with("MinSizeAllowed", strconv.Itoa(partSmallest)).
				with("PartNumber", strconv.Itoa(l.PartNumber)).with("ETag", l.ETag)
		}
		size += int64(len(p.body))
	}
	return size, nil
}

// has reports whether the checksums that the client lists are those of the
// part, as far as the part has been proven by one.
func (p part) has(l listed) bool {
	for _, c := range checksums() {
		for _, sum := range l.Checksums {
			if p.checksum == c.header() && sum.XMLName.Local == "Checksum"+c.name && sum.Value != p.value {
				return false
			}
		}
	}
	return true
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
func (f *front) listParts(w http.ResponseWriter, t target) *refusal {
	most, no := number(t.query, "max-parts", pageSize, pageSize)
	if no != nil {
		return no
	}
	after, no := number(t.query, "part-number-marker", 0, partNumbers)
	if no != nil {
		return no
	}
	id := t.query.Get("uploadId")
	all, no := f.uploads.list(id, t, after)
	if no != nil {
		return no
	}
	page := all[:min(most, len(all))]
	sendXML(w, "ListPartsResult", func(b *strings.Builder) {
		element(b, "Bucket", t.bucket)
		element(b, "Key", t.key)
		element(b, "UploadId", id)
		owner(b)
		element(b, "PartNumberMarker", strconv.Itoa(after))
		if len(page) > 0 {
			element(b, "NextPartNumberMarker", strconv.Itoa(page[len(page)-1].number))
		}
		element(b, "MaxParts", strconv.Itoa(most))
		element(b, "IsTruncated", strconv.FormatBool(len(page) < len(all)))
		for _, p := range page {
			group(b, "Part", func() {
				element(b, "PartNumber", strconv.Itoa(p.number))
				element(b, "LastModified", stamp(p.modified))
				element(b, "ETag", p.etag())
				element(b, "Size", strconv.Itoa(len(p.body)))
				if c, ok := checksumNamed(strings.ToUpper(strings.TrimPrefix(p.checksum, checksumPrefix))); ok {
					element(b, "Checksum"+c.name, p.value)
				}
			})
		}
	})
	return nil
}
