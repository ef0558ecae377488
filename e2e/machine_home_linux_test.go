package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Without HOME the user's home is that of the list of users, and nothing lies in the root
// folder.
func TestNoHome(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("the list of users is another one for root alone")
	}
	s := theServer(t, "demo")
	p := signetFor(t, s)
	users := filepath.Join(p.home, "passwd")
	write(t, users, "root:x:0:0:root:"+p.home+"/home of root:/bin/sh\n")
	cmd := exec.CommandContext(within(t, testTimeout), "unshare", append([]string{"-m", "sh", "-c", `mount --bind "$1" /etc/passwd && shift && exec "$@"`, "sh", users, here.program, "share", "s3://acme-contracts/README.txt"}, s.at()...)...)
	for _, e := range p.env {
		if name, _, _ := strings.Cut(e, "="); name != "HOME" && !strings.HasPrefix(name, "XDG_") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, hideLinks(string(out)))
	}
	if _, err := os.Stat(p.home + "/home of root/.local/state/signet/shares.db"); err != nil {
		t.Errorf("the log is not in the user's home: %v\n%s", err, hideLinks(string(out)))
	}
}

// A user whose home is not there, as that of many services: links are handed over, and it
// is said that they are not recorded.
func TestAHomeThatIsNotThere(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root becomes somebody else")
	}
	s := theServer(t, "demo")
	dir, err := os.MkdirTemp("", "signet-anybody-") // t.TempDir is root's alone
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	program := filepath.Join(dir, "signet")
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", fmt.Sprintf("chmod 755 %s && cp %s %s && chmod 755 %[3]s", quoted(dir), quoted(here.program), quoted(program))).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	for _, home := range []string{"", "HOME=/nonexistent"} {
		cmd := exec.CommandContext(within(t, testTimeout), program, append([]string{"share", "s3://acme-contracts/README.txt"}, s.at()...)...)
		cmd.Dir = dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TZ=UTC", "AWS_EC2_METADATA_DISABLED=true", "AWS_ACCESS_KEY_ID=" + s.key, "AWS_SECRET_ACCESS_KEY=" + s.secret}
		if home != "" {
			cmd.Env = append(cmd.Env, home)
		}
		var says strings.Builder
		cmd.Stderr = &says
		link, err := cmd.Output()
		if err != nil || !strings.Contains(string(link), "X-Amz-Signature=") {
			t.Errorf("%q: %v: %s", home, err, hideLinks(says.String()))
		}
		if !strings.Contains(says.String(), "not in the share log") && !strings.Contains(says.String(), "XDG_STATE_HOME") {
			t.Errorf("%q: it says %s", home, hideLinks(says.String()))
		}
	}
}
