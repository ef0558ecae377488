//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A key is written so that bash reads it as it is, whatever quote is open. In double
// quotes a ! would be replaced by what was typed before.
func TestBashReadsWhatIsCompleted(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join("completions", "bash.sh")
	if _, err := os.Stat(script); err != nil {
		t.Fatal(err)
	}
	for quote, want := range map[string]string{
		"":  `h\!echo\ \$x\;\"\'`,
		`"`: `h"\!"echo \$x;\"'`,
		"'": `h!echo $x;"'\''`,
	} {
		cmd := exec.Command(bash, "--norc", "-c", `source "$1" >/dev/null 2>&1; _signet_quote=$2; _signet_escape "$3"; printf '%s' "$_signet_text"`, "-", script, quote, `h!echo $x;"'`)
		out, err := cmd.Output()
		if err != nil || string(out) != want {
			t.Errorf("in %q: %q, not %q (%v)", quote, out, want, err)
		}
		line := "set -H; printf '%s' " + quote + string(out) + quote
		read, err := exec.Command(bash, "--norc", "-c", line).Output()
		if err != nil || string(read) != `h!echo $x;"'` {
			t.Errorf("bash reads %s as %q (%v)", out, read, err)
		}
	}
}
