//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"signet/s3browser/hostiletest"
)

// The screens say the same as the command line, and stay usable: whatever the
// server does, the next key works.
func TestHostileServersOnTheScreen(t *testing.T) {
	for _, trick := range hostiletest.Tricks() {
		if trick.Says == "" && !trick.Climbs {
			continue
		}
		t.Run(trick.Name, func(t *testing.T) {
			server := hostiletest.Start(t, trick)
			home := t.TempDir()
			timeout := "10m"
			if trick.Stalls {
				timeout = "1s"
			}
			config := filepath.Join(home, "config.toml")
			text := "timeout = '" + timeout + "'\n[[place]]\nname = 'evil'\nendpoint = '" + server.URL + "'\nregion = 'us-east-1'\nbucket = 'b'\nprefix = 'p/'\n"
			if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			s := startTTY(t, 80, 24, []string{
				"HOME=" + home, "SIGNET_HOME=" + filepath.Join(home, "signet"), "SIGNET_CONFIG=" + config, "AWS_MAX_ATTEMPTS=1",
				"AWS_ACCESS_KEY_ID=AKIATESTTESTTEST", "AWS_SECRET_ACCESS_KEY=secret",
			}, "--place", "evil")
			if trick.Foreign || trick.Climbs {
				s.wait(`foreign`)
			} else {
				s.wait(strings.Join(strings.Fields(regexp.QuoteMeta(trick.Says)), `\s+`)) // wrapped as it may be
			}
			s.keys("?")
			s.wait(`filter`)
			s.keys(ctrlC)
			s.exit()
			if use, ok := s.cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" && use.Maxrss > 900<<10 {
				t.Errorf("it grew to %d MB", use.Maxrss>>10)
			}
			server.Check(t, 2)
		})
	}
}

// Reading logs says how far it has come, and ctrl+c ends it.
func TestUsageSaysHowFarItIs(t *testing.T) {
	for _, trick := range hostiletest.Logs() {
		if trick.Name != "endless JSON" {
			continue
		}
		server := hostiletest.Start(t, trick)
		home := t.TempDir()
		s := startTTY(t, 80, 24, []string{
			"HOME=" + home, "SIGNET_HOME=" + filepath.Join(home, "signet"), "SIGNET_TIMEOUT=10m", "AWS_ENDPOINT_URL_S3=" + server.URL, "AWS_REGION=us-east-1",
			"AWS_ACCESS_KEY_ID=AKIATESTTESTTEST", "AWS_SECRET_ACCESS_KEY=secret",
		}, "log", "usage", "s3://b/p/")
		s.wait(`1 log, [0-9.]+ [kM]B read, ctrl\+c stops`)
		s.keys(ctrlC)
		if code := s.exit(); code != exitInterrupted {
			t.Errorf("exit code %d", code)
		}
		return
	}
	t.Error("there is no such trick")
}
