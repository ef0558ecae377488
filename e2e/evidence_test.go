//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// evidence makes documents of one share, and checks them as whoever is shown one would.
type evidence struct {
	*signet
	id string
}

// export are the arguments that make a document of a name.
func (e *evidence) export(name string, more ...string) []string {
	return append([]string{"log", "export", "--evidence", e.id, "--principal", "ana@acme.example", "-o", name}, more...)
}

// holds wants the signature right by the line and the command that were printed, as they
// stand, and wrong once a letter of the document is another.
func (e *evidence) holds(t *testing.T, name, printed string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(printed), "\n")
	if len(lines) != 2 {
		t.Fatalf("%s: printed %q", name, printed)
	}
	file := filepath.Join(e.home, name)
	write(t, filepath.Join(e.home, "allowed_signers"), lines[0]+"\n")
	check := func() (string, error) {
		c := exec.CommandContext(t.Context(), "sh", "-c", lines[1])
		c.Dir = e.home
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := check(); err != nil || !strings.Contains(out, `Good "signet-evidence" signature for ana@acme.example`) {
		t.Errorf("%s: %v: %s", name, err, out)
	}
	for _, f := range []string{file, file + ".sig"} {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f, info, err)
		}
	}
	if out := e.must(t, "", "log", "verify", "--evidence", name); !strings.Contains(out.stderr, "your own log has the same rows") {
		t.Errorf("%s: %s", name, out.stderr)
	}
	doc, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, strings.Replace(string(doc), "Ms Ito", "Ms Ita", 1))
	if out, err := check(); err == nil {
		t.Errorf("%s: a changed document is called good: %s", name, out)
	}
	if out := e.run(t, "", "log", "verify", "--evidence", name); out.code != 1 {
		t.Errorf("%s: a changed document: exit code %d\n%s", name, out.code, out.stderr)
	}
}

// key makes an SSH key of a kind, and says where the private half is.
func (e *evidence) key(t *testing.T, name, kind, passphrase string) string {
	t.Helper()
	file := filepath.Join(e.home, name)
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", "", "-f", file).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	return file
}

// TestEvidenceIsSignedAndChecked by the real ssh-keygen: keys of each kind, what an agent
// has, and a passphrase that is typed on the terminal.
func TestEvidenceIsSignedAndChecked(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	e := &evidence{p, p.share(t, s, "acme-contracts", "README.txt", "--to", "Ms Ito").ShareID}
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		name := kind + ".json"
		e.holds(t, name, e.must(t, "", e.export(name, "--key", e.key(t, kind, kind, ""))...).stdout)
	}

	e.key(t, "locked", "ed25519", "correct horse")
	term := e.near(t, size{200, 24}, e.export("locked.json", "--key", "locked")...)
	term.wait("Enter passphrase")
	term.keys("correct horse\r")
	term.wait("ssh-keygen -Y verify.*locked.json")
	if strings.Contains(term.text(), "horse") {
		t.Error("the passphrase is shown")
	}
	var printed []string
	for line := range strings.Lines(term.text()) {
		if strings.HasPrefix(line, "ana@") || strings.HasPrefix(line, "ssh-keygen") {
			printed = append(printed, strings.TrimSpace(line))
		}
	}
	e.holds(t, "locked.json", strings.Join(printed, "\n"))

	e.agent(t, e.key(t, "held", "ed25519", ""))
	e.holds(t, "found.json", e.must(t, "", e.export("found.json")...).stdout)
	e.holds(t, "named.json", e.must(t, "", e.export("named.json", "--key", "held.pub")...).stdout)
}

// agent starts one that has the key, whose file is gone from then on.
func (e *evidence) agent(t *testing.T, key string) {
	t.Helper()
	socket := filepath.Join(e.home, "agent")
	agent := exec.Command("ssh-agent", "-D", "-a", socket)
	dieWithTests(agent)
	if err := agent.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = agent.Process.Kill()
		_ = agent.Wait()
	})
	until(t, "the agent listens", func() bool { _, err := os.Stat(socket); return err == nil })
	e.env = append(e.env, "SSH_AUTH_SOCK="+socket)
	add := exec.CommandContext(t.Context(), "ssh-add", "-q", key)
	add.Env = e.env
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
}
