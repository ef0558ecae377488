package s3browser

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"github.com/aws/smithy-go"

	"signet/share/address"
)

// broken explains a request that brought no answer, or none to be read.
func (c *Client) broken(e *Error, doing string, err error) {
	kind, what, hint := c.unheard(err)
	e.Kind, e.Sentence, e.Hint = kind, doing+": "+what, hint
}

// unheard says why there is no answer, or none to be read.
func (c *Client) unheard(err error) (kind Kind, what, hint string) {
	for _, judge := range []func(error) (Kind, string, string){misanswered, c.unconnected, c.unanswered} {
		if kind, what, hint = judge(err); what != "" {
			return kind, what, hint
		}
	}
	return Other, printable(cut(cause(err), 200)), ""
}

// cause is the sentence at the bottom of an error that nobody knows, which says what is
// wrong: around it the SDK names its own parts.
func cause(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err.Error()
}

// misanswered knows answers that were refused here, and what was not sent at all.
func misanswered(err error) (kind Kind, what, hint string) {
	var (
		garbage *garbageError
		stalled *stalledError
		stray   *strayError
		trust   *bundleError
	)
	switch {
	case err == nil:
		return Other, "no answer", ""
	case strings.Contains(err.Error(), "invalid input region"): // the SDK checks it before anything is sent
		return WrongRegion, "the region is no name of one", "name the bucket's own region, as eu-central-1 (--region, or region = for the place)"
	case errors.As(err, &garbage):
		return garbage.words()
	case errors.Is(err, errReadOnly):
		return Other, errReadOnly.Error(), ""
	case errors.As(err, &trust):
		return TLS, printable(trust.Error()), bundleHint
	case errors.As(err, &stray):
		return Incomplete, "the answer is about another bucket: " + printable(cut(stray.bucket, 100)), "try again; a proxy in between may mix up its answers"
	case errors.As(err, &stalled):
		return Unreachable, printable(stalled.Error()), "check the network, VPN and proxy; for a slow server set a longer timeout in the settings"
	case isTornHead(err):
		return ServerFailed, "the answer broke off in its head, or is no HTTP", "try again; if it stays, check the endpoint and its port"
	case isGibberish(err):
		return BadEndpoint, "the answer is not HTTP as an S3 server speaks it", "check the endpoint and its port"
	}
	return Other, "", ""
}

// unconnected knows why no connection came about.
func (c *Client) unconnected(err error) (kind Kind, what, hint string) {
	var dns *net.DNSError
	switch {
	case isTLS(err):
		return TLS, "no secure connection: " + tlsReason(err), tlsHint(err)
	case errors.As(err, &dns):
		return Unreachable, "no such host: " + printable(dns.Name), c.hostHint(dns.Name)
	case refusedConnection(err):
		return Unreachable, "nothing answers at " + c.where(err), "is the server running, and the endpoint right?"
	}
	return Other, "", ""
}

// unanswered knows connections that brought nothing, or what nobody can read.
func (c *Client) unanswered(err error) (kind Kind, what, hint string) {
	var (
		api     smithy.APIError
		misfit  *smithy.DeserializationError
		network net.Error
	)
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return Unreachable, "no answer in time from " + c.where(err), "check the network, VPN and proxy, and try again"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return ServerFailed, "the connection broke off", "try again"
	case errors.As(err, &network), isSend(err):
		return Unreachable, "no connection to " + c.where(err), "check the network, VPN and proxy, and try again"
	case errors.As(err, &api):
		return Other, printable(api.ErrorCode()), ""
	case errors.As(err, &misfit):
		return BadEndpoint, "the answer is not as S3 writes it: " + misread(err), "tell whoever runs the server"
	}
	return Other, "", ""
}

// where is the host that was asked.
func (c *Client) where(err error) string {
	if u, ok := errors.AsType[*url.Error](err); ok {
		if parsed, err := url.Parse(u.URL); err == nil && parsed.Host != "" {
			return printable(parsed.Host)
		}
	}
	return "the endpoint"
}

// hostHint tells a bucket that was made part of a host name from a misspelt
// host.
func (c *Client) hostHint(host string) string {
	c.mu.Lock()
	l := c.loaded
	c.mu.Unlock()
	if l == nil || l.settings.Endpoint == "" {
		return "check the network and the region"
	}
	if !l.settings.PathStyle && address.Below(host, l.settings.Endpoint) {
		return "this server seems to want path style: --path-style, or path_style = true for the place"
	}
	return "check the network and the endpoint"
}

func refusedConnection(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || err != nil && strings.Contains(err.Error(), "actively refused") // Windows
}

// isTornHead reports an answer whose last header has no value: most likely the connection
// broke off in the midst of it, which net/textproto does not tell from a line that is none.
func isTornHead(err error) bool {
	wrong, ok := errors.AsType[textproto.ProtocolError](err)
	return ok && strings.Contains(wrong.Error(), "missing colon")
}

// isGibberish reports an answer that is no HTTP, or whose headers do not end;
// net/http has no types for them.
func isGibberish(err error) bool {
	if err == nil || is[textproto.ProtocolError](err) {
		return err != nil && !isTornHead(err)
	}
	text := innermost(err).Error() // the outer ones name the host
	return slices.ContainsFunc([]string{"malformed HTTP", "response headers exceeded", "header list", "too many 1xx", "Content-Length", "transfer encoding", "chunk"},
		func(said string) bool { return strings.Contains(text, said) })
}

// is reports whether an error has one of a type in it.
func is[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// innermost is what an error comes from in the end.
func innermost(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err
}

func isSend(err error) bool {
	var send interface{ ConnectionError() bool }
	return errors.As(err, &send) && send.ConnectionError()
}

func isTLS(err error) bool {
	return is[*tls.CertificateVerificationError](err) || is[tls.RecordHeaderError](err) || is[tls.AlertError](err)
}

// plainHTTP reports a server that speaks HTTP where HTTPS was asked for.
func plainHTTP(err error) bool {
	record, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok && string(record.RecordHeader[:]) == "HTTP/"
}

func tlsReason(err error) string {
	switch {
	case plainHTTP(err):
		return "the server speaks plain http"
	case is[x509.HostnameError](err):
		return "the certificate is for another name"
	case is[x509.UnknownAuthorityError](err):
		return "the certificate is signed by an unknown authority"
	case overdue(err):
		return "the certificate has expired or is not valid yet"
	}
	return "the handshake failed"
}

// overdue reports a certificate that is not valid now.
func overdue(err error) bool {
	invalid, ok := errors.AsType[x509.CertificateInvalidError](err)
	return ok && invalid.Reason == x509.Expired
}

func tlsHint(err error) string {
	switch {
	case plainHTTP(err):
		return "write http:// in the endpoint, or use the server's https port"
	case is[x509.HostnameError](err):
		return "use the name in the certificate; for a bucket with dots or a self-hosted server try path style"
	case overdue(err):
		return "check this computer's clock; if it is right, have whoever runs the server renew its certificate"
	}
	return "for a certificate of your own set AWS_CA_BUNDLE to its file; check this computer's clock"
}
