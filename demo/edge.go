package demo

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1" //nolint:gosec // what CloudFront takes where nothing else is said
	_ "crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ticket is what a viewer shows to a distribution: the parameters of a signed URL, or
// signed cookies.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
type ticket map[string]string

// ticketNames are the parameters; a cookie has CloudFront- before each.
func ticketNames() []string {
	return []string{"Policy", "Expires", "Signature", "Key-Pair-Id", "Hash-Algorithm"}
}

// ticketOf reads the ticket of a request, and the address that it is shown for: all of
// it but the ticket. A signed URL counts alone, whatever cookies come with it.
func ticketOf(r *http.Request) (t ticket, address string) {
	t = ticket{}
	path, query, _ := strings.Cut(r.RequestURI, "?")
	var rest []string
	for p := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(p, "=")
		if slices.Contains(ticketNames(), name) {
			t[name] = value
		} else if p != "" {
			rest = append(rest, p)
		}
	}
	address = "http://" + r.Host + path
	if len(rest) > 0 {
		address += "?" + strings.Join(rest, "&")
	}
	if len(t) > 0 {
		return t, address
	}
	for _, name := range ticketNames() {
		if c, err := r.Cookie("CloudFront-" + name); err == nil {
			t[name] = c.Value
		}
	}
	return t, address
}

// edgePolicy is a policy of CloudFront; what stands in it besides is refused.
type edgePolicy struct {
	Statement []struct {
		Resource  string
		Condition struct {
			DateLessThan, DateGreaterThan *struct {
				Epoch int64 `json:"AWS:EpochTime"`
			}
			IpAddress *struct { //nolint:revive // its name in the policy
				SourceIP string `json:"AWS:SourceIp"`
			}
		}
	}
}

// judge is nil where the ticket opens an address now and from there, or CloudFront's
// refusal.
func (t ticket) judge(keys map[string]crypto.PublicKey, address string, now time.Time, from netip.Addr) *refusal {
	key, known := keys[t["Key-Pair-Id"]]
	text, err := unsafeBase64(t["Policy"])
	if t["Policy"] == "" {
		text = []byte(`{"Statement":[{"Resource":"` + address + `","Condition":{"DateLessThan":{"AWS:EpochTime":` + t["Expires"] + `}}}]}`)
	}
	signature, bad := unsafeBase64(t["Signature"])
	switch {
	case t["Key-Pair-Id"] == "":
		return refuse(http.StatusForbidden, "MissingKey", "Missing Key-Pair-Id query parameter or cookie value")
	case !known:
		return refuse(http.StatusForbidden, "InvalidKey", "Unknown Key")
	case bad != nil:
		return refuse(http.StatusForbidden, "MalformedSignature", "Could not unencode Signature")
	case err != nil:
		return malformedPolicy()
	case !genuine(key, t["Hash-Algorithm"], text, signature):
		return edgeDenied()
	}
	return openedBy(text, address, now, from)
}

// openedBy judges a policy that is the signer's.
func openedBy(text []byte, address string, now time.Time, from netip.Addr) *refusal {
	var p edgePolicy
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&p) != nil || len(p.Statement) != 1 || p.Statement[0].Condition.DateLessThan == nil {
		return malformedPolicy()
	}
	s := p.Statement[0]
	c := s.Condition
	switch {
	case !matches(s.Resource, address),
		now.Unix() >= c.DateLessThan.Epoch,
		c.DateGreaterThan != nil && now.Unix() <= c.DateGreaterThan.Epoch:
		return edgeDenied()
	case c.IpAddress == nil:
		return nil
	}
	network, err := netip.ParsePrefix(c.IpAddress.SourceIP)
	if one, isOne := netip.ParseAddr(c.IpAddress.SourceIP); isOne == nil {
		network, err = one.Prefix(one.BitLen())
	}
	switch {
	case err != nil || !network.Addr().Is4():
		return malformedPolicy()
	case !network.Contains(from):
		return edgeDenied()
	}
	return nil
}

// genuine reports a signature of the key.
func genuine(key crypto.PublicKey, algorithm string, text, signature []byte) bool {
	hash, ok := map[string]crypto.Hash{"": crypto.SHA1, "SHA1": crypto.SHA1, "SHA256": crypto.SHA256}[algorithm]
	if !ok {
		return false
	}
	h := hash.New()
	h.Write(text)
	switch k := key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(k, hash, h.Sum(nil), signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(k, h.Sum(nil), signature)
	}
	return false
}

// matches reports a text that a pattern describes: * is any text, ? any one character.
func matches(pattern, text string) bool {
	for i, c := range []byte(pattern) {
		switch {
		case c == '*':
			for j := range len(text) - i + 1 {
				if matches(pattern[i+1:], text[i+j:]) {
					return true
				}
			}
			return false
		case i >= len(text) || c != '?' && c != text[i]:
			return false
		}
	}
	return len(pattern) == len(text)
}

// unsafeBase64 reads base64 in the letters of CloudFront.
func unsafeBase64(text string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(text))
}

func malformedPolicy() *refusal {
	return refuse(http.StatusForbidden, "MalformedPolicy", "Malformed Policy")
}

func edgeDenied() *refusal { return refuse(http.StatusForbidden, "AccessDenied", "Access denied") }

// writeEdge sends a refusal of the distribution itself, which names no request.
func (r *refusal) writeEdge(w http.ResponseWriter, method string) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	group(&b, "Error", func() {
		element(&b, "Code", r.Code)
		element(&b, "Message", r.Message)
	})
	w.Header().Set("Server", "CloudFront")
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(r.Status)
	if method != http.MethodHead {
		_, _ = w.Write([]byte(b.String()))
	}
}
