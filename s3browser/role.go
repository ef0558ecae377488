package s3browser

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"signet/s3browser/profile"
	"signet/share/address"
)

// roleTime is how long a role is taken on for where duration_seconds says nothing: as
// the AWS CLI, and AWS itself. It is the most for a role on top of a role.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const roleTime = time.Hour

// stsEndpoint is where roles are asked for; empty: AWS.
func (l *loaded) stsEndpoint(env config.EnvConfig) (string, error) {
	endpoint, err := l.endpoint(env, "sts")
	if err != nil {
		return "", err
	}
	return endpoint, checkEndpoint(endpoint)
}

// stsRegion is the region that roles are asked for in. A place's own counts only where
// it is one of AWS and nothing else is set.
func (c *Client) stsRegion(l *loaded) string {
	own := c.conn.Region
	if !address.IsRegion(own) {
		own = ""
	}
	return cmp.Or(l.config.Region, own, defaultRegion)
}

func (s supply) client(from aws.CredentialsProvider) *sts.Client {
	at := s.config.Copy()
	at.Credentials = from
	return sts.NewFromConfig(at, func(o *sts.Options) {
		if s.sts != "" {
			o.BaseEndpoint = aws.String(s.sts)
		}
	})
}

// role takes a role on with the credentials that another provider gives.
func (s supply) role(l profile.Link, from aws.CredentialsProvider) (aws.CredentialsProvider, error) {
	if l.Keys["mfa_serial"] != "" {
		return nil, config.AssumeRoleTokenProviderNotSetError{}
	}
	client := s.client(from)
	wants := func(span time.Duration) aws.CredentialsProvider {
		return stscreds.NewAssumeRoleProvider(client, l.Role, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName, o.Duration = l.Keys["role_session_name"], span
			if id := l.Keys["external_id"]; id != "" {
				o.ExternalID = aws.String(id)
			}
		})
	}
	span := wanted(l.Keys)
	if span <= roleTime {
		return cached(wants(span)), nil
	}
	return cached(shorter{wants(span), wants(roleTime)}), nil
}

// wanted is how long a role is to be taken on for.
func wanted(k profile.Section) time.Duration {
	seconds, err := strconv.Atoi(strings.TrimSpace(k["duration_seconds"]))
	if err != nil || seconds <= 0 {
		return roleTime
	}
	return time.Duration(seconds) * time.Second
}

// shorter asks again for an hour where AWS says that the role is taken on with another
// one, which allows no more. Whether it is, only AWS knows of every key.
type shorter struct{ long, hour aws.CredentialsProvider }

// Retrieve asks for the long session first.
func (s shorter) Retrieve(ctx context.Context) (aws.Credentials, error) {
	keys, err := s.long.Retrieve(ctx)
	if api, ok := errors.AsType[smithy.APIError](err); ok && api.ErrorCode() == "ValidationError" && strings.Contains(strings.ToLower(api.ErrorMessage()), "role chaining") {
		return s.hour.Retrieve(ctx)
	}
	return keys, err
}

// webIdentity exchanges the token in a file for a role.
func (s supply) webIdentity(file, role, session string) aws.CredentialsProvider {
	return stscreds.NewWebIdentityRoleProvider(s.client(nil), role, tokenFile(file), func(o *stscreds.WebIdentityRoleOptions) {
		o.RoleSessionName = session
	})
}

// tokenFile is a file with a web identity's token.
type tokenFile string

// GetIdentityToken reads it anew each time: it is renewed by others.
func (f tokenFile) GetIdentityToken() ([]byte, error) {
	token, err := os.ReadFile(profile.Expand(string(f)))
	if err != nil {
		return nil, &tokenFileError{err}
	}
	return token, nil
}

// tokenFileError says that a web identity's token cannot be read.
type tokenFileError struct{ cause error }

func (e *tokenFileError) Error() string { return "the web identity token: " + e.cause.Error() }

// Unwrap gives the cause.
func (e *tokenFileError) Unwrap() error { return e.cause }
