package handoff

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/say"
)

// Terms are what is handed off, how, and to whom.
type Terms struct {
	Request     share.Request // a download; how long each link works is ours to say
	Uses        int           // how many presses there are
	Ends        time.Time
	Until       time.Time      // when the share ends by whose terms it is, and with it each link; zero: no such bound
	Share       string         // its id; empty: there is none, or it is in no log
	Allow       []netip.Prefix // who may come, by the address that they come from; nil: everybody
	Stream      bool           // the bytes go through here, for recipients who cannot reach the store
	Listens     string         // origin of the listener: http://192.168.178.23:8443
	Public      string         // origin that recipients reach, if that is another one
	Fingerprint string         // SHA-256 of a certificate that nobody else vouches for; empty: there is none
	Store       string         // origin that a press leads to; empty: not known
	Advice      []say.Remark   // what recipients may stumble over there
}

// What is handed off, for who hands it off: a page by what it is, as its name is random.
func What(r share.Request) string {
	return cmp.Or(r.Page.Info().Name, say.LastPart(r.Target.Key))
}

// Signs is the request of each press, but for its length: it leads to a page, and
// publishes none.
func (t Terms) Signs() share.Request {
	r := t.Request
	r.Page, r.PageSum = "", ""
	return r
}

// noun is what recipients are told that they get.
func (t Terms) noun() string {
	if t.Request.Page != "" {
		return "page"
	}
	return "document"
}

// Encrypted reports that the recipient reaches it by TLS.
func (t Terms) Encrypted() bool { return strings.HasPrefix(t.origin(), "https://") }

// Within reports that only this machine reaches it.
func (t Terms) Within() bool {
	if t.Public != "" {
		return false
	}
	at, err := netip.ParseAddrPort(hostOf(t.Listens))
	return err == nil && at.Addr().IsLoopback()
}

// origin is what the code carries.
func (t Terms) origin() string {
	if t.Public != "" {
		return t.Public
	}
	return t.Listens
}

// Check refuses what cannot be handed off. Errors are of type *share.UsageError.
func (t Terms) Check(now time.Time) error {
	info := t.Request.Operation.Info()
	switch {
	case t.Request.Operation != share.Download:
		return &share.UsageError{Op: "hand-off", Problem: "only a download is handed off, and this is " + article(info.Name) + " link", Hint: "share it as a link"}
	case t.Request.Below || t.Request.Target.Key == "" || !t.Request.Names():
		return &share.UsageError{Op: "hand-off", Problem: "one document is handed off, and no object is named", Hint: "write s3://BUCKET/KEY"}
	case t.Request.Page != "" && t.Stream:
		return &share.UsageError{Op: "hand-off", Problem: "what is on a page leads to the store, and who cannot reach the store has nothing of it", Hint: "let a press open the page"}
	case t.Request.Options.CustomerKeyMD5 != "" && !t.Stream:
		return &share.UsageError{Op: "hand-off", Problem: "the object is encrypted with a key of its own, which no browser sends", Hint: "let the bytes go through here (--stream)"}
	case t.Stream && len(t.Request.From) > 0 && t.Public != "":
		return &share.UsageError{Op: "hand-off", Problem: "the share is limited to " + networks(t.Request.From) + ", and through another address all visitors look alike", Hint: "let a press open the link, or leave --public-url out"}
	case t.Stream && len(t.Request.From) > 0 && !within(t.Allow, t.Request.From):
		return &share.UsageError{Op: "hand-off", Problem: "the share is limited to " + networks(t.Request.From) + ", and others would get the bytes through here", Hint: "allow that network or a part of it, or leave --allow out"}
	case t.Uses < 1 || t.Uses > MostUses:
		return &share.UsageError{Op: "uses", Problem: "a hand-off has 1 to " + say.Count(MostUses) + " presses"}
	case !t.Ends.After(now):
		return &share.UsageError{Op: "hand-off", Problem: "it would end before it begins", Hint: "write 10m or 2h"}
	case t.Ends.Sub(now) > Longest:
		return &share.UsageError{Op: "hand-off", Problem: "it lasts " + say.Span(Longest) + " at most, as it is for whoever is in the room", Hint: "share a link for longer"}
	}
	return nil
}

// within reports networks of which each lies in one of others.
func within(inner, outer []netip.Prefix) bool {
	for _, n := range inner {
		if !slices.ContainsFunc(outer, func(o netip.Prefix) bool { return o.Bits() <= n.Bits() && o.Contains(n.Addr()) }) {
			return false
		}
	}
	return len(inner) > 0
}

func networks(all []netip.Prefix) string {
	text := make([]string, len(all))
	for i, n := range all {
		text[i] = n.String()
	}
	return strings.Join(text, ", ")
}

func article(noun string) string {
	if noun != "" && strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// mostOrigin is how long an origin may be for a code that fits 80x24 beside its text: a
// code of version 4 holds 78 bytes.
const mostOrigin = 78 - 1 - pathLen

// ParsePublic reads the address that recipients reach. It is an origin: scheme, host and
// port, as the letters are all that follows.
func ParsePublic(text string) (string, error) {
	fail := func(problem string) (string, error) {
		return "", &share.UsageError{Op: "--public-url", Problem: problem, Hint: "write http://HOST:PORT, as the recipient's phone reaches it"}
	}
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return fail("no address of the web")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return fail("more than scheme, host and port: the letters are all that follows")
	}
	origin := u.Scheme + "://" + canonical(u.Scheme, u.Host)
	if strings.Trim(origin, "abcdefghijklmnopqrstuvwxyz0123456789-._:/[]") != "" {
		return fail("a host has ASCII letters, digits, - and . alone")
	}
	if len(origin) > mostOrigin {
		return fail("longer than " + say.Count(mostOrigin) + " characters: no code of it would fit a terminal of 80x24")
	}
	return origin, nil
}

// canonical is a host as browsers send it: in small letters, without the scheme's own
// port.
func canonical(scheme, host string) string {
	host = strings.ToLower(host)
	if name, port, err := net.SplitHostPort(host); err == nil && (scheme == "http" && port == "80" || scheme == "https" && port == "443") {
		if strings.Contains(name, ":") {
			return "[" + name + "]"
		}
		return name
	}
	return host
}

// Origin is the origin of a listener.
func Origin(at netip.AddrPort, encrypted bool) string {
	scheme := "http"
	if encrypted {
		scheme = "https"
	}
	return scheme + "://" + canonical(scheme, at.String())
}
