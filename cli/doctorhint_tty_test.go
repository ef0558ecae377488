//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A list that could not be read says how the doctor is asked, in words that work: a profile
// is no place of the settings, and who is elsewhere for this once has no name.
func TestScreensNameThePlaceToTheDoctor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const keys = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n"
	for name, text := range map[string]string{
		"credentials":        "[acme]\n" + keys,
		"config":             "[profile acme]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:1\n",
		"signet/config.toml": "[[place]]\nname = \"the nas\"\nprofile = \"acme\"\nbucket = \"b\"\n[[place]]\nname = \"all\"\nprofile = \"acme\"\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := []string{"SIGNET_HOME=" + filepath.Join(dir, "signet"), "AWS_SHARED_CREDENTIALS_FILE=" + filepath.Join(dir, "credentials"), "AWS_CONFIG_FILE=" + filepath.Join(dir, "config")}
	for _, c := range []struct {
		name, hint string
		args       []string
	}{
		{"a profile", `right\? signet doctor --profile acme looks`, []string{"--profile", "acme"}},
		{"a place of the settings", `right\? signet doctor --place all looks`, []string{"--place", "all"}},
		{"a place with a bucket", `right\? signet doctor --place 'the nas' looks`, []string{"--place", "the nas"}},
		{"another address", `right\? signet doctor, for the same place, looks`, []string{"--profile", "acme", "--endpoint", "http://127.0.0.1:2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startTTY(t, 200, 24, env, c.args...)
			s.wait(strings.ReplaceAll(c.hint, " ", `\s+`)) // it is wrapped
			s.keys(ctrlC)
			s.exit()
		})
	}
}
