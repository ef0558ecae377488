//go:build unix

package profile

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestOpenLooksFirst is that what is no file is not opened. A socket tells: opening one
// has an error of its own, where opening a pipe never ends.
func TestOpenLooksFirst(t *testing.T) {
	dir, err := os.MkdirTemp("", "open") // short: the name of a socket has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket, pipe := filepath.Join(dir, "socket"), filepath.Join(dir, "pipe")
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{socket, dir, os.DevNull, pipe} {
		if f, err := Open(path); !errors.Is(err, errNoFile) {
			t.Fatalf("%s: %v, %v", path, f, err)
		}
	}
}
