package s3browser

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"

	"signet/share/address"
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
	why, hint := address.EndpointProblem(text)
	if u, err := url.Parse(text); err == nil && why == "" && strings.Contains(u.EscapedPath(), "%") {
		// The SDK undoes it, and reads the result as an address again: %23 would
		// cut the bucket off, and no guard rail would know.
		why = "has a % in its path, which does not arrive as it is written"
	}
	if why == "" {
		return nil
	}
	return &Error{
		Kind: BadEndpoint, Cause: errors.New(why),
		Sentence: "endpoint " + printable(redactUser(text)) + ": it " + why,
		Hint:     cmp.Or(hint, "write it as https://HOST or http://HOST:PORT"),
	}
}

// redactUser hides what stands before an @, which may be a password.
func redactUser(text string) string {
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		return "…" + text[at:]
	}
	return text
}
