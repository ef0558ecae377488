//go:build unix

package cli

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/demo"
)

// fakeAWS logs in as aws sso login does: it talks to the person, and leaves a
// token, each another one, where the SDKs look for it.
const fakeAWS = `#!/bin/sh
echo "$@" >> "$HOME/aws.log"
n=$(wc -l < "$HOME/aws.log" | tr -d ' ')
echo "If the browser does not open, visit https://device.sso.example/ and enter CODE-$n"
printf 'press enter when done '
read -r _
mkdir -p "$HOME/.aws/sso/cache"
printf '{"startUrl":"START","region":"us-east-1","accessToken":"login-%s","expiresAt":"2099-01-01T00:00:00Z"}' "$n" > "$HOME/.aws/sso/cache/NAME.json"
`

// ssoWorld is a home folder with a profile of AWS SSO, whose sessions open a demo
// server: the first one for 15 minutes, those after it for ten hours.
func ssoWorld(t *testing.T) (env []string, home string) {
	t.Helper()
	clock := newWall(t)
	server, err := demo.Start(t.Context(), demo.Options{Clock: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		length := 10 * time.Hour
		switch token := r.Header.Get("X-Amz-Sso_bearer_token"); {
		case !strings.HasPrefix(token, "login-"):
			http.Error(w, `{"message":"Session token not found or invalid"}`, http.StatusUnauthorized)
			return
		case token == "login-1":
			length = 15 * time.Minute
		}
		c := server.IssueSession(length)
		fmt.Fprintf(w, `{"roleCredentials":{"accessKeyId":%q,"secretAccessKey":%q,"sessionToken":%q,"expiration":%d}}`,
			c.AccessKeyID, c.SecretKey, c.SessionToken, c.Expires.UnixMilli())
	}))
	t.Cleanup(portal.Close)

	home = t.TempDir()
	const start = "https://acme.awsapps.example/start"
	sum := sha1.Sum([]byte(start))
	write := func(name, text string, mode os.FileMode) {
		name = filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("bin/aws", strings.NewReplacer("START", start, "NAME", hex.EncodeToString(sum[:])).Replace(fakeAWS), 0o700)
	write(".aws/config", "[profile acme]\nsso_start_url = "+start+"\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Reader\nregion = "+server.Region()+"\n", 0o600)
	write("signet/config.toml", "[[place]]\nname = \"acme\"\nprofile = \"acme\"\nendpoint = \""+server.Endpoint()+"\"\n", 0o600)
	return []string{
		"HOME=" + home, "SIGNET_HOME=" + filepath.Join(home, "signet"), "PATH=" + filepath.Join(home, "bin") + ":" + os.Getenv("PATH"),
		"AWS_ENDPOINT_URL_SSO=" + portal.URL, clock.env(),
	}, home
}

// A session that was never opened, and one that ends too early, are renewed from
// where they are met: the wait is visible, and the screen goes on by itself.
func TestSessionIsRenewedFromTheScreen(t *testing.T) {
	t.Parallel()
	env, home := ssoWorld(t)
	s := startTTY(t, 120, 42, env, "--place", "acme")
	s.wait(`SSO session of profile acme has ended or was never opened`)
	s.keys("\x12") // ctrl+r
	s.wait(`enter CODE-1`)
	s.returned()
	s.keys(enter)
	s.wait(`acme-contracts`)
	s.wait(`the session is renewed`)

	s.chooseReadme()
	s.wait(`Anyone with this link can download acme-contracts/README\.txt`)
	s.keys("6") // 7 days
	s.wait(`Asked for 7 days, but the SSO session.* ends then`)
	s.wait(`15 min`)
	s.keys("\x12")
	s.wait(`enter CODE-2`) // below the first, which is still on that screen
	s.returned()
	s.keys(enter)
	s.wait(`\(10 h\)`)
	s.keys(enter)
	s.wait(`ends in 10 h`)
	s.wait(`X-Amz-Algorithm`)
	s.keys("t")
	s.wait(`the link opens without any credentials`)
	s.wait(`used the link once`)
	s.keys(ctrlC)
	s.exit()

	log, err := os.ReadFile(filepath.Join(home, "aws.log"))
	if want := "sso login --profile acme\nsso login --profile acme\n"; string(log) != want {
		t.Errorf("aws was called with %q (%v), want %q", log, err, want)
	}
}
