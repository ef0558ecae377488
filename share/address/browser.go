package address

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// A link is opened by browsers, and a browser does not send a host as it was typed: it
// undoes percent escapes, folds capitals and full-width letters, writes the letters of
// other languages in Punycode and every spelling of an IP address in one. What was
// signed must be what is sent.
// https://url.spec.whatwg.org/#host-parsing

var errHost = errors.New("no host that a browser opens")

// hosts maps names of domains as browsers do: UTS #46, not transitional, with any
// hyphens and underscores.
func hosts() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule())
}

// sentHost is a host without a port as a browser sends it, an IPv6 address without its
// brackets. The dot at its end is left out: browsers send it and others do not, so that
// a link with it works only for some.
func sentHost(host string) (string, error) {
	if strings.Contains(host, ":") {
		return sentIPv6(host)
	}
	name := UnescapeEach(host)
	if !plainName(name) {
		mapped, err := hosts().ToASCII(name)
		if err != nil || strings.ContainsAny(mapped, forbidden) {
			return "", errHost
		}
		name = mapped
	}
	if name = strings.TrimSuffix(name, "."); name == "" || strings.HasSuffix(name, ".") { // no name is empty
		return "", errHost
	}
	if !numeric(name[strings.LastIndexByte(name, '.')+1:]) {
		return name, nil
	}
	ip, ok := parseIPv4(name)
	if !ok {
		return "", errHost
	}
	return ip.String(), nil
}

// forbidden are the characters that no host holds.
// https://url.spec.whatwg.org/#forbidden-domain-code-point
const forbidden = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f #/:<>?@[\\]^|%"

// plainName reports a host that is sent as it stands. Punycode is looked at, as
// browsers refuse what does not decode.
func plainName(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-._") == "" && !strings.Contains(name, "xn--")
}

// numeric reports the last label of what browsers take for an IPv4 address.
func numeric(label string) bool {
	if label == "" {
		return false
	}
	if strings.Trim(label, "0123456789") == "" {
		return true
	}
	digits, hex := strings.CutPrefix(label, "0x")
	return hex && strings.Trim(digits, "0123456789abcdef") == ""
}

// sentIPv6 is an IPv6 address in its one spelling, which for one that holds an IPv4
// address is hexadecimal too. One with a zone is of this machine's own wire: browsers
// open none.
func sentIPv6(host string) (string, error) {
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil:
		return "", errHost
	case ip.Is4In6():
		b := ip.As16()
		return fmt.Sprintf("::ffff:%x:%x", binary.BigEndian.Uint16(b[12:]), binary.BigEndian.Uint16(b[14:])), nil
	}
	return ip.String(), nil
}

// Endpoint is an endpoint as its links are sent: the scheme in small letters, the host
// as browsers send it, without the scheme's own port, blanks around and slashes at the
// end. What is no endpoint stays as it is; EndpointProblem says why.
func Endpoint(text string) string {
	u, err := parseURLOf(text)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return text
	}
	return strings.TrimRight(u.String(), "/")
}

// parseURLOf is url.Parse for what browsers open: with the host as they send it.
func parseURLOf(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok {
		return url.Parse(text)
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	user, host := "", rest[:end]
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		user, host = host[:at+1], host[at+1:]
	}
	scheme = strings.ToLower(scheme)
	return url.Parse(scheme + "://" + user + sentHostPort(scheme, host) + rest[end:])
}

// sentHostPort is sentHost for a host with a port. What no browser opens stays as it
// is, for others to judge.
func sentHostPort(scheme, host string) string {
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name, port = host[:i], host[i+1:]
		if port = trimZeros(port); port == "" {
			return host
		}
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	sent, err := sentHost(bare)
	if err != nil || strings.HasPrefix(name, "[") != strings.Contains(bare, ":") || strings.Contains(bare, "%25") {
		return host
	}
	if port == defaultPort(scheme) {
		port = ""
	}
	if port != "" {
		return net.JoinHostPort(sent, port)
	}
	if strings.Contains(sent, ":") {
		return "[" + sent + "]"
	}
	return sent
}

// trimZeros is a port without the zeros before it.
func trimZeros(port string) string {
	if trimmed := strings.TrimLeft(port, "0"); trimmed != "" {
		return trimmed
	}
	return port
}
