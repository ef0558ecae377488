package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A place whose keys are in a real keychain: GNOME's, on a bus of its own, which nobody's
// own keychain is touched by. The keys are written, used, replaced, and go with the place.
func TestKeychain(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("NOT TRIED: there is no %s, so no real keychain (apt-get install gnome-keyring dbus)", name)
		}
	}
	s := theServer(t, "demo")
	p := signetWith(t, keys{})
	write := func(name, secret string) {
		text, err := json.Marshal(map[string]any{"Version": 1, "AccessKeyId": s.key, "SecretAccessKey": secret})
		if err == nil {
			err = os.WriteFile(filepath.Join(p.home, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write("keys.json", s.secret)
	write("wrong.json", "not-the-secret-of-this-key")
	const script = `set -eu
printf pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$SIGNET" place add nas --endpoint "$SERVER" --keychain <keys.json
"$SIGNET" ls --place nas >/dev/null
"$SIGNET" place edit nas --keychain --no-test <wrong.json
if "$SIGNET" ls --place nas >/dev/null; then echo "WRONG KEYS WORK"; exit 3; fi
"$SIGNET" place edit nas --keychain <keys.json
"$SIGNET" ls --place nas >/dev/null
cat config/signet/config.toml
"$SIGNET" place remove nas --yes
printf '[[place]]\nname = "nas"\nkeychain = "nas"\nendpoint = "%s"\n' "$SERVER" >config/signet/config.toml
if "$SIGNET" ls --place nas; then echo "THE KEYS ARE STILL THERE"; exit 4; fi
`
	cmd := exec.CommandContext(within(t, testTimeout), "dbus-run-session", "--", "sh", "-c", script)
	cmd.Dir, cmd.Env = p.home, append(p.env, "SIGNET="+here.program, "SERVER="+s.url, "XDG_RUNTIME_DIR="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"keychain = 'nas'", "the keychain has no keys under the name nas"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(string(out), s.secret) {
		t.Error("the secret is told")
	}
}
