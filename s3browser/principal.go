package s3browser

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"

	"signet/s3browser/profile"
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
	if from := c.conn.Source; from != nil {
		return ofSource(ctx, from)
	}
	return principalOf(l), nil
}

// ofSource is whoever a source has the keys of.
func ofSource(ctx context.Context, from KeySource) (Principal, error) {
	if !from.Standing() {
		return Principal{Name: byProcess + fmt.Sprint(from)}, nil
	}
	keys, err := from.Keys(ctx, nil)
	return Principal{AccessKeyID: keys.AccessKeyID}, err
}

// Asked reports keys that a process of the user's gives: the same ones each time,
// it may be, and known once it is run.
func (p Principal) Asked() bool { return p.AccessKeyID == "" && strings.HasPrefix(p.Name, byProcess) }

const byProcess = "process "

// principalOf names whoever stands at the end of a chain. A role counts by itself,
// whoever takes it on.
func principalOf(l *loaded) Principal {
	c := l.chain
	if role := c.Links[0].Role; role != "" {
		return Principal{Name: "role " + role}
	}
	last := c.Last()
	switch c.Kind {
	case profile.Environment:
		return Principal{AccessKeyID: cmp.Or(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_ACCESS_KEY"))}
	case profile.Keys:
		return Principal{AccessKeyID: c.Static["aws_access_key_id"]}
	case profile.SSO:
		_, session, _ := l.files.Session(last.Profile)
		start := strings.TrimRight(session["sso_start_url"], "/")
		return Principal{Name: "sso " + start + " " + last.Keys["sso_account_id"] + " " + last.Keys["sso_role_name"]}
	case profile.Login:
		return Principal{Name: "login " + last.Keys["login_session"]}
	case profile.Process:
		return Principal{Name: byProcess + last.Keys["credential_process"]}
	}
	return Principal{Name: "machine " + cmp.Or(os.Getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), os.Getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI"))}
}
