package demo

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// The ways in which a client may declare the body of a request.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
const (
	streamSigned          = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	streamSignedTrailer   = streamSigned + "-TRAILER"
	streamUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
)

// payload reads the whole body, at most limit bytes, and returns it only if it
// is what the client declared: hash, length, chunk signatures and trailer. A
// checksum in the trailer becomes a header, as if it had come before the body.
func payload(r *http.Request, c caller, limit int64) ([]byte, *refusal) {
	declared := c.claim.payload
	switch declared {
	case streamSigned, streamSignedTrailer, streamUnsignedTrailer:
	default:
		if len(declared) != 64 && declared != unsigned {
			return nil, malformed("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.").
				with("ArgumentName", "x-amz-content-sha256")
		}
	}
	raw, no := readAtMost(r, limit)
	if no != nil {
		return nil, no
	}
	if len(declared) == 64 && !equal(declared, hexSHA256(raw)) {
		return nil, malformed("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.").
			with("ClientComputedContentSHA256", declared).with("S3ComputedContentSHA256", hexSHA256(raw))
	}
	if strings.HasPrefix(declared, "STREAMING-") {
		if raw, no = unchunk(r, c, raw); no != nil {
			return nil, no
		}
	}
	return raw, nil
}

func readAtMost(r *http.Request, limit int64) ([]byte, *refusal) {
	if r.ContentLength > limit {
		return nil, tooLarge(r.ContentLength, limit)
	}
	if r.ContentLength < 0 && r.Method == http.MethodPut && r.Header.Get("X-Amz-Decoded-Content-Length") == "" {
		return nil, refuse(http.StatusLengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.")
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return nil, incomplete()
	case int64(len(raw)) > limit:
		return nil, tooLarge(int64(len(raw)), limit)
	}
	return raw, nil
}

func tooLarge(size, limit int64) *refusal {
	return malformed("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size").
		with("ProposedSize", strconv.FormatInt(size, 10)).with("MaxSizeAllowed", strconv.FormatInt(limit, 10))
}

func incomplete() *refusal {
	return malformed("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
}

// chunks decodes the aws-chunked encoding:
//
//	hex-size[;chunk-signature=...]\r\n data \r\n ... 0[;chunk-signature=...]\r\n trailer... \r\n
type chunks struct {
	in       *bufio.Reader
	total    int // bytes of the encoded body
	caller   caller
	signed   bool
	previous string // signature of the part before: each one seals all before it
	out      []byte
}

var errChunk = errors.New("malformed chunk")

func unchunk(r *http.Request, c caller, raw []byte) ([]byte, *refusal) {
	want, err := strconv.ParseInt(r.Header.Get("X-Amz-Decoded-Content-Length"), 10, 64)
	if err != nil || want < 0 {
		return nil, refuse(http.StatusLengthRequired, "MissingContentLength", "You must provide the x-amz-decoded-content-length HTTP header.")
	}
	d := chunks{
		in: bufio.NewReader(bytes.NewReader(raw)), total: len(raw), caller: c,
		signed: c.claim.payload != streamUnsignedTrailer, previous: c.claim.signature,
	}
	for {
		last, no := d.next()
		if no != nil {
			return nil, no
		}
		if last {
			break
		}
	}
	if int64(len(d.out)) != want {
		return nil, incomplete()
	}
	if strings.HasSuffix(c.claim.payload, "-TRAILER") {
		if no := d.trailer(r.Header); no != nil {
			return nil, no
		}
	}
	return d.out, nil
}

// next reads one chunk and reports whether it was the empty one at the end.
func (d *chunks) next() (bool, *refusal) {
	head, err := d.line()
	if err != nil {
		return false, incomplete()
	}
	digits, extension, _ := strings.Cut(head, ";")
	size, err := strconv.ParseUint(digits, 16, 31)
	if err != nil {
		return false, incomplete()
	}
	if size > uint64(d.total) {
		return false, incomplete()
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(d.in, data); err != nil {
		return false, incomplete()
	}
	if size > 0 {
		if end, err := d.line(); err != nil || end != "" {
			return false, incomplete()
		}
	}
	if d.signed {
		if no := d.seal("-PAYLOAD", strings.TrimPrefix(extension, "chunk-signature="), emptySHA256+"\n"+hexSHA256(data)); no != nil {
			return false, no
		}
	}
	d.out = append(d.out, data...)
	return size == 0, nil
}

// seal checks one link of the chain of signatures.
func (d *chunks) seal(kind, signature, text string) *refusal {
	c := d.caller.claim
	full := strings.Join([]string{algorithm + kind, c.at.Format(longFormat), c.scope.String(), d.previous, text}, "\n")
	if !equal(signature, hex.EncodeToString(hmacSHA256(d.caller.key, full))) {
		return mismatch(c.scope.AccessKeyID, signature, full, "")
	}
	d.previous = signature
	return nil
}

// trailer reads what follows the last chunk and turns the announced checksum
// into the header that it stands for, where the store checks it.
func (d *chunks) trailer(h http.Header) *refusal {
	announced := strings.ToLower(h.Get("X-Amz-Trailer"))
	var canonical strings.Builder
	for {
		line, err := d.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return incomplete()
		}
		if line == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		switch {
		case !ok:
			return malformed("MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.")
		case name == "x-amz-trailer-signature":
			if no := d.seal("-TRAILER", value, hexSHA256([]byte(canonical.String()))); no != nil {
				return no
			}
			d.signed = false // proven: nothing is missing any more
		case name != announced || !strings.HasPrefix(name, "x-amz-checksum-"):
			return malformed("MalformedTrailerError", "The trailer %s was not announced in x-amz-trailer.", name)
		default:
			canonical.WriteString(name + ":" + value + "\n")
			h.Set(name, value)
		}
	}
	if d.signed {
		return mismatch(d.caller.claim.scope.AccessKeyID, "", "", "")
	}
	if announced != "" && h.Get(announced) == "" {
		return malformed("MalformedTrailerError", "The announced trailer %s is missing.", announced)
	}
	return nil
}

// line reads up to the next CRLF, without it.
func (d *chunks) line() (string, error) {
	s, err := d.in.ReadString('\n')
	if err == nil && !strings.HasSuffix(s, "\r\n") {
		return "", errChunk
	}
	return strings.TrimSuffix(s, "\r\n"), err
}
