package check

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/refusal"
	"signet/share/say"
)

// Where a link leads was said by whoever wrote it. So nothing but GET and HEAD is sent,
// once, for one byte, without credentials and cookies, to http and https, and no redirect
// is followed: less than a click on it. Two hosts get nothing at all: where machines are
// told secrets, whatever name or proxy leads there, and ports of other languages.

// maxBody is how much of an answer is read: enough for any error of S3.
const maxBody = 64 << 10

// userAgent names the check in the access logs of the store.
const userAgent = "signet-check"

// fresh is a transport as a stranger's program has one: no connection is kept,
// no credentials are known, a proxy is used as the environment says, but without
// its user name and password.
func fresh() http.RoundTripper {
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			u, err := http.ProxyFromEnvironment(r)
			if u == nil || err != nil {
				return nil, err
			}
			bare := *u
			bare.User = nil
			return &bare, nil
		},
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second, Control: noMetadata}).DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

// Use sends one request to a link as a stranger would, for its first byte only,
// and explains the answer. used is false if nothing was sent. Methods other than
// GET and HEAD are refused.
func (c *Checker) Use(ctx context.Context, method string, link share.Secret, headers []share.Header) (used bool, out []say.Remark) {
	if method != http.MethodGet && method != http.MethodHead {
		return false, []say.Remark{NotTried()}
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.Timeout, 30*time.Second)) // for its whole answer: that is one byte, or a refusal
	defer cancel()
	r, err := request(ctx, method, link, headers)
	if err != nil {
		return false, []say.Remark{unsendable(err)}
	}
	if c.Asking != nil {
		c.Asking(address.Origin(link.Reveal()))
	}
	sent := &atomic.Bool{}
	trace := &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) { sent.Store(sent.Load() || w.Err == nil) }}
	answer, err := c.transport().RoundTrip(r.WithContext(httptrace.WithClientTrace(ctx, trace))) // which follows no redirect
	if err != nil {
		out = append(out, unreachable(err))
	} else {
		defer func() { _ = answer.Body.Close() }()
		// A body that breaks off has still said something.
		body, _ := io.ReadAll(io.LimitReader(answer.Body, maxBody))
		out = append(out, explain(answer, body))
	}
	if used = sent.Load() || err == nil; used {
		out = append(out, say.Remark{
			Code: "used", Level: say.Info,
			Text: "this check used the link once; the store counts it like any other use",
		})
	}
	return used, out
}

// UseLink is Use for a link that is known.
func (c *Checker) UseLink(ctx context.Context, l share.Link) (used bool, out []say.Remark) {
	used, out = c.Use(ctx, l.Request.Operation.Info().Method, l.URL, l.Sends())
	for i := range out {
		switch out[i].Code {
		case "dns", "tls", "unreachable":
			if l.Mandate.Kind.Info().Bare { // whose host is in no endpoint
				out[i].Next = "compare domain in its [[place.signer]] with the distribution and its other names"
			}
		}
	}
	return used, out
}

// Ask sends the same request as Use and gives the answer as it is, for who compares two.
// Errors never quote the link.
func (c *Checker) Ask(ctx context.Context, link share.Link) (opens bool, a refusal.Answer, err error) {
	if link.Method != http.MethodGet && link.Method != http.MethodHead {
		return false, a, errors.New(NotTried().Text)
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.Timeout, 30*time.Second))
	defer cancel()
	r, err := request(ctx, link.Method, link.URL, link.Sends())
	if err != nil {
		return false, a, errors.New(unsendable(err).Text)
	}
	answer, err := c.transport().RoundTrip(r)
	if err != nil {
		return false, a, errors.New(unreachable(err).Text)
	}
	defer func() { _ = answer.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(answer.Body, maxBody)) // what breaks off has still said something
	return explain(answer, body).Code == "opens", refusal.Parse(answer.StatusCode, answer.Header, body), nil
}

func (c *Checker) transport() http.RoundTripper {
	if c.Transport != nil {
		return c.Transport()
	}
	return fresh()
}

func request(ctx context.Context, method string, link share.Secret, headers []share.Header) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, link.Reveal(), nil)
	if err != nil {
		return nil, err
	}
	if r.URL.Host == "" || r.URL.Scheme != "http" && r.URL.Scheme != "https" {
		return nil, errors.New("no web address")
	}
	switch {
	case address.MetadataHost(r.URL.Host):
		return nil, errMetadata
	case address.BadPort(r.URL.Host) != 0:
		return nil, errPort
	}
	r.URL.User = nil // would become an Authorization header
	r.Header.Set("User-Agent", userAgent)
	if method == http.MethodGet {
		r.Header.Set("Range", "bytes=0-0")
	}
	for _, h := range headers {
		if !strings.EqualFold(h.Name, "host") {
			r.Header.Set(h.Name, h.Value)
		}
	}
	return r, nil
}

var (
	errMetadata = errors.New("a host that tells machines secrets")
	errPort     = errors.New("a port of another language")
)

// noMetadata refuses the address that a name led to. It is judged as it is dialled, so that
// no second answer of a name server counts (DNS rebinding).
func noMetadata(_, at string, _ syscall.RawConn) error {
	if address.MetadataHost(at) {
		return errMetadata
	}
	return nil
}

// unsendable says why nothing was sent.
func unsendable(err error) say.Remark {
	switch {
	case errors.Is(err, errMetadata):
		return say.Remark{
			Code: "not-tried", Level: say.Warning,
			Text: "the link itself was not tried: its host is where machines are told secrets of their own, and no store",
		}
	case errors.Is(err, errPort):
		return say.Remark{
			Code: "not-tried", Level: say.Warning,
			Text: "the link itself was not tried: no browser opens its port, which is that of another language",
		}
	}
	return say.Remark{Code: "link", Level: say.Bad, Text: "the link is no address that a browser can open", Next: "copy it again"}
}

// explain puts an answer into words.
func explain(r *http.Response, body []byte) say.Remark {
	switch {
	case r.StatusCode == http.StatusRequestedRangeNotSatisfiable && empty(r.Header):
		return say.Remark{Code: "opens", Level: say.Good, Text: "the link opens without any credentials; the object is empty"}
	case r.StatusCode == http.StatusOK && !refusal.OfStore(r.Header):
		what := "something else"
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "text/html" {
			what = "a web page"
		}
		return say.Remark{
			Code: "page", Level: say.Warning, Text: what + " answered, not the object: a login page, a proxy or another server",
			Next: "open the link in a browser and look",
		}
	case r.StatusCode == http.StatusOK || r.StatusCode == http.StatusPartialContent:
		return say.Remark{Code: "opens", Level: say.Good, Text: "the link opens without any credentials" + content(r)}
	}
	answer := refusal.Parse(r.StatusCode, r.Header, body)
	w := refusal.Explain(answer)
	if answer.Redirects() {
		return say.Remark{
			Code: "moved", Level: say.Warning, Text: "the link's host sends whoever opens it on to " + answer.Moved + ", where this check does not follow",
			Next: "open the link in a browser and look",
		}
	}
	f := say.Remark{Code: "refused", Level: say.Bad, Text: "the link is refused (" + strconv.Itoa(r.StatusCode) + code(answer) + "): " + w.Sentence, Next: w.Next}
	f.Text = say.Line(f.Text, w.Said, w.Cause)
	if w.Kind == refusal.Busy || w.Kind == refusal.Broken {
		f.Code, f.Level = "busy", say.Warning
	}
	return f
}

func code(a refusal.Answer) string {
	if a.Code == "" {
		return ""
	}
	return " " + a.Code
}

// empty reports the answer to a range of an object without a first byte.
func empty(h http.Header) bool {
	return strings.TrimSpace(h.Get("Content-Range")) == "bytes */0" || h.Get("Content-Range") == ""
}

// content says what would be downloaded.
func content(r *http.Response) string {
	var parts []string
	size := r.ContentLength
	if _, total, ok := strings.Cut(r.Header.Get("Content-Range"), "/"); ok {
		size = -1
		if n, err := strconv.ParseInt(total, 10, 64); err == nil {
			size = n
		}
	}
	if size >= 0 {
		parts = append(parts, say.Bytes(size))
	}
	if kind := r.Header.Get("Content-Type"); kind != "" && len(kind) < 100 {
		parts = append(parts, kind)
	}
	if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition")); err == nil && params["filename"] != "" {
		parts = append(parts, "saved as "+short(params["filename"]))
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// unreachable puts a failed connection into words. The error itself is never
// quoted: it holds the whole link.
func unreachable(err error) say.Remark {
	f := say.Remark{Code: "unreachable", Level: say.Bad}
	var (
		dns      *net.DNSError
		unknown  x509.UnknownAuthorityError
		name     x509.HostnameError
		invalid  x509.CertificateInvalidError
		record   tls.RecordHeaderError
		timedOut net.Error
	)
	switch {
	case errors.Is(err, errMetadata):
		return unsendable(err)
	case errors.Is(err, context.Canceled):
		f.Level, f.Code, f.Text = say.Info, "cancelled", "the check was cancelled"
	case errors.As(err, &dns) && dns.IsNotFound:
		f.Code, f.Text, f.Next = "dns", "no such host: the name of the link's host is not known here", "check the endpoint; the recipient may see other names than you"
	case errors.As(err, &dns):
		f.Code, f.Level, f.Text, f.Next = "dns", say.Warning, "the name of the link's host could not be looked up", "check the network of this machine"
	case errors.Is(err, syscall.ECONNREFUSED):
		f.Text, f.Next = "nothing listens at the link's host and port", "check the endpoint's port, and whether the server runs"
	case errors.As(err, &unknown):
		f.Code, f.Text, f.Next = "tls", "the server's certificate is signed by nobody that browsers trust", "the recipient sees a warning, and programs refuse; use a host with a public certificate"
	case errors.As(err, &name):
		f.Code, f.Text, f.Next = "tls", "the server's certificate is for another name; a bucket with dots does that too", "use path style, or another endpoint"
	case errors.As(err, &invalid):
		f.Code, f.Text, f.Next = "tls", "the server's certificate has expired or may not be used for this", "renew the certificate"
	case errors.As(err, &record):
		f.Code, f.Text, f.Next = "tls", "the server speaks plain http, but the link says https", "write http:// in the place's endpoint, or set up TLS"
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timedOut) && timedOut.Timeout():
		f.Text, f.Next = "the link's host did not answer in time", "a firewall, a wrong port, or a host that only an inner network reaches"
	default:
		f.Text, f.Next = "no connection to the link's host, or no answer that can be read", "check the endpoint and the network"
	}
	return f
}
