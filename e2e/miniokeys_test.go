package e2e

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestKeysAtMinIO has the tests of share/minio ask a real MinIO what they ask the demo
// server: an ordinary user makes a key for one object, its link works, the key is deleted,
// the link is dead. They stand there, beside the room that seals the bodies. Those of
// share/sts ask it for a session that is ended alone.
func TestKeysAtMinIO(t *testing.T) {
	t.Parallel()
	s := theServer(t, "minio")
	cmd := exec.CommandContext(within(t, testTimeout), "go", "test", "-count=1", "-v", "./share/minio", "./share/sts")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "SIGNET_TEST_MINIO="+strings.Join([]string{s.url, s.region, s.key, s.secret}, " "))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestKeyOfOneObject/minio") || !strings.Contains(string(out), "--- PASS: TestRevokeType/minio") {
		t.Errorf("%v\n%s", err, out)
	}
}
