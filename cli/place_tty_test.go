//go:build unix

package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A server that is known by nothing but its address and a pair of keys becomes a place,
// lists its buckets, is changed, and is removed with the keys that were kept for it.
func TestAPlaceFromNothingOnTheScreen(t *testing.T) {
	t.Parallel()
	const down, ctrlS = "\x1b[B", "\x13"
	server, env := serve(t, false)
	home := t.TempDir()
	signet := filepath.Join(home, "signet")
	settings := filepath.Join(signet, "config.toml")
	s := startTTY(t, 80, 24, []string{"HOME=" + home, "SIGNET_HOME=" + signet, env[len(env)-1]})
	s.wait(`no place to browse yet`)
	s.keys("n")
	s.wait(`name +\(what you call it`)
	s.keys("nas" + enter + down)
	s.keys(server.Endpoint() + enter + down)
	s.keys(server.Owner().AccessKeyID + enter + "not the secret" + enter + enter + "\x1b[C") // kept in a file
	s.wait(`\[a file only you can read\]`)
	s.keys(ctrlS)
	s.wait(`✗ signature`)
	s.wait(`Not saved`)
	if _, err := os.Stat(settings); err == nil {
		t.Error("what does not work was written")
	}
	s.keys("\x15" + server.Owner().SecretKey + ctrlS) // the focus is on the secret
	s.wait(`acme-contracts`)
	kept := filepath.Join(signet, "keys", "nas.json")
	if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != fs.FileMode(0o600) {
		t.Errorf("the file with the keys: %v %v", info, err)
	}

	s.keys("\x1b")
	s.wait(`1 place`) // a key right behind the escape would be another one
	s.keys("E")
	s.wait(`kept, and not shown`)
	if strings.Contains(s.text(), server.Owner().SecretKey) {
		t.Error("the secret is on the screen")
	}
	s.keys("-2" + ctrlS)
	s.wait(`nas-2 is changed`)
	text, err := os.ReadFile(settings)
	if err != nil || !strings.Contains(string(text), "nas-2") || !strings.Contains(string(text), kept) {
		t.Errorf("%v\n%s", err, text)
	}
	s.keys("\t")
	s.wait(`last trial .*\d\d:\d\d`)
	s.wait(`it worked`)
	s.keys("\t")

	s.keys("D")
	s.wait(`Remove the place nas-2\?`)
	s.wait(`its keys: the file`)
	s.keys("y")
	s.wait(`no place to browse yet`)
	if _, err := os.Stat(kept); err == nil {
		t.Error("the keys are still there")
	}
	s.keys(ctrlC)
	s.exit()
}
