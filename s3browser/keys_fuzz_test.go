package s3browser

import (
	"strings"
	"testing"
)

// FuzzReadProcess: credentials are whole, and what is said of others holds nothing of them.
func FuzzReadProcess(f *testing.F) {
	f.Add(`{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"hunter2","Expiration":"2026-01-02T03:04:05Z"}`)
	f.Add(`{"Version":1e0,"AccessKeyId":"hunter2"}`)
	f.Add(`{"Version":1,"AccessKeyId":"a","SecretAccessKey":"hunter2","Expiration":1e300}`)
	f.Fuzz(func(t *testing.T, printed string) {
		keys, what := readProcess([]byte(printed))
		if what == "" && (keys.AccessKeyID == "" || keys.SecretAccessKey == "") || what != "" && keys.SecretAccessKey != "" {
			t.Errorf("%q: %v", printed, what)
		}
		if strings.Contains(what, "hunter2") {
			t.Errorf("%q: %s", printed, what)
		}
	})
}

// FuzzParseKeys likewise, of files with keys. Those that signet writes are read again, and
// say whose they are.
func FuzzParseKeys(f *testing.F) {
	f.Add("aws_access_key_id = AKIA\naws_secret_access_key = hunter2\n")
	f.Add("Access key ID,Secret access key\nAKIA,hunter2\n")
	f.Add(`{"accessKey":"AKIA","secretKey":"hunter2"}`)
	f.Add("export AWS_ACCESS_KEY_ID='hunter2\n")
	f.Fuzz(func(t *testing.T, text string) {
		keys, problem := ParseKeys([]byte(text))
		if problem == "" && (keys.AccessKeyID == "" || keys.SecretKey == "") || strings.Contains(problem, "hunter2") {
			t.Errorf("%q: %+v, %q", text, keys.AccessKeyID, problem)
		}
		if problem != "" {
			return
		}
		by := Kept{Settings: "/home/ana/config.toml", Place: "acme", At: "acme.keys"}
		written := WriteKeys(keys, by, "")
		if back, problem := ParseKeys(written); problem != "" || !sameKeys(back, keys) || !KeptFor(written, by) || KeptFor(written, Kept{Settings: by.Settings, Place: "lab", At: by.At}) {
			t.Errorf("%q is written as %q: %s", text, written, problem)
		}
	})
}

func sameKeys(a, b Keys) bool {
	return a.AccessKeyID == b.AccessKeyID && a.SecretKey == b.SecretKey && a.SessionToken == b.SessionToken
}
