//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The file that is installed is read by a shell of the user, without a word from it.
func TestCompletionIsInstalled(t *testing.T) {
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
