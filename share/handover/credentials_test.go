package handover_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/handover"
)

func credentials(change func(*handover.Credentials)) handover.Credentials {
	c := handover.Credentials{
		Credentials: share.Credentials{AccessKeyID: "ASIAEXAMPLE", SecretKey: share.NewSecret("s/e+c=ret"), Token: share.NewSecret("to/k+en=="), Expires: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)},
		Name:        "signet-0abc", Server: "http://127.0.0.1:9000", Region: "eu-central-1", Path: true, Bucket: "b", Prefix: "p/\x1b[31m",
	}
	if change != nil {
		change(&c)
	}
	return c
}

// TestCredentialsText: each form says the same, and what is not there is left out.
func TestCredentialsText(t *testing.T) {
	ofAWS := func(c *handover.Credentials) { c.Server, c.Path = "", false }
	for _, c := range []struct {
		form   string
		change func(*handover.Credentials)
		want   string
	}{
		{"env", nil, "export AWS_ACCESS_KEY_ID='ASIAEXAMPLE'\nexport AWS_SECRET_ACCESS_KEY='s/e+c=ret'\nexport AWS_SESSION_TOKEN='to/k+en=='\nexport AWS_CREDENTIAL_EXPIRATION='2026-03-04T12:00:00Z'\nexport AWS_REGION='eu-central-1'\nexport AWS_ENDPOINT_URL_S3='http://127.0.0.1:9000'\n"},
		{"fish", ofAWS, "set -gx AWS_ACCESS_KEY_ID 'ASIAEXAMPLE'\nset -gx AWS_SECRET_ACCESS_KEY 's/e+c=ret'\nset -gx AWS_SESSION_TOKEN 'to/k+en=='\nset -gx AWS_CREDENTIAL_EXPIRATION '2026-03-04T12:00:00Z'\nset -gx AWS_REGION 'eu-central-1'\n"},
		{"powershell", ofAWS, "$env:AWS_ACCESS_KEY_ID = 'ASIAEXAMPLE'\n$env:AWS_SECRET_ACCESS_KEY = 's/e+c=ret'\n$env:AWS_SESSION_TOKEN = 'to/k+en=='\n$env:AWS_CREDENTIAL_EXPIRATION = '2026-03-04T12:00:00Z'\n$env:AWS_REGION = 'eu-central-1'\n"},
		{"profile", nil, "# s3://b/p/_[31m, until 2026-03-04T12:00:00Z\n[profile signet-0abc]\naws_access_key_id = ASIAEXAMPLE\naws_secret_access_key = s/e+c=ret\naws_session_token = to/k+en==\nregion = eu-central-1\nendpoint_url = http://127.0.0.1:9000\ns3 =\n    addressing_style = path\n"},
		{"rclone", nil, "# s3://b/p/_[31m, until 2026-03-04T12:00:00Z\n[signet-0abc]\ntype = s3\nprovider = Other\nenv_auth = false\naccess_key_id = ASIAEXAMPLE\nsecret_access_key = s/e+c=ret\nsession_token = to/k+en==\nregion = eu-central-1\nendpoint = http://127.0.0.1:9000\nforce_path_style = true\nno_check_bucket = true\n"},
		{"rclone", ofAWS, "# s3://b/p/_[31m, until 2026-03-04T12:00:00Z\n[signet-0abc]\ntype = s3\nprovider = AWS\nenv_auth = false\naccess_key_id = ASIAEXAMPLE\nsecret_access_key = s/e+c=ret\nsession_token = to/k+en==\nregion = eu-central-1\nno_check_bucket = true\n"},
		{"rclone", func(c *handover.Credentials) {
			ofAWS(c)
			c.Allow = []share.Access{share.AccessGet, share.AccessPut}
		}, "# s3://b/p/_[31m, until 2026-03-04T12:00:00Z\n[signet-0abc]\ntype = s3\nprovider = AWS\nenv_auth = false\naccess_key_id = ASIAEXAMPLE\nsecret_access_key = s/e+c=ret\nsession_token = to/k+en==\nregion = eu-central-1\nno_check_bucket = true\nno_head = true\n"},
		{"rclone", func(c *handover.Credentials) {
			ofAWS(c)
			c.Allow = []share.Access{share.AccessPut}
		}, "# s3://b/p/_[31m, until 2026-03-04T12:00:00Z\n[signet-0abc]\ntype = s3\nprovider = AWS\nenv_auth = false\naccess_key_id = ASIAEXAMPLE\nsecret_access_key = s/e+c=ret\nsession_token = to/k+en==\nregion = eu-central-1\nno_check_bucket = true\nno_head = true\nno_head_object = true\n"},
		{"mc", nil, "export MC_HOST_signet_0abc='http://ASIAEXAMPLE:s/e+c=ret:to/k+en==@127.0.0.1:9000'\n"},
		{"mc", ofAWS, "export MC_HOST_signet_0abc='https://ASIAEXAMPLE:s/e+c=ret:to/k+en==@s3.eu-central-1.amazonaws.com'\n"},
		{"json", nil, `{"Version":1,"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"s/e+c=ret","SessionToken":"to/k+en==","Expiration":"2026-03-04T12:00:00Z"}` + "\n"},
	} {
		got, err := handover.CredentialsText(credentials(c.change), c.form)
		if err != nil || got.Reveal() != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.form, err, got.Reveal(), c.want)
		}
	}
}

// TestCredentialsThatNoFormHolds: what would end a quote is refused, and not quoted.
func TestCredentialsThatNoFormHolds(t *testing.T) {
	for name, change := range map[string]func(*handover.Credentials){
		"a quote":      func(c *handover.Credentials) { c.SecretKey = share.NewSecret("hunter2'; rm") },
		"a line":       func(c *handover.Credentials) { c.Token = share.NewSecret("hunter2\nx = y") },
		"a server":     func(c *handover.Credentials) { c.Server = "http://h/$(hunter2)" },
		"a colour":     func(c *handover.Credentials) { c.AccessKeyID = "\x1b[31mhunter2" },
		"for mc alone": func(c *handover.Credentials) { c.SecretKey = share.NewSecret("hunter2:x@y") },
	} {
		for _, form := range handover.CredentialsForms() {
			got, err := handover.CredentialsText(credentials(change), form.Name)
			if name == "for mc alone" && form.Name != "mc" {
				continue
			}
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%s as %s: %v %s", name, form.Name, err, got.Reveal())
			}
		}
	}
	if _, err := handover.CredentialsText(credentials(nil), "fax"); err == nil || !strings.Contains(err.Error(), "rclone") {
		t.Error(err)
	}
}

// TestCredentialsAreRead by the shells and tools that are here.
func TestCredentialsAreRead(t *testing.T) {
	text := func(form string) string {
		got, err := handover.CredentialsText(credentials(nil), form)
		if err != nil {
			t.Fatal(err)
		}
		return got.Reveal()
	}
	if sh, err := exec.LookPath("sh"); err == nil {
		out, err := exec.CommandContext(t.Context(), sh, "-c", text("env")+`printf %s "$AWS_SESSION_TOKEN"`).Output()
		if err != nil || string(out) != "to/k+en==" {
			t.Errorf("sh: %v %s", err, out)
		}
	}
	var process struct{ SecretAccessKey string }
	if err := json.Unmarshal([]byte(text("json")), &process); err != nil || process.SecretAccessKey != "s/e+c=ret" {
		t.Errorf("%v %+v", err, process)
	}
	rclone, err := exec.LookPath("rclone")
	if err != nil {
		return
	}
	file := filepath.Join(t.TempDir(), "rclone.conf")
	if err := os.WriteFile(file, []byte(text("rclone")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), rclone, "--config", file, "config", "show", "signet-0abc").Output()
	if err != nil || !strings.Contains(string(out), "session_token = to/k+en==") {
		t.Errorf("rclone: %v %s", err, out)
	}
}
