package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"signet/s3browser/hostiletest"
)

// against points the program at a server that plays a trick.
func against(t *testing.T, trick hostiletest.Trick) *hostiletest.Server {
	t.Helper()
	s := hostiletest.Start(t, trick)
	dir := home(t)
	for name, value := range map[string]string{
		"HOME": dir, "AWS_ENDPOINT_URL_S3": s.URL, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIATESTTESTTEST", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_EC2_METADATA_DISABLED": "true", "SIGNET_TIMEOUT": "10m", "AWS_MAX_ATTEMPTS": "1",
	} {
		t.Setenv(name, value)
	}
	if trick.Stalls {
		t.Setenv("SIGNET_TIMEOUT", "1s")
	}
	return s
}

// faced runs one command line, which must end by itself and with little memory.
func faced(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	code = Run(t.Context(), args, IO{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Env: os.Getenv, Clock: time.Now})
	runtime.ReadMemStats(&after)
	if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 600 { // in all, the server's part included
		t.Errorf("%v: %d MB were allocated", args, n)
	}
	return code, stdout.String(), stderr.String()
}

// Whatever a server does, every command that lists ends by itself, in bounds, and
// says so; none signs anything of a listing that is not what was asked for.
func TestHostileServers(t *testing.T) {
	if testing.Short() {
		t.Skip("reads answers without end, for long; on the screen the detector meets the same servers")
	}
	for _, trick := range hostiletest.Tricks() {
		t.Run(trick.Name, func(t *testing.T) {
			s := against(t, trick)
			_, _, _ = faced(t, "ls") // other requests are of other kinds; they end, too
			commands := [][]string{{"ls", "s3://b/p/"}, {"share", "s3://b/p/", "--recursive", "--expires", "5m"}}
			if trick.Says != "" {
				commands = append(commands, []string{"log", "usage", "s3://b/p/"})
			}
			for _, args := range commands {
				code, out, said := faced(t, args...)
				if trick.Climbs && args[0] == "share" {
					climbs(t, code, out, said)
					continue
				}
				if trick.Says == "" {
					if code != exitDone {
						t.Errorf("%v: exit code %d: %s", args, code, said)
					}
					continue
				}
				if code != exitFailed || !strings.Contains(said, trick.Says) {
					t.Errorf("%v: exit code %d, want %q: %s", args, code, trick.Says, said)
				}
				if strings.Contains(said, "endpoint "+s.Stranger()) || strings.Contains(said, "that address as") {
					t.Errorf("%v: the stranger is recommended: %s", args, said)
				}
				if strings.Contains(out, "X-Amz-Signature") || strings.ContainsAny(out+said, "\x1b\x07") {
					t.Errorf("%v: %q", args, out+said)
				}
			}
			code, _, said := faced(t, "share", "s3://b/p/a", "--check", "--expires", "5m")
			if code != exitDone && code != exitFailed {
				t.Errorf("exit code %d: %s", code, said)
			}
			s.Check(t, 5)
		})
	}
}

// climbs wants nothing signed of a listing with a key that leads out of it.
func climbs(t *testing.T, code int, out, said string) {
	t.Helper()
	if code != exitFailed || strings.Contains(out, "X-Amz-Signature") || !strings.Contains(said, "leads out of it: p/") || !strings.Contains(said, "nothing was signed") {
		t.Errorf("exit code %d, %q, %q", code, out, said)
	}
}

// What a server lists twice is signed once.
func TestDuplicatesAreSignedOnce(t *testing.T) {
	for _, trick := range hostiletest.Tricks() {
		if trick.Name != "duplicates" {
			continue
		}
		against(t, trick)
		_, out, said := faced(t, "share", "s3://b/p/", "s3://b/p/", "--recursive", "--expires", "5m")
		if n := strings.Count(out, "\n"); n != 4 {
			t.Errorf("%d links: %s", n, said)
		}
		return
	}
	t.Error("there is no such trick")
}

// A region that a server names is not kept before a request that was signed for it
// was accepted there.
func TestRegionsAreNotKeptAtAServersWord(t *testing.T) {
	for _, trick := range hostiletest.Tricks() {
		if !strings.Contains(trick.Name, "region") {
			continue
		}
		t.Run(trick.Name, func(t *testing.T) {
			against(t, trick)
			_, _, _ = faced(t, "ls", "s3://b/p/")
			_, _, _ = faced(t, "share", "s3://b/p/a", "--check")
			if text, err := os.ReadFile(filepath.Join(os.Getenv("SIGNET_HOME"), "regions")); err == nil {
				t.Errorf("kept: %s", text)
			}
			_, out, _ := faced(t, "share", "s3://b/p/a")
			if want := fmt.Sprintf("%%2F%s%%2F", "us-east-1"); !strings.Contains(out, want) {
				t.Error("the link is signed for another region")
			}
		})
	}
}
