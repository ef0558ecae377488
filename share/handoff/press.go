package handoff

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"signet/share"
	"signet/share/say"
)

// mostAgent bounds what is kept of a browser's name for itself.
const mostAgent = 200

// visitor is who asks, as far as that can be known: the address is that of the
// connection, never of a header.
type visitor struct {
	from  netip.Addr
	agent string
}

func visitorOf(r *http.Request) visitor {
	at, _ := netip.ParseAddrPort(r.RemoteAddr) // of no address: the zero one, which nobody allows
	agent := say.Printable(r.UserAgent())
	if len(agent) > mostAgent {
		agent = say.Printable(agent[:mostAgent])
	}
	return visitor{at.Addr().Unmap().WithZone(""), agent}
}

// place is what one host has to itself: its address, or of IPv6 its network.
func (v visitor) place() netip.Addr { return placeOf(v.from) }

func placeOf(from netip.Addr) netip.Addr {
	if from.Is6() {
		if p, err := from.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return from
}

// reserve takes one of the presses that are left, for as long as it takes to see what
// becomes of it. Of two at the same moment with one left, one gets it.
func (h *HandOff) reserve() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.left == 0 || h.over(h.world.Clock()) != Running {
		return false
	}
	h.left--
	h.taking++
	return true
}

// errStopped is for who pressed in the moment in which it was stopped.
var errStopped = errors.New("it was stopped")

// press opens the document once: where the browser goes on to, or why it got nothing.
// The use is in the log before anybody has anything.
func (h *HandOff) press(ctx context.Context, who visitor) (location string, err error) {
	link, err := h.open(ctx)
	n, location, err := h.pressed(who, link, err)
	if err != nil {
		h.never(ctx, link, err)
		return "", err
	}
	detail := "hand-off: press " + say.Count(n+1) + " of " + say.Count(h.terms.Uses) + ", opened for " + seconds(link.Request.Lifetime.Duration)
	if h.terms.Stream {
		detail = "hand-off: press " + say.Count(n+1) + " of " + say.Count(h.terms.Uses) + ", sent through signet"
	}
	h.note(ctx, n, link.ID, Use{At: h.world.Clock(), From: who.from.String(), Agent: who.agent, Status: http.StatusSeeOther, Detail: detail})
	return location, nil
}

// pressed counts a press, or gives it back.
func (h *HandOff) pressed(who visitor, link share.Link, err error) (n int, location string, _ error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	defer h.tell()
	h.taking--
	if err == nil && h.why == Stopped {
		err = errStopped
	}
	if err != nil {
		h.left++ // nobody got anything
		h.problem, h.failed, h.counts = err.Error(), h.world.Clock(), false
		return 0, "", err
	}
	h.problem = ""
	n = slices.IndexFunc(h.presses, func(p Press) bool { return p.Stream == Returned })
	if n < 0 {
		n = len(h.presses)
		h.presses = append(h.presses, Press{})
	}
	p := Press{At: h.world.Clock(), From: who.from, Agent: who.agent, ID: link.ID}
	if link.ID == "" {
		p.Unlogged = unlogged(link)
	}
	location = link.URL.Reveal()
	if h.terms.Stream {
		p.Stream = Waiting
		token := draw(tokenLen)
		h.streams[token] = &stream{press: n, link: link, from: who.place()}
		location = h.path + "?" + tokenName + "=" + token
	}
	h.presses[n] = p
	return n, location, nil
}

// open looks at the object and signs a fresh link to it.
func (h *HandOff) open(ctx context.Context) (share.Link, error) {
	if h.world.Look != nil {
		if err := h.world.Look(ctx, h.terms.Request); err != nil {
			return share.Link{}, err
		}
	}
	r, now := h.terms.Signs(), h.world.Clock()
	length := h.terms.opens(now)
	if length <= 0 {
		return share.Link{}, &GoneError{Cause: errors.New("the share has ended by whose terms it is")}
	}
	r.Lifetime = share.For(length)
	link, err := h.world.Share(ctx, r)
	switch {
	case err != nil:
		return link, err
	case link.URL.Empty():
		return link, errors.New("the signer gave no link")
	case !h.terms.Stream && !link.Opens():
		return link, errors.New("the link does not work by opening it in a browser: let the bytes go through here (--stream)")
	}
	return link, nil
}

// never notes that nobody got a link: it would look open.
func (h *HandOff) never(ctx context.Context, l share.Link, why error) {
	if l.ID == "" || h.world.Never == nil {
		return
	}
	if err := h.world.Never(context.WithoutCancel(ctx), l.ID, "hand-off: "+why.Error()); err != nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.problem += "; and the share log does not know that nobody got its link: " + err.Error()
		h.tell()
	}
}

// unlogged is what a link says of a log that could not be written.
func unlogged(l share.Link) string {
	for _, w := range l.Warnings {
		if w.Code == "log" {
			return w.String()
		}
	}
	return "not in the share log"
}

// note writes a use into the log, whatever becomes of the request.
func (h *HandOff) note(ctx context.Context, press int, id string, u Use) {
	if id == "" || h.world.Use == nil {
		return
	}
	err := h.world.Use(context.WithoutCancel(ctx), id, u)
	if err == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.presses[press].Unlogged = "the use is not in the share log: " + err.Error()
	h.tell()
}

// fresh reports that a link works for a request that is sent now.
func fresh(l share.Link, now time.Time) bool { return l.Terms.Ends.Sub(now) > Opens/12 }
