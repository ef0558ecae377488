package share

import "time"

// Record is one share as the log remembers it: the inputs of the signature and
// what was promised, never the URL, the signature or a token.
type Record struct {
	ID      string // given by the service before recording; short, unique, sortable by time
	Group   string
	Created time.Time
	Spec    Spec
	Terms   Terms
	Headers []Header
	// SignatureSHA256 is the hex SHA-256 of the hex signature. It lets a leaked URL be
	// matched to its entry without the log holding the signature. Empty for a failed share.
	SignatureSHA256 string
	CallsSHA256     []string // the same of each of Spec.Calls, in their order; none: it has none, or was not started
	Note            string
	Recipient       string
	Who             Who
	Object          Object
	Page            PageKind // the target is a page of our own making, which was stored for this share
	PageSum         string   // the hex SHA-256 of that page's bytes: what else is stored there is not ours
	Item            string   // what was asked for, in the words of who asked
	Source          string   // Identity.Source
	Temporary       bool
	Failure         string // why it could not be signed; empty: it was
}

// Who shared, and from where.
type Who struct {
	User      string // login name
	Host      string
	SSHClient string // address of the SSH client; empty: local session
}
