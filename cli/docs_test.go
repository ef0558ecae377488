package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestHandedOverSaysWhatWorks runs every command of docs/handed-over.md, in its order and
// as it stands, against the demo: ID is that of the share that was made last.
func TestHandedOverSaysWhatWorks(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "handed-over.md"))
	if err != nil {
		t.Fatal(err)
	}
	meddle(t)
	t.Chdir(t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Setenv("SSH_AUTH_SOCK", "")
	home := os.Getenv("HOME")
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", "mkdir "+home+"/.ssh && ssh-keygen -q -t ed25519 -N '' -f "+home+"/.ssh/id_ed25519").CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	ran := 0
	for line := range strings.Lines(string(page)) {
		command, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "    ")
		if !ok {
			continue
		}
		ran++
		if strings.Contains(command, " ID") {
			_, list, _ := faced(t, "log", "--limit", "1", "--json")
			command = strings.ReplaceAll(command, " ID", " "+fieldOf(t, list, "id"))
		}
		args, isSignet := strings.CutPrefix(command, "signet ")
		switch {
		case !isSignet:
			if out, err := exec.CommandContext(t.Context(), "sh", "-c", command).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", command, err, out)
			}
		case strings.HasPrefix(args, "handoff "): // which goes on until it was used
			h := handOffNow(t, strings.Fields(strings.Replace(args, "127.0.0.1:8443", "127.0.0.1:0", 1))[1:]...)
			if status, _ := h.press(); status != 200 {
				t.Errorf("%s: the press is answered with %d", command, status)
			}
			if code := <-h.done; code != exitDone || !strings.Contains(h.said.String(), "signet receipt ") {
				t.Errorf("%s: exit code %d\n%s", command, code, h.said)
			}
		default:
			code, out, said := faced(t, words(t, args)...)
			if code != exitDone {
				t.Errorf("%s: exit code %d\n%s", command, code, said)
			}
			if strings.HasPrefix(args, "receipt ") && !strings.Contains(args, " -o ") { // of the hand-off before it
				for _, want := range []string{"from     127.0.0.1\n", "hand-off: press 1 of 1", "does not prove that all of it"} {
					if !strings.Contains(out, want) {
						t.Errorf("%s does not say %q:\n%s", command, want, out)
					}
				}
			}
			if strings.HasPrefix(args, "log export ") {
				allowed, _, _ := strings.Cut(out, "\n")
				if err := os.WriteFile("allowed_signers", []byte(allowed+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if ran != 12 {
		t.Errorf("%d commands", ran)
	}
}

// words are a command line as a shell splits it.
func words(t *testing.T, line string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf '%s\\n' "+line).Output()
	if err != nil {
		t.Fatal(line, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}
