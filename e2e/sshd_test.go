//go:build unix

package e2e

import (
	"cmp"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// sshd is a server of OpenSSH with a host key, a port and settings of its own, that
// lets in whoever runs the tests, with a key made for them.
type sshd struct {
	dir, port, user string
	said            *words
	ended           chan struct{}
}

// theSSHD is the one that all walks share. It dies with the thread that starts it, and
// so must not be started by that of the first walk.
var theSSHD = sync.OnceValues(func() (*sshd, error) {
	type started struct {
		*sshd
		error
	}
	answer := make(chan started)
	go func() {
		d, err := startSSHD()
		answer <- started{d, err}
		select {}
	}()
	s := <-answer
	return s.sshd, s.error
})

// overSSH is the shared server; without OpenSSH there is no walk.
func overSSH(t *testing.T) *sshd {
	t.Helper()
	for _, name := range []string{"sshd", "ssh", "ssh-keygen"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("a walk goes over a real ssh, and %s is not installed (apt-get install openssh-server openssh-client)", name)
		}
	}
	d, err := theSSHD()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func startSSHD() (*sshd, error) {
	me, err := user.Current()
	if err != nil {
		return nil, err
	}
	d := &sshd{dir: filepath.Join(here.dir, "sshd"), user: me.Username}
	if err := d.makeKeys(); err != nil {
		return nil, err
	}
	for tries := 1; ; tries++ { // the port may be gone when it is used
		err := d.start()
		if err == nil || tries == 5 {
			return d, err
		}
	}
}

func (d *sshd) makeKeys() error {
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"host", "guest"} {
		out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(d.dir, name)).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ssh-keygen: %w\n%s", err, out)
		}
	}
	return nil
}

// settings let in one guest. The level of the shell keeps bash from reading what the
// owner of this machine has it do at first.
const settings = `ListenAddress 127.0.0.1
Port %[2]s
HostKey %[1]s/host
AuthorizedKeysFile %[1]s/guest.pub
AllowUsers %[3]s
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PrintMotd no
PrintLastLog no
SetEnv SHLVL=1
`

// start runs it on a port that was free a moment ago. OpenSSH wants an empty folder
// below /run when it runs as root: it gets one that nobody else sees.
func (d *sshd) start() error {
	var err error
	if d.port, err = freePort(); err != nil {
		return err
	}
	file := filepath.Join(d.dir, "config")
	if err := os.WriteFile(file, fmt.Appendf(nil, settings, d.dir, d.port, d.user), 0o600); err != nil {
		return err
	}
	path, err := exec.LookPath("sshd")
	if err != nil {
		return err
	}
	cmd := exec.Command(path, "-D", "-e", "-f", file)
	if _, missing := os.Stat("/run/sshd"); missing != nil && os.Getuid() == 0 {
		cmd = exec.Command("unshare", "-m", "sh", "-c", `mount -t tmpfs none /run && mkdir -m 755 /run/sshd && exec "$@"`, "sh", path, "-D", "-e", "-f", file)
	}
	d.said, d.ended = new(words), make(chan struct{})
	cmd.Stdout, cmd.Stderr = d.said, d.said
	dieWithTests(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	here.also(func() { _ = cmd.Process.Kill() })
	go func() {
		_ = cmd.Wait()
		close(d.ended)
	}()
	return d.listens()
}

// listens returns once it lets somebody in.
func (d *sshd) listens() error {
	up := await(10*time.Millisecond, d.ended, func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+d.port)
		return err == nil && c.Close() == nil
	})
	if !up {
		return fmt.Errorf("sshd does not listen\n%s", d.said)
	}
	return nil
}

// command logs in and runs a script there, in a terminal of that machine.
func (d *sshd) command(t *testing.T, script string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), "ssh", "-tt", "-F", "none", "-p", d.port, "-i", filepath.Join(d.dir, "guest"),
		"-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile="+filepath.Join(d.dir, "known"), "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR", "-e", "none",
		d.user+"@127.0.0.1", "exec sh "+script)
	cmd.Env = []string{"TERM=xterm-256color", "PATH=" + os.Getenv("PATH"), "HOME=" + d.dir}
	return cmd
}

// far runs the program over ssh, with the home and the environment of p.
func (p *signet) far(t *testing.T, at size, args ...string) *terminal {
	t.Helper()
	return newTerminal(t, at, overSSH(t).command(t, p.walkScript(t, args)))
}

// near runs it in a terminal of this machine.
func (p *signet) near(t *testing.T, at size, args ...string) *terminal {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", p.walkScript(t, args))
	cmd.Env = []string{"TERM=xterm-256color"}
	return newTerminal(t, at, cmd)
}

// walkScript runs the program with the home and the environment of p, and leaves there
// how the terminal was before and after, and the exit code.
func (p *signet) walkScript(t *testing.T, args []string) string {
	t.Helper()
	var b strings.Builder
	for _, e := range p.env {
		name, value, _ := strings.Cut(e, "=")
		if name != "TERM" {
			b.WriteString("export " + name + "=" + quoted(value) + "\n")
		}
	}
	b.WriteString("export LANG=C.UTF-8\ncd " + quoted(p.home) + "\nstty -a >before\n" + quoted(cmp.Or(p.program, here.program)))
	for _, a := range args {
		b.WriteString(" " + quoted(a))
	}
	b.WriteString("\necho $? >code\nstty -a >after\n")
	path := filepath.Join(p.home, "walk.sh")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
