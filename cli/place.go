package cli

import (
	"context"
	"sync"
	"time"

	"signet/config"
	"signet/s3browser"
	"signet/share/address"
)

// place is one thing that can be browsed and signed for.
type place struct {
	name   string // empty: the standard credential chain
	conn   s3browser.Connection
	sign   *s3browser.Connection // nil: the place itself
	bucket string                // where browsing starts
	prefix string
	track  bool
	kind   string // "endpoint", "sso", "role", "keys", ...
	where  string // region or address, for people
	config config.Place
	fixed  bool        // the region was named by hand, and counts
	moved  bool        // the address was named by hand
	reads  func() bool // nothing is to be written; nil: it may be
	common             // given by the registry

	once       sync.Once
	client     *s3browser.Client
	signOnce   sync.Once
	signClient *s3browser.Client
}

// common is what all places have alike.
type common struct {
	keeper  *regionFile   // nil: neither regions nor styles are kept
	timeout time.Duration // of the settings; 0: the usual
	// terminal is where a credential process may talk to its user; nil: it has none.
	terminal *s3browser.Terminal
}

func (p *place) browser() *s3browser.Client {
	p.once.Do(func() { p.client = p.connect(p.conn) })
	return p.client
}

// signer is the client whose credentials and address sign.
func (p *place) signer() *s3browser.Client {
	if p.sign == nil {
		return p.browser()
	}
	p.signOnce.Do(func() { p.signClient = p.connect(*p.sign) })
	return p.signClient
}

// signs is the connection whose credentials and address sign.
func (p *place) signs() s3browser.Connection {
	if p.sign == nil {
		return p.conn
	}
	return *p.sign
}

func (p *place) connect(conn s3browser.Connection) *s3browser.Client {
	conn.ReadOnly, conn.Timeout, conn.Terminal = p.readOnly(), p.timeout, p.terminal
	client := s3browser.Connect(conn)
	if p.keeper != nil {
		client.KeepStyles(p.keeper)
	}
	if p.keeper != nil && !p.fixed {
		client.KeepRegions(p.keeper)
	}
	return client
}

// readOnly reports a place in which nothing is to be written.
func (p *place) readOnly() bool { return p.reads != nil && p.reads() }

// bucketRegion is the region of a bucket as far as it was found out, by whoever
// signs or, where that is somebody else, by whoever browses. It makes no request.
// An access point names its region itself.
func (p *place) bucketRegion(ctx context.Context, bucket string) string {
	if p.fixed || address.IsARN(bucket) {
		return ""
	}
	region, ok := p.signer().RememberedRegion(bucket)
	if ok || p.sign == nil {
		return region
	}
	if _, _, err := p.browser().Config(ctx); err != nil { // which the client must have read
		return ""
	}
	region, _ = p.browser().RememberedRegion(bucket)
	return region
}

// refresh has both clients read their credentials anew.
func (p *place) refresh() {
	p.browser().Refresh()
	p.signer().Refresh()
}
