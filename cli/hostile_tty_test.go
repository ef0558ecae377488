//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"signet/s3browser/hostiletest"
)

// The screens say the same as the command line, and stay usable: whatever the
// server does, the next key works.
func TestHostileServersOnTheScreen(t *testing.T) {
	t.Parallel()
	for _, trick := range hostiletest.Tricks() {
		if trick.Says == "" && !trick.Climbs {
			continue
		}
		t.Run(trick.Name, func(t *testing.T) {
			t.Parallel()
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
			if mb := peak(t, s.cmd.Process.Pid); mb > 900 {
				t.Errorf("it grew to %d MB", mb)
			}
			s.keys(ctrlC)
			s.exit()
			server.Check(t, 2)
		})
	}
}

// peak is the most memory that a running process has held, in MB; 0 where the
// system does not tell. What it tells of one that has ended counts what this
// process held when it began it.
func peak(t *testing.T, pid int) (mb int) {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscanf(rest, "%d kB", &mb); !ok || err != nil {
		t.Fatalf("%s: %v", status, err)
	}
	return mb >> 10
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
