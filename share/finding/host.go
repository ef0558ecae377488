package finding

import (
	"net/url"
	"strings"

	"signet/share/address"
)

// Host judges whether somebody elsewhere can reach the host of u, and whether
// the way there is private, and whether it can be taken for another. An empty list means: nothing against it.
func Host(u *url.URL) []Finding {
	var out []Finding
	if strings.EqualFold(u.Scheme, "http") {
		out = append(out, Finding{
			Code: "http", Level: Warning,
			Text: "plain http: everyone on the way can read the link and the document, and use the link themselves",
			Next: "share by an https endpoint",
		})
	}
	if f, ok := Letters(u.Host); ok {
		out = append(out, f)
	}
	if f, ok := reach(u.Host); ok {
		out = append(out, f)
	}
	return out
}

// Letters tells of a host that has another spelling, since it can look like one
// that it is not.
func Letters(host string) (f Finding, ok bool) {
	other := otherSpelling(host)
	return Finding{
		Code: "host-letters", Level: Warning,
		Text: "the host " + short(host) + " is also written " + short(other) + "; letters of other alphabets can look like Latin ones",
		Next: "make sure that this host is meant",
	}, other != ""
}

// short is enough of a host to know it by.
func short(host string) string {
	if r := []rune(host); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return host
}

// reach judges a host name or address.
func reach(host string) (Finding, bool) {
	const next = "sign with an endpoint that the recipient can reach"
	kind, ip := address.ReachOf(host)
	shown := short(address.Hostname(host))
	warn := func(text string) (Finding, bool) {
		return Finding{Code: "host-private", Level: Warning, Text: text, Next: next}, true
	}
	dead := func(text string) (Finding, bool) {
		return Finding{Code: "host-loopback", Level: Bad, Text: text, Next: next}, true
	}
	switch kind {
	case address.Nowhere:
		return Finding{Code: "host-missing", Level: Bad, Text: "no host is named", Next: next}, true
	case address.Localhost:
		return dead("localhost is the recipient's own machine; the link works only here")
	case address.Loopback:
		return dead(ip.String() + " is the recipient's own machine; the link works only here")
	case address.NoAddress:
		return dead(ip.String() + " is no address that anyone can open")
	case address.OwnNetwork:
		return Finding{Code: "host-single-label", Level: Warning, Text: "the host " + shown + " has no domain; only your own network knows it", Next: next}, true
	case address.PrivateName:
		return warn("the host " + shown + " belongs to a private network")
	case address.Private:
		return warn(ip.String() + " is a private address; only the same network reaches it")
	case address.LinkLocal:
		return warn(ip.String() + " is a link-local address; only the same wire reaches it")
	}
	return Finding{}, false
}
