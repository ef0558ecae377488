//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// From nothing: an administrator has an address and two keys, and shares an object of
// a MinIO that signet has never heard of.
func TestWalkPlaceFromNothing(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	s.put(t, b, "manual.txt", "how to run it")
	eachSize(t, func(t *testing.T, at size) {
		p := signetWith(t, keys{})
		w := start(t, p, at)
		w.see("start", `no place to browse yet`)
		w.keys("n")
		w.see("the form", `endpoint`)
		w.field("name", "works")
		w.field("endpoint", s.url)
		w.field("access key", s.key)
		w.field("secret key", s.secret)
		w.field("kept in", "\x1b[C")
		w.see("the form, filled in", `\[a file`)
		w.keys(signKey)
		w.see("its buckets", `\d+ bucket`)
		w.open(b)
		w.see("the bucket", `manual\.txt`)
		w.keys("s")
		w.see("the form of the link", `Anyone with this link can download`)
		w.sign()
		w.see("the link", `ends in `)
		w.keys("y")
		link := w.copied()
		w.fetched(link, "how to run it")
		w.qr(link)
		w.wait(`ends in `)
		w.quit()
		data, err := os.ReadFile(filepath.Join(p.home, "config", "signet", "config.toml"))
		if err != nil || strings.Contains(string(data), s.secret) {
			t.Errorf("%v: the settings hold a secret", err)
		}
		if strings.Contains(w.output(), s.secret) {
			t.Error("the secret was on the screen")
		}
	})
}

// field goes down to a field and types into it. A row is told by where it stands: what
// stands in it may not be drawn to its end yet.
func (w *walk) field(name, text string) {
	w.t.Helper()
	const cursor = "▸"
	row, at := "", -1
	for !strings.HasPrefix(row, name) {
		if at >= 0 {
			w.keys(tabKey)
		}
		w.until("one field has the cursor, and another one", func() bool { // half a frame may have none, or two
			var found []int
			lines := strings.Split(w.text(), "\n")
			for i, line := range lines {
				if strings.HasPrefix(line, cursor) {
					found = append(found, i)
				}
			}
			if len(found) != 1 || found[0] == at {
				return false
			}
			at = found[0]
			row = strings.TrimSpace(strings.TrimPrefix(lines[at], cursor))
			return true
		})
	}
	w.keys(text)
}
