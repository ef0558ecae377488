package demo

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// span is the part of a body that is wanted.
type span struct {
	first, length int64
	partial       bool
}

func (s span) status() int {
	if s.partial {
		return http.StatusPartialContent
	}
	return http.StatusOK
}

// asked reads which part of a version a request wants. A range of a version
// that the client does not mean (If-Range) is not wanted.
func asked(h http.Header, v *version) (span, *refusal) {
	size, text := v.content.size(), h.Get("Range")
	if only := h.Get("If-Range"); only != "" && !v.same(only) {
		text = ""
	}
	s, ok := parseRange(text, size)
	if !ok {
		return s, refuse(http.StatusRequestedRangeNotSatisfiable, "InvalidRange", "The requested range is not satisfiable").
			with("RangeRequested", text).with("ActualObjectSize", strconv.FormatInt(size, 10))
	}
	return s, nil
}

// same reports whether an If-Range, a date or an entity tag, means this version.
func (v *version) same(validator string) bool {
	if at, ok := httpDate(validator); ok {
		return at.Equal(v.modified.Truncate(time.Second))
	}
	return validator == v.etag()
}

// parseRange reads a Range header, and reports whether there is anything in
// it to send. What is no range of bytes, or several of them, is ignored, as on
// S3 (RFC 9110, section 14.2).
func parseRange(text string, size int64) (span, bool) {
	whole := span{length: size}
	left, right, ok := strings.Cut(strings.TrimPrefix(text, "bytes="), "-")
	if !ok || !strings.HasPrefix(text, "bytes=") || strings.Contains(text, ",") {
		return whole, true
	}
	first, hasFirst := position(left)
	last, hasLast := position(right)
	switch {
	case left == "" && hasLast: // the last bytes
		n := min(last, size)
		return span{size - n, n, true}, n > 0
	case !hasFirst, right != "" && !hasLast, hasLast && last < first:
		return whole, true
	case first >= size:
		return whole, false
	case right == "" || last >= size:
		last = size - 1
	}
	return span{first, last - first + 1, true}, true
}

// position reads digits. Numbers beyond 63 bits are as good as the largest.
func position(text string) (int64, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, _ := strconv.ParseInt(text, 10, 64)
	return n, true
}
