// Package finding judges what is right or wrong with a link, for the inspector
// (share/inspect) and the recipient's eye (share/check): whether a recipient can reach
// a host, what clients do to a path, and how long a link may be. It knows no network.
package finding

import (
	"net/url"
	"strconv"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// Host judges whether somebody elsewhere can reach the host of u, and whether
// the way there is private, and whether it can be taken for another. An empty list means: nothing against it.
func Host(u *url.URL) []say.Remark {
	var out []say.Remark
	if strings.EqualFold(u.Scheme, "http") {
		out = append(out, say.Remark{
			Code: "http", Level: say.Warning,
			Text: "plain http: everyone on the way can read the link and the document, and use the link themselves",
			Next: "share by an https endpoint",
		})
	}
	if f, ok := Letters(u.Host); ok {
		out = append(out, f)
	}
	if f, ok := alike(u.Host); ok {
		out = append(out, f)
	}
	if f, ok := reach(u.Host); ok {
		out = append(out, f)
	}
	if port := address.BadPort(u.Host); port != 0 {
		out = append(out, say.Remark{
			Code: "host-port", Level: say.Warning,
			Text: "no browser opens port " + strconv.Itoa(port) + ", which is that of another language than the web's; curl and other programs do",
			Next: "let the store listen on another port",
		})
	}
	return out
}

// alike tells of a host that imitates a store's.
func alike(host string) (f say.Remark, ok bool) {
	domain, ok := address.Resembles(host, otherSpelling(host))
	return say.Remark{
		Code: "host-alike", Level: say.Bad,
		Text: "the host " + short(host) + " only looks like " + domain + " and is none of its hosts",
		Next: "do not open it: whoever has that host sees the link; ask its sender by another way",
	}, ok
}

// Letters tells of a host that has another spelling, since it can look like one
// that it is not.
func Letters(host string) (f say.Remark, ok bool) {
	other := otherSpelling(host)
	return say.Remark{
		Code: "host-letters", Level: say.Warning,
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
func reach(host string) (say.Remark, bool) {
	code, level, text := "", say.Warning, ""
	name := address.Hostname(host)
	ip, isIP := address.IP(host)
	switch {
	case address.MetadataHost(host):
		code, level, text = "host-metadata", say.Bad, short(name)+" is where machines are told secrets of their own, and no store"
	case isIP && ip.IsLoopback():
		code, level, text = "host-loopback", say.Bad, ip.String()+" is the recipient's own machine; the link works only here"
	case isIP && ip.IsUnspecified():
		code, level, text = "host-loopback", say.Bad, ip.String()+" is no address that anyone can open"
	case isIP && ip.IsLinkLocalUnicast():
		code, text = "host-private", ip.String()+" is a link-local address; only the same wire reaches it"
	case isIP && address.PrivateIP(ip):
		code, text = "host-private", ip.String()+" is a private address; only the same network reaches it"
	case isIP:
	case name == "":
		code, level, text = "host-missing", say.Bad, "no host is named"
	case address.Localhost(name):
		code, level, text = "host-loopback", say.Bad, "localhost is the recipient's own machine; the link works only here"
	case !strings.Contains(name, "."):
		code, text = "host-single-label", "the host "+short(name)+" has no domain; only your own network knows it"
	case address.ReservedName(name) != "":
		code, text = "host-reserved", "the host "+short(name)+" "+address.ReservedName(name)
	case address.PrivateName(name):
		code, text = "host-private", "the host "+short(name)+" belongs to a private network"
	}
	return say.Remark{Code: code, Level: level, Text: text, Next: "sign with an endpoint that the recipient can reach"}, code != ""
}
