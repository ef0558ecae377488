package accesslog

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"signet/internal/lazyregexp"
	"signet/share/address"
)

// parseLine reads one line of a log. Both results are empty where it is of no known
// format.
func parseLine(line string) (Request, string) {
	f := fields(line)
	for _, parse := range []func(string, []string) (Request, string){s3Line, versityLine, httpLine, shortTraceLine, outcomeless} {
		if r, why := parse(line, f); r.Format != "" || why != "" {
			return r, why
		}
	}
	return Request{}, ""
}

// mostLineFields is how many fields of a line are told apart: S3's have 28.
const mostLineFields = 64

// fields splits at spaces, except within [] and "". A quote ends a field in front of
// a space alone: S3 escapes none within one.
func fields(line string) []string {
	var out []string
	for line = strings.TrimLeft(line, " "); line != "" && len(out) < mostLineFields; line = strings.TrimLeft(line, " ") {
		var field string
		switch line[0] {
		case '[':
			field, line, _ = strings.Cut(line[1:], "]")
		case '"':
			field, line = quoted(line[1:])
		default:
			field, line, _ = strings.Cut(line, " ")
		}
		out = append(out, field)
	}
	return out
}

func quoted(text string) (field, rest string) {
	for at := 0; at < len(text); at++ {
		switch {
		case text[at] == '\\':
			at++
		case text[at] == '"' && (at+1 == len(text) || text[at+1] == ' '):
			return text[:at], text[at+1:]
		}
	}
	return text, ""
}

// The fields of an S3 server access log that are of use. Those that AWS appended
// over the years stand behind them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
const (
	s3Bucket    = 1
	s3Time      = 2
	s3From      = 3
	s3ID        = 5
	s3Operation = 6
	s3Key       = 7
	s3URI       = 8
	s3Status    = 9
	s3Agent     = 16
)

func s3Line(_ string, f []string) (Request, string) {
	if len(f) <= s3Status || f[s3URI] != "-" && !isRequest(f[s3URI]) {
		return Request{}, ""
	}
	at, ok := when(f[s3Time])
	status, err := strconv.Atoi(f[s3Status])
	if f[s3Status] == "-" {
		status, err = 0, nil
	}
	if !ok || err != nil || strings.ContainsAny(f[s3Time], "T") && !strings.Contains(f[s3Time], "/") {
		return Request{}, ""
	}
	if status == 0 && marked(f[s3URI]) {
		return Request{}, whyOutcome
	}
	r := Request{Format: "S3 access log", At: at, From: dashed(f[s3From]), Status: status, ID: dashed(f[s3ID]), Bucket: dashed(f[s3Bucket])}
	if len(f) > s3Agent {
		r.Agent = dashed(f[s3Agent])
	}
	r.target(dashed(f[s3URI]))
	r.Query = true // of those that had one
	if strings.HasPrefix(f[s3Operation], "REST.HEAD.") {
		r.Method = http.MethodHead
	}
	return r, ""
}

// isRequest reports a request as HTTP writes it: a method and what it is for.
func isRequest(field string) bool {
	method, rest, ok := strings.Cut(field, " ")
	return ok && isMethod(method) && rest != ""
}

// versity is a line of versitygw, which writes S3's fields without quotes: a key, a
// referrer and a client's name may have spaces.
var versity = lazyregexp.New(`^\S+ (\S+) \[([^\]]+)\] (\S+) \S+ (\S+) (\S+) .*? (/\S*) (\d{3}) \S+ \d+ \d+ \d+ \d+ \S+ (.*) \S+ \S+ SigV4 `)

func versityLine(line string, _ []string) (Request, string) {
	m := versity.FindStringSubmatch(line)
	if m == nil {
		return Request{}, ""
	}
	at, ok := when(m[2])
	if !ok {
		return Request{}, ""
	}
	r := Request{Format: "versitygw", At: at, From: m[3], ID: m[4], Bucket: dashed(m[1]), Agent: dashed(m[8])}
	r.Status, _ = strconv.Atoi(m[7])
	r.target(m[6])
	r.Query = true
	if strings.Contains(m[5], "Head") {
		r.Method = http.MethodHead
	}
	return r, ""
}

// httpLine reads the lines of web servers, proxies and load balancers: each has a
// request in quotes, and around it a time, an address and a status.
func httpLine(line string, f []string) (Request, string) {
	i := slices.IndexFunc(f, isRequest)
	if i < 0 {
		return Request{}, ""
	}
	r := Request{}
	r.target(f[i])
	if !strings.Contains(r.Path, "/") {
		return Request{}, ""
	}
	at := lastTime(f[:i])
	switch {
	case at < 0:
		return haproxyLine(r, f, i)
	case at == 0 && i == 1:
		r.envoy(f)
	case i >= 11 && (at == 0 || at == 1):
		r.balancer(f, i, at)
	default:
		r.combined(line, f, i, at)
	}
	if r.Status == 0 {
		return Request{}, whyOutcome
	}
	r.At, _ = when(f[at])
	return r, ""
}

// lastTime is the field of the time that stands closest in front of a request; syslog
// has its own before it. -1: there is none.
func lastTime(f []string) int {
	for i, text := range slices.Backward(f) {
		if _, ok := when(text); ok && strings.Contains(text, ":") { // sizes are no times
			return i
		}
	}
	return -1
}

// field is a field by its number; empty: there is none.
func field(f []string, i int) string {
	if i < 0 || i >= len(f) {
		return ""
	}
	return dashed(f[i])
}

func status(f []string, i int) int {
	s, err := strconv.Atoi(field(f, i))
	if err != nil || s < 100 || s > 999 {
		return 0
	}
	return s
}

// combined reads the formats common and combined, of which nginx, Apache, Caddy,
// Traefik and Ceph each have their own; with the name of a virtual host in front too.
func (r *Request) combined(line string, f []string, i, at int) {
	r.Format, r.From, r.Status, r.Agent = "nginx or Apache", field(f, max(at-3, 0)), status(f, i+1), field(f, i+4)
	switch {
	case strings.Contains(line, "beast: "):
		r.Format = "Ceph"
	case strings.HasSuffix(line, "ms") && len(f) > i+6:
		r.Format = "Traefik"
	}
}

// envoy reads the default format of Envoy and Istio.
// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
func (r *Request) envoy(f []string) {
	r.Format, r.Status = "Envoy", status(f, 2)
	if at := slices.IndexFunc(f[2:], func(field string) bool { return strings.Count(field, "-") == 4 && len(field) == 36 }); at > 2 {
		r.ID, r.Agent, r.From = f[2+at], field(f, 1+at), field(f, at)
	}
}

// balancer reads the logs of AWS's load balancers, new and classic.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
func (r *Request) balancer(f []string, i, at int) {
	r.Format, r.Status, r.From, r.Agent = "AWS load balancer", status(f, i-4), address.Hostname(field(f, at+2)), field(f, i+1)
	if trace := field(f, i+5); strings.HasPrefix(trace, "Root=") {
		r.ID = trace
	}
}

// haproxyLine reads HAProxy's format httplog, whose time has no zone.
func haproxyLine(r Request, f []string, i int) (Request, string) {
	for n, text := range f[:i] {
		at, ok := local("02/Jan/2006:15:04:05", text)
		if !ok {
			continue
		}
		r.Format, r.At, r.From, r.Status = "HAProxy", at, address.Hostname(field(f, n-1)), status(f, n+4)
		if r.Status == 0 {
			return Request{}, whyOutcome
		}
		return r, ""
	}
	return Request{}, whyNoTime
}

// shortTrace is a line of mc admin trace.
var shortTrace = lazyregexp.New(`^(\S+) \[(\d{3}) [^\]]+\] +s3\.(\S+) +[^/\s]+(/\S*) +(\S+)`)

func shortTraceLine(line string, _ []string) (Request, string) {
	m := shortTrace.FindStringSubmatch(line)
	if m == nil {
		return Request{}, ""
	}
	at, ok := local("2006-01-02T15:04:05", m[1])
	if !ok {
		return Request{}, whyNoTime
	}
	r := Request{Format: "mc admin trace", At: at, From: address.Hostname(m[5]), Method: trailMethod(m[3])}
	r.Status, _ = strconv.Atoi(m[2])
	r.target(m[4])
	return r, ""
}

// outcomeless knows Garage, which logs a request before it answers, and the answer
// without the request.
func outcomeless(line string, _ []string) (Request, string) {
	if strings.Contains(line, "garage_api") && marked(line) {
		return Request{}, whyOutcome
	}
	return Request{}, ""
}
