package ledger

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"signet/share/address"
)

// maxLine bounds a line of an access log; S3's own are under 10 kB. What is
// longer is passed over and counted as not read.
const maxLine = 128 << 10

// readLineLog reads S3 server access logs, one request per line.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
func readLineLog(in io.Reader, yield func(request) error, unread func()) error {
	lines := bufio.NewReaderSize(in, maxLine)
	for {
		line, err := lines.ReadSlice('\n')
		long := false
		for errors.Is(err, bufio.ErrBufferFull) { // no request is as long
			long = true
			_, err = lines.ReadSlice('\n')
		}
		text := strings.TrimSpace(string(line))
		r, ok := request{}, false
		if !long {
			r, ok = parseAccessLine(text)
		}
		switch {
		case ok:
			if err := yield(r); err != nil {
				return err
			}
		case long || text != "":
			unread()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &UnreadError{Cause: err}
		}
	}
}

// The fields of an access log line that are of use.
const (
	fieldBucket = 1
	fieldTime   = 2
	fieldFrom   = 3
	fieldID     = 5
	fieldURI    = 8
	fieldStatus = 9
	fieldAgent  = 16
)

func parseAccessLine(line string) (request, bool) {
	f := accessFields(line)
	if len(f) <= fieldStatus {
		return request{}, false
	}
	at, err := time.Parse("02/Jan/2006:15:04:05 -0700", f[fieldTime])
	status, serr := strconv.Atoi(f[fieldStatus])
	if err != nil || serr != nil || !writable(at) {
		return request{}, false
	}
	r := request{at: at, from: f[fieldFrom], status: status, id: f[fieldID]}
	if len(f) > fieldAgent {
		r.agent = f[fieldAgent]
	}
	r.marks = readMarks(f[fieldURI])
	_, uri, _ := strings.Cut(f[fieldURI], " ")
	path, _, _ := strings.Cut(uri, "?")
	r.marks.terms.bucket, r.marks.terms.key, r.marks.terms.paths = f[fieldBucket], "", []string{address.UnescapeEach(path)}
	return r, true
}

// accessFields splits at spaces, except within [] and "".
func accessFields(line string) []string {
	var out []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		end := " "
		switch line[0] {
		case '[':
			line, end = line[1:], "]"
		case '"':
			line, end = line[1:], `"`
		}
		field, rest, _ := strings.Cut(line, end)
		out, line = append(out, field), rest
	}
	return out
}

// jsonRecord has the fields of both formats: CloudTrail's are in camel case at
// the top, MinIO's under api.
type jsonRecord struct {
	EventTime time.Time `json:"eventTime"`
	EventID   string    `json:"eventID"`
	SourceIP  string    `json:"sourceIPAddress"`
	Error     string    `json:"errorCode"`
	Identity  struct {
		AccessKey string `json:"accessKeyId"`
	} `json:"userIdentity"`
	Parameters struct {
		Bucket string `json:"bucketName"`
		Key    string `json:"key"`
	} `json:"requestParameters"`

	Time time.Time `json:"time"`
	API  struct {
		Bucket string `json:"bucket"`
		Object string `json:"object"`
		Status int    `json:"statusCode"`
	} `json:"api"`
	Remote    string `json:"remotehost"`
	RequestID string `json:"requestID"`
	Agent     string `json:"userAgent"`
	AccessKey string `json:"accessKey"`
}

func parseJSONRecord(raw []byte) (request, bool) {
	var j jsonRecord
	if err := json.Unmarshal(raw, &j); err != nil || j.EventTime.IsZero() && j.Time.IsZero() || !writable(j.EventTime) || !writable(j.Time) {
		return request{}, false
	}
	m := readMarks(string(raw))
	t := &m.terms
	t.paths = nil
	if !j.EventTime.IsZero() {
		t.bucket, t.key = j.Parameters.Bucket, j.Parameters.Key
		t.akid = cmp.Or(t.akid, j.Identity.AccessKey)
		r := request{at: j.EventTime, from: j.SourceIP, agent: strings.Trim(j.Agent, "[]"), id: j.EventID, status: 200, marks: m}
		if j.Error != "" {
			r.status = 403
		}
		return r, true
	}
	t.bucket, t.key = j.API.Bucket, j.API.Object
	t.akid = cmp.Or(t.akid, j.AccessKey)
	return request{at: j.Time, from: hostOnly(j.Remote), agent: j.Agent, status: j.API.Status, id: j.RequestID, marks: m}, true
}

// writable reports a time that JSON can hold once it is one of UTC: a use of another
// would stand in the way of every export of our log.
func writable(t time.Time) bool { return t.UTC().Year() >= 0 && t.UTC().Year() <= 9999 }

func hostOnly(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}
