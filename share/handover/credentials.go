package handover

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

// Credentials are temporary credentials on their way out: all of it is a secret until it
// is handed over.
type Credentials struct {
	share.Credentials
	Name   string // what the profile, the remote and the alias are called
	Server string // address of a server of one's own, scheme and host; empty: AWS
	Region string
	Path   bool // buckets stand in the path
	Bucket string
	Prefix string
	Allow  []share.Access
}

// CredentialsForm is how they are written.
type CredentialsForm struct {
	Name  string // as --as spells it
	write func(Credentials) (string, error)
}

// CredentialsForms are all forms, the usual one first.
func CredentialsForms() []CredentialsForm {
	return []CredentialsForm{
		{"env", func(c Credentials) (string, error) { return c.variables("export %s='%s'\n"), nil }},
		{"fish", func(c Credentials) (string, error) { return c.variables("set -gx %s '%s'\n"), nil }},
		{"powershell", func(c Credentials) (string, error) { return c.variables("$env:%s = '%s'\n"), nil }},
		{"profile", Credentials.profile},
		{"rclone", Credentials.rclone},
		{"mc", Credentials.mc},
		{"json", Credentials.json},
	}
}

// CredentialsText writes credentials. Their parts are texts without quotes, blanks or
// control characters, or they are refused: so no form needs more than its quotes.
func CredentialsText(c Credentials, form string) (share.Secret, error) {
	for _, part := range []string{c.AccessKeyID, c.SecretKey.Reveal(), c.Token.Reveal(), c.Name, c.Server, c.Region} {
		if strings.ContainsFunc(part, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("'\"\\`$%", r) }) {
			return share.Secret{}, &share.UsageError{Op: "handover", Problem: "the server gave credentials that no file can hold as they are"}
		}
	}
	var names []string
	for _, f := range CredentialsForms() {
		if f.Name == form {
			text, err := f.write(c)
			return share.NewSecret(text), err
		}
		names = append(names, f.Name)
	}
	return share.Secret{}, &share.UsageError{Op: "--as", Problem: fmt.Sprintf("there is no form %q", form), Hint: "one of " + strings.Join(names, ", ")}
}

// variables are those that the SDKs of AWS and most tools read.
// https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
func (c Credentials) variables(line string) string {
	var b strings.Builder
	for _, v := range []struct{ name, value string }{
		{"AWS_ACCESS_KEY_ID", c.AccessKeyID},
		{"AWS_SECRET_ACCESS_KEY", c.SecretKey.Reveal()},
		{"AWS_SESSION_TOKEN", c.Token.Reveal()},
		{"AWS_CREDENTIAL_EXPIRATION", c.expires()},
		{"AWS_REGION", c.Region},
		{"AWS_ENDPOINT_URL_S3", c.Server},
	} {
		if v.value != "" {
			fmt.Fprintf(&b, line, v.name, v.value)
		}
	}
	return b.String()
}

func (c Credentials) expires() string { return c.Expires.UTC().Format(time.RFC3339) }

// about is a line of comment: what they open, and until when.
func (c Credentials) about() string {
	return "# s3://" + say.Printable(c.Bucket+"/"+c.Prefix) + ", until " + c.expires() + "\n"
}

// section writes a section of an INI file, without what has no value.
func (c Credentials) section(name string, rows ...[2]string) string {
	text := c.about() + "[" + name + "]\n"
	for _, row := range rows {
		if row[1] != "" {
			text += row[0] + " = " + row[1] + "\n"
		}
	}
	return text
}

// profile is one of the configuration file, where an address may stand too.
func (c Credentials) profile() (string, error) {
	text := c.section("profile "+c.Name,
		[2]string{"aws_access_key_id", c.AccessKeyID}, [2]string{"aws_secret_access_key", c.SecretKey.Reveal()}, [2]string{"aws_session_token", c.Token.Reveal()},
		[2]string{"region", c.Region}, [2]string{"endpoint_url", c.Server})
	if c.Path {
		text += "s3 =\n    addressing_style = path\n"
	}
	return text, nil
}

// rclone is a remote. It must not look for the bucket, which is not to be seen, nor make it;
// nor after an upload for the version that was stored, since versions are opened by no
// access, nor before one for what is there, where nothing may be read.
// https://rclone.org/s3/
func (c Credentials) rclone() (string, error) {
	provider, path := "AWS", ""
	if c.Server != "" {
		provider = "Other"
		path = fmt.Sprint(c.Path)
	}
	var unseen, unread string
	if slices.Contains(c.Allow, share.AccessPut) {
		unseen = "true"
		if !slices.Contains(c.Allow, share.AccessGet) {
			unread = "true"
		}
	}
	return c.section(c.Name,
		[2]string{"type", "s3"}, [2]string{"provider", provider}, [2]string{"env_auth", "false"},
		[2]string{"access_key_id", c.AccessKeyID}, [2]string{"secret_access_key", c.SecretKey.Reveal()}, [2]string{"session_token", c.Token.Reveal()},
		[2]string{"region", c.Region}, [2]string{"endpoint", c.Server}, [2]string{"force_path_style", path}, [2]string{"no_check_bucket", "true"},
		[2]string{"no_head", unseen}, [2]string{"no_head_object", unread}), nil
}

// mc is an alias by its environment: "mc alias set" takes no session token. mc reads what
// stands between the signs as it is, so that nothing is escaped.
// https://min.io/docs/minio/linux/reference/minio-mc.html
func (c Credentials) mc() (string, error) {
	scheme, rest, _ := strings.Cut(cmp.Or(address.Origin(c.Server), address.AtAWS(c.Region)), "://")
	keys := []string{c.AccessKeyID, c.SecretKey.Reveal(), c.Token.Reveal()}
	if strings.ContainsAny(strings.Join(keys, ""), ":@") || rest == "" {
		return "", &share.UsageError{Op: "--as mc", Problem: "mc cannot read these credentials from its environment", Hint: "take another form"}
	}
	return "export MC_HOST_" + strings.ReplaceAll(c.Name, "-", "_") + "='" + scheme + "://" + strings.Join(keys, ":") + "@" + rest + "'\n", nil
}

// json is what a credential_process answers.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
func (c Credentials) json() (string, error) {
	text, err := json.Marshal(struct {
		Version         int
		AccessKeyID     string `json:"AccessKeyId"`
		SecretAccessKey string
		SessionToken    string
		Expiration      string
	}{1, c.AccessKeyID, c.SecretKey.Reveal(), c.Token.Reveal(), c.expires()})
	return string(text) + "\n", err
}
