//go:build unix

package e2e

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"signet/e2e/faults"
)

// What waits for a silent server ends at once when it is told to.
func TestSilenceIsLeftAtOnce(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"ls"},
		{"ls", "s3://nested/reports/", "--recursive"},
		{"share", "--check", "s3://nested/reports/report-0001.pdf"},
		{"share", "--pin-version", "s3://nested/reports/report-0001.pdf"},
	} {
		t.Run(strings.Join(args[:min(2, len(args))], " "), func(t *testing.T) {
			t.Parallel()
			silence, _ := faults.Named("silence")
			proxy, p, s := faulty(t, silence)
			p.env = append(p.env, "SIGNET_TIMEOUT=1h") // which would be far too late
			cmd := exec.CommandContext(within(t, testTimeout), here.program, append(args, s.at()...)...)
			cmd.Env, cmd.Dir = p.env, p.home
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			interrupted(t, cmd, "the server is asked", func() bool { return proxy.Waiting() > 0 })
		})
	}
}

// The endless output of a helper that gives credentials is not kept, and its end is not
// waited for when the program is told to stop.
func TestHelpersWithoutEnd(t *testing.T) {
	for name, test := range map[string]struct {
		command string
		says    string // empty: it is stopped
	}{
		"prints for ever": {"yes | head -c 300000000", "the credential_process of profile helped printed more than 64 kB"},
		"never ends":      {"touch started && exec sleep 1000000", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			helped(t, test.command, test.says)
		})
	}
}

func helped(t *testing.T, command, says string) {
	t.Helper()
	p := signetWith(t, keys{})
	write(t, p.home+"/config.ini", "[profile helped]\ncredential_process = "+command+"\nregion = us-east-1\n")
	p.env = append(p.env, "AWS_CONFIG_FILE="+p.home+"/config.ini", "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_PROFILE=helped")
	args := []string{"ls", "--endpoint", "http://127.0.0.1:1", "--path-style"}
	if says != "" {
		out, memory := p.costs(t, args...)
		if out.code != 1 || !strings.Contains(out.stderr, says) || memory > mostMemory {
			t.Errorf("exit code %d, %d MB: %.300s", out.code, memory>>20, out.stderr)
		}
		return
	}
	ctx, cancel := context.WithCancel(within(t, testTimeout))
	defer cancel()
	cmd := exec.CommandContext(ctx, here.program, args...)
	cmd.Env, cmd.Dir = p.env, p.home
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	interrupted(t, cmd, "the helper runs", func() bool {
		_, err := os.Stat(p.home + "/started")
		return err == nil
	})
}

// interrupted stops a program once something is so; its exit code says that it was.
func interrupted(t *testing.T, cmd *exec.Cmd, what string, so func() bool) {
	t.Helper()
	ended := make(chan error, 1)
	gone := make(chan struct{})
	go func() {
		ended <- cmd.Wait()
		close(gone)
	}()
	if !await(10*time.Millisecond, gone, so) {
		t.Errorf("never: %s", what)
	}
	_ = cmd.Process.Signal(syscall.SIGINT)
	var exit *exec.ExitError
	if err := <-ended; !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("it ended with %v, want exit code 130", err)
	}
}

// While a server keeps silent a screen says what it waits for, answers keys, and is left at
// once; the request is given up.
func TestScreensBeforeASilentServer(t *testing.T) {
	t.Parallel()
	t.Run("the first", func(t *testing.T) {
		t.Parallel()
		f, _ := faults.Named("silence")
		proxy, p, s := faulty(t, f)
		w := walkIn(t, p, p.near(t, size{80, 24}, s.at()...))
		w.wait(`listing buckets`)
		until(t, "the server is asked", func() bool { return proxy.Waiting() > 0 })
		w.wait(`listing buckets, for \d+ s`)
		w.keys("?")
		w.wait(`any key closes`)
		w.leave("any key closes")
		w.keys("\x03")
		w.until("the program ends", func() bool {
			select {
			case <-w.done:
				return true
			default:
				return false
			}
		})
	})
	t.Run("below", func(t *testing.T) {
		t.Parallel()
		proxy, p, s := faulty(t, silentBelow())
		w := walkIn(t, p, p.near(t, size{80, 24}, s.at()...))
		w.wait(`4 buckets`)
		w.open("nested")
		w.wait(`3 folders`)
		for key, says := range map[string]string{"#": `counting`, "V": `listing versions`, "F": `searching`} {
			w.keys(key)
			if key == "F" {
				w.wait(`find below`)
				w.keys("nothing" + enterKey)
			}
			until(t, "the server is asked", func() bool { return proxy.Waiting() > 0 })
			w.wait(says + `.*, for \d+ s`)
			w.keys(escKey)
			until(t, "the request is given up", func() bool { return proxy.Waiting() == 0 })
			w.wait(`3 folders`)
		}
		w.quit()
	})
	t.Run("the form of a place", func(t *testing.T) {
		t.Parallel()
		f, _ := faults.Named("silence")
		proxy, p, s := faulty(t, f)
		p.env = append(p.env, "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "SIGNET_TIMEOUT=1h")
		w := walkIn(t, p, p.near(t, size{80, 24}))
		w.wait(`no place to browse yet`)
		w.keys("n")
		w.field("name", "works")
		w.field("endpoint", s.url)
		w.field("access key", s.key)
		w.field("secret key", s.secret)
		w.keys(signKey)
		until(t, "the server is asked", func() bool { return proxy.Waiting() > 0 })
		w.wait(`trying the place, for \d+ s`)
		w.keys(escKey)
		w.wait(`y leave`) // what was typed would be lost
		w.keys("y")
		until(t, "the request is given up", func() bool { return proxy.Waiting() == 0 })
		w.wait(`no place to browse yet`)
		w.quit()
		if _, err := os.Stat(p.home + "/config/signet/config.toml"); err == nil {
			t.Error("the place was written though it was left")
		}
	})
}

// silentBelow is silence for what lists everything below a prefix, which finding and summing
// up do, and for lists of versions.
func silentBelow() faults.Fault {
	f, _ := faults.Named("silence")
	f.Of = func(r *http.Request) bool {
		q := r.URL.Query()
		return q.Has("versions") || q.Has("list-type") && !q.Has("delimiter")
	}
	return f
}
