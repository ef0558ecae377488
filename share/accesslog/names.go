package accesslog

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"signet/share/address"
)

// named is a record by the names of its fields, in lower case and without anything
// but letters and digits: $http_user_agent, http.user_agent and httpUserAgent are one.
type named map[string]string

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}

// The names that formats have for the same thing, the most telling first.
//
//nolint:gochecknoglobals // immutable tables
var (
	nameTime   = []string{"eventtime", "requestdatetime", "timeiso8601", "startutc", "timelocal", "starttime", "timestamp", "time", "ts", "msec", "datetime", "timemicros"}
	nameFrom   = []string{"sourceipaddress", "remoteip", "remoteaddr", "remotehost", "clientip", "cip", "clienthost", "clientaddr", "clientaddress", "client", "sourceip", "ip"}
	nameAgent  = []string{"useragent", "httpuseragent", "requestuseragent", "csuseragent", "useragentoriginal", "agent"}
	nameStatus = []string{"httpstatus", "statuscode", "scstatus", "downstreamstatus", "responsestatuscode", "responsestatus", "httpcode", "status", "code"}
	nameID     = []string{"requestid", "xamzrequestid", "amzrequestid", "reqid", "transid", "xedgerequestid"}
	nameMethod = []string{"requestmethod", "method", "csmethod", "httpmethod", "verb"}
	nameURI    = []string{"requesturi", "uri", "request", "requestpath", "urloriginal", "url", "httpurl", "csuristem", "csuri", "path"}
	nameQuery  = []string{"querystring", "csuriquery", "rawquery", "query", "args", "uriquery"}
	nameBucket = []string{"bucketname", "bucket"}
	nameSigner = []string{"accesskeyid", "accesskey"}
)

// first is the first field of some names that says something.
func (n named) first(names []string) string {
	for _, name := range names {
		if v := dashed(n[name]); v != "" {
			return v
		}
	}
	return ""
}

// status is the first field that is a status of HTTP.
func (n named) status() (int, bool) {
	for _, name := range nameStatus {
		if s, err := strconv.Atoi(strings.TrimSuffix(n[name], ".0")); err == nil && (s == 0 || s >= 100 && s < 1000) {
			return s, true
		}
	}
	return 0, false
}

// request reads a record of an HTTP log. The second result says why it is none; both
// are empty where it is no record of any log.
func (n named) request(format string) (Request, string) {
	uri, query := n.first(nameURI), n.first(nameQuery)
	if uri == "" || strings.HasPrefix(uri, "{") {
		return Request{}, ""
	}
	r := Request{Format: format, From: address.Hostname(n.first(nameFrom)), Agent: n.first(nameAgent), ID: n.first(nameID), Method: strings.ToUpper(n.first(nameMethod))}
	r.target(uri)
	if query = strings.TrimPrefix(query, "?"); query != "" && !r.Query {
		r.Text, r.Query = r.Text+"?"+query, true
	}
	r.Bucket, r.AccessKey = n.first(nameBucket), n.first(nameSigner)
	at, timed := n.at()
	status, answered := n.status()
	switch {
	case !strings.HasPrefix(r.Path, "/") && !strings.Contains(r.Path, "://"), r.Method == "" && !answered:
		return Request{}, ""
	case !timed:
		return Request{}, whyNoTime
	case !answered:
		return Request{}, whyOutcome
	}
	r.At, r.Status = at, status
	return r, ""
}

// at is when the request came: W3C's logs have the day and the time of day apart.
func (n named) at() (t time.Time, ok bool) {
	if n["date"] != "" && n["time"] != "" {
		if t, ok := when(n["date"] + " " + n["time"]); ok {
			return t, true
		}
	}
	for _, name := range nameTime {
		if t, ok := when(n[name]); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

// trail reads an event of CloudTrail.
func (n named) trail(text string) (Request, string) {
	at, ok := n.at()
	switch {
	case n["eventsource"] == "aws:s3" || strings.HasPrefix(n["eventname"], "ObjectCreated"):
		return Request{}, whyEvent
	case !ok:
		return Request{}, whyNoTime
	}
	r := Request{
		Format: "CloudTrail", At: at, From: n["sourceipaddress"], Agent: strings.Trim(n["useragent"], "[]"), Status: http.StatusOK,
		ID: cmp.Or(n["requestid"], n["eventid"]), Former: n["eventid"], Method: trailMethod(n["eventname"]),
		Text: text, Query: true, Bucket: n["bucketname"], Key: n["key"], AccessKey: n["accesskeyid"],
	}
	if dashed(n["errorcode"]) != "" && n["errorcode"] != "null" {
		r.Status = http.StatusForbidden
	}
	return r, ""
}

func trailMethod(event string) string {
	if strings.HasPrefix(event, "Head") {
		return http.MethodHead
	}
	return ""
}

// audit reads a record of MinIO's audit log.
func (n named) audit(text string) (Request, string) {
	at, ok := n.at()
	if !ok {
		return Request{}, whyNoTime
	}
	r := Request{
		Format: "MinIO audit", At: at, From: address.Hostname(n["remotehost"]), Agent: n["useragent"], ID: n["requestid"],
		Text: text, Query: true, Bucket: n["apibucket"], Key: n["apiobject"], AccessKey: n["accesskey"], Method: trailMethod(n["apiname"]),
	}
	r.Status, _ = n.status()
	return r, ""
}
