package e2e

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// link is one line of `signet share --json`.
type link struct {
	URL       string    `json:"url"`
	Operation string    `json:"operation"`
	Method    string    `json:"method"`
	Bucket    string    `json:"bucket"`
	Key       string    `json:"key"`
	VersionID string    `json:"version_id"`
	SignedAt  time.Time `json:"signed_at"`
	ExpiresAt time.Time `json:"expires_at"`
	LimitedBy string    `json:"limited_by"`
	Headers   headers   `json:"headers"` // that the holder must send
	Fields    fields    `json:"fields"`  // of an upload form, in order
	ShareID   string    `json:"share_id"`
	Group     string    `json:"group"`
}

type (
	headers map[string]string
	fields  [][2]string
)

// pairs are headers and fields as they are printed.
type pairs []struct{ Name, Value string }

func (h *headers) UnmarshalJSON(b []byte) error {
	var list pairs
	err := json.Unmarshal(b, &list)
	*h = headers{}
	for _, p := range list {
		(*h)[p.Name] = p.Value
	}
	return err
}

func (f *fields) UnmarshalJSON(b []byte) error {
	var list pairs
	err := json.Unmarshal(b, &list)
	for _, p := range list {
		*f = append(*f, [2]string{p.Name, p.Value})
	}
	return err
}

// signet is the program with a home and an environment of its own.
type signet struct {
	home string
	env  []string

	program string // empty: here.program
}

// later is that signet, minutes after.
func (p *signet) later(program string) *signet {
	after := *p
	after.program = program
	return &after
}

// keys are the credentials that the program finds in its environment.
type keys struct{ id, secret, token string }

// signetFor is a signet that signs with the server's root key.
func signetFor(t *testing.T, s *server) *signet {
	t.Helper()
	return signetWith(t, keys{s.key, s.secret, ""})
}

func signetWith(t *testing.T, k keys) *signet {
	t.Helper()
	home := t.TempDir()
	env := []string{
		"HOME=" + home, "TMPDIR=" + home,
		"PATH=" + os.Getenv("PATH"),
		"XDG_CONFIG_HOME=" + home + "/config",
		"XDG_STATE_HOME=" + home + "/state",
		"XDG_DATA_HOME=" + home + "/data",
		"XDG_CACHE_HOME=" + home + "/cache",
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_ACCESS_KEY_ID=" + k.id,
		"AWS_SECRET_ACCESS_KEY=" + k.secret,
		"TZ=UTC",
		"TERM=dumb",
	}
	if k.token != "" {
		env = append(env, "AWS_SESSION_TOKEN="+k.token)
	}
	return &signet{home: home, env: env}
}

// said is what one run of the program left.
type said struct {
	stdout, stderr string
	code           int
}

// run runs the program and waits for it.
func (p *signet) run(t *testing.T, stdin string, args ...string) said {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(within(t, testTimeout), cmp.Or(p.program, here.program), args...)
	cmd.Env, cmd.Dir = p.env, p.home
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return said{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs the program and fails the test unless it ends with 0.
func (p *signet) must(t *testing.T, stdin string, args ...string) said {
	t.Helper()
	out := p.run(t, stdin, args...)
	if out.code != 0 {
		t.Fatalf("signet %s: exit code %d\n%s", strings.Join(args, " "), out.code, out.stderr)
	}
	return out
}

// at are the flags that point the program at a server.
func (s *server) at() []string {
	return []string{"--endpoint", s.url, "--region", s.region, "--path-style"}
}

// share signs one link.
func (p *signet) share(t *testing.T, s *server, bucket, key string, flags ...string) link {
	t.Helper()
	all := p.shareAll(t, s, "", append([]string{"s3://" + bucket + "/" + key}, flags...)...)
	if len(all) != 1 {
		t.Fatalf("%d links for one object", len(all))
	}
	if all[0].Bucket != bucket || all[0].Key != key {
		t.Fatalf("the link is for %q in %q", all[0].Key, all[0].Bucket)
	}
	return all[0]
}

// shareAll signs links for whatever the arguments and standard input name.
func (p *signet) shareAll(t *testing.T, s *server, stdin string, args ...string) []link {
	t.Helper()
	args = append(append([]string{"share", "--json"}, s.at()...), args...)
	return links(t, p.must(t, stdin, args...).stdout)
}

func links(t *testing.T, lines string) []link {
	t.Helper()
	var all []link
	for line := range strings.Lines(lines) {
		var l link
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("not a line of JSON: %v", err)
		}
		all = append(all, l)
	}
	return all
}
