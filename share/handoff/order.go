package handoff

import (
	"net/netip"
	"time"

	"signet/share"
)

// Order is what a sender asks for, before there is a listener.
type Order struct {
	Request    share.Request
	Listen     netip.AddrPort // of an interface that the sender chose; port 0: any that is free
	Public     string         // origin that recipients reach; empty: that of the listener
	Uses       int
	For        time.Duration
	Until      time.Time // it ends by then, whatever For says, and so does each link; zero: no such bound
	Share      string    // id of the share by whose terms it is; empty: of none, or of one that is in no log
	Allow      []netip.Prefix
	Stream     bool
	SelfSigned bool   // TLS with a certificate that nobody else vouches for
	CertFile   string // of TLS with one that somebody does
	KeyFile    string
}

// Encrypted reports that the listener speaks TLS.
func (o Order) Encrypted() bool { return o.SelfSigned || o.CertFile != "" }

// Ends is when it is over.
func (o Order) Ends(now time.Time) time.Time {
	ends := now.Add(o.For)
	if !o.Until.IsZero() && o.Until.Before(ends) {
		return o.Until
	}
	return ends
}

// Terms are what is agreed by it, from now on. What comes through here is fetched from
// here: where the share is limited to networks, its visitors are.
func (o Order) Terms(now time.Time) Terms {
	t := Terms{
		Request: o.Request, Uses: o.Uses, Ends: o.Ends(now), Until: o.Until, Share: o.Share, Allow: o.Allow,
		Stream: o.Stream, Public: o.Public, Listens: Origin(o.Listen, o.Encrypted()),
	}
	if t.Stream && len(t.Allow) == 0 {
		t.Allow = t.Request.From
	}
	return t
}

// Check refuses what cannot be served, before anything is asked or opened.
func (o Order) Check() error {
	switch public := o.Public; {
	case !o.Listen.Addr().IsValid():
		return &share.UsageError{Op: "listen", Problem: "no address of this machine is chosen"}
	case o.Listen.Addr().IsUnspecified() && public == "":
		return &share.UsageError{Op: "listen", Problem: "all interfaces have no address that a code could carry", Hint: "choose the address of one, or add --public-url"}
	case o.SelfSigned && o.CertFile != "" || (o.CertFile == "") != (o.KeyFile == ""):
		return &share.UsageError{Op: "TLS", Problem: "a certificate is a file with its key, or self-signed, and not both", Hint: "write --tls-cert FILE --tls-key FILE, or --self-signed"}
	case public != "" && o.Encrypted() && public[:5] == "http:":
		return &share.UsageError{Op: "--public-url", Problem: "it is http, and what listens speaks TLS", Hint: "write https://HOST:PORT"}
	case o.Listen.Port() == 0 && public != "":
		return &share.UsageError{Op: "--public-url", Problem: "the way from there to here needs a port that is known", Hint: "write --listen ADDR:PORT"}
	}
	return nil
}

// Way is an address of this machine that can be listened on.
type Way struct {
	Interface string // as the system calls it
	Address   netip.Addr
}

// Within reports a way that only this machine reaches, and what is tunnelled to it.
func (w Way) Within() bool { return w.Address.IsLoopback() }
