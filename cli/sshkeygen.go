package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"signet/share/evidence"
)

// ssh-keygen signs, and not a library: it knows agents, keys on tokens that want a touch,
// certificates and passphrases, which it asks for on the terminal, as the user is used to.
const sshKeygen = "ssh-keygen"

// keygenGrace is how long ssh-keygen may take to put the terminal right when it is stopped.
const keygenGrace = 5 * time.Second

// sshKey is a key that evidence is signed with.
type sshKey struct {
	file string // private, or public where an agent has the private one
	held string // the public key of an agent, which has no file
	from string // how it was found, for a message
}

// defaultKeys are the keys that ssh itself would try, the first that is there.
func defaultKeys() []string {
	return []string{"id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk", "id_rsa"}
}

// evidenceKey finds the key: the one that was named, that of the settings, the first
// Ed25519 of the agent, or the first of ~/.ssh.
func (a *app) evidenceKey(ctx context.Context, named string) (sshKey, error) {
	from := "--key"
	if named == "" {
		s, err := a.load()
		if err != nil {
			return sshKey{}, err
		}
		named, from = s.EvidenceKey, "evidence_key of the settings"
	}
	if named != "" {
		file := atHome(named)
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			return sshKey{}, &usageError{from + " " + clean(named) + " is no file of a key", "name a private key of ssh, or the .pub of one that your agent has"}
		}
		return sshKey{file: file, from: "the key " + named}, nil
	}
	if held := a.heldKey(ctx); held != "" {
		return sshKey{held: held, from: "the first Ed25519 key of your ssh-agent"}, nil
	}
	for _, name := range defaultKeys() {
		file := atHome("~/.ssh/" + name)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return sshKey{file: file, from: "the key ~/.ssh/" + name}, nil
		}
	}
	return sshKey{}, errors.New("no SSH key to sign with was found: not in an agent, not in ~/.ssh; set evidence_key in the settings, or make one: ssh-keygen -t ed25519")
}

// heldKey is the first Ed25519 key of the agent, as a line of a .pub file; empty: none.
func (a *app) heldKey(ctx context.Context) string {
	if a.Env("SSH_AUTH_SOCK") == "" {
		return ""
	}
	list, err := exec.CommandContext(ctx, "ssh-add", "-L").Output()
	if err != nil {
		return ""
	}
	for _, kind := range []string{"ssh-ed25519 ", "sk-ssh-ed25519@openssh.com "} {
		for line := range strings.Lines(string(list)) {
			if strings.HasPrefix(line, kind) {
				return line
			}
		}
	}
	return ""
}

// atHome is a path that may begin with ~/.
func atHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// sshSign signs what is read. The passphrase is asked for by ssh-keygen, on the terminal.
func (a *app) sshSign(ctx context.Context, key sshKey, document io.Reader, says io.Writer) (armored []byte, s evidence.Signature, err error) {
	if key.held != "" {
		f, err := os.CreateTemp("", "signet-*.pub")
		if err != nil {
			return nil, s, err
		}
		defer func() { _ = os.Remove(f.Name()) }()
		_, err = io.WriteString(f, key.held)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, s, err
		}
		key.file = f.Name()
	}
	file, err := filepath.Abs(key.file) // a name that begins with - is no option
	if err != nil {
		return nil, s, err
	}
	var out bytes.Buffer
	c := exec.CommandContext(ctx, sshKeygen, "-q", "-Y", "sign", "-n", evidence.Namespace, "-f", file)
	c.Stdin, c.Stdout, c.Stderr = document, &out, says
	c.Cancel = func() error { // killed, it would leave a terminal that shows nothing that is typed
		if err := c.Process.Signal(os.Interrupt); err != nil { // not on Windows
			return c.Process.Kill()
		}
		return nil
	}
	c.WaitDelay = keygenGrace
	if err := c.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, s, errors.New("ssh-keygen is not installed here, and it signs evidence: it comes with OpenSSH, from 8.1 on")
		}
		return nil, s, fmt.Errorf("ssh-keygen did not sign with %s (%w); nothing was written", clean(key.from), err)
	}
	s, err = evidence.ParseSignature(out.Bytes())
	return out.Bytes(), s, err
}

// sshChecked asks ssh-keygen whether a signature is one of that document, by whichever key:
// answer is what it says. known is false where there is no ssh-keygen.
func sshChecked(ctx context.Context, document io.Reader, signature string) (answer string, known bool, err error) {
	file, err := filepath.Abs(signature)
	if err != nil {
		return "", true, err
	}
	var out bytes.Buffer
	c := exec.CommandContext(ctx, sshKeygen, "-Y", "check-novalidate", "-n", evidence.Namespace, "-s", file)
	c.Stdin, c.Stdout, c.Stderr = document, &out, &out
	err = c.Run()
	return strings.TrimSpace(out.String()), !errors.Is(err, exec.ErrNotFound), err
}
