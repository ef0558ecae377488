package demo

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// refusal is a request that S3 would not serve: its HTTP status, its code, its
// sentence, and what S3 tells beside them.
type refusal struct {
	Status  int
	Code    string
	Message string
	Details []detail
}

// detail is one more element of the error document, such as Region.
type detail struct{ Name, Value string }

func (r *refusal) Error() string { return r.Code + ": " + r.Message }

// with returns the refusal with one more element.
func (r *refusal) with(name, value string) *refusal {
	r.Details = append(r.Details, detail{name, value})
	return r
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

func denied(format string, args ...any) *refusal {
	return refuse(http.StatusForbidden, "AccessDenied", format, args...)
}

func malformed(code, format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, code, format, args...)
}

func malformedXML() *refusal {
	return malformed("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
}

func noSuchBucket(name string) *refusal {
	return refuse(http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist").with("BucketName", name)
}

func noSuchKey(key string) *refusal {
	return refuse(http.StatusNotFound, "NoSuchKey", "The specified key does not exist.").with("Key", key)
}

func notAllowed(method, what string) *refusal {
	return refuse(http.StatusMethodNotAllowed, "MethodNotAllowed",
		"The specified method is not allowed against this resource.").with("Method", method).with("ResourceType", what)
}

// write sends the refusal as S3 does: a document, or for HEAD only the status.
func (r *refusal) write(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	for _, name := range []string{"ETag", "Content-Length", "Last-Modified", "Accept-Ranges"} {
		h.Del(name)
	}
	if req.Method == http.MethodHead || r.Status == http.StatusNotModified {
		w.WriteHeader(r.Status)
		return
	}
	h.Set("Content-Type", "application/xml")
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.document(req.URL.Path, h.Get("X-Amz-Request-Id"))) //nolint:gosec // XML, and every text in it is escaped
}

func (r *refusal) document(resource, requestID string) []byte {
	var b strings.Builder
	b.WriteString(xml.Header + "<Error>")
	element(&b, "Code", r.Code)
	element(&b, "Message", printable(r.Message))
	for _, d := range r.Details {
		element(&b, d.Name, printable(d.Value))
	}
	element(&b, "Resource", printable(resource))
	element(&b, "RequestId", requestID)
	b.WriteString("</Error>")
	return []byte(b.String())
}

// printable replaces what XML 1.0 cannot carry, so that an error about an odd
// key can be read at all.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, s)
}
