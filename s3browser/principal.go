package s3browser

import (
	"cmp"
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
)

// Principal is whose credentials a connection uses, as far as files and the
// environment tell.
type Principal struct {
	AccessKeyID string // of keys that stand there; empty: they are asked for
	Name        string // of whoever is asked for them: a role, an SSO account, a process; empty: nobody
}

// Same reports whether two are known to be one.
func (p Principal) Same(other Principal) bool {
	return p.AccessKeyID != "" && p.AccessKeyID == other.AccessKeyID || p.Name != "" && p.Name == other.Name
}

// Principal says whose credentials are used. It makes no request and runs no
// credential process; sessions are named by the role or account that they are of,
// because their access keys change. Errors are those of Config.
func (c *Client) Principal(ctx context.Context) (Principal, error) {
	l, err := c.load(ctx)
	if err != nil {
		return Principal{}, err
	}
	if c.conn.AccessKeyID != "" {
		return Principal{AccessKeyID: c.conn.AccessKeyID}, nil
	}
	var env config.EnvConfig
	var shared config.SharedConfig
	for _, source := range l.config.ConfigSources {
		switch s := source.(type) {
		case config.EnvConfig:
			env = s
		case config.SharedConfig:
			shared = s
		}
	}
	switch {
	case c.conn.Profile != "":
		return ofProfile(env, shared), nil
	case env.Credentials.HasKeys():
		return Principal{AccessKeyID: env.Credentials.AccessKeyID}, nil
	case env.WebIdentityTokenFilePath != "":
		return Principal{Name: "role " + env.RoleARN}, nil
	}
	return ofProfile(env, shared), nil
}

// Asked reports keys that a process of the user's gives: the same ones each time,
// it may be, and known once it is run.
func (p Principal) Asked() bool { return p.AccessKeyID == "" && strings.HasPrefix(p.Name, byProcess) }

const byProcess = "process "

// ofProfile goes the SDK's own way through what a profile can say. A role counts
// by itself, whoever takes it on.
func ofProfile(env config.EnvConfig, s config.SharedConfig) Principal {
	switch {
	case s.RoleARN != "":
		return Principal{Name: "role " + s.RoleARN}
	case s.Source != nil:
		return ofProfile(env, *s.Source)
	case s.Credentials.HasKeys():
		return Principal{AccessKeyID: s.Credentials.AccessKeyID}
	case s.SSOAccountID != "" || s.SSORoleName != "":
		return Principal{Name: "sso " + ssoStart(s) + " " + s.SSOAccountID + " " + s.SSORoleName}
	case s.LoginSession != "":
		return Principal{Name: "login " + s.LoginSession}
	case s.CredentialProcess != "":
		return Principal{Name: byProcess + s.CredentialProcess}
	}
	return Principal{Name: "machine " + cmp.Or(env.ContainerCredentialsRelativePath, env.ContainerCredentialsEndpoint)}
}

func ssoStart(s config.SharedConfig) string {
	if s.SSOSession != nil {
		return strings.TrimRight(s.SSOSession.SSOStartURL, "/")
	}
	return strings.TrimRight(s.SSOStartURL, "/")
}
