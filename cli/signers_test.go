//go:build unix

package cli

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signet/config"
)

// TestPrivateKeyIsAFile is that a signer's key is read from a file alone, and nothing
// else opened: a pipe would hang every command for good. Opening a socket has an error
// of its own, which tells.
func TestPrivateKeyIsAFile(t *testing.T) {
	dir, err := os.MkdirTemp("", "key") // short: the name of a socket has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "cf.pem")
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	for _, path := range []string{socket, dir} {
		if _, err := privateKey(config.Signer{Name: "front", PrivateKey: path}); err == nil || !strings.HasSuffix(err.Error(), path+": it is no file") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
