package inspect

import (
	"encoding/json"
	"regexp"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// cloudFront reads signed URLs of CloudFront with a canned or a custom policy:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
func (rd reader) cloudFront() {
	r, q := rd.r, rd.q
	path, _ := address.Unescape(strings.TrimPrefix(rd.a.path, "/"))
	r.Target = Target{Store: "Amazon CloudFront", Scheme: rd.a.scheme, Host: rd.a.host, Key: path, Style: "distribution"}
	r.Method, r.Allows = "GET", "download, through CloudFront; what the distribution allows besides is not visible"
	id := cut(q.get("Key-Pair-Id"), 64)
	r.Signer = Signer{KeyID: id, Detail: "a public key of a key group"}
	if strings.HasPrefix(id, "APKA") {
		r.Signer.Detail = "a CloudFront key pair of an account's root user (the old trusted signers)"
	}
	if q.has("X-Amz-Signature") {
		rd.n.add("two-signatures", say.Info, "it also carries a Signature V4, for the store behind CloudFront", "")
	}
	if r.Kind == CloudFrontCanned {
		rd.absolute("Expires")
		return
	}
	rd.cloudFrontPolicy(q.get("Policy"))
}

// cloudFrontPolicy reads a custom policy.
func (rd reader) cloudFrontPolicy(encoded string) {
	raw, err := decodeBase64(encoded)
	type epoch struct {
		At json.Number `json:"AWS:EpochTime"`
	}
	var policy struct {
		Statement []struct {
			Resource  string
			Condition struct {
				DateLessThan    epoch
				DateGreaterThan epoch
				IPAddress       struct {
					SourceIP string `json:"AWS:SourceIp"`
				} `json:"IpAddress"`
			}
		}
	}
	if err != nil || json.Unmarshal(raw, &policy) != nil || len(policy.Statement) == 0 {
		rd.r.State = Broken
		rd.n.add("policy", say.Bad, "the policy inside the link cannot be read; it was cut or changed", "copy the link again from where it was made")
		return
	}
	s := policy.Statement[0]
	r := rd.r
	if end, ok := parseEpoch(s.Condition.DateLessThan.At.String()); ok {
		r.Expires = end
		r.endAt(end, endLink)
	}
	if start, ok := parseEpoch(s.Condition.DateGreaterThan.At.String()); ok {
		r.Opens = start
	}
	rd.network(s.Condition.IPAddress.SourceIP)
	rd.resource(s.Resource)
}

// network tells where a link works from, as a policy has it: CloudFront knows IPv4 alone.
func (rd reader) network(from string) {
	switch from {
	case "", "0.0.0.0/0":
		return
	}
	rd.r.Limits = append(rd.r.Limits, "only from "+cut(from, 60))
	if strings.Contains(from, ":") {
		rd.n.add("ipv6", say.Bad, "the policy names a network of IPv6, and CloudFront knows IPv4 alone", "ask for a link that is limited to the IPv4 network")
		return
	}
	rd.n.add("ipv6", say.Info, "it is limited to a network of IPv4: whoever comes to CloudFront by IPv6 is refused, from that network too", "")
}

// resource compares the URL with what the policy was made for. The policy may
// name it with wildcards.
func (rd reader) resource(pattern string) {
	switch {
	case pattern == "" || pattern == "*":
		rd.n.add("everything", say.Warning, "the policy opens every file of the distribution, not only this one", "")
		return
	case strings.ContainsAny(pattern, "*?"), rd.a.host == "":
		rd.r.Limits = append(rd.r.Limits, "for "+cut(pattern, 200))
	}
	if rd.a.host == "" { // cookies go with any address
		return
	}
	base := rd.a.scheme + "://" + rd.a.host + rd.a.path
	own := params{}
	for _, p := range rd.q {
		switch strings.ToLower(p.name) {
		case "policy", "signature", "key-pair-id", "expires", "hash-algorithm":
		default:
			own = append(own, p)
		}
	}
	full := base
	if len(own) > 0 {
		full += "?" + own.String()
	}
	if !wildcard(pattern, full) && !wildcard(pattern, base) {
		rd.n.add("changed", say.Bad, "the policy was made for another address than this", "copy the link again; host and path must stay as they were")
	}
}

// wildcard matches CloudFront's * and ?. A question mark also matches itself,
// and the scheme may be left open (http*://).
func wildcard(pattern, text string) bool {
	if len(pattern) > 4096 {
		return true
	}
	expr := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	re, err := regexp.Compile("^" + expr + "$")
	return err != nil || re.MatchString(text)
}
