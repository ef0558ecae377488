package cloudfront

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"signet/share/say"
)

// Policy is what a signed URL opens, and when and from where.
type Policy struct {
	Resource string       // the address, whose * is any text and ? any one character; empty: the URL that is signed
	Ends     time.Time    // whole seconds
	Starts   time.Time    // zero: at once
	From     netip.Prefix // zero: from everywhere
}

// LastEnd is the latest end that CloudFront takes.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
func LastEnd() time.Time { return time.Unix(1<<31-1, 0).UTC() }

// canned reports a policy that the URL itself tells: its address and its end.
func (p Policy) canned() bool { return p.Resource == "" && p.Starts.IsZero() && !p.From.IsValid() }

// check refuses what CloudFront would not take, or would read as something else.
func (p Policy) check() error {
	switch {
	case p.Ends.IsZero():
		return errors.New("a link of CloudFront needs an end")
	case p.Ends.Unix() <= 0 || p.Ends.After(LastEnd()):
		return errors.New("the end is past " + say.UTC(LastEnd()) + ", the last that CloudFront reads")
	case !p.Starts.IsZero() && !p.Starts.Before(p.Ends):
		return errors.New("the link would end before it opens")
	case p.From.IsValid():
		return checkNetwork(p.From)
	}
	return nil
}

// checkNetwork refuses a network that no policy of CloudFront can name.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
func checkNetwork(n netip.Prefix) error {
	switch {
	case !n.Addr().Is4():
		return errors.New("the policies of CloudFront know networks of IPv4 alone")
	case n.Bits() == 0:
		return errors.New("0.0.0.0/0 is everywhere, and no limit")
	case n != n.Masked():
		return errors.New(n.String() + " names a host within its network: that is " + n.Masked().String())
	}
	return nil
}

// statement is a policy as CloudFront reads it: these names, in this order, and
// nothing between them. The bytes are what is signed.
type statement struct {
	Resource  string
	Condition condition
}

type condition struct {
	IpAddress       *address `json:",omitempty"` //nolint:revive // its name in the policy
	DateGreaterThan *moment  `json:",omitempty"`
	DateLessThan    *moment
}

type address struct {
	SourceIP string `json:"AWS:SourceIp"`
}

type moment struct {
	Epoch int64 `json:"AWS:EpochTime"`
}

// text is the policy for a URL, as it is signed.
func (p Policy) text(rawURL string) ([]byte, error) {
	s := statement{Resource: p.Resource, Condition: condition{DateLessThan: &moment{p.Ends.Unix()}}}
	if s.Resource == "" {
		s.Resource = rawURL
	}
	if !p.Starts.IsZero() {
		s.Condition.DateGreaterThan = &moment{p.Starts.Unix()}
	}
	if p.From.IsValid() {
		s.Condition.IpAddress = &address{p.From.String()}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // & must stay what it is
	err := e.Encode(struct{ Statement []statement }{[]statement{s}})
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// cannedText is the policy that a URL with a canned one stands for.
func cannedText(base, expires string) ([]byte, error) {
	end, err := strconv.ParseInt(expires, 10, 64)
	if err != nil || strconv.FormatInt(end, 10) != expires {
		return nil, errors.New("its Expires is no number of seconds")
	}
	return Policy{Ends: time.Unix(end, 0)}.text(base)
}

// checkURL refuses an address that CloudFront would not take, or would read as another
// than was signed.
func checkURL(rawURL string) error {
	scheme, rest, _ := strings.Cut(rawURL, "://")
	host, _, _ := strings.Cut(rest, "/")
	switch {
	case scheme != "https" && scheme != "http" || host == "" || !strings.Contains(rest, "/"):
		return errors.New("the address must begin with https://HOST/")
	case strings.Contains(rawURL, "#"):
		return errors.New("the address has a fragment (#), which is never sent")
	case strings.ContainsFunc(rawURL, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}", r) }):
		return errors.New("the address has a character that must be escaped")
	case strings.Contains(rawURL, "*"):
		return errors.New("the address has a *, which would open others too: it must be escaped")
	case len(rawURL) > maxURL:
		return errors.New("the address is longer than the " + say.Count(maxURL) + " characters that CloudFront takes")
	}
	for _, p := range parameters(rawURL) {
		if reserved(p) {
			return errors.New("the address has the parameter " + name(p) + ", which CloudFront keeps for itself")
		}
	}
	return nil
}

// maxURL is the longest address of a request.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const maxURL = 8192
