package share

import (
	"strings"
	"time"

	"signet/share/say"
)

// Header is one request header that the holder must send, because it is signed.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Field is one field of an upload form, in the order in which it is written.
// The file itself comes after all of them.
type Field struct {
	Name  string
	Value Secret
}

// Link is a signed request: the thing that is handed over.
type Link struct {
	ID       string // of its entry in the share log; empty: not recorded
	Request  Request
	Method   string
	URL      Secret       // a form's URL holds no secret, but is treated alike
	Headers  []Header     // beside Host; the holder must send exactly these
	Fields   []Field      // of an upload form
	Calls    []SignedCall // of an upload in parts
	SignedAt time.Time
	Terms    Terms
	Identity Identity
	Endpoint Endpoint
	Mandate  Mandate

	Warnings []say.Remark
}

// Plan is what the link was signed by.
func (l Link) Plan() Plan {
	return Plan{Request: l.Request, Terms: l.Terms, Identity: l.Identity, Endpoint: l.Endpoint, Mandate: l.Mandate}
}

// Opens reports a link that works by opening it: with GET and no header that its
// holder has to send, which no browser, phone or mail program does.
func (l Link) Opens() bool { return l.Request.opens() && len(l.Headers) == 0 }

// opens reports a request whose link works by opening it.
func (r Request) opens() bool {
	return r.Operation.Info().Browser && r.Names() && len(Spec{Operation: r.Operation, Options: r.Options}.Signs().Sent) == 0
}

// OverrideBytes is how much of the URL the headers take that a download is answered
// with in place of those stored: file name, type, caching. They make a QR code larger.
func (l Link) OverrideBytes() int { return l.queryBytes("response-") }

// TokenBytes is how much of the URL a session token takes.
func (l Link) TokenBytes() int { return l.queryBytes("X-Amz-Security-Token=") }

// queryBytes is the length of the parameters that begin so.
func (l Link) queryBytes(begin string) int {
	_, query, _ := strings.Cut(l.URL.Reveal(), "?")
	n := 0
	for parameter := range strings.SplitSeq(query, "&") {
		if strings.HasPrefix(parameter, begin) {
			n += len("&") + len(parameter)
		}
	}
	return n
}

// Identity is who signs: the access key, and how long it will be honoured.
type Identity struct {
	AccessKeyID string
	Temporary   bool      // carries a session token
	Expires     time.Time // zero: never, or unknown for a temporary one
	Source      string    // "SSO session", "environment", "shared credentials file"
	Mandate     Mandate   // of a signer that is no plain key, as far as it is its own
	// Longest is how long a session may live that is got for the link, from when it is
	// signed; 0: the key or session that signs is there already.
	Longest time.Duration
}

// Endpoint is where a link points: part of what is signed, so part of what the
// log must remember to rebuild it.
type Endpoint struct {
	URL       string // custom endpoint; empty: AWS's own for the region
	Region    string
	PathStyle bool
	Place     string // of the place that signs, which may differ from the one browsed
	Signer    string // which of its signers; empty: the place's own key

	// Which of AWS's hosts, where URL is empty.
	FIPS, DualStack, Accelerate bool
}
