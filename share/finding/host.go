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
	code, level, text := "", Warning, ""
	name := address.Hostname(host)
	ip, isIP := address.IP(host)
	switch {
	case isIP && ip.IsLoopback():
		code, level, text = "host-loopback", Bad, ip.String()+" is the recipient's own machine; the link works only here"
	case isIP && ip.IsUnspecified():
		code, level, text = "host-loopback", Bad, ip.String()+" is no address that anyone can open"
	case isIP && address.PrivateIP(ip):
		code, text = "host-private", ip.String()+" is a private address; only the same network reaches it"
	case isIP && ip.IsLinkLocalUnicast():
		code, text = "host-private", ip.String()+" is a link-local address; only the same wire reaches it"
	case isIP:
	case name == "":
		code, level, text = "host-missing", Bad, "no host is named"
	case address.Localhost(name):
		code, level, text = "host-loopback", Bad, "localhost is the recipient's own machine; the link works only here"
	case !strings.Contains(name, "."):
		code, text = "host-single-label", "the host "+short(name)+" has no domain; only your own network knows it"
	case address.PrivateName(name):
		code, text = "host-private", "the host "+short(name)+" belongs to a private network"
	}
	return Finding{Code: code, Level: level, Text: text, Next: "sign with an endpoint that the recipient can reach"}, code != ""
}
