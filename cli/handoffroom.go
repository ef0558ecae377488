package cli

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/handoff"
	"signet/share/ledger"
	"signet/share/say"
)

// room is a hand-off that is being served.
type room struct {
	*handoff.HandOff
	server  *http.Server
	tending sync.WaitGroup
	served  chan struct{} // closed when nothing is served any more
}

// Stop ends it at once: what is on its way breaks off, and the port is free.
func (r *room) Stop() {
	r.HandOff.Stop()
	_ = r.server.Close()
	<-r.served
}

// tend looks after a hand-off until it is over: then nobody is taken any more, what is
// on its way arrives, and the port is free.
func (r *room) tend() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		changed := r.Changed()
		switch r.State().Why {
		case handoff.Running:
		case handoff.Stopped:
			return
		case handoff.Ended, handoff.Used:
			_ = r.server.Shutdown(context.Background()) // which Stop ends
			return
		}
		select {
		case <-changed:
		case <-tick.C: // the end comes by the clock
			r.watch()
		}
	}
}

// watch looks whether the address is still one of this machine: what listens on one that
// went with its network is reached by nobody, and hears of nothing.
func (r *room) watch() {
	at, err := netip.ParseAddrPort(strings.TrimPrefix(strings.TrimPrefix(r.Terms().Listens, "https://"), "http://"))
	if err != nil || at.Addr().IsLoopback() || at.Addr().IsUnspecified() {
		return
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return
	}
	for _, n := range all {
		if p, err := netip.ParsePrefix(n.String()); err == nil && p.Addr().Unmap() == at.Addr() {
			r.SetTrouble("")
			return
		}
	}
	r.SetTrouble("no interface of this machine has the address " + at.Addr().String() + " any more: nobody reaches the page")
}

// portOf is the port of an origin.
func portOf(origin string) uint16 {
	u, err := url.Parse(origin)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil { // the scheme's own
		return map[string]uint16{"http": 80, "https": 443}[u.Scheme]
	}
	return uint16(n)
}

// openRoom begins to serve what was ordered. Whatever keeps it from that is said before
// anything listens.
func (a *app) openRoom(ctx context.Context, o handoff.Order) (*room, error) {
	svc, err := a.service()
	if err != nil {
		return nil, err
	}
	if err := o.Check(); err != nil {
		return nil, err
	}
	now := a.Clock()
	terms := o.Terms(now)
	if err := terms.Check(now); err != nil {
		return nil, err
	}
	if err := a.rehearse(ctx, svc, &terms); err != nil {
		return nil, err
	}
	if terms.Request.Group == "" {
		terms.Request.Group = svc.NewGroup()
	}
	l, err := listen(ctx, o.Listen)
	if err != nil {
		return nil, err
	}
	at, _ := netip.ParseAddrPort(l.Addr().String())
	at = netip.AddrPortFrom(o.Listen.Addr(), at.Port()) // as it was chosen
	terms.Listens = handoff.Origin(at, o.Encrypted())
	certificate, err := a.certificate(o, &terms)
	if err != nil {
		_ = l.Close()
		return nil, err
	}
	h, err := handoff.New(terms, a.worldOf(svc, terms))
	if err != nil {
		_ = l.Close()
		return nil, err
	}
	r := &room{HandOff: h, server: handoff.Server(h), served: make(chan struct{})}
	l = handoff.Bounded(l)
	if certificate != nil {
		l = tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{*certificate}})
	}
	r.tending.Go(r.tend)
	a.working.Add(1)
	go func() {
		defer a.working.Done()
		defer close(r.served)
		_ = r.server.Serve(l) // until it is stopped
		r.tending.Wait()
	}()
	return r, nil
}

// rehearse finds out beforehand what a press would run into, and where it would lead.
func (a *app) rehearse(ctx context.Context, svc *share.Service, t *handoff.Terms) error {
	r := t.Signs()
	r.Starts, r.Lifetime = time.Time{}, share.For(handoff.Opens)
	r.Options.TrackID = ""
	pins := svc.For(r.Target).Pins()
	look, err := a.lookAt(ctx, a.places.get(r.Target.Place), r, pins)
	if err == nil {
		err = a.there(ctx, r)
	}
	if err != nil {
		return err
	}
	r.Object, r.Skew, r.SkewOf = look.Object, look.Skew, look.SkewOf
	r.Target.Region = cmp.Or(r.Target.Region, look.Region)
	if pins && r.Target.VersionID == "" {
		r.Target.VersionID = look.Object.VersionID
	}
	plan, err := svc.Plan(ctx, r)
	if err != nil {
		return err
	}
	page := t.Request.Page
	t.Request = r
	t.Request.Page = page
	draft, err := svc.Draft(ctx, plan)
	if err != nil || draft.URL.Empty() {
		return nil //nolint:nilerr // a press says why
	}
	t.Store = address.Origin(draft.URL.Reveal())
	if _, host, _ := strings.Cut(t.Store, "//"); strings.HasPrefix(host, "[") {
		t.Store = "" // a policy cannot name an IPv6 address
	}
	for _, remark := range svc.Judge(r, draft.URL) {
		if strings.HasPrefix(remark.Code, "host-") || remark.Code == "denied" {
			t.Advice = append(t.Advice, remark)
		}
	}
	return nil
}

// there says why an object cannot be handed off at this moment; nil: it can, or nobody
// may know.
func (a *app) there(ctx context.Context, r share.Request) error {
	f := a.facts(ctx, a.places.get(r.Target.Place), r)
	switch {
	case f.Found():
		return nil
	case f.DeleteMarker, f.Status == http.StatusNotFound:
		return &handoff.GoneError{Cause: errors.New(say.Line(f.Problem, f.Next))}
	case f.Status == 0 || f.Status >= http.StatusInternalServerError:
		return errors.New(say.Line(f.Problem, f.Next))
	}
	return nil
}

// worldOf is what a hand-off needs of this program.
func (a *app) worldOf(svc *share.Service, t handoff.Terms) handoff.World {
	r := t.Request
	return handoff.World{
		Share: svc.Share, Clock: a.Clock,
		Look: func(ctx context.Context, r share.Request) error {
			if err := a.stillOpen(ctx, t.Share); err != nil {
				return err
			}
			return a.there(ctx, r)
		},
		Fetch: a.signingPlace(r.Target, a.places.get(r.Target.Place)).signer().Fetch,
		Use: func(ctx context.Context, id string, u handoff.Use) error {
			l, err := a.openLog()
			if err != nil {
				return err
			}
			kind := ledger.Used
			if u.Sent {
				kind = ledger.Sent
			}
			return l.Append(ctx, id, ledger.Event{Kind: kind, At: u.At, From: u.From, Agent: u.Agent, Status: u.Status, Detail: u.Detail})
		},
		Never: func(ctx context.Context, id, why string) error {
			l, err := a.openLog()
			if err != nil {
				return err
			}
			return l.Append(ctx, id, ledger.Event{Kind: ledger.NeverHandedOver, Detail: why})
		},
	}
}

// stillOpen says why the share by whose terms something is handed off opens nothing any
// more; it may be revoked while the hand-off goes on. A log that cannot be read says
// nothing, and nothing is handed off then.
func (a *app) stillOpen(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	e, err := l.Get(ctx, id)
	if err != nil {
		return err
	}
	if state := e.StateAt(a.Clock()); state != ledger.StateOpen {
		return &handoff.GoneError{Cause: fmt.Errorf("the share %s is not open any more (%s)", e.ID, state)}
	}
	return nil
}

// listen opens a port, and says in words why it cannot.
func listen(ctx context.Context, at netip.AddrPort) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", at.String())
	port := strconv.Itoa(int(at.Port()))
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("listen on %s: port %s is taken by another program; choose another port, or 0 for any that is free", at, port)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("listen on %s: no interface of this machine has that address now; choose another one", at)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("listen on %s: port %s is not for ordinary users; choose one above 1023", at, port)
	}
	return nil, fmt.Errorf("listen on %s: %w", at, err)
}

// certificate is that of TLS; nil: there is none. One that is not for the address is
// refused: no phone would open it.
func (a *app) certificate(o handoff.Order, t *handoff.Terms) (*tls.Certificate, error) {
	switch {
	case o.SelfSigned:
		c, err := handoff.SelfSigned(a.Clock(), t.Ends, t.Listens, t.Public)
		t.Fingerprint = handoff.Fingerprint(c)
		return &c, err
	case o.CertFile == "":
		return nil, nil
	}
	c, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("read certificate: %w", err)
	}
	u, err := url.Parse(cmp.Or(t.Public, t.Listens))
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(c.Certificate[0])
	if err == nil {
		err = leaf.VerifyHostname(u.Hostname())
	}
	if err != nil {
		return nil, fmt.Errorf("the certificate is not for %s: %w; add --public-url https://NAME:PORT with a name that it is for", u.Hostname(), err)
	}
	return &c, nil
}
