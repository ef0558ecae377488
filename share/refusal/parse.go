package refusal

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share/address"
)

const (
	// maxBody is how much of an error body is read. S3's own are under 2 kB.
	maxBody = 64 << 10
	// maxTokens bounds the work on a body made of nothing but tags.
	maxTokens = 4096
)

// Parse reads a refusal from its status, headers and body, which may be
// missing, cut off, in no known format or made to do harm.
// The format: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func Parse(status int, header http.Header, body []byte) Answer {
	if len(body) > maxBody {
		body = body[:maxBody]
	}
	a := Answer{Status: status}
	said := fields(body)
	a.fromBody(said)
	a.fromHeader(header)
	if a.Code == "" && a.Message == "" && status >= http.StatusBadRequest {
		a.Message = line(spoken(body), 300)
	}
	if at := address.Read("", said["Endpoint"], ""); a.Region == "" && at.AWS() {
		a.Region = region(at.Region)
	}
	a.Region = cmp.Or(a.Region, expected(a.Message))
	if status >= http.StatusMultipleChoices && status < http.StatusBadRequest {
		a.Moved = origin(header.Get("Location"))
	}
	if a.Foreign = a.Code == "" && IsPage(body); a.Foreign {
		a.Message = line(cmp.Or(said["title"], said["TITLE"], said["Title"]), 100)
	}
	return a
}

func (a *Answer) fromBody(f map[string]string) {
	a.Code = name(f["Code"], 64)
	a.Message = line(f["Message"], 300)
	if more := line(f["Details"], 300); more != "" { // Google's reason
		a.Message = strings.TrimSpace(strings.TrimRight(a.Message, ". ") + ": " + more)
	}
	a.Region = region(f["Region"])
	a.RequestID = name(f["RequestId"], 128)
	a.ServerTime = clock(f["ServerTime"])
	a.RequestTime = clock(f["RequestTime"])
	a.EndedAt = clock(f["Expires"])
	a.Class = name(f["StorageClass"], 40)
	a.Condition = line(f["Condition"], 100)
	a.Unsigned = names(f["HeadersNotSigned"])
	a.Size, a.Max, a.Min = bytesIn(f["ProposedSize"]), bytesIn(f["MaxSizeAllowed"]), bytesIn(f["MinSizeAllowed"])
	a.Max = cmp.Or(a.Max, bytesIn(f["MaxSize"]))
}

// fromHeader fills in what the body left open. MinIO names the error of a HEAD
// in headers of its own.
func (a *Answer) fromHeader(h http.Header) {
	if a.Code == "" {
		a.Code = name(h.Get("X-Minio-Error-Code"), 64)
		a.Message = line(strings.Trim(h.Get("X-Minio-Error-Desc"), `"`), 300)
	}
	a.Region = cmp.Or(a.Region, region(h.Get("X-Amz-Bucket-Region")))
	a.RequestID = cmp.Or(a.RequestID, name(h.Get("X-Amz-Request-Id"), 128))
	if a.ServerTime.IsZero() {
		a.ServerTime = clock(h.Get("Date"))
	}
	a.Class = cmp.Or(a.Class, name(h.Get("X-Amz-Storage-Class"), 40))
	a.Front = frontOf(h)
	if pausing(a.Status) {
		a.Pause = Pause(h)
	}
	a.DeleteMarker = strings.EqualFold(h.Get("X-Amz-Delete-Marker"), "true")
}

// pausing are the answers whose Retry-After says when to ask again; that of a redirect is
// about something else.
func pausing(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// Pause is how long a server asks to wait before it is asked again; 0: it does not say, or
// nothing that can be meant; at most longestPause. A moment is told by the server's own clock.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func Pause(h http.Header) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	wait := time.Duration(0)
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		wait = time.Duration(min(seconds, uint64(longestPause/time.Second))) * time.Second
	} else if at, now := clock(text), clock(h.Get("Date")); !at.IsZero() && !now.IsZero() {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), longestPause)
}

// longestPause is what is made of anything longer: nobody waits for that.
const longestPause = 366 * 24 * time.Hour

// OfStore reports an answer to a request for an object that a store may have given: all of
// them name the object's ETag or its date, or themselves. The sign-in page of a network and
// a web server that answers everything alike name none, or are a page with a date.
func OfStore(h http.Header) bool {
	html := strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "text/html")
	if h.Get("ETag") != "" || h.Get("Last-Modified") != "" && !html {
		return true
	}
	for name := range h {
		name = strings.ToLower(name)
		if slices.ContainsFunc([]string{"x-amz-", "x-goog-", "x-ms-", "x-oss-", "x-cos-"}, func(own string) bool { return strings.HasPrefix(name, own) }) {
			return true
		}
	}
	return false
}

// fields collects the text of the elements that hold only text, the first of
// each name. What was read before a fault in the XML counts.
func fields(body []byte) map[string]string {
	found := map[string]string{}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.CharsetReader = asIs
	var open, text string
	for range maxTokens {
		token, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			open, text = t.Name.Local, ""
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			if _, seen := found[open]; open != "" && open == t.Name.Local && !seen {
				found[open] = strings.TrimSpace(text)
			}
			open = ""
		}
	}
	return found
}

// IsPage reports the beginning of a web page, such as the sign-in page of a network: no
// answer of S3, of STS or of MinIO is one.
func IsPage(body []byte) bool {
	start := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 512)], "\ufeff \t\r\n"))
	begins := func(mark string) bool { return bytes.HasPrefix(start, []byte(mark)) }
	return slices.ContainsFunc([]string{"<!doctype html", "<html", "<head", "<body"}, begins) ||
		begins("<?xml") && bytes.Contains(start, []byte("<html"))
}

// clock reads the times that S3 writes: RFC 3339, the basic format of SigV4,
// and HTTP dates. Anything else is no time.
func clock(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "20060102T150405Z", http.TimeFormat, time.RFC1123Z} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

func bytesIn(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
