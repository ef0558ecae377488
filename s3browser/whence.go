package s3browser

import (
	"cmp"
	"context"
	"path"
	"path/filepath"
	"strings"

	"signet/s3browser/profile"
)

// Whence says in words where the credentials come from, from the profile that is used to
// whatever has them in the end. It makes no request and runs nothing; no secret is in it,
// no argument of a program, and no account. Errors are those of Config.
func (c *Client) Whence(ctx context.Context) (string, error) {
	l, err := c.load(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case c.conn.AccessKeyID != "":
		return "keys that were given", nil
	case c.conn.Source != nil:
		return "the " + printable(c.conn.Source.Whence()) + " of the place", nil
	}
	return chainWords(l.chain, l.env, l.files), nil
}

// chainWords follows a chain from its first profile. Without a profile the environment
// comes first.
func chainWords(c profile.Chain, env bool, files *profile.Files) string {
	if len(c.Links) == 0 || env && c.Kind == profile.Environment && c.Last().Keys["credential_source"] == "" {
		return "the environment"
	}
	var parts []string
	roles := c.Roles()
	for _, link := range c.Links {
		text := "profile " + printable(link.Profile)
		for _, r := range roles {
			if r.Profile == link.Profile {
				text += ", which takes on the role " + roleName(link.Role)
			}
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", with the credentials of ") + ", " + endWords(c, files)
}

// roleName is the name of a role without its account.
func roleName(arn string) string { return printable(path.Base(arn)) }

// endWords complete where the last profile of a chain has its credentials.
func endWords(c profile.Chain, files *profile.Files) string {
	last := c.Last()
	switch c.Kind {
	case profile.Keys:
		return "whose keys stand in the AWS files"
	case profile.Environment:
		return "with the keys of the environment"
	case profile.Instance:
		return "with the role of this machine"
	case profile.Container:
		return "with the role of this container"
	case profile.WebIdentity:
		return "which takes on the role " + roleName(last.Role) + " with a web identity's token"
	case profile.SSO:
		name, _, _ := files.Session(last.Profile)
		return "by the SSO session " + printable(cmp.Or(name, "of the profile")) + " with the role " + printable(last.Keys["sso_role_name"])
	case profile.Login:
		return "by a console login"
	case profile.Process:
		return "by the credential process " + program(last.Keys["credential_process"])
	case profile.None:
	}
	return "which has no keys; the role of this machine or container is asked for"
}

// program is the program of a command line, without its folder and its arguments.
func program(line string) string {
	words := strings.Fields(line)
	if len(words) == 0 {
		return ""
	}
	return printable(filepath.Base(strings.Trim(words[0], `"'`)))
}
