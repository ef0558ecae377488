package demo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// stream builds an aws-chunked upload of box/up.txt by the book, signed as the
// owner, and lets the test spoil it.
type stream struct {
	kind     string
	chunks   []string
	trailer  string // name:value
	declared int    // decoded length; 0 is the truth
	spoil    func(body string) string
}

func crc(s string) string {
	sum := crc32.ChecksumIEEE([]byte(s))
	return base64.StdEncoding.EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

func (u stream) send(t testing.TB, s *Server) answerOf {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.Endpoint()+"/box/up.txt", nil)
	must(t, err)
	total := len(strings.Join(u.chunks, ""))
	if u.declared != 0 {
		total = u.declared
	}
	r.Header.Set("X-Amz-Content-Sha256", u.kind)
	r.Header.Set("X-Amz-Decoded-Content-Length", fmt.Sprint(total))
	r.Header.Set("Content-Encoding", "aws-chunked")
	if u.trailer != "" {
		name, _, _ := strings.Cut(u.trailer, ":")
		r.Header.Set("X-Amz-Trailer", name)
	}
	at := time.Now()
	o := s.Owner()
	must(t, v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		SignHTTP(t.Context(), aws.Credentials{AccessKeyID: o.AccessKeyID, SecretAccessKey: o.SecretKey}, r, u.kind, "s3", s.Region(), at))
	auth := r.Header.Get("Authorization")
	seed := auth[strings.LastIndex(auth, "=")+1:]
	body := u.encode(o, s.Region(), at.UTC(), seed)
	if u.spoil != nil {
		body = u.spoil(body)
	}
	sent, err := http.NewRequestWithContext(t.Context(), http.MethodPut, r.URL.String(), bytes.NewReader([]byte(body)))
	must(t, err)
	sent.Header = r.Header
	return send(t, sent)
}

func (u stream) encode(o Credentials, region string, at time.Time, previous string) string {
	var b strings.Builder
	sc := scope{Date: at.Format(dateFormat), Region: region, Service: "s3", Terminal: terminal}
	key := signingKey(o.SecretKey, sc)
	seal := func(kind, text string) string {
		previous = sign(key, strings.Join([]string{algorithm + kind, at.Format(longFormat), sc.String(), previous, text}, "\n"))
		return previous
	}
	for _, c := range append(u.chunks, "") {
		fmt.Fprintf(&b, "%x", len(c))
		if u.kind != streamUnsignedTrailer {
			b.WriteString(";chunk-signature=" + seal("-PAYLOAD", emptySHA256+"\n"+hexSHA256([]byte(c))))
		}
		b.WriteString("\r\n")
		if c != "" {
			b.WriteString(c + "\r\n")
		}
	}
	if u.trailer != "" {
		b.WriteString(u.trailer + "\r\n")
		if u.kind == streamSignedTrailer {
			b.WriteString("x-amz-trailer-signature:" + seal("-TRAILER", hexSHA256([]byte(u.trailer+"\n"))) + "\r\n")
		}
	}
	b.WriteString("\r\n")
	return b.String()
}

func TestStreamedUploads(t *testing.T) {
	s := emptyServer(t, Options{})
	parts := []string{strings.Repeat("a", 70000), strings.Repeat("b", 65536), "end"}
	whole := strings.Join(parts, "")
	sum := "x-amz-checksum-crc32:" + crc(whole)
	swap := func(old, with string) func(string) string {
		return func(b string) string { return strings.Replace(b, old, with, 1) }
	}
	for _, c := range []struct {
		name   string
		stream stream
		status int
		code   string
	}{
		{"signed", stream{kind: streamSigned, chunks: parts}, 200, ""},
		{"signed, trailer", stream{kind: streamSignedTrailer, chunks: parts, trailer: sum}, 200, ""},
		{"unsigned, trailer", stream{kind: streamUnsignedTrailer, chunks: parts, trailer: sum}, 200, ""},
		{"empty", stream{kind: streamSigned}, 200, ""},
		{"data changed", stream{kind: streamSigned, chunks: parts, spoil: swap("end", "END")}, 403, "SignatureDoesNotMatch"},
		{"first chunk changed", stream{kind: streamSigned, chunks: parts, spoil: swap("aaa", "aab")}, 403, "SignatureDoesNotMatch"},
		{"last signature changed", stream{kind: streamSigned, chunks: parts, spoil: func(b string) string { return b[:len(b)-6] + "00\r\n\r\n" }}, 403, "SignatureDoesNotMatch"},
		{"signature missing", stream{kind: streamSigned, chunks: []string{"x"}, spoil: func(b string) string { return "1\r\nx\r\n0\r\n\r\n" }}, 403, "SignatureDoesNotMatch"},
		{"cut after a chunk", stream{kind: streamSigned, chunks: parts, spoil: func(b string) string { return b[:strings.Index(b, "\r\n3;")+2] }}, 400, "IncompleteBody"},
		{"cut in a chunk", stream{kind: streamSigned, chunks: parts, spoil: func(b string) string { return b[:5000] }}, 400, "IncompleteBody"},
		{"shorter than declared", stream{kind: streamSigned, chunks: parts, declared: len(whole) + 1}, 400, "IncompleteBody"},
		{"longer than declared", stream{kind: streamSigned, chunks: parts, declared: len(whole) - 1}, 400, "IncompleteBody"},
		{"wrong checksum", stream{kind: streamUnsignedTrailer, chunks: parts, trailer: "x-amz-checksum-crc32:" + crc("other")}, 400, "BadDigest"},
		{"wrong checksum, signed", stream{kind: streamSignedTrailer, chunks: parts, trailer: "x-amz-checksum-crc32:" + crc("other")}, 400, "BadDigest"},
		{"trailer changed", stream{kind: streamSignedTrailer, chunks: parts, trailer: sum, spoil: swap(crc(whole), crc("other"))}, 403, "SignatureDoesNotMatch"},
		{"trailer removed", stream{kind: streamUnsignedTrailer, chunks: parts, trailer: sum, spoil: swap(sum+"\r\n", "")}, 400, "MalformedTrailerError"},
		{"trailer not announced", stream{kind: streamUnsignedTrailer, chunks: parts, trailer: sum, spoil: swap(sum, "x-amz-acl:public-read")}, 400, "MalformedTrailerError"},
		{"trailer that is none", stream{kind: streamUnsignedTrailer, chunks: parts, trailer: "x-amz-acl:public-read"}, 400, "MalformedTrailerError"},
		{"trailer signature removed", stream{kind: streamSignedTrailer, chunks: parts, trailer: sum, spoil: func(b string) string {
			return b[:strings.Index(b, "x-amz-trailer-signature")] + "\r\n"
		}}, 403, "SignatureDoesNotMatch"},
		{"absurd size", stream{kind: streamUnsignedTrailer, chunks: parts, trailer: sum, spoil: swap("11170\r\n", "7fffffff\r\n")}, 400, "IncompleteBody"},
		{"unknown kind", stream{kind: "STREAMING-NOTHING", chunks: parts}, 400, "InvalidArgument"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, _ = s.front.store.remove("box", "up.txt", "")
			c.stream.send(t, s).expect(t, c.status, c.code)
			v, err := s.front.store.get("box", "up.txt", "")
			if stored := err == nil; stored != (c.status == 200) {
				t.Fatalf("stored: %v", stored)
			}
			if err == nil && (v.content.size() != int64(len(strings.Join(c.stream.chunks, ""))) || v.meta["Content-Encoding"] != "") {
				t.Errorf("%d bytes stored, encoding %q", v.content.size(), v.meta["Content-Encoding"])
			}
		})
	}
}

func TestBodyMustMatchItsHash(t *testing.T) {
	s := emptyServer(t, Options{})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.Endpoint()+"/box/k", strings.NewReader("other"))
	must(t, err)
	o := s.Owner()
	hash := hexSHA256([]byte("hello"))
	r.Header.Set("X-Amz-Content-Sha256", hash)
	must(t, v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		SignHTTP(t.Context(), aws.Credentials{AccessKeyID: o.AccessKeyID, SecretAccessKey: o.SecretKey}, r, hash, "s3", s.Region(), time.Now()))
	send(t, r).expect(t, 400, "XAmzContentSHA256Mismatch")
}

func TestBodyNeedsALength(t *testing.T) {
	s := emptyServer(t, Options{})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.Endpoint()+"/box/k", struct{ *strings.Reader }{strings.NewReader("x")})
	must(t, err)
	r.ContentLength = -1
	o := s.Owner()
	r.Header.Set("X-Amz-Content-Sha256", unsigned)
	must(t, v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		SignHTTP(t.Context(), aws.Credentials{AccessKeyID: o.AccessKeyID, SecretAccessKey: o.SecretKey}, r, unsigned, "s3", s.Region(), time.Now()))
	send(t, r).expect(t, 411, "MissingContentLength")
}

func FuzzUnchunk(f *testing.F) {
	f.Add("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", int64(5), false)
	f.Add("5;chunk-signature=00\r\nhello\r\n0;chunk-signature=00\r\n\r\n", int64(5), true)
	f.Fuzz(func(t *testing.T, body string, declared int64, signed bool) {
		kind := streamUnsignedTrailer
		if signed {
			kind = streamSigned
		}
		r := &http.Request{Header: http.Header{
			"X-Amz-Decoded-Content-Length": {fmt.Sprint(declared)}, "X-Amz-Trailer": {"x-amz-checksum-crc32"},
		}}
		out, no := unchunk(r, caller{claim: claim{payload: kind}, key: []byte("k")}, []byte(body))
		if no == nil && int64(len(out)) != declared {
			t.Errorf("%d bytes accepted for %d", len(out), declared)
		}
	})
}
