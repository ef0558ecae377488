package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Standard output carries the URL alone, so that $(signet share ...) works;
// signing asks nobody, so it works where nothing listens.
func TestSharePrintsTheURLAlone(t *testing.T) {
	t.Parallel()
	p := signetWith(t, keys{rootKey, rootSecret, ""})
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	out := p.must(t, "", "share", "--endpoint", "http://127.0.0.1:"+port, "--region", "us-east-1", "--path-style", "s3://acme/a b.txt", "s3://acme/c.txt")
	lines := strings.Split(strings.TrimSuffix(out.stdout, "\n"), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines, want 2", len(lines))
	}
	for i, path := range []string{"/acme/a%20b.txt?", "/acme/c.txt?"} {
		if !strings.HasPrefix(lines[i], "http://127.0.0.1:"+port+path) {
			t.Errorf("line %d is not the link alone", i+1)
		}
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	p := signetWith(t, keys{rootKey, rootSecret, ""})
	at := []string{"--endpoint", "http://127.0.0.1:1", "--region", "us-east-1", "--path-style"}
	for _, c := range []struct {
		name string
		args []string
		want int
	}{
		{"done", []string{"share", "s3://b/k"}, 0},
		{"no object", []string{"share"}, 2},
		{"no key", []string{"share", "s3://b"}, 2},
		{"no address", []string{"share", "b/k"}, 2},
		{"unknown operation", []string{"share", "s3://b/k", "--op", "steal"}, 2},
		{"unreadable expiry", []string{"share", "s3://b/k", "--expires", "soon"}, 2},
		{"zero expiry", []string{"share", "s3://b/k", "--expires", "0s"}, 2},
		{"negative expiry", []string{"share", "s3://b/k", "--expires", "-5m"}, 2},
		{"over seven days", []string{"share", "s3://b/k", "--expires", "604801s"}, 2},
		{"unknown flag", []string{"share", "s3://b/k", "--quick"}, 2},
		{"an option of another operation", []string{"share", "s3://b/k", "--if-none-match"}, 2},
		{"nothing listens", []string{"ls", "s3://b"}, 1},
	} {
		args := c.args
		if c.args[0] == "share" || c.args[0] == "ls" {
			args = append(append([]string{}, c.args...), at...)
		}
		out := p.run(t, "", args...)
		if out.code != c.want {
			t.Errorf("%s: exit code %d, want %d\n%s", c.name, out.code, c.want, out.stderr)
		}
		if c.want != 0 && (out.stdout != "" || out.stderr == "") {
			t.Errorf("%s: %q on standard output, %q on standard error", c.name, out.stdout, out.stderr)
		}
	}
}

// ls shows what the servers hold, page after page.
func TestList(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b, p := s.bucket(t), signetFor(t, s)
		for _, key := range []string{"a.txt", "dir/b.txt", "dir/über.txt"} {
			s.put(t, b, key, "x")
		}
		ls := func(args ...string) string {
			return p.must(t, "", append(append([]string{"ls"}, args...), s.at()...)...).stdout
		}
		if out := ls(); !strings.Contains(out, b) {
			t.Errorf("the bucket is not listed:\n%s", out)
		}
		if out := ls("s3://" + b); !strings.Contains(out, "a.txt") || !strings.Contains(out, "dir/") || strings.Contains(out, "b.txt\n") {
			t.Errorf("the top folder:\n%s", out)
		}
		if out := ls("s3://"+b, "--recursive"); strings.Count(out, "\n") != 3 || !strings.Contains(out, "dir/über.txt") {
			t.Errorf("everything below:\n%s", out)
		}
	})
}

// The picture of a link is read by a decoder of others.
func TestQRFile(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	p := signetFor(t, s)
	for _, ext := range []string{"png", "svg", "pdf"} {
		file := filepath.Join(p.home, "code."+ext)
		l := p.share(t, s, "acme", "a.txt", "--qr-out", file)
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%s: %v %v", ext, info, err)
		}
		if got := zbar(t, file); got != l.URL {
			t.Errorf("%s: zbar reads %d bytes, want %d", ext, len(got), len(l.URL))
		}
	}
}

// zbar reads the one QR code in a file, drawn by a program that knows the kind.
func zbar(t *testing.T, file string) string {
	t.Helper()
	picture := file + ".png"
	switch filepath.Ext(file) {
	case ".svg":
		tool(t, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
			"--user-data-dir="+t.TempDir(), "--window-size=1000,1000", "--screenshot="+picture, "file://"+file)
	case ".pdf":
		tool(t, "pdftoppm", "-png", "-r", "150", "-singlefile", file, strings.TrimSuffix(picture, ".png"))
	default:
		picture = file
	}
	return strings.TrimSpace(tool(t, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture))
}

// tool runs a program that .ci/run installs, and returns what it prints.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(within(t, testTimeout), name, args...)
	cmd.Stderr = &stderr
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir()) // some leave there what they no longer need
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v %s", name, err, stderr.String())
	}
	return string(out)
}
