//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// shells are those whose completions are written by signet, each with the file that it
// begins with and how it is started.
func shells() map[string]struct {
	file, before string
	start        []string
} {
	type shell = struct {
		file, before string
		start        []string
	}
	return map[string]shell{
		"bash": {".bashrc", "", []string{"bash", "--rcfile", ".bashrc", "-i"}},
		"zsh":  {".zshrc", "autoload -Uz compinit; compinit -u -D\n", []string{"zsh", "-i"}},
		"fish": {"config/fish/config.fish", "function fish_prompt; echo 'ready> '; end\nfunction fish_greeting; end\n", []string{"fish", "-i"}},
	}
}

// What a real shell completes is handed over as the key that the server has, whatever
// is in it, and nothing of it is ever run.
func TestCompletionInRealShells(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	b := s.bucket(t)
	for _, key := range []string{"a b.txt", `c'd"e.txt`, "x:y=z@w.txt", "gr\u00fc\u00dfe $HOME `id`;&|<>(){}[]*?#!~^\\.txt", "folder one/in.txt", "p$(touch ran)1.txt", "p$(touch ran)2.txt", "odd\x1b[31m.txt", "h!echo y.txt"} {
		s.put(t, b, key, "x")
	}
	at := "s3://" + b + "/"
	for name, sh := range shells() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := signetFor(t, s)
			dir := filepath.Join(p.home, "bin")
			script := p.must(t, "", "completion", name).stdout
			rc := sh.before + script + "\n"
			if name != "fish" {
				rc += "PS1='ready> '\n"
			}
			for file, text := range map[string]string{sh.file: rc, "completion." + name: script} {
				file = filepath.Join(p.home, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(here.program, filepath.Join(dir, "signet")); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(sh.start[0], sh.start[1:]...)
			cmd.Dir = p.home
			cmd.Env = append(p.env, "PATH="+dir+":"+os.Getenv("PATH"), "TERM=xterm", "LC_ALL=C.UTF-8", "AWS_ENDPOINT_URL_S3="+s.url, "AWS_REGION="+s.region)
			tty := newTerminal(t, size{200, 50}, cmd)
			tty.wait(`ready>`)
			for i, c := range []struct{ typed, seen, want string }{
				{at + "a\t", `b\.txt`, "a b.txt"},
				{at + "a\\ \t", `b\.txt`, "a b.txt"},
				{`"` + at + "a \t", `b\.txt`, "a b.txt"},
				{"'" + at + "a\t", `b\.txt`, "a b.txt"},
				{at + "c\t", `e\.txt`, `c'd"e.txt`},
				{at + "x:y\t", `w\.txt`, "x:y=z@w.txt"},
				{at + "gr\t", `\.txt`, "gr\u00fc\u00dfe $HOME `id`;&|<>(){}[]*?#!~^\\.txt"},
				{at + "f\t", `one/`, "folder one/"},
				{at + "folder\\ one/i\t", `in\.txt`, "folder one/in.txt"},
				{`"` + at + "h\t", `y\.txt`, "h!echo y.txt"},
			} {
				tty.complete("signet ls "+c.typed, c.seen)
				got := filepath.Join(p.home, "got"+string(rune('a'+i)))
				tty.keys("\x01printf '%s\\n' \x05 > " + got + ".new; mv " + got + ".new " + got + "\r")
				tty.until(got, func() bool { _, err := os.Stat(got); return err == nil })
				text, err := os.ReadFile(got)
				if want := "signet\nls\n" + at + c.want + "\n"; err != nil || string(text) != want {
					t.Errorf("%s: %q completes to %q, not %q", name, c.typed, text, want)
				}
			}
			tty.complete("signet ls "+at+"p\t", `touch`)
			tty.keys("1\t")
			tty.wait(`1\.txt`)
			if _, err := os.Stat(filepath.Join(p.home, "ran")); err == nil {
				t.Error("a key was run")
			}
			if strings.Contains(tty.output(), "\x1b[31m.txt") {
				t.Error("a key was drawn as it is")
			}
		})
	}
}

// complete types a line on an empty screen until what is completed is seen. The program
// has two seconds to answer a shell, which a busy machine may take; then nothing is
// offered, and a person types it again.
func (s *terminal) complete(line, seen string) {
	s.t.Helper()
	re := regexp.MustCompile(seen)
	for range 20 {
		s.keys("\x15\x0c") // what was on the line and the screen before is gone
		s.until("an empty screen", func() bool { return strings.Count(s.text(), "ready>") == 1 && !strings.Contains(s.text(), "s3://") })
		s.keys(line)
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if re.MatchString(s.text()) {
				return
			}
		}
	}
	s.t.Fatalf("never completed: %s\n%s", seen, s.text())
}

// The file that is installed is read by a shell of the user, without a word from it.
func TestCompletionIsInstalled(t *testing.T) {
	t.Parallel()
	p := signetWith(t, keys{rootKey, rootSecret, ""})
	for name, check := range map[string]string{
		"bash": "source data/bash-completion/completions/signet && complete -p signet",
		"zsh":  "fpath=($PWD/data/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D && print -r -- $_comps[signet]",
		"fish": "complete -C 'signet ver'",
	} {
		p.must(t, "", "completion", "install", "--shell", name)
		cmd := exec.CommandContext(within(t, testTimeout), name, "-c", check)
		cmd.Dir, cmd.Env = p.home, append(p.env, "PATH="+filepath.Dir(here.program)+":"+os.Getenv("PATH"))
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), map[string]string{"bash": "-F _signet signet", "zsh": "_signet", "fish": "version"}[name]) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		p.must(t, "", "completion", "install", "--shell", name, "--uninstall")
	}
}
