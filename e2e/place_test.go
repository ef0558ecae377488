package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A place is made from an address and a file with keys, at every server, and is used
// with nothing in the environment.
func TestAPlaceFromNothing(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		p := signetWith(t, keys{})
		write := func(name, secret string) string {
			path := filepath.Join(p.home, name)
			if err := os.WriteFile(path, []byte(s.key+"\n"+secret+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		out := p.run(t, "", "place", "add", "wrong", "--endpoint", s.url, "--access-key-file", write("wrong", "not-the-secret-of-this-key"))
		if out.code != 1 || !strings.Contains(out.stderr, "✗ signature") {
			t.Errorf("code %d\n%s", out.code, out.stderr)
		}
		said := p.must(t, "", "place", "add", "own", "--endpoint", s.url, "--access-key-file", write("right", s.secret))
		if !strings.Contains(said.stderr, "✓ buckets") {
			t.Error(said.stderr)
		}
		p.must(t, "", "ls", "--place", "own")
		if list := p.must(t, "", "place", "list"); !strings.HasPrefix(list.stdout, "own ") || strings.Contains(list.stdout, s.secret) {
			t.Error(list.stdout)
		}
		data, err := os.ReadFile(filepath.Join(p.home, "config", "signet", "config.toml"))
		if err != nil || strings.Contains(string(data), s.secret) {
			t.Errorf("%v: the settings hold a secret", err)
		}
	})
}
