package s3browser

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"signet/share/address"
)

// IsMinIO asks a server, without any credentials, and reports one that says of itself that
// it is MinIO: by its name, or, where a proxy puts its own in that place, by the headers
// in which MinIO says why a HEAD was refused. An error: it does not answer.
func (c *Client) IsMinIO(ctx context.Context, endpoint, bucket string) (bool, error) {
	answer, err := c.knock(ctx, strings.TrimSuffix(endpoint, "/")+"/"+url.PathEscape(bucket))
	if err != nil {
		return false, err
	}
	return isMinIO(answer.header), nil
}

func isMinIO(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(h.Get("Server")), "minio") || h.Get("X-Minio-Error-Code") != ""
}

// shown is what a server answers to whoever knocks.
type shown struct {
	header http.Header
	ends   time.Time // of its certificate; zero: it showed none
}

// knock asks for the headers of an address, without any credentials.
func (c *Client) knock(ctx context.Context, address string) (out shown, err error) {
	l, err := c.load(ctx)
	if err != nil {
		return out, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return out, err
	}
	answer, err := l.config.HTTPClient.Do(r)
	if err != nil {
		return out, err
	}
	_ = answer.Body.Close()
	out.header = answer.Header
	if answer.TLS != nil && len(answer.TLS.PeerCertificates) > 0 {
		out.ends = answer.TLS.PeerCertificates[0].NotAfter
	}
	return out, nil
}

// About is what a server shows of itself to whoever asks, without any credentials.
type About struct {
	Host string // that was asked, with its port
	// Kind is the server or the provider, as far as its address or its answer tells;
	// empty: they do not.
	Kind      string
	Date, At  time.Time // its clock, to the second, and this machine's as it answered; a zero Date: it did not say
	Encrypted bool
	Ends      time.Time // of the certificate that it showed; zero: it showed none
}

// serverKind is what a server is, by its address or else by its answer.
func serverKind(a address.Address, h http.Header) string {
	switch {
	case isMinIO(h):
		return "MinIO"
	case a.Store != "" && !a.Guessed:
		return a.Store
	}
	return printable(cut(h.Get("Server"), 100))
}

// About asks the endpoint what it is, by one HEAD that opens nothing. The error is an
// *Error.
func (c *Client) About(ctx context.Context) (About, error) {
	l, err := c.load(ctx)
	if err != nil {
		return About{}, err
	}
	at := cmp.Or(l.settings.Endpoint, address.AtAWS(l.settings.Region), address.AtAWS(defaultRegion))
	u, err := url.Parse(at)
	if err != nil {
		return About{}, checkEndpoint(at)
	}
	out := About{Host: printable(u.Host), Encrypted: u.Scheme == "https"}
	answer, err := c.knock(ctx, strings.TrimSuffix(at, "/")+"/")
	if err != nil {
		e := &Error{Cause: err}
		c.broken(e, "asking "+out.Host, err)
		return out, e
	}
	out.At, out.Ends = time.Now(), answer.ends
	out.Date, _ = http.ParseTime(answer.header.Get("Date"))
	out.Kind = serverKind(address.Read(u.Scheme, u.Host, ""), answer.header)
	return out, nil
}
