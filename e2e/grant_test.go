package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// rclone runs it with a configuration that signet wrote, and a home of its own.
func rclone(t *testing.T, config string, args ...string) said {
	t.Helper()
	var stdout, stderr bytes.Buffer
	dir := t.TempDir()
	cmd := exec.CommandContext(within(t, testTimeout), "rclone", append([]string{"--config", config, "--retries", "1", "--low-level-retries", "1", "--cache-dir", dir}, args...)...)
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true"}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return said{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// granted asks for credentials as a remote of rclone, and gives the file and the remote.
func (p *signet) granted(t *testing.T, s *server, target string, more ...string) (config, remote string) {
	t.Helper()
	config = filepath.Join(t.TempDir(), "rclone.conf")
	p.must(t, "", append(append([]string{"grant", "--as", "rclone", "-o", config, target}, s.at()...), more...)...)
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "[")
	name, _, ok := strings.Cut(rest, "]")
	if info, err := os.Stat(config); err != nil || info.Mode().Perm() != 0o600 || !ok {
		t.Fatalf("%v, mode %v", err, info.Mode())
	}
	return config, name + ":"
}

// TestGrant: rclone lists and copies below the prefix, and nothing else of it works.
func TestGrant(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "in/a.txt", "inside")
		s.put(t, b, "in/deep/b.txt", "deep")
		s.put(t, b, "in2/c.txt", "beside")
		s.put(t, b, "out.txt", "outside")
		p := signetFor(t, s)
		config, remote := p.granted(t, s, "s3://"+b+"/in/", "--allow", "list,get", "--expires", "1h", "--to", "Ms Ito")

		out := rclone(t, config, "lsf", "-R", "--files-only", remote+b+"/in")
		if out.code != 0 || out.stdout != "a.txt\ndeep/b.txt\n" {
			t.Errorf("listed %q: %s", out.stdout, out.stderr)
		}
		to := t.TempDir()
		if out := rclone(t, config, "copy", remote+b+"/in", to); out.code != 0 {
			t.Errorf("copy: %s", out.stderr)
		}
		if got, err := os.ReadFile(filepath.Join(to, "deep", "b.txt")); err != nil || string(got) != "deep" {
			t.Errorf("copied %q, %v", got, err)
		}
		here := filepath.Join(to, "a.txt")
		for name, args := range map[string][]string{
			"list beside":     {"lsf", remote + b + "/in2"},
			"list the bucket": {"lsf", remote + b},
			"read beside":     {"copyto", remote + b + "/in2/c.txt", filepath.Join(to, "x")},
			"read outside":    {"cat", remote + b + "/out.txt"},
			"write":           {"copyto", here, remote + b + "/in/new.txt"},
			"delete":          {"deletefile", remote + b + "/in/a.txt"},
		} {
			if out := rclone(t, config, args...); out.code == 0 {
				t.Errorf("%s: done: %q", name, out.stdout)
			}
		}
		s.mustHold(t, b, "in/a.txt", "inside")

		s.versioned(t, b) // so that what is stored has a version, which no access opens
		for _, allow := range []string{"list,get,put,delete", "list,put", "put"} {
			config, remote := p.granted(t, s, "s3://"+b+"/in/", "--allow", allow, "--expires", "1h")
			for _, name := range []string{"new.txt", "a.txt"} { // what is not there, and what is
				to := "in/" + strings.ReplaceAll(allow, ",", "-") + "/" + name
				if name == "a.txt" {
					s.put(t, b, to, "before")
				}
				if out := rclone(t, config, "copyto", here, remote+b+"/"+to); out.code != 0 {
					t.Errorf("%s writes %s: %s", allow, name, out.stderr)
				}
				s.mustHold(t, b, to, "inside")
			}
		}
		config, remote = p.granted(t, s, "s3://"+b+"/in/", "--allow", "list,put", "--expires", "1h")
		from := t.TempDir()
		if err := os.WriteFile(filepath.Join(from, "a.txt"), []byte("inside"), 0o600); err != nil {
			t.Fatal(err)
		}
		if out := rclone(t, config, "copy", from, remote+b+"/in/up"); out.code != 0 {
			t.Errorf("upload: %s", out.stderr)
		}
		s.mustHold(t, b, "in/up/a.txt", "inside")
		if out := rclone(t, config, "cat", remote+b+"/in/up/a.txt"); out.stdout != "" {
			t.Error("what may only write has read")
		}
		p.holdsNoSecret(t, config)
	})
}

// TestGrantEnds: when their time is over they open nothing, long before the session that
// the server gave.
func TestGrantEnds(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "in/a.txt", "inside")
		p := signetFor(t, s)
		worked := false
		for life := 4 * time.Second; !worked && life < 2*time.Minute; life *= 2 { // a busy machine gets more time
			config, remote := p.granted(t, s, "s3://"+b+"/in/", "--allow", "list,get", "--expires", life.String())
			worked = rclone(t, config, "lsf", remote+b+"/in").code == 0
			if !worked {
				continue
			}
			ends := time.Now().Add(life + 2*time.Second) // the latest that it can be
			for over := false; !over; {
				asked := time.Now()
				over = rclone(t, config, "lsf", remote+b+"/in").code != 0
				if !over && asked.After(ends) {
					t.Fatal("they work after their end")
				}
			}
		}
		if !worked {
			t.Error("they never worked")
		}
	})
}

// TestGrantOfANetwork: from another network they open nothing.
func TestGrantOfANetwork(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "in/a.txt", "inside")
		p := signetFor(t, s)
		for from, want := range map[string]bool{"127.0.0.0/8": true, "192.0.2.0/24": false} {
			config, remote := p.granted(t, s, "s3://"+b+"/in/", "--allow", "list,get", "--expires", "1h", "--from", from)
			if out := rclone(t, config, "lsf", remote+b+"/in"); (out.code == 0) != want {
				t.Errorf("from %s: %q %s", from, out.stdout, out.stderr)
			}
		}
	})
}

// holdsNoSecret looks for what a configuration of rclone has through all that signet keeps.
func (p *signet) holdsNoSecret(t *testing.T, config string) {
	t.Helper()
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	var secrets []string
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && (name == "secret_access_key" || name == "session_token") {
			secrets = append(secrets, value)
			if quoted, _ := json.Marshal(value); string(quoted) != `"`+value+`"` {
				secrets = append(secrets, strings.Trim(string(quoted), `"`))
			}
		}
	}
	files := 0
	_ = filepath.WalkDir(p.home, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds a secret of the credentials", path)
			}
		}
		return nil
	})
	if len(secrets) < 2 || files == 0 {
		t.Errorf("%d secrets, %d files", len(secrets), files)
	}
}
