package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// installs runs `signet completion install` for a user of a shell.
func installs(t *testing.T, env map[string]string, args ...string) (out, said string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), append([]string{"completion", "install"}, args...), IO{
		In: strings.NewReader(""), Out: &stdout, Err: &stderr, Env: func(name string) string { return env[name] },
	})
	return stdout.String(), stderr.String(), code
}

func TestCompletionInstall(t *testing.T) {
	for _, c := range []struct{ shell, file, says string }{
		{"bash", ".local/share/bash-completion/completions/signet", "~/.bashrc"},
		{"zsh", ".local/share/zsh/site-functions/_signet", "fpath=("},
		{"fish", ".config/fish/completions/signet.fish", "new shells read it"},
	} {
		home := t.TempDir()
		env := map[string]string{"HOME": home, "SHELL": "/usr/bin/" + c.shell}
		file := filepath.Join(home, c.file)
		for range 2 { // its own is replaced
			_, said, code := installs(t, env)
			if code != exitDone || !strings.Contains(said, file) || !strings.Contains(said, c.says) || !strings.Contains(said, "--uninstall") {
				t.Fatalf("%s: %d, %s", c.shell, code, said)
			}
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o644 {
			t.Fatalf("%s: %v %v", c.shell, info, err)
		}
		printed, _, _ := installs(t, env, "--print")
		if text, _ := os.ReadFile(file); string(text) != printed || printed == "" {
			t.Errorf("%s: the file is not what is printed", c.shell)
		}
		if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
			t.Errorf("%s: %v", c.shell, left)
		}
		if _, said, code := installs(t, env, "--uninstall"); code != exitDone || !strings.Contains(said, "removed") {
			t.Errorf("%s: %d, %s", c.shell, code, said)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s: it is there still", c.shell)
		}
	}
}

// What is not from signet is neither written over nor removed, link or file.
func TestCompletionInstallLeavesWhatIsNotItsOwn(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home, "SHELL": "/bin/bash"}
	file := filepath.Join(home, ".local/share/bash-completion/completions/signet")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{nil, {"--uninstall"}} {
		if _, said, code := installs(t, env, args...); code != exitFailed || !strings.Contains(said, "stays as it is") {
			t.Errorf("%v: %d, %s", args, code, said)
		}
	}
	other := filepath.Join(home, "other")
	if err := os.Rename(file, other); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, file); err != nil {
		t.Fatal(err)
	}
	if _, _, code := installs(t, env); code != exitFailed {
		t.Errorf("a link was written over: %d", code)
	}
	if text, err := os.ReadFile(other); err != nil || string(text) != "# mine\n" {
		t.Errorf("%q %v", text, err)
	}
}

func TestCompletionInstallRefusesOtherShells(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct {
		env  map[string]string
		args []string
	}{
		{map[string]string{"HOME": home, "SHELL": "/bin/tcsh"}, nil},
		{map[string]string{"HOME": home}, nil},
		{map[string]string{"HOME": home}, []string{"--shell", "../x"}},
		{map[string]string{"HOME": home}, []string{"--shell", "powershell"}},
		{map[string]string{"HOME": home, "SHELL": "/bin/zsh"}, []string{"--print", "--uninstall"}},
	} {
		if out, said, code := installs(t, c.env, c.args...); code != exitUsage || out != "" || said == "" {
			t.Errorf("%v %v: %d, %s", c.env, c.args, code, said)
		}
	}
	if left, _ := os.ReadDir(home); len(left) > 0 {
		t.Errorf("%v", left)
	}
}

// A startup file that has the folder already is not told of again.
func TestCompletionInstallKnowsTheFolderOfZsh(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home, "SHELL": "/bin/zsh"}
	if err := os.WriteFile(filepath.Join(home, ".zshrc"), []byte("fpath=(~/.local/share/zsh/site-functions $fpath)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said, code := installs(t, env); code != exitDone || strings.Contains(said, "fpath=") {
		t.Errorf("%d, %s", code, said)
	}
}
