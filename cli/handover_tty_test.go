//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// copied waits for text that was sent to the terminal's clipboard (OSC 52).
func (s *tty) copied() string {
	s.t.Helper()
	re := regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]+)(\a|\x1b\\)`)
	var sent []byte
	s.until("something is copied", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		m := re.FindSubmatch(s.raw.Bytes())
		if m != nil {
			sent = bytes.Clone(m[1])
		}
		return m != nil
	})
	text, err := base64.StdEncoding.DecodeString(string(sent))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// TestACommandThatIsHandedOverWorks: the curl command of a document with an
// awkward name, copied from the menu and saved from it, does what it says in a
// real shell.
func TestACommandThatIsHandedOverWorks(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("needs curl")
	}
	data := t.TempDir()
	s := startTTY(t, 120, 42, []string{"SSH_CONNECTION=1.2.3.4 5 6.7.8.9 22"}, "demo", "--data", data)
	s.wait(`acme-contracts`)
	s.keys("/acme-con" + enter)
	s.wait(`› +acme-contracts`)
	s.keys(enter)
	for _, folder := range []string{"2023", "O'Neill"} {
		s.wait(folder)
		s.keys("/" + folder + enter)
		s.wait(`› +` + folder)
		s.keys(enter)
	}
	s.wait(`NDA`)
	s.keys("/NDA" + enter)
	s.wait(`› .*NDA.*\.pdf`)
	s.keys(enter)
	s.wait(`for +15m`)
	s.keys("1")
	s.wait(`\(15 min\)`)
	s.keys(enter)
	s.wait(`ends in 15 min`)

	s.keys("f")
	s.wait(`curl command`)
	s.walk("j", "›", "curl command")
	s.keys(enter)
	command := s.copied()
	s.wait(`terminal's clipboard \(OSC 52\)`)

	dir := t.TempDir()
	shell := exec.CommandContext(t.Context(), "sh", "-c", command)
	shell.Dir = dir
	if out, err := shell.CombinedOutput(); err != nil {
		t.Fatalf("the command fails: %v %s", err, out)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 1 || filepath.Ext(files[0]) != ".pdf" {
		t.Fatalf("the command leaves %q", files)
	}
	got, err := os.ReadFile(files[0])
	if err != nil || len(got) == 0 {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	link := s.link()
	if u, err := url.Parse(link); err != nil || u.Query().Get("X-Amz-Signature") == "" {
		t.Fatal("the link on the screen is no link")
	}
	res, err := http.Get(link) //nolint:noctx // the client of a stranger
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.ContentLength != int64(len(got)) {
		t.Errorf("the command gave %d bytes, the document has %d", len(got), res.ContentLength)
	}
	s.keys("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	noSecretIn(t, filepath.Join(data, "signet"), link)
}
