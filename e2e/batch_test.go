package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A prefix becomes one link for each object below it.
func TestRecursive(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		for i := range 30 {
			s.put(t, b, fmt.Sprintf("docs/%02d/über & plus+.txt", i), fmt.Sprint(i))
		}
		s.put(t, b, "docs-of-others/x.txt", "not asked for")
		all := p.shareAll(t, s, "", "s3://"+b+"/docs/", "--recursive", "--expires", "1h")
		if len(all) != 30 {
			t.Fatalf("%d links, want 30", len(all))
		}
		for _, l := range all {
			if !l.ExpiresAt.Equal(all[0].ExpiresAt) {
				t.Errorf("%q has an end of its own", l.Key)
			}
			i := strings.TrimLeft(strings.Split(l.Key, "/")[1], "0")
			if a := use(t, http.MethodGet, l.URL, nil, ""); a.body != i && i != "" {
				t.Errorf("%q: %d %q", l.Key, a.status, a.body)
			}
		}
	})
}

// Names come from standard input, one on each line.
func TestStandardInput(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b, p := s.bucket(t), signetFor(t, s)
	var in strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&in, "s3://%s/%04d.txt\n", b, i)
	}
	s.put(t, b, "0999.txt", "the last")
	all := p.shareAll(t, s, in.String(), "-")
	if len(all) != 1000 {
		t.Fatalf("%d links, want 1,000", len(all))
	}
	if all[0].Group == "" || all[0].Group != all[999].Group {
		t.Errorf("groups %q and %q, want one", all[0].Group, all[999].Group)
	}
	if a := use(t, http.MethodGet, all[999].URL, nil, ""); a.body != "the last" {
		t.Errorf("the last link: %d %q", a.status, a.body)
	}
}

// The log knows every share and no secret.
func TestLog(t *testing.T) {
	t.Parallel()
	s := theServer(t, "versitygw")
	p := signetFor(t, s)
	get := p.share(t, s, "acme", "a.txt", "--note", "for the audit", "--to", "Jo")
	form := p.share(t, s, "acme", "in/", "--op", "post", "--key-prefix")

	var ids []string
	for line := range strings.Lines(p.must(t, "", "log", "--json").stdout) {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("not a line of JSON: %v", err)
		}
		ids = append(ids, line)
	}
	if len(ids) != 2 {
		t.Fatalf("%d entries, want 2", len(ids))
	}
	for _, id := range []string{get.ShareID, form.ShareID} {
		if !strings.Contains(strings.Join(ids, ""), id) {
			t.Errorf("share %s is not in the log", id)
		}
	}
	secrets := []string{s.secret, signatureOf(t, get.URL)}
	for _, f := range form.Fields {
		if strings.EqualFold(f[0], "X-Amz-Signature") || f[0] == "policy" {
			secrets = append(secrets, f[1])
		}
	}
	searchFiles(t, p.home, secrets)
}

func signatureOf(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal("not a URL")
	}
	return u.Query().Get("X-Amz-Signature")
}

// searchFiles looks for secrets in every byte that the program wrote.
func searchFiles(t *testing.T, dir string, secrets []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, s := range secrets {
			if s == "" || bytes.Contains(b, []byte(s)) {
				t.Errorf("secret %d stands in %s", i, filepath.Base(path))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Error("the program wrote no file: where is the log?")
	}
}
