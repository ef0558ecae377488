//go:build unix

package cli

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"signet/demo"
)

// What signet demo --serve prints holds in other folders and shells.
func TestServeSaysWhereItsLogIs(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script, stop := served(t, exe, dir)
	stop()
	said, err := exec.CommandContext(t.Context(), "sh", "-c", script+`printf %s "$SIGNET_HOME"`).Output()
	if want := filepath.Join(dir, "it's data", "signet"); err != nil || string(said) != want {
		t.Errorf("%q, %v, want %q", said, err, want)
	}
}

// served runs signet demo --serve in a folder, and gives what it prints.
func served(t *testing.T, exe, dir string) (script string, stop func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), exe, "demo", "--serve", "--data", "it's data")
	cmd.Dir = dir
	cmd.Env = []string{programEnv + "=1", quickEnd, "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "LANG=C.UTF-8"}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		script += lines.Text() + "\n"
		if strings.Contains(lines.Text(), "SIGNET_HOME") {
			break
		}
	}
	return script, func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	}
}

// opensFrom opens a link from addresses of this machine.
func opensFrom(t *testing.T, link string, answers map[string]int) {
	t.Helper()
	for from, want := range answers {
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}).DialContext}}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
		if err != nil {
			t.Fatal("the link is no address")
		}
		res, err := client.Do(req)
		if err != nil {
			if from != "127.0.0.1" {
				t.Logf("this machine has no %s", from)
				continue
			}
			t.Fatal(errors.Unwrap(err))
		}
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("from %s: %d, want %d", from, res.StatusCode, want)
		}
	}
}

// Whoever has what signet demo --serve prints signs by its distribution, whose key only
// its user may read, and by sessions of its role.
func TestServedDemoHasADistribution(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script, stop := served(t, exe, dir)
	defer stop()
	for _, by := range []string{"front --until 2037-12-24", "role --expires 1h"} {
		run := exec.CommandContext(t.Context(), "sh", "-c", script+`exec "$0" share s3://acme-contracts/README.txt --from 127.0.0.1 --signer `+by, exe)
		run.Env = []string{programEnv + "=1", quickEnd, "HOME=" + t.TempDir(), "LANG=C.UTF-8"}
		link, err := run.Output()
		if err != nil {
			t.Fatal(by, err)
		}
		opensFrom(t, strings.TrimSpace(string(link)), map[string]int{"127.0.0.1": http.StatusOK, "127.0.0.2": http.StatusForbidden})
	}
	if info, err := os.Stat(filepath.Join(dir, "it's data", "front.pem")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key is %v, %v", info, err)
	}
}

// Settings that the user wrote himself stay, and those of the demo go with it.
func TestDemoSettings(t *testing.T) {
	srv, err := demo.Start(t.Context(), demo.Options{Empty: true})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	root := t.TempDir()
	file := filepath.Join(root, "signet", "config.toml")
	for _, c := range []struct {
		was    string
		served bool
		want   string // a part; empty: no file
	}{
		{"", true, srv.Endpoint()},
		{ofDemo + "endpoint = \"old\"", true, srv.Endpoint()},
		{ofDemo, false, ""},
		{"", false, ""},
		{"expiry = \"2h\"", true, "expiry"},
		{"expiry = \"2h\"", false, "expiry"},
	} {
		_ = os.RemoveAll(filepath.Dir(file))
		if c.was != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(c.was), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := demoSettings(root, srv, nil, c.served); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); (c.want == "") != (err != nil) || !strings.Contains(string(got), c.want) {
			t.Errorf("%q, served %v: %q, %v", c.was, c.served, got, err)
		}
	}
}

// signet demo | head -1 leaves no documents and keys in the temporary folder.
func TestDemoCleansUpWhenItsReaderGoes(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	cmd := exec.CommandContext(t.Context(), exe, "demo")
	cmd.Env = []string{programEnv + "=1", quickEnd, "HOME=" + t.TempDir(), "TMPDIR=" + tmp, "LANG=C.UTF-8"}
	cmd.Stdout = w
	_ = r.Close() // nobody reads any of it
	_ = cmd.Run()
	_ = w.Close()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	left, err := os.ReadDir(tmp)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A folder of everybody's is refused before anything is written in it, not when the
// settings in it are read.
func TestDemoWritesNothingInAFolderOfEverybodys(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.Chmod(root, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"demo", "--data", root}, {"demo", "--serve", "--data", root}} {
		cmd := exec.CommandContext(t.Context(), exe, args...)
		cmd.Env = []string{programEnv + "=1", quickEnd, "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "LANG=C.UTF-8"}
		said, err := cmd.CombinedOutput()
		if want := "signet: open demo folder: " + root + " can be written by everyone; "; err == nil || !strings.Contains(string(said), want) {
			t.Errorf("%q: %v, %s", args, err, said)
		}
		if there, err := os.ReadDir(root); err != nil || len(there) > 0 {
			t.Errorf("%q: %v is written, %v", args, there, err)
		}
	}
}
