package demo

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// put stores an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
func (f *front) put(w http.ResponseWriter, r *http.Request, t target, body []byte) *refusal {
	meta, no := newMeta(r.Header)
	if no != nil {
		return no
	}
	c, no := declared(r.Header)
	if no != nil {
		return no
	}
	if c.name != "" {
		meta[c.header()] = r.Header.Get(c.header())
	}
	condition, no := writeCondition(r.Header, t.key)
	if no != nil {
		return no
	}
	v, id, err := f.store.putBody(t.bucket, t.key, body, &version{meta: meta}, condition)
	if err != nil {
		return asRefusal(err)
	}
	v.tellStored(w.Header(), id)
	w.Header().Set("ETag", v.etag())
	v.tellChecksum(w.Header())
	return nil
}

// tellStored tells the version that a write has made, and how it is encrypted.
// Nothing is encrypted here, so any key will do: a link that asks for one must
// be usable.
func (v *version) tellStored(h http.Header, id string) {
	if id != "" {
		h.Set("X-Amz-Version-Id", id)
	}
	h.Set("X-Amz-Server-Side-Encryption", "AES256")
	for _, name := range []string{"X-Amz-Server-Side-Encryption", "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id"} {
		if value := v.meta[name]; value != "" {
			h.Set(name, value)
		}
	}
}

// stored reports whether a header, or the field of a form, is kept with the
// object and told to its readers. The name is in lower case.
func stored(name string) bool {
	switch name {
	case "cache-control", "content-disposition", "content-encoding", "content-language", "content-type",
		"expires", "x-amz-storage-class", "x-amz-website-redirect-location",
		"x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id":
		return true
	}
	return strings.HasPrefix(name, "x-amz-meta-")
}

// newMeta reads what is kept of the headers of a write, tags included.
func newMeta(h http.Header) (map[string]string, *refusal) {
	meta := map[string]string{}
	for name, values := range h {
		lower := strings.ToLower(name)
		if no := foreign(lower, values[0]); no != nil {
			return nil, no
		}
		if stored(lower) {
			meta[name] = strings.Join(values, ",")
		}
	}
	if encoding := withoutChunks(meta["Content-Encoding"]); encoding != "" {
		meta["Content-Encoding"] = encoding
	} else {
		delete(meta, "Content-Encoding")
	}
	if text := h.Get(tagsHeader); text != "" {
		tags, no := readTags(text)
		if no != nil {
			return nil, no
		}
		meta[tagsHeader] = formatTags(tags)
	}
	return meta, acceptable(meta)
}

// foreign refuses what a new bucket of S3 does not allow, and what is not
// done here.
func foreign(name, value string) *refusal {
	switch {
	case name == "x-amz-acl" && value != "private" && value != "bucket-owner-full-control",
		strings.HasPrefix(name, "x-amz-grant-"):
		return malformed("AccessControlListNotSupported", "The bucket does not allow ACLs")
	case strings.HasPrefix(name, "x-amz-object-lock-"):
		return malformed("InvalidRequest", "Bucket is missing Object Lock Configuration")
	case strings.HasPrefix(name, customerKeyPrefix), name == "x-amz-write-offset-bytes":
		return notImplemented().with("Header", name)
	}
	return nil
}

const customerKeyPrefix = "x-amz-server-side-encryption-customer-"

// customerKey reports whether a request brings an encryption key of its own.
func customerKey(h http.Header) bool { return h.Get(customerKeyPrefix+"algorithm") != "" }

// withoutChunks removes aws-chunked, which is an encoding of the request and
// not of the object.
func withoutChunks(encodings string) string {
	var kept []string
	for one := range strings.SplitSeq(encodings, ",") {
		if one = strings.TrimSpace(one); one != "" && one != "aws-chunked" {
			kept = append(kept, one)
		}
	}
	return strings.Join(kept, ",")
}

const metadataLimit = 2 << 10 // bytes of names and values

// acceptable judges what is to be kept with an object.
func acceptable(meta map[string]string) *refusal {
	if class := meta["X-Amz-Storage-Class"]; class != "" && !storageClass(class) {
		return malformed("InvalidStorageClass", "The storage class you specified is not valid").with("StorageClassRequested", class)
	}
	switch meta["X-Amz-Server-Side-Encryption"] {
	case "", "AES256", "aws:kms", "aws:kms:dsse":
	default:
		return malformed("InvalidEncryptionAlgorithmError", "The encryption request you specified is not valid. Supported values: AES256, aws:kms, aws:kms:dsse.")
	}
	size := 0
	for name, value := range meta {
		if name, own := strings.CutPrefix(name, "X-Amz-Meta-"); own {
			size += len(name) + len(value)
		}
	}
	if size > metadataLimit {
		return malformed("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size").
			with("Size", strconv.Itoa(size)).with("MaxSizeAllowed", strconv.Itoa(metadataLimit))
	}
	return nil
}

func storageClass(name string) bool {
	return slices.Contains([]string{
		"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
		"GLACIER", "DEEP_ARCHIVE", "GLACIER_IR",
	}, name)
}
