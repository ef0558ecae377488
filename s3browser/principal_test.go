package s3browser

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPrincipal(t *testing.T) {
	folder := alone(t)
	mark := filepath.Join(folder, "ran")
	write(t, folder, "config", `
[profile keys]
aws_access_key_id = AKIA1
aws_secret_access_key = s
[profile twin]
aws_access_key_id = AKIA1
aws_secret_access_key = s
aws_session_token = t
[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = keys
[profile role-twin]
role_arn = arn:aws:iam::1:role/r
credential_source = Environment
[profile sso]
sso_session = acme
sso_account_id = 1
sso_role_name = r
[profile sso-twin]
sso_start_url = https://acme.awsapps.com/start/
sso_region = eu-central-1
sso_account_id = 1
sso_role_name = r
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-central-1
[profile web]
role_arn = arn:aws:iam::1:role/w
web_identity_token_file = /token
[profile process]
credential_process = touch `+mark+`
[profile none]
region = eu-central-1
`)
	for _, c := range []struct {
		profile string
		env     map[string]string
		want    Principal
		asked   bool
	}{
		{"keys", nil, Principal{AccessKeyID: "AKIA1"}, false},
		{"keys", map[string]string{"AWS_ACCESS_KEY_ID": "AKIA2", "AWS_SECRET_ACCESS_KEY": "s"}, Principal{AccessKeyID: "AKIA1"}, false},
		{"twin", nil, Principal{AccessKeyID: "AKIA1"}, false},
		{"", map[string]string{"AWS_PROFILE": "keys"}, Principal{AccessKeyID: "AKIA1"}, false},
		{"", map[string]string{"AWS_PROFILE": "keys", "AWS_ACCESS_KEY_ID": "AKIA2", "AWS_SECRET_ACCESS_KEY": "s"}, Principal{AccessKeyID: "AKIA2"}, false},
		{"", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/w"}, Principal{Name: "role arn:aws:iam::1:role/w"}, false},
		{"role", nil, Principal{Name: "role arn:aws:iam::1:role/r"}, false},
		{"role-twin", map[string]string{"AWS_ACCESS_KEY_ID": "AKIA2", "AWS_SECRET_ACCESS_KEY": "s"}, Principal{Name: "role arn:aws:iam::1:role/r"}, false},
		{"web", nil, Principal{Name: "role arn:aws:iam::1:role/w"}, false},
		{"sso", nil, Principal{Name: "sso https://acme.awsapps.com/start 1 r"}, false},
		{"sso-twin", nil, Principal{Name: "sso https://acme.awsapps.com/start 1 r"}, false},
		{"process", nil, Principal{Name: "process touch " + mark}, true},
		{"none", nil, Principal{Name: "machine "}, false},
		{"", map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x"}, Principal{Name: "machine http://localhost/x"}, false},
	} {
		t.Run(c.profile, func(t *testing.T) {
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			got, err := Connect(Connection{Profile: c.profile}).Principal(t.Context())
			if err != nil || got != c.want || got.Asked() != c.asked || !got.Same(c.want) || got.Same(Principal{}) || got.Same(Principal{"AKIA9", "role x"}) {
				t.Errorf("%+v, %v, want %+v", got, err, c.want)
			}
		})
	}
	if got, err := Connect(Connection{AccessKeyID: "AKIA3", SecretKey: "s"}).Principal(t.Context()); err != nil || got != (Principal{AccessKeyID: "AKIA3"}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := Connect(Connection{Profile: "missing"}).Principal(t.Context()); err == nil || got.Same(got) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the process ran")
	}
}
