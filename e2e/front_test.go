package e2e

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ofDemo is a signet with the settings and the keys of a served demo, and a share log of
// its own.
func ofDemo(t *testing.T, s *server) (p *signet, data string) {
	t.Helper()
	data = filepath.Join(here.dir, "demo", "data")
	p = signetFor(t, s)
	p.env = append(p.env, "SIGNET_CONFIG="+filepath.Join(data, "signet", "config.toml"))
	return p, data
}

// curled is what curl is answered from an address of this machine, by its status and body.
func curled(t *testing.T, from string, args ...string) (status, body string) {
	t.Helper()
	all := append([]string{"-sS", "--path-as-is", "--interface", from, "-w", "\n%{http_code}"}, args...)
	out, err := exec.CommandContext(within(t, time.Minute), "curl", all...).Output()
	if err != nil {
		t.Fatalf("curl from %s: %v", from, err)
	}
	text := string(out)
	cut := strings.LastIndexByte(text, '\n')
	return text[cut+1:], text[:cut]
}

// A link of CloudFront until next year from one network: curl opens it from there, not
// from the address beside it, and openssl verifies it with the public key.
func TestFrontLink(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"curl", "openssl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Fatal(name + " is not installed; .ci/run names the packages")
		}
	}
	s := theServer(t, "demo")
	p, data := ofDemo(t, s)
	next := time.Now().AddDate(1, 0, 0).Format("2006-01-02")
	link := strings.TrimSpace(p.must(t, "", "share", "s3://acme-contracts/README.txt", "--signer", "front", "--until", next, "--from", "127.0.0.1").stdout)
	if status, body := curled(t, "127.0.0.1", link); status != "200" || !strings.Contains(body, "ACME Instruments") {
		t.Errorf("from the network: %s %.100s", status, body)
	}
	if status, body := curled(t, "127.0.0.2", link); status != "403" || !strings.Contains(body, "<Code>AccessDenied</Code><Message>Access denied</Message>") {
		t.Errorf("from elsewhere: %s %.200s", status, body)
	}
	if status, body := curled(t, "127.0.0.1", "-H", "X-Forwarded-For: 127.0.0.1", strings.Replace(link, "README", "readme", 1)); status != "403" || !strings.Contains(body, "AccessDenied") {
		t.Errorf("another object: %s %.200s", status, body)
	}
	if status, body := curled(t, "127.0.0.2", "-H", "X-Forwarded-For: 127.0.0.1", link); status != "403" {
		t.Errorf("from elsewhere, with a header: %s %.200s", status, body)
	}
	if got := p.run(t, link, "inspect", "-"); !strings.Contains(got.stdout, "the signature holds") || !strings.Contains(got.stdout, "as they were signed") {
		t.Errorf("inspected: %s", got.stdout)
	}
	verifiedBy(t, filepath.Join(data, "front.pem"), link)
}

// verifiedBy has openssl verify the signature over the policy in a link.
func verifiedBy(t *testing.T, private, link string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal("the link is no address")
	}
	dir := t.TempDir()
	for file, name := range map[string]string{"policy": "Policy", "signature": "Signature"} {
		raw, err := base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(u.Query().Get(name)))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, file), string(raw))
	}
	for _, args := range [][]string{
		{"pkey", "-in", private, "-pubout", "-out", filepath.Join(dir, "public.pem")},
		{"dgst", "-sha256", "-verify", filepath.Join(dir, "public.pem"), "-signature", filepath.Join(dir, "signature"), filepath.Join(dir, "policy")},
	} {
		if out, err := exec.CommandContext(within(t, time.Minute), "openssl", args...).CombinedOutput(); err != nil {
			t.Errorf("openssl %s: %v %s", args[0], err, out)
		}
	}
}

// keepsNoSecret: no file of the share log has a part of what was signed.
func keepsNoSecret(t *testing.T, home, query string) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal("the link has no parameters that can be read")
	}
	files := 0
	err = filepath.WalkDir(filepath.Join(home, "state"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		for _, name := range []string{"Signature", "Policy"} {
			if bytes.Contains(content, []byte(values.Get(name)[:24])) {
				t.Errorf("%s holds the %s", filepath.Base(path), name)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files: %v", files, err)
	}
}

// A folder by one link and by a file of cookies, as curl reads it: what is in it opens, what
// is beside it does not, and the log makes the same file again.
func TestFrontFolder(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("curl is not installed; .ci/run names the packages")
	}
	p, _ := ofDemo(t, theServer(t, "demo"))
	l := links(t, p.must(t, "", "share", "s3://acme-contracts/2026/", "--signer", "front", "--below", "--expires", "30d", "--json").stdout)[0]
	jar := filepath.Join(p.home, "a.jar")
	write(t, jar, p.must(t, "", "log", "show", l.ShareID, "--url", "--handover", "cookie-jar").stdout)
	address, query, _ := strings.Cut(l.URL, "?")
	keepsNoSecret(t, p.home, query)
	inside := strings.TrimSuffix(address, "2026/")
	key := p.must(t, "", "ls", "s3://acme-contracts/2026/", "--recursive", "--json").stdout
	var first string
	for line := range strings.Lines(key) {
		if _, after, ok := strings.Cut(line, `"key":"`); ok && first == "" {
			first, _, _ = strings.Cut(after, `"`)
		}
	}
	if first == "" {
		t.Fatalf("nothing is listed: %.300s", key)
	}
	path := (&url.URL{Path: first}).EscapedPath()
	for name, args := range map[string][]string{"by its link": {inside + path + "?" + query}, "by cookies": {"-b", jar, inside + path}} {
		if status, body := curled(t, "127.0.0.1", append([]string{"-o", filepath.Join(p.home, "out")}, args...)...); status != "200" {
			t.Errorf("%s: %s %.200s", name, status, body)
		}
	}
	for name, args := range map[string][]string{"by its link": {inside + "README.txt?" + query}, "by cookies": {"-b", jar, inside + "README.txt"}} {
		if status, _ := curled(t, "127.0.0.1", args...); status != "403" {
			t.Errorf("beside the folder, %s: %s", name, status)
		}
	}
}
