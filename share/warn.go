package share

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// LongURL is the length in bytes past which chat and mail programs are known to
// cut or rewrite links.
const LongURL = 2000

// warn lists what the user must know about a link before it leaves the house.
// The URL is only looked at, never quoted.
func warn(r Request, u Secret) []Warning {
	var out []Warning
	add := func(code, text, hint string) { out = append(out, Warning{Code: code, Text: text, Hint: hint}) }
	if text, hint := HostProblem(u); text != "" {
		add("host", text, hint)
	}
	if strings.HasPrefix(u.Reveal(), "http:") {
		add("http", "the link uses plain http: anyone on the way can read the document and reuse the link", "use an https endpoint")
	}
	if DotSegments(r.Target.Key) {
		add("key", "the key has a . or .. segment; browsers and curl rewrite such addresses and get refused", "copy the object to a plain key")
	}
	if u.Len() > LongURL {
		add("long", "the link has "+strconv.Itoa(u.Len())+" characters; mail and chat programs may cut it", "sign with a long-lived key (no session token)")
	}
	if r.Target.VersionID == "" && r.Object.Versioned && r.Operation == Download {
		add("version", "not pinned to a version: if the object is overwritten, the holder gets the new content", "pin the version")
	}
	if r.Operation == Delete && r.Target.VersionID == "" && r.Object.Known && !r.Object.Versioned {
		add("delete", "the bucket keeps no versions: what the holder deletes is gone", "")
	}
	return out
}

// HostProblem says why a recipient elsewhere may not reach the host of a link.
func HostProblem(u Secret) (text, hint string) {
	const public = "give the place a public endpoint to sign with ([place.sign] in the settings)"
	parsed, err := url.Parse(u.Reveal())
	if err != nil {
		return "", ""
	}
	host := parsed.Hostname()
	if a, err := netip.ParseAddr(host); err == nil {
		switch {
		case a.IsLoopback() || a.IsUnspecified():
			return "the link points to this machine (" + host + "); it works nowhere else", public
		case a.IsPrivate() || a.IsLinkLocalUnicast():
			return "the link points to a private address (" + host + "); it works only inside that network", public
		}
		return "", ""
	}
	lower := strings.ToLower(strings.TrimSuffix(host, "."))
	switch {
	case lower == "localhost" || strings.HasSuffix(lower, ".localhost"):
		return "the link points to this machine (" + host + "); it works nowhere else", public
	case !strings.Contains(lower, ".") || strings.HasSuffix(lower, ".local") || strings.HasSuffix(lower, ".internal") || strings.HasSuffix(lower, ".lan"):
		return "the host " + host + " has a local name; a recipient elsewhere cannot find it", public
	}
	return "", ""
}

// DotSegments reports whether a key holds a segment that browsers and most HTTP
// clients remove from addresses (RFC 3986, 5.2.4), which breaks the signature.
func DotSegments(key string) bool {
	for s := range strings.SplitSeq(key, "/") {
		if s == "." || s == ".." {
			return true
		}
	}
	return false
}
