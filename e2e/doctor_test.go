//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// diagnosis is the report of `signet doctor --json`.
type diagnosis struct {
	Version, Platform string
	Checks            []struct{ Section, Check, State, Found, Do string }
}

// diagnosed runs doctor for scripts.
func (p *signet) diagnosed(t *testing.T, code int, args ...string) (d diagnosis) {
	t.Helper()
	out := p.run(t, "", append([]string{"doctor", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out.stdout), &d); err != nil || out.code != code || d.Version == "" || d.Platform == "" {
		t.Fatalf("exit code %d, want %d, %v: %s%s", out.code, code, err, out.stdout, out.stderr)
	}
	for _, c := range d.Checks {
		if c.Section == "" || c.Check == "" || c.Found == "" || !slices.Contains([]string{"good", "info", "warning", "bad"}, c.State) {
			t.Errorf("a line that says nothing: %+v", c)
		}
	}
	p.tellsNothing(t, out.stdout+out.stderr)
	return d
}

// is demands what a check has found: its state, and a part of the words.
func (d diagnosis) is(t *testing.T, section, check, state, says string) {
	t.Helper()
	var all []string
	for _, c := range d.Checks {
		if c.Section != section || c.Check != check {
			continue
		}
		if c.State == state && strings.Contains(c.Found+" > "+c.Do, says) {
			return
		}
		all = append(all, c.State+" "+c.Found+" > "+c.Do)
	}
	t.Errorf("%s, %s: %q, want %s %q", section, check, all, state, says)
}

// tellsNothing looks for what a report must not have: keys, tokens and signatures.
func (p *signet) tellsNothing(t *testing.T, text string) {
	t.Helper()
	for _, variable := range p.env {
		name, value, _ := strings.Cut(variable, "=")
		if (strings.HasPrefix(name, "AWS_SECRET") || strings.HasPrefix(name, "AWS_SESSION") || name == "AWS_ACCESS_KEY_ID") && value != "" && strings.Contains(text, value) {
			t.Errorf("the report has the value of %s", name)
		}
	}
	for _, part := range []string{"X-Amz-", "Signature=", "Credential=", p.home} {
		if strings.Contains(text, part) {
			t.Errorf("the report has %s", part)
		}
	}
}

// Doctor before each server that others wrote and our own: an owner, somebody whose session
// may read one bucket, and a link from end to end. The rights are those that the server gives.
func TestDoctor(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"demo", "minio"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theServer(t, name)
			b := s.bucket(t)
			s.put(t, b, "doc.txt", "text")
			p := signetFor(t, s)
			settings := fmt.Sprintf("[[place]]\nname = \"lab\"\nendpoint = %q\nregion = %q\npath_style = true\nbucket = %q\n", s.url, s.region, b)
			p.settings(t, settings)
			d := p.diagnosed(t, 0, "--place", "lab")
			d.is(t, "credentials", "signature", "good", "its secret is right")
			d.is(t, "addressing", "region", "good", s.region)
			d.is(t, "rights", "objects", "good", b+" can be listed")
			d.is(t, "rights", "object", "good", "s3:GetObject")
			d.is(t, "rights", "policy", "good", "s3:GetBucketPolicy")
			d.is(t, "rights", "writing", "info", "were not tried")

			reads := signetWith(t, s.session(t, 900, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::`+b+`","arn:aws:s3:::`+b+`/*"]}]}`))
			reads.settings(t, settings)
			d = reads.diagnosed(t, 0, "--place", "lab")
			d.is(t, "rights", "object", "good", "s3:GetObject")
			d.is(t, "rights", "policy", "info", "access denied")
			d.is(t, "credentials", "key", "warning", "the session ends in")

			d = p.diagnosed(t, 1, "s3://"+b+"/doc.txt", "--place", "lab")
			d.is(t, "link", "opens", "good", "opens without any credentials")
			d.is(t, "link", "altered", "good", "it is refused")
			d.is(t, "link", "proof", "good", "it is the same link")
			if entries := p.must(t, "", "log").stdout; strings.Contains(entries, b) {
				t.Errorf("the link is in the log: %s", entries)
			}
		})
	}
}

// In a real tmux, with somebody in front of it, the report fits its 80 columns and tells what
// is between them; in one that nobody looks at it says so.
func TestDoctorInTmux(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	b := s.bucket(t)
	s.put(t, b, "doc.txt", "text")
	for name, args := range map[string][]string{"everything": {"doctor"}, "a link": {"doctor", "s3://" + b + "/doc.txt"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := signetFor(t, s)
			line := "'" + strings.Join(append(append([]string{here.program}, args...), s.at()...), "' '") + "'"
			socket := filepath.Join(t.TempDir(), "tmux")
			t.Cleanup(func() { _ = exec.Command("tmux", "-S", socket, "kill-server").Run() })
			cmd := exec.CommandContext(within(t, testTimeout), "tmux", "-S", socket, "-f", "/dev/null", "-u",
				"new-session", "--", "sh", "-c", line+"; echo ended with $?; exec sleep 1000000")
			cmd.Env, cmd.Dir = append(p.env, "TERM=xterm-256color", "LANG=C.UTF-8", "SHELL=/bin/sh"), p.home
			v := newTerminal(t, size{80, 160}, cmd)
			ended := v.wait(`ended with \d`)
			text := v.text()
			p.tellsNothing(t, text)
			if name == "a link" {
				if ended != "ended with 1" || !strings.Contains(text, "the link opens without any credentials") || !strings.Contains(text, "on this screen it is drawn as") {
					t.Errorf("%s\n%s", ended, text)
				}
				return
			}
			for _, says := range []string{"80 columns and 159 rows", "allow-passthrough is off", "escape-time is", "shown by", "that of tmux, and through it the terminal's", "0 bad"} {
				if !strings.Contains(text, says) {
					t.Errorf("the report does not say %q", says)
				}
			}
			if ended != "ended with 0" || t.Failed() {
				t.Errorf("%s\n%s", ended, text)
			}
		})
	}
	t.Run("nobody looks", func(t *testing.T) {
		t.Parallel()
		p := signetFor(t, s)
		v := newPane(t, p, "80x160", "sh", "-c", "'"+strings.Join(append([]string{here.program, "doctor"}, s.at()...), "' '")+"'; echo ended with $?; exec sleep 1000000")
		v.sees(`ended with 0`)
		if text := v.text(); !strings.Contains(text, "no terminal shows this tmux") || strings.Contains(text, "does not answer") {
			t.Errorf("%s", text)
		}
	})
}
