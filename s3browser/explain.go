package s3browser

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/aws/smithy-go"

	"signet/share/address"
	"signet/share/refusal"
	"signet/share/say"
)

// action is what is done to S3, and what it takes.
type action struct {
	op    string
	doing string // before the target
	needs string // the permission
	also  string // a further hint where access is denied
}

func actionBuckets() action {
	return action{"list buckets", "listing buckets", "s3:ListAllMyBuckets", "a bucket can still be opened by name (signet ls s3://BUCKET)"}
}

func actionList() action {
	return action{"list", "listing", "s3:ListBucket", "open a bucket, folder or object you may see by name"}
}

func actionVersions() action {
	return action{"versions", "listing the versions of", "s3:ListBucketVersions", ""}
}

func actionVersioning() action {
	return action{"versioning", "reading the versioning of", "s3:GetBucketVersioning", ""}
}

// actionHead needs another permission where a version is named.
func actionHead(versionID string) action {
	needs := "s3:GetObject"
	if versionID != "" {
		needs = "s3:GetObjectVersion"
	}
	return action{"head", "looking at", needs, "without s3:ListBucket a missing object looks the same"}
}

func actionRegion() action {
	return action{"region", "finding the region of", "s3:ListBucket", ""}
}

// uri is the target as an address, or empty for the list of buckets.
func uri(bucket, key string) string {
	if bucket == "" {
		return ""
	}
	if key == "" {
		return "s3://" + bucket
	}
	return "s3://" + bucket + "/" + key
}

// explain turns a failed request into words.
func (c *Client) explain(a action, target string, n *note, err error) *Error {
	e := &Error{Cause: err, ServerDate: n.date}
	doing := strings.TrimSpace(a.doing + " " + printable(target))
	switch {
	case errors.Is(err, context.Canceled):
		e.Kind, e.Sentence = Cancelled, doing+": cancelled"
	case n.status >= 300:
		c.refused(e, a, doing, n)
	default:
		c.broken(e, doing, err)
	}
	return e
}

// refused explains what the server said.
func (c *Client) refused(e *Error, a action, doing string, n *note) {
	w := refusal.ExplainOwn(n.refusal)
	e.Kind, e.Code, e.Status, e.Deleted = kindOf(w.Kind), n.refusal.Code, n.status, n.refusal.DeleteMarker
	e.Sentence, e.Why, e.Hint = doing+": "+w.Sentence, w.Cause, w.Next
	if clocks := n.tooFar(time.Now()); clocks != "" && (e.Kind == ClockSkew || n.refusal.Code == "" && n.status == http.StatusForbidden) {
		e.Kind, e.Sentence, e.Hint = ClockSkew, doing+": "+clocks, "set the clock that is wrong"
	}
	switch e.Kind {
	case AccessDenied:
		e.Sentence, e.Hint = strings.Replace(w.Sentence, "access denied", "access denied "+doing, 1), w.Next
		if w.Sentence == "access denied" || strings.HasPrefix(w.Sentence, "access denied: no policy") {
			e.Sentence = "access denied " + doing
			e.Hint = say.Line("needs "+a.needs, a.also)
		}
	case ExpiredSession:
		e.Sentence, e.Hint = doing+": "+w.Sentence, c.renewHint()
	case NotFound:
		if w.Kind == refusal.Missing && a.op != "head" && a.op != "versions" {
			e.Sentence = doing + ": there is no such bucket"
		}
	}
}

func kindOf(k refusal.Kind) Kind {
	return map[refusal.Kind]Kind{
		refusal.Denied:   AccessDenied,
		refusal.NoBucket: NotFound, refusal.Missing: NotFound, refusal.WrongRegion: WrongRegion,
		refusal.BadKey: BadCredentials, refusal.BadSignature: BadCredentials,
		refusal.SessionOver: ExpiredSession, refusal.Expired: ExpiredSession,
		refusal.Clock: ClockSkew, refusal.Early: ClockSkew,
		refusal.Busy: Throttled, refusal.Broken: ServerFailed, refusal.NotS3: BadEndpoint,
		refusal.Archived: Archived, refusal.Encrypted: Encrypted,
	}[k] // Other
}

// broken explains a request that brought no answer, or none to be read.
func (c *Client) broken(e *Error, doing string, err error) {
	var (
		dns     *net.DNSError
		garbage *garbageError
		stalled *stalledError
		stray   *strayError
		api     smithy.APIError
		misfit  *smithy.DeserializationError
		network net.Error
		trust   *bundleError
	)
	say := func(k Kind, what, hint string) {
		e.Kind, e.Sentence, e.Hint = k, doing+": "+what, hint
	}
	switch {
	case errors.As(err, &garbage):
		say(garbage.words())
	case errors.Is(err, errReadOnly):
		say(Other, errReadOnly.Error(), "")
	case errors.As(err, &trust):
		say(TLS, printable(trust.Error()), bundleHint)
	case errors.As(err, &stray):
		say(Incomplete, "the answer is about another bucket: "+printable(cut(stray.bucket, 100)), "try again; a proxy in between may mix up its answers")
	case errors.As(err, &stalled):
		say(Unreachable, printable(stalled.Error()), "check the network, VPN and proxy; for a slow server set a longer timeout in the settings")
	case isGibberish(err):
		say(BadEndpoint, "the answer is not HTTP as an S3 server speaks it", "check the endpoint and its port")
	case isTLS(err):
		say(TLS, "no secure connection: "+tlsReason(err), tlsHint(err))
	case errors.As(err, &dns):
		say(Unreachable, "no such host: "+printable(dns.Name), c.hostHint(dns.Name))
	case refusedConnection(err):
		say(Unreachable, "nothing answers at "+c.where(err), "is the server running, and the endpoint right?")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		say(Unreachable, "no answer in time from "+c.where(err), "check the network, VPN and proxy, and try again")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		say(ServerFailed, "the connection broke off", "try again")
	case errors.As(err, &network), isSend(err):
		say(Unreachable, "no connection to "+c.where(err), "check the network, VPN and proxy, and try again")
	case errors.As(err, &api):
		say(Other, printable(api.ErrorCode()), "")
	case errors.As(err, &misfit):
		say(BadEndpoint, "the answer is not as S3 writes it: "+misread(err), "tell whoever runs the server")
	default:
		say(Other, "failed", "start signet with --debug FILE to see more")
	}
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

// isGibberish reports an answer that is no HTTP, or whose headers do not end;
// net/http has no types for them.
func isGibberish(err error) bool {
	if err == nil || is[textproto.ProtocolError](err) {
		return err != nil
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
	invalid, _ := errors.AsType[x509.CertificateInvalidError](err)
	switch {
	case plainHTTP(err):
		return "the server speaks plain http"
	case is[x509.HostnameError](err):
		return "the certificate is for another name"
	case is[x509.UnknownAuthorityError](err):
		return "the certificate is signed by an unknown authority"
	case invalid.Reason == x509.Expired:
		return "the certificate has expired or is not valid yet"
	}
	return "the handshake failed"
}

func tlsHint(err error) string {
	switch {
	case plainHTTP(err):
		return "write http:// in the endpoint, or use the server's https port"
	case is[x509.HostnameError](err):
		return "use the name in the certificate; for a bucket with dots or a self-hosted server try path style"
	}
	return "for a certificate of your own set AWS_CA_BUNDLE to its file; check this computer's clock"
}
