package demo

import (
	"bytes"
	"crypto/md5"  //nolint:gosec // Content-MD5 is one
	"crypto/sha1" //nolint:gosec // one of S3's checksums
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"net/http"
	"net/textproto"
	"strings"
)

// checksum is one of the algorithms by which clients prove their bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
type checksum struct {
	name string // as S3 spells it
	make func() hash.Hash
}

func checksums() []checksum {
	const nvme = 0x9a6c9329ac4bc9b5 // the polynomial of NVM Express, reversed
	return []checksum{
		{"CRC32", func() hash.Hash { return crc32.NewIEEE() }},
		{"CRC32C", func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) }},
		{"CRC64NVME", func() hash.Hash { return crc64.New(crc64.MakeTable(nvme)) }},
		{"SHA1", sha1.New},
		{"SHA256", sha256.New},
		{"SHA512", sha512.New},
		{"MD5", md5.New},
	}
}

// checksumNamed is the algorithm of that name, in capitals.
func checksumNamed(name string) (checksum, bool) {
	for _, c := range checksums() {
		if c.name == name {
			return c, true
		}
	}
	return checksum{}, false
}

// digest is the checksum of a text.
func (c checksum) digest(body []byte) []byte {
	h := c.make()
	h.Write(body)
	return h.Sum(nil)
}

const checksumPrefix = "X-Amz-Checksum-"

// header is where the checksum is sent, kept and told.
func (c checksum) header() string { return textproto.CanonicalMIMEHeaderKey(checksumPrefix + c.name) }

// declared is the one checksum that came with a body; the zero value if none did.
func declared(h http.Header) (checksum, *refusal) {
	known := map[string]checksum{
		"Algorithm": {}, "Mode": {}, "Type": {}, // about checksums, but none
	}
	for _, c := range checksums() {
		known[strings.TrimPrefix(c.header(), checksumPrefix)] = c
	}
	var found checksum
	for name := range h {
		suffix, ok := strings.CutPrefix(name, checksumPrefix)
		if !ok {
			continue
		}
		c, ok := known[suffix]
		switch {
		case !ok:
			return c, notImplemented().with("Header", name)
		case c.name != "" && found.name != "":
			return c, malformed("InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
		case c.name != "":
			found = c
		}
	}
	if found.name == "" && h.Get("X-Amz-Sdk-Checksum-Algorithm") != "" {
		return found, malformed("InvalidRequest", "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")
	}
	return found, nil
}

// digests holds the body of a request against the digests that came with it.
// When an upload is completed, they are of the object and not of the list.
func digests(r *http.Request, t target, body []byte) *refusal {
	completes := r.Method == http.MethodPost && t.query.Has("uploadId")
	if r.Method != http.MethodPut && r.Method != http.MethodPost || completes {
		return nil
	}
	return proven(r.Header, body)
}

// proven holds a body against the digests that came with it.
func proven(h http.Header, body []byte) *refusal {
	if text := h.Get("Content-Md5"); text != "" {
		want, err := base64.StdEncoding.DecodeString(text)
		sum := md5.Sum(body) //nolint:gosec // see the import
		switch {
		case err != nil || len(want) != md5.Size:
			return malformed("InvalidDigest", "The Content-MD5 you specified was invalid.").with("Content-MD5", text)
		case !bytes.Equal(want, sum[:]):
			return malformed("BadDigest", "The Content-MD5 you specified did not match what we received.").with("ExpectedDigest", text)
		}
	}
	c, no := declared(h)
	if no != nil || c.name == "" {
		return no
	}
	sum := c.digest(body)
	want, err := base64.StdEncoding.DecodeString(h.Get(c.header()))
	switch {
	case err != nil || len(want) != len(sum):
		return malformed("InvalidRequest", "Value for %s header is invalid.", strings.ToLower(c.header()))
	case !bytes.Equal(want, sum):
		return malformed("BadDigest", "The %s you specified did not match the calculated checksum.", c.name)
	}
	return nil
}

// checksum is the one that was proven when the object was stored, or computed
// when it was put together; its zero value if there is none.
func (v *version) checksum() (c checksum, value, kind string) {
	for _, c := range checksums() {
		if value := v.meta[c.header()]; value != "" {
			return c, value, method{c, strings.Contains(value, "-")}.kind()
		}
	}
	return checksum{}, "", ""
}

// tellChecksum sends it in headers.
func (v *version) tellChecksum(h http.Header) {
	if c, value, kind := v.checksum(); value != "" {
		h.Set(c.header(), value)
		h.Set(checksumType, kind)
	}
}

// writeChecksum appends it to an answer in XML.
func (v *version) writeChecksum(b *strings.Builder) {
	if c, value, kind := v.checksum(); value != "" {
		element(b, "Checksum"+c.name, value)
		element(b, "ChecksumType", kind)
	}
}
