package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signet/cli"
	"signet/config"
)

// runConfig runs `signet config` in a home of its own.
func runConfig(t *testing.T, home string, env map[string]string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(context.Background(), append([]string{"config"}, args...), cli.IO{
		In: strings.NewReader(""), Out: &out, Err: &errs,
		Env: func(name string) string {
			if name == "SIGNET_HOME" {
				return home
			}
			return env[name]
		},
	})
	return out.String(), errs.String(), code
}

func TestConfigShowsSources(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, "config.toml")
	if err := os.WriteFile(file, []byte("theme = 'dark'\n[[place]]\nname = 'a\u202eb'\nprofile = 'p'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, code := runConfig(t, home, map[string]string{"SIGNET_EXPIRY": "8h"})
	if code != 0 || errs != "" {
		t.Fatalf("%d %s", code, errs)
	}
	lines := map[string][]string{}
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		lines[f[0]] = f[1:]
	}
	for key, want := range map[string]string{
		"expiry": "8h SIGNET_EXPIRY", "theme": "dark " + file + ":1", "soon": "15m default", "default_place": "(none) default",
		`place.a\u202eb.profile`: "p " + file + ":4", "path.config": file + " read",
	} {
		if got := strings.Join(lines[key], " "); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func TestConfigJSON(t *testing.T) {
	out, _, code := runConfig(t, t.TempDir(), nil, "--json")
	d := json.NewDecoder(strings.NewReader(out))
	n := 0
	for ; d.More(); n++ {
		var v config.Value
		if err := d.Decode(&v); err != nil || v.Key == "" || v.Source == "" {
			t.Errorf("%+v %v", v, err)
		}
	}
	if code != 0 || n < 10 {
		t.Errorf("code %d, %d values", code, n)
	}
}

func TestConfigSampleIsTheSample(t *testing.T) {
	if out, _, code := runConfig(t, t.TempDir(), nil, "--sample"); code != 0 || out != config.Sample() {
		t.Errorf("%d %q", code, out)
	}
}

func TestConfigPathNeedsNoGoodFile(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, "config.toml")
	if err := os.WriteFile(file, []byte("expiry = 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, code := runConfig(t, home, nil, "--path"); code != 0 || out != file+"\n" {
		t.Errorf("%d %q", code, out)
	}
	if out, _, code := runConfig(t, home, nil, "--path", "--config", "x.toml"); code != 0 || out != "x.toml\n" {
		t.Errorf("%d %q", code, out)
	}
	_, errs, code := runConfig(t, home, nil)
	if code != 1 || !strings.Contains(errs, file+":1:10: expiry is a number") {
		t.Errorf("%d %s", code, errs)
	}
}

func TestConfigWrongUse(t *testing.T) {
	for _, args := range [][]string{{"--json", "--path"}, {"extra"}, {"--nope"}} {
		if _, errs, code := runConfig(t, t.TempDir(), nil, args...); code != 2 {
			t.Errorf("%v: code %d, %s", args, code, errs)
		}
	}
}
