package s3browser

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
)

// pinned is a configuration source that settles the endpoint of S3: first in
// the list, it wins over what the environment and the profile say.
type pinned string

// GetServiceBaseEndpoint answers for S3 alone.
func (p pinned) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	return string(p), service == "S3", nil
}

// GetIgnoreConfiguredEndpoints says that the pinned endpoint counts.
func (p pinned) GetIgnoreConfiguredEndpoints(context.Context) (value, found bool, err error) {
	return false, true, nil
}

// checkEndpoint refuses what could only fail later, and less clearly.
func checkEndpoint(text string) error {
	if text == "" {
		return nil
	}
	bad := func(why string) error {
		return &Error{
			Kind: BadEndpoint, Cause: errors.New(why),
			Sentence: "endpoint " + printable(redactUser(text)) + ": " + why,
			Hint:     "write it as https://HOST or http://HOST:PORT",
		}
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return bad("not a readable address")
	case u.Scheme != "http" && u.Scheme != "https":
		return bad("no http:// or https:// in front")
	case u.Hostname() == "":
		return bad("no host named")
	case u.User != nil:
		return bad("a user or password has no place in it")
	case u.RawQuery != "" || u.Fragment != "":
		return bad("nothing may follow the path")
	case strings.Contains(u.EscapedPath(), "%"):
		// The SDK undoes it, and reads the result as an address again: %23 would
		// cut the bucket off, and no guard rail would know.
		return bad("a % in its path does not arrive as it is written")
	}
	return nil
}

// redactUser hides what stands before an @, which may be a password.
func redactUser(text string) string {
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		return "…" + text[at:]
	}
	return text
}

// needsPathStyle reports an endpoint below which bucket names cannot be host
// names: an IP address, localhost, or a name of a single label.
func needsPathStyle(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Hostname() == "" {
		return false
	}
	host := strings.TrimSuffix(u.Hostname(), ".")
	return net.ParseIP(host) != nil || !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost")
}
