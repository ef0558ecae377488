package sign_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"signet/demo"
	"signet/share"
)

// uploadsRefused is what only PUT can meet, and a delete with conditions.
func uploadsRefused() []refused {
	put := func(target string, headers ...string) func(*rig) answer {
		return func(r *rig) answer { return r.custom(http.MethodPut, target, "hello", headers...) }
	}
	upload := func(o share.Options, use func(*rig, share.Link) answer) func(*rig) answer {
		return func(r *rig) answer {
			return use(r, r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "in"}, Operation: share.Upload, Options: o}))
		}
	}
	size := int64(5)
	return []refused{
		{"second upload", upload(share.Options{IfNoneMatch: true}, func(r *rig, l share.Link) answer {
			r.works("first", r.use(l, asMade), http.StatusOK)
			return r.use(l, asMade)
		}), 412, "PreconditionFailed", words{"does not hold: If-None-Match", "something is stored there already", "use another key"}},
		{"without a signed header", upload(share.Options{IfNoneMatch: true, ContentType: "text/csv"}, func(r *rig, l share.Link) answer {
			return r.send(http.MethodPut, l.URL.Reveal(), nil, "hello")
		}), 403, "SignatureDoesNotMatch", words{"the signature does not match", "method, size or header", "its headers"}},
		{"one byte more", upload(share.Options{ExactSize: &size}, func(r *rig, l share.Link) answer {
			return r.send(http.MethodPut, l.URL.Reveal(), l.Headers, "hello!")
		}), 403, "SignatureDoesNotMatch", words{"the signature does not match", "method, size or header", "exactly as it was made"}},
		{"in chunks", upload(share.Options{}, func(r *rig, l share.Link) answer { return r.stream(l.URL.Reveal(), "hello") }), 411, "MissingContentLength", words{"did not say how long it is", "sent it in chunks", "a file instead of a stream"}},
		{"broken off", upload(share.Options{}, func(r *rig, l share.Link) answer { return r.breakOff(l.URL.Reveal(), "hel") }), 400, "IncompleteBody", words{"stopped half way", "broke off", "send it again"}},
		{"larger than the server takes", func(r *rig) answer { return newSmall(r.t).custom("PUT", "/plain/in", strings.Repeat("x", smallest+1)) }, 400, "EntityTooLarge", words{"too large: 4,097 bytes were sent, 4,096 are allowed", "5 GB of a single upload", "send a smaller file"}},
		{"more than the server holds", func(r *rig) answer {
			s := newSmall(r.t)
			s.works("first", s.custom("PUT", "/plain/in", strings.Repeat("x", smallest/2)), http.StatusOK)
			return s.custom("PUT", "/plain/in2", strings.Repeat("x", smallest/2))
		}, 400, "EntityTooLarge", words{"the storage is full", "holds only so much", "delete something first"}},
		{"too many at once", func(r *rig) answer { return newSmall(r.t).crowd() }, 503, "SlowDown", words{"asks to slow down", "too many requests at once", "in a moment"}},
		{"only if it is still the same", put("/plain/there", "If-Match", `"0"`), 412, "PreconditionFailed", words{"a condition of the request does not hold: If-Match", "the object has changed since", "what is stored now"}},
		{"only if it is there", put("/plain/missing", "If-Match", `"0"`), 404, "NoSuchKey", words{"there is no such object", "deleted, renamed or never uploaded", "check the key, letter by letter"}},
		{"only if it is another", put("/plain/there", "If-None-Match", `"0"`), 501, "NotImplemented", words{"does not know how to do this", "only a part of S3", "use another option"}},
		{"delete only if it is the same", func(r *rig) answer { return r.custom("DELETE", "/plain/there", "", "If-Match", `"0"`) }, 501, "NotImplemented", words{"does not know how to do this", "only a part of S3", "use another option"}},
		{"another content", put("/plain/in", "X-Amz-Content-Sha256", strings.Repeat("0", 64)), 400, "XAmzContentSHA256Mismatch", words{"not the one that was signed for", "its checksum differs", "the right file"}},
		{"a hash that is none", put("/plain/in", "X-Amz-Content-Sha256", "abc"), 400, "InvalidArgument", words{"not a hash of the content", "X-Amz-Content-Sha256 was altered", "exactly the headers listed"}},
		{"another MD5", put("/plain/in", "Content-Md5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 400, "BadDigest", words{"not the one that was signed for", "its checksum differs", "the right file"}},
		{"an MD5 that is none", put("/plain/in", "Content-Md5", "abc"), 400, "InvalidDigest", words{"checksum that came with the upload cannot be used", "no MD5 in base64", "compute it again"}},
		{"another checksum", put("/plain/in", "X-Amz-Checksum-Crc32", "AAAAAA=="), 400, "BadDigest", words{"not the one that was signed for", "its checksum differs", "the right file"}},
		{"a checksum that is none", put("/plain/in", "X-Amz-Checksum-Crc32", "abc"), 400, "InvalidRequest", words{"checksum that came with the upload cannot be used", "is missing, there are two", "compute it again"}},
		{"two checksums", put("/plain/in", "X-Amz-Checksum-Crc32", "AAAAAA==", "X-Amz-Checksum-Sha256", "AAAAAA=="), 400, "InvalidRequest", words{"checksum that came with the upload cannot be used", "is missing, there are two", "compute it again"}},
		{"a checksum that did not come", put("/plain/in", "X-Amz-Sdk-Checksum-Algorithm", "CRC32"), 400, "InvalidRequest", words{"checksum that came with the upload cannot be used", "is missing, there are two", "compute it again"}},
		{"a trailer that is none", func(r *rig) answer {
			return r.custom(http.MethodPut, "/plain/in", "5\r\nhello\r\n0\r\n\r\n", "X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
				"X-Amz-Trailer", "x-amz-checksum-crc32", "X-Amz-Decoded-Content-Length", "5")
		}, 400, "MalformedTrailerError", words{"the checksum at the end of the upload is missing or damaged", "what was announced at its beginning", "send it again"}},
		{"open to everyone", put("/plain/in", "X-Amz-Acl", "public-read"), 400, "AccessControlListNotSupported", words{"takes no access lists", "switched them off", "without an ACL"}},
		{"locked", put("/plain/in", "X-Amz-Object-Lock-Mode", "GOVERNANCE"), 400, "InvalidRequest", words{"the bucket has no object lock", "asks for a retention", "without it"}},
		{"a key of the customer's", put("/plain/in", "X-Amz-Server-Side-Encryption-Customer-Algorithm", "AES256"), 501, "NotImplemented", words{"does not know how to do this", "only a part of S3", "use another option"}},
		{"an unknown storage class", put("/plain/in", "X-Amz-Storage-Class", "CHEAP"), 400, "InvalidStorageClass", words{"does not accept an option of the upload", "a storage class", "without it"}},
		{"an unknown encryption", put("/plain/in", "X-Amz-Server-Side-Encryption", "ROT13"), 400, "InvalidEncryptionAlgorithmError", words{"does not offer this encryption", "only AES256 and aws:kms", "without an encryption option"}},
		{"a tag that is none", put("/plain/in", "X-Amz-Tagging", "aws:owner=me"), 400, "InvalidTag", words{"does not accept the tags", "may be 10, each with a key of its own", "with other tags"}},
		{"tags that are none", put("/plain/in", "X-Amz-Tagging", "a=1&a=2"), 400, "InvalidArgument", words{"does not accept the tags", "may be 10, each with a key of its own", "with other tags"}},
		{"too many tags", put("/plain/in", "X-Amz-Tagging", "a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k="), 400, "BadRequest", words{"does not accept the tags", "may be 10, each with a key of its own", "with other tags"}},
		{"too much metadata", put("/plain/in", "X-Amz-Meta-Long", strings.Repeat("x", 2049)), 400, "MetadataTooLarge", words{"the fields of the upload are too large", "2 kB of metadata", "shorten the metadata"}},
		{"copy of what is missing", put("/plain/in", "X-Amz-Copy-Source", "plain/missing"), 404, "NoSuchKey", words{"there is no such object", "deleted, renamed or never uploaded", "check the key, letter by letter"}},
		{"copy of nothing", put("/plain/in", "X-Amz-Copy-Source", "plain"), 400, "InvalidArgument", words{"the copy cannot be made", "not written as bucket/key", "check the source"}},
		{"copy onto itself", put("/plain/there", "X-Amz-Copy-Source", "plain/there"), 400, "InvalidRequest", words{"the copy cannot be made", "or is the object itself", "check the source"}},
	}
}

// partsRefused is what links for an upload in parts can meet: signet makes
// none, but other tools do.
func partsRefused() []refused {
	complete := func(body func(id string, etags []string) string) func(*rig) answer {
		return func(r *rig) answer {
			begun := r.custom("POST", "/plain/parts?uploads=", "")
			_, rest, _ := strings.Cut(begun.body, "<UploadId>")
			id, _, _ := strings.Cut(rest, "<")
			var etags []string
			for i, body := range []string{"small", strings.Repeat("x", 5<<20)} {
				a := r.custom("PUT", "/plain/parts?partNumber="+strconv.Itoa(i+1)+"&uploadId="+id, body)
				r.works("part", a, http.StatusOK)
				etags = append(etags, a.header.Get("ETag"))
			}
			return r.custom("POST", "/plain/parts?uploadId="+id, body(id, etags))
		}
	}
	list := func(parts ...string) string {
		return "<CompleteMultipartUpload>" + strings.Join(parts, "") + "</CompleteMultipartUpload>"
	}
	part := func(n, etag string) string {
		return "<Part><PartNumber>" + n + "</PartNumber><ETag>" + etag + "</ETag></Part>"
	}
	return []refused{
		{"part of no upload", func(r *rig) answer { return r.custom("PUT", "/plain/parts?partNumber=1&uploadId=none", "part") }, 404, "NoSuchUpload", words{"no such multipart upload", "completed, aborted or cleaned up", "start the upload again"}},
		{"part without a number", func(r *rig) answer { return r.custom("PUT", "/plain/parts?partNumber=0&uploadId=none", "part") }, 400, "InvalidArgument", words{"no valid number", "from 1 to 10,000", "start the upload again"}},
		{"parts that are not there", complete(func(_ string, e []string) string { return list(part("7", e[0])) }), 400, "InvalidPart", words{"a part of the upload is missing or out of order", "not completed as it was begun", "start the upload again"}},
		{"parts out of order", complete(func(_ string, e []string) string { return list(part("2", e[1]), part("1", e[0])) }), 400, "InvalidPartOrder", words{"a part of the upload is missing or out of order", "not completed as it was begun", "start the upload again"}},
		{"parts that are too small", complete(func(_ string, e []string) string { return list(part("1", e[0]), part("2", e[1])) }), 400, "EntityTooSmall", words{"5 bytes were sent, at least 5,242,880 are needed", "every part but the last has 5 MiB", "the right file"}},
		{"a list that is none", complete(func(string, []string) string { return "parts" }), 400, "MalformedXML", words{"cannot read the request", "its body was damaged", "try again"}},
	}
}

// smallest is what a small server holds, in bytes.
const smallest = 4 << 10

func newSmall(t *testing.T) *rig {
	t.Helper()
	return newRigOn(t, demo.Options{Empty: true, Capacity: smallest})
}

// stream sends a body of unknown length.
func (r *rig) stream(link, body string) answer {
	return r.dial("PUT", link, "Transfer-Encoding: chunked", "5\r\n"+body+"\r\n0\r\n\r\n")
}

// breakOff promises two bytes more than it sends.
func (r *rig) breakOff(link, body string) answer {
	return r.dial("PUT", link, "Content-Length: "+strconv.Itoa(len(body)+2), body)
}

// dial speaks to the server without a client that would set things right.
func (r *rig) dial(method, link, header, body string) answer {
	r.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		r.t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		r.t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, method+" "+u.RequestURI()+" HTTP/1.1\r\nHost: "+u.Host+"\r\nConnection: close\r\n"+header+"\r\n\r\n"+body)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		r.t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{res.StatusCode, string(text), res.Header}
}

// crowd fills what the server takes at the same time, and comes last.
func (r *rig) crowd() answer {
	l := r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "in"}, Operation: share.Upload})
	u, err := url.Parse(l.URL.Reveal())
	if err != nil {
		r.t.Fatal(err)
	}
	for range 2 {
		conn, err := net.Dial("tcp", u.Host)
		if err != nil {
			r.t.Fatal(err)
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "PUT "+u.RequestURI()+" HTTP/1.1\r\nHost: "+u.Host+"\r\nExpect: 100-continue\r\nContent-Length: 4096\r\n\r\n")
		// The server asks for the body once it has taken the request in.
		if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
			r.t.Fatalf("%q: %v", line, err)
		}
	}
	return r.use(l, asMade)
}
