package demo

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// The ways in which the checksum of an upload in parts is made: of all its bytes,
// or of the checksums of its parts.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
const (
	fullObject = "FULL_OBJECT"
	composite  = "COMPOSITE"
)

// The headers by which an upload in parts is begun with a checksum.
const (
	checksumAlgorithm = checksumPrefix + "Algorithm"
	checksumType      = checksumPrefix + "Type"
)

// method is how the checksum of one upload in parts is made; the zero value if
// it was begun without one.
type method struct {
	checksum
	composite bool
}

// kind is the method as S3 spells it.
func (m method) kind() string {
	if m.composite {
		return composite
	}
	return fullObject
}

// newMethod reads the method that an upload is begun with. Left open, it is
// composite, but for the algorithm that S3 only makes of whole objects.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
func newMethod(h http.Header) (method, *refusal) {
	name, kind := strings.ToUpper(h.Get(checksumAlgorithm)), strings.ToUpper(h.Get(checksumType))
	if name == "" && kind == "" {
		return method{}, nil
	}
	c, ok := checksumNamed(name)
	whole := c.name == "CRC64NVME"
	switch {
	case name == "":
		return method{}, malformed("InvalidRequest", "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
	case !ok:
		return method{}, malformed("InvalidRequest", "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
	case kind != "" && kind != composite && kind != fullObject:
		return method{}, malformed("InvalidRequest", "Value for x-amz-checksum-type header is invalid.")
	case kind == composite && whole, kind == fullObject && !strings.HasPrefix(c.name, "CRC"):
		return method{}, malformed("InvalidRequest", "The %s checksum type cannot be used with the %s checksum algorithm.", kind, strings.ToLower(c.name))
	}
	return method{c, kind != fullObject && !whole}, nil
}

// of is the method of an upload that is completed with a checksum. Clients that
// began without one say by the number of parts at its end that it is composite.
func (m method) of(h http.Header) (method, *refusal) {
	c, no := declared(h)
	if no != nil || c.name == "" {
		return m, no
	}
	value, kind := h.Get(c.header()), h.Get(checksumType)
	switch {
	case m.name == "":
		m = method{c, strings.Contains(value, "-") || kind == composite}
	case m.name != c.name:
		return m, malformed("InvalidRequest", "The upload was created using the %s algorithm, and the complete request named another one.", strings.ToLower(m.name))
	case kind != "" && !strings.EqualFold(kind, m.kind()):
		return m, malformed("InvalidRequest", "The upload was created using the %s checksum mode. The complete request must use the same checksum mode.", m.kind())
	}
	return m, nil
}

// sum is the checksum of an object put together of these parts: in Base64, and
// with their number if it is composite. It does not matter which of them the
// client has proven: S3 computes what it was not told.
func (m method) sum(parts []part, body []byte) string {
	if !m.composite {
		return base64.StdEncoding.EncodeToString(m.digest(body))
	}
	all := m.make()
	for _, p := range parts {
		all.Write(m.digest(p.body))
	}
	return base64.StdEncoding.EncodeToString(all.Sum(nil)) + "-" + strconv.Itoa(len(parts))
}

// prove holds the checksum that an upload is completed with against the one
// that the object has. MinIO's client leaves the number of parts out.
func (m method) prove(h http.Header, has string) *refusal {
	claimed := h.Get(m.header())
	if short, _, _ := strings.Cut(has, "-"); claimed == "" || claimed == has || m.composite && claimed == short {
		return nil
	}
	return malformed("BadDigest", "The %s you specified did not match the calculated checksum.", m.name)
}
