package s3browser

import (
	"context"
	"errors"
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
	bad := func(why string) error {
		return &Error{
			Kind: BadEndpoint, Cause: errors.New(why),
			Sentence: "endpoint " + printable(redactUser(text)) + ": " + why,
			Hint:     "write it as https://HOST or http://HOST:PORT",
		}
	}
	switch address.EndpointFault(text) {
	case address.Unreadable:
		return bad("not a readable address")
	case address.NoScheme:
		return bad("no http:// or https:// in front")
	case address.NoHost:
		return bad("no host named")
	case address.HasUser:
		return bad("a user or password has no place in it")
	case address.HasQuery:
		return bad("nothing may follow the path")
	case address.BadPort:
		return bad("its port is not between 1 and 65535")
	case address.HasEscape:
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
